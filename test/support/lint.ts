// Runs rules over texts, the way a program does, and puts what comes out in the form tests compare.
import {
  applyEdits,
  type Finding,
  gravest,
  LineIndex,
  Linter,
  overlay,
  type Rule,
  readFile,
  readSettings,
  rules,
  type Settings,
  settingsFileName,
  Workspace,
  withoutOverlap,
} from '../../rules/index.ts';
import type { Mark } from './markers.ts';

export interface Text {
  readonly name: string;
  readonly text: string;
}

/** A workspace with these files, some of which were others before. */
export function workspaceOf(files: readonly Text[], before: readonly Text[] = []): Workspace {
  const workspace = new Workspace();
  for (const { name, text } of files) workspace.set(readFile(name, text));
  for (const { name, text } of before) workspace.recall(name, text);
  return workspace;
}

/** Rules that are off by themselves are on where they are asked for by name. */
const settingsFor = (use: readonly Rule[]): Settings => ({
  rules: Object.fromEntries(use.filter((rule) => rule.optIn && use !== rules).map((rule) => [rule.id, gravest(rule)])),
  ignore: [],
});

/** Settings that the files bring with them. */
export function settingsOf(files: readonly Text[], use: readonly Rule[]): Settings {
  const file = files.find(({ name }) => name === settingsFileName);
  if (!file) return settingsFor(use);
  const { settings } = readSettings(
    file.text,
    rules.map(({ id }) => id),
  );
  return overlay(settings, settingsFor(use).rules);
}

/** The findings of each file, in the files' order. */
export function lintAll(files: readonly Text[], use: readonly Rule[] = rules, before: readonly Text[] = []): Finding[] {
  const workspace = workspaceOf(files, before);
  const linter = new Linter(use);
  const settings = settingsOf(files, use);
  return files.flatMap(({ name }) => linter.lint(name, workspace, settings));
}

/** A finding by line and columns of its file. */
export function markOf(finding: Finding, text: string): Mark {
  const lines = new LineIndex(text);
  const start = lines.positionAt(finding.span.start);
  const end = lines.positionAt(finding.span.end);
  const lineLength = (text.split('\n')[start.line] ?? '').replace(/\r$/, '').length;
  return {
    line: start.line,
    start: start.character,
    end: end.line === start.line ? end.character : lineLength,
    severity: finding.severity,
    rule: finding.rule,
    message: finding.message,
  };
}

/** Applies one fix of each finding (the titled one, else the first) until none is offered; gives the files after that. */
export function fixAll(
  files: readonly Text[],
  use: readonly Rule[],
  title?: string,
  only?: 'safe',
  before: readonly Text[] = [],
): Text[] {
  let texts = files;
  for (let round = 0; round < 10; round++) {
    const candidates = lintAll(texts, use, before).flatMap((finding) => {
      const fixes = finding.fixes().filter((fix) => only !== 'safe' || fix.safe);
      const fix = title === undefined ? fixes[0] : fixes.find((f) => f.title.startsWith(title));
      return fix ? [fix.edits] : [];
    });
    const edits = withoutOverlap(candidates);
    if (edits.length === 0) break;
    texts = texts.map(({ name, text }) => ({
      name,
      text: applyEdits(
        text,
        edits.filter((edit) => edit.path === name),
      ),
    }));
  }
  return [...texts];
}
