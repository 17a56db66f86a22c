// The extension as VS Code sees it: it loads, and what package.json declares is there.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from './until.ts';

export function commands(): void {
  suite('extension', () => {
    test('activates', async () => {
      await found().activate();
    });

    test('has every command it declares', async () => {
      const registered = await vscode.commands.getCommands(true);
      const declared: { command: string }[] = found().packageJSON.contributes.commands;
      assert.ok(declared.length > 0);
      for (const { command } of declared) assert.ok(registered.includes(command), command);
    });

    test('names the command that probes, and withholds it where the workspace is not trusted', () => {
      const { commands, menus } = found().packageJSON.contributes;
      const declared: Record<string, string>[] = commands;
      const command = declared.find((it) => it.command === 'eckLint.probeFleetAuth');
      assert.deepEqual([command?.category, command?.title], ['ECK Lint', 'Probe Fleet auth']);
      const shown: Record<string, string>[] = menus.commandPalette;
      const inPalette = shown.find((it) => it.command === 'eckLint.probeFleetAuth');
      for (const condition of [command?.enablement, inPalette?.when])
        assert.match(condition ?? '', /^isWorkspaceTrusted &&/);
    });

    test('offers the probe above Kibanas and Agents in fleet mode, and nowhere else', async () => {
      const lenses = async (content: string): Promise<vscode.CodeLens[]> => {
        const document = await vscode.workspace.openTextDocument({ language: 'yaml', content });
        await vscode.window.showTextDocument(document);
        return vscode.commands.executeCommand('vscode.executeCodeLensProvider', document.uri, 10);
      };
      const resource = (kind: string, spec: string): string =>
        `apiVersion: ${kind.toLowerCase()}.k8s.elastic.co/v1\nkind: ${kind}\nmetadata:\n  name: one\nspec: ${spec}\n`;
      const all = [
        resource('Kibana', '{}'),
        resource('Agent', '{ mode: fleet }'),
        resource('Agent', '{ mode: standalone }'),
        resource('Elasticsearch', '{}'),
      ];
      const found = await until(
        async () => {
          const there = await lenses(all.join('---\n'));
          return there.length > 0 ? there : undefined;
        },
        () => 'lenses',
      );
      assert.deepEqual(
        found.map(({ range, command }) => [range.start.line, command?.title, command?.command]),
        [
          [0, 'Probe Fleet auth', 'eckLint.probeFleetAuth'],
          [6, 'Probe Fleet auth', 'eckLint.probeFleetAuth'],
        ],
      );
    });

    test('restarts its server', async () => {
      await vscode.commands.executeCommand('eckLint.restartServer');
    });
  });
}

function found(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('eck-lint.eck-lint');
  assert.ok(extension, 'the extension is not installed');
  return extension;
}
