// What a run has found, as plain data in the terms of its readers: paths as the user would type them, lines and
// columns. Every format is written from this.
import { relative } from 'node:path';
import { LineIndex, type Linter, type Place, type Position, ruleUrl, type Severity } from '../../rules/index.ts';
import { byCodeUnit } from '../host/paths.ts';
import { findingsOf, type ProjectFile } from '../project.ts';
import { slashes } from './world.ts';

/** Zero-based, in UTF-16 code units. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Reported {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly range: Range;
  readonly resource?: { readonly kind: string; readonly namespace?: string; readonly name: string };
  readonly related: readonly { readonly file: string; readonly range: Range; readonly message: string }[];
  readonly fixes: readonly {
    readonly title: string;
    readonly safe: boolean;
    readonly edits: readonly { readonly file: string; readonly range: Range; readonly newText: string }[];
  }[];
  readonly url: string;
}

export interface Report {
  /** every linted file, sorted */
  readonly files: readonly string[];
  /** sorted by file, position, rule */
  readonly findings: readonly Reported[];
  /** The text of a file that a finding names. */
  text(file: string): string | undefined;
}

/** Lints the files of a project. Paths are told relative to `folder`. */
export function reportOn(files: readonly ProjectFile[], linter: Linter, folder: string): Report {
  const texts = new Map<string, { text: string; lines: LineIndex }>();
  const named = files
    .map((file) => ({ file, name: display(file.path, folder) }))
    .sort((a, b) => byCodeUnit(a.name, b.name));
  const findings = named.flatMap(({ file, name }) => {
    const found = findingsOf(file, linter);
    const place = ({ path, span }: Place): { file: string; range: Range } => {
      const shown = display(path, folder);
      let known = texts.get(shown);
      if (!known) {
        const text = file.workspace.file(path)?.text ?? '';
        known = { text, lines: new LineIndex(text) };
        texts.set(shown, known);
      }
      const { lines } = known;
      return { file: shown, range: { start: lines.positionAt(span.start), end: lines.positionAt(span.end) } };
    };
    return found.map((finding): Reported => {
      const { rule, severity, message, resource } = finding;
      return {
        rule,
        severity,
        message,
        file: name,
        range: place(finding).range,
        ...(resource && { resource }),
        related: finding.related.map((related) => ({ ...place(related), message: related.message })),
        fixes: finding.fixes().map(({ title, safe, edits }) => ({
          title,
          safe,
          edits: edits.map((edit) => ({ ...place(edit), newText: edit.newText })),
        })),
        url: ruleUrl(rule),
      };
    });
  });
  return { files: named.map(({ name }) => name), findings, text: (file) => texts.get(file)?.text };
}

/** A path as the user would type it in `folder`. Names of texts that have no place stay what they are. */
export function display(path: string, folder: string): string {
  if (!/^(?:[A-Za-z]:)?\//.test(path)) return path;
  return slashes(relative(folder, path)) || '.';
}
