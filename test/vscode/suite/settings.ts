// The settings, changed while the window is open.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diagnostics, open, ruleOf } from './editor.ts';
import type { Given } from './given.ts';
import { until } from './until.ts';

export function settings({ findings }: Given): void {
  const [finding] = findings;
  assert.ok(finding, 'the examples have no findings');
  const count = findings.filter(({ file }) => file === finding.file).length;

  suite('settings', () => {
    teardown(async () => {
      await set('enable', undefined);
      await set('rules', undefined);
    });

    test('eckLint.enable ends and starts the server', async () => {
      const document = await open(finding.file);
      await untilFound(document, count);
      await set('enable', false);
      await untilFound(document, 0);
      await set('enable', true);
      await untilFound(document, count);
    });

    test('eckLint.rules changes a severity', async () => {
      const document = await open(finding.file);
      await set('rules', { [finding.rule]: 'hint' });
      const changed = (): vscode.Diagnostic | undefined =>
        diagnostics(document).find(
          (each) => ruleOf(each) === finding.rule && each.severity === vscode.DiagnosticSeverity.Hint,
        );
      await until(changed, () => `${finding.rule} as a hint`);
    });
  });
}

async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('eckLint').update(name, value, vscode.ConfigurationTarget.Workspace);
}

async function untilFound(document: vscode.TextDocument, count: number): Promise<void> {
  await until(
    () => (diagnostics(document).length === count ? true : undefined),
    () => `${count} findings, not ${diagnostics(document).length}`,
  );
}
