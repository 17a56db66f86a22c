// The extension as VS Code sees it: it loads, and what package.json declares is there.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

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
