// The extension's entry. It waits until the window holds something about ECK, then starts the language server, and ends it again.
import * as vscode from 'vscode';
import { registerCommands } from './commands.ts';
import { followProbeTarget } from './probe-target.ts';
import { whenRelevant } from './relevance.ts';
import { Session } from './session.ts';
import { isEnabled, onDidChangeEnabled } from './settings.ts';
import { showStatus } from './status.ts';

let session: Session | undefined;

/** Called by VS Code when the first YAML document opens, a folder has a settings file or one of the commands runs. Starts no process by itself. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('ECK Lint', { log: true });
  const current = new Session(context.extensionUri, log);
  session = current;
  let waiting: vscode.Disposable | undefined;
  const follow = (): void => {
    waiting?.dispose();
    waiting = undefined;
    if (isEnabled())
      waiting = whenRelevant(() => current.start().catch(() => {})); // the session has logged and shown it
    else void current.stop();
  };
  follow();
  context.subscriptions.push(
    log,
    current,
    ...registerCommands(current, log, context.workspaceState),
    showStatus(current),
    followProbeTarget(),
    onDidChangeEnabled(follow),
    { dispose: () => waiting?.dispose() },
  );
}

/** Called by VS Code when the window closes or the extension is switched off: ends the server. */
export function deactivate(): Promise<void> | undefined {
  return session?.stop();
}
