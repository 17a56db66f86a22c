// The examples in the editor: the same findings as on the command line, and quick fixes that repair them.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diagnostics, open, ruleOf } from './editor.ts';
import type { Finding, Given } from './given.ts';
import { until } from './until.ts';

/** Whether a quick fix of this title repairs what this rule finds. Ways to silence a finding are quick fixes too, but not wanted here. */
type IsFix = (title: string, rule: string) => boolean;

const severities = ['error', 'warning', 'info', 'hint'] as const;

export function findings(given: Given): void {
  const expectedIn = (name: string): Finding[] => given.findings.filter(({ file }) => file === name);
  const isFix: IsFix = (title, id) =>
    given.findings.some(({ rule, fixes }) => rule === id && fixes.some((fix) => fix.title === title));

  suite('findings in the editor', () => {
    for (const name of Object.keys(given.broken))
      test(`${name}: the same as on the command line`, async () => {
        const document = await open(name);
        const expected = expectedIn(name).map(describeFinding).sort();
        await until(
          () => (equal(found(document), expected) ? true : undefined),
          () => `${JSON.stringify(found(document), null, 1)}\nis to be\n${JSON.stringify(expected, null, 1)}`,
        );
      });
  });

  suite('a file that is not saved anywhere', () => {
    test('is checked too', async () => {
      const content = Object.values(given.broken).join('---\n');
      const document = await vscode.workspace.openTextDocument({ language: 'yaml', content });
      await until(
        () => (found(document).length > 0 ? true : undefined),
        () => 'findings',
      );
    });
  });

  suite('quick fixes', () => {
    test('repair every example', async () => {
      for (const name of Object.keys(given.broken)) await repair(await open(name), expectedIn(name).length, isFix);
      for (const [name, text] of Object.entries(given.fixed))
        assert.equal((await open(name.replace('fixed', 'broken'))).getText(), text, name);
    });
  });
}

/** Applies the first fix of each finding that has one, one after the other, as a person would. */
async function repair(document: vscode.TextDocument, count: number, isFix: IsFix): Promise<void> {
  const name = document.fileName;
  await until(
    () => (found(document).length === count ? true : undefined),
    () => `${count} findings in ${name}`,
  );
  for (let left = 100; left > 0; left--) {
    const next = await nextFix(document, isFix);
    if (!next) return;
    assert.ok(next.action.edit, `"${next.action.title}" has no edit`);
    assert.ok(await vscode.workspace.applyEdit(next.action.edit));
    const repaired = describeDiagnostic(next.diagnostic);
    await until(
      () => (found(document).includes(repaired) ? undefined : true),
      () => `"${next.action.title}" repairs ${repaired}`,
    );
  }
  assert.fail(`${name} is not repaired after 100 fixes`);
}

interface Fix {
  readonly diagnostic: vscode.Diagnostic;
  readonly action: vscode.CodeAction;
}

/** The first fix of the first finding that has one. */
async function nextFix(document: vscode.TextDocument, isFix: IsFix): Promise<Fix | undefined> {
  for (const diagnostic of diagnostics(document)) {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      diagnostic.range,
      vscode.CodeActionKind.QuickFix.value,
      20, // so many are resolved, that is, told with their edits
    );
    const action = actions.find(({ title }) => isFix(title, ruleOf(diagnostic)));
    if (action) return { diagnostic, action };
  }
  return undefined;
}

function found(document: vscode.TextDocument): string[] {
  return diagnostics(document).map(describeDiagnostic).sort();
}

function describeFinding({ range: { start, end }, rule, severity, message }: Finding): string {
  return describe(start, end, rule, severity, message);
}

function describeDiagnostic(diagnostic: vscode.Diagnostic): string {
  const { range, severity, message } = diagnostic;
  return describe(range.start, range.end, ruleOf(diagnostic), severities[severity] ?? '', message);
}

function describe(start: Position, end: Position, rule: string, severity: string, message: string): string {
  return `${start.line}:${start.character}-${end.line}:${end.character} ${severity} ${rule} ${message}`;
}
type Position = Finding['range']['start'];

function equal(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((each, index) => each === others[index]);
}
