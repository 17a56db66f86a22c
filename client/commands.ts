// The commands of the palette. Each works whether or not the server runs; only what the user asked for is answered by a message.
import * as vscode from 'vscode';
import { type ProbeTarget, probeCommand, type RuleSummary, rulesMethod } from '../server/lsp/protocol.ts';
import type { Prober } from './probe/index.ts';
import { pickRule } from './rules.ts';
import type { Session } from './session.ts';
import { isEnabled } from './settings.ts';

/** Registers every command that package.json declares. */
export function registerCommands(
  session: Session,
  log: vscode.LogOutputChannel,
  memory: vscode.Memento,
): vscode.Disposable[] {
  const answer = (name: string, run: (...args: never[]) => Promise<unknown>): vscode.Disposable =>
    vscode.commands.registerCommand(name, async (...args: never[]) => {
      if (!isEnabled()) return tellDisabled();
      try {
        return await run(...args);
      } catch (error) {
        await tellFailure(error, log);
      }
    });
  let prober: Promise<Prober> | undefined;
  const load = (): Promise<Prober> => {
    prober ??= import('./probe/index.ts').then(({ Prober }) => new Prober(session, memory));
    return prober;
  };
  return [
    answer('eckLint.restartServer', () => restart(session)),
    answer('eckLint.showRules', async () => {
      const client = await session.start();
      await pickRule(client.sendRequest<RuleSummary[]>(rulesMethod));
    }),
    answer(probeCommand, async (about?: unknown) => {
      if (!vscode.workspace.isTrusted) {
        throw new Error('A cluster is probed only in a workspace that you trust: the kubeconfig may run programs.');
      }
      return (await load()).probe(isTarget(about) ? about : undefined);
    }),
    answer('eckLint.showProbeReport', async () => (await load()).showReport()),
    answer('eckLint.saveProbeReport', async () => (await load()).saveReport()),
    answer('eckLint.copyProbeCommands', async (item?: unknown) => (await load()).copyCommands(item)),
    answer('eckLint.clearProbe', async () => (await load()).clear()),
    { dispose: () => void prober?.then((it) => it.dispose()) },
    vscode.commands.registerCommand('eckLint.openOutput', () => log.show()),
  ];
}

/** From a code lens comes what it stands at; from a menu, the document. */
const isTarget = (value: unknown): value is ProbeTarget =>
  typeof value === 'object' && value !== null && 'kind' in value && 'name' in value;

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
