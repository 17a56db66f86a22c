// From the core's words to the protocol's: findings to diagnostics, edits to workspace edits, actions to code actions.
import {
  type CodeAction,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { FileEdit, Finding } from '../../rules/index.ts';
import type { Action } from '../features/action.ts';
import type { SettingsProblem } from '../session.ts';
import type { Client } from './client.ts';
import type { Documents, Place } from './documents.ts';

export const source = 'eck-lint';

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

/** Rules that mark what could go without a loss: editors show it faded. */
const unnecessary = new Set(['unused-suppression']);

/** A finding of the file at `place`. */
export function diagnostic(finding: Finding, place: Place, documents: Documents, client: Client): Diagnostic {
  const related = client.relatedInformation ? finding.related : [];
  return {
    range: place.range(finding.span),
    severity: severities[finding.severity],
    code: finding.rule,
    codeDescription: { href: client.page(finding.rule) },
    source,
    message: finding.message,
    ...(unnecessary.has(finding.rule) && { tags: [DiagnosticTag.Unnecessary] }),
    ...(related.length > 0 && {
      relatedInformation: related.flatMap(({ path, span, message }) => {
        const there = documents.place(path);
        return there ? [{ location: { uri: there.uri, range: there.range(span) }, message }] : [];
      }),
    }),
  };
}

/** Something wrong in a settings file. */
export const settingsDiagnostic = ({ message, span }: SettingsProblem, place: Place): Diagnostic => ({
  range: place.range(span),
  severity: DiagnosticSeverity.Warning,
  code: 'settings',
  source,
  message,
});

/** Edits of one or more files; undefined when one of the files is not known any more. */
export function workspaceEdit(
  edits: readonly FileEdit[],
  documents: Documents,
  client: Client,
): WorkspaceEdit | undefined {
  const files: { place: Place; edits: TextEdit[] }[] = [];
  for (const [path, own] of byPath(edits)) {
    const place = documents.place(path);
    if (!place) return undefined;
    files.push({ place, edits: own.map(({ span, newText }) => ({ range: place.range(span), newText })) });
  }
  if (!client.versionedEdits)
    return { changes: Object.fromEntries(files.map(({ place, edits }) => [place.uri, edits])) };
  return {
    documentChanges: files.map(({ place: { uri, version }, edits }) => ({ textDocument: { uri, version }, edits })),
  };
}

/**
 * An action on the file at `place`; an empty list when it cannot be carried out. `others` are diagnostics of others in
 * the file: those where it repairs something are its own too.
 */
export function codeAction(
  action: Action,
  place: Place,
  documents: Documents,
  client: Client,
  others: readonly Diagnostic[] = [],
): CodeAction[] {
  const edit = workspaceEdit(action.edits, documents, client);
  if (!edit) return [];
  const own = action.findings.map((finding) => diagnostic(finding, place, documents, client));
  const same = others.filter(({ range }) => own.some((it) => JSON.stringify(it.range) === JSON.stringify(range)));
  const diagnostics = [...own, ...same];
  return [
    {
      title: action.title,
      kind: action.kind,
      edit,
      ...(diagnostics.length > 0 && { diagnostics }),
      ...(action.preferred && { isPreferred: true }),
    },
  ];
}

function byPath(edits: readonly FileEdit[]): Map<string, FileEdit[]> {
  const result = new Map<string, FileEdit[]>();
  for (const edit of edits) {
    const own = result.get(edit.path);
    if (own) own.push(edit);
    else result.set(edit.path, [edit]);
  }
  return result;
}
