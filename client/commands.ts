// The commands of the palette. Each works whether or not the server runs; only what the user asked for is answered by a message.
import * as vscode from 'vscode';
import { type RuleSummary, rulesMethod } from '../server/lsp/protocol.ts';
import { pickRule } from './rules.ts';
import type { Session } from './session.ts';
import { isEnabled } from './settings.ts';

/** Registers every command that package.json declares. */
export function registerCommands(session: Session, log: vscode.LogOutputChannel): vscode.Disposable[] {
  const answer = (name: string, run: () => Promise<unknown>): vscode.Disposable =>
    vscode.commands.registerCommand(name, async () => {
      if (!isEnabled()) return tellDisabled();
      try {
        await run();
      } catch (error) {
        await tellFailure(error, log);
      }
    });
  return [
    answer('eckLint.restartServer', () => restart(session)),
    answer('eckLint.showRules', async () => {
      const client = await session.start();
      await pickRule(client.sendRequest<RuleSummary[]>(rulesMethod));
    }),
    vscode.commands.registerCommand('eckLint.openOutput', () => log.show()),
  ];
}

async function restart(session: Session): Promise<void> {
  const progress = { location: vscode.ProgressLocation.Window, title: 'ECK Lint: restarting the server' };
  await vscode.window.withProgress(progress, () => session.restart());
  vscode.window.setStatusBarMessage('ECK Lint: server restarted', 5000);
}

async function tellDisabled(): Promise<void> {
  const open = 'Open Setting';
  const chosen = await vscode.window.showInformationMessage(
    'ECK Lint is switched off by the setting eckLint.enable.',
    open,
  );
  if (chosen === open) await vscode.commands.executeCommand('workbench.action.openSettings', 'eckLint.enable');
}

async function tellFailure(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  const open = 'Open Output';
  const reason = error instanceof Error ? error.message : String(error);
  const chosen = await vscode.window.showErrorMessage(`ECK Lint: ${reason}`, open);
  if (chosen === open) log.show();
}
