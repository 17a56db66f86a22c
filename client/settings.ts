// The one setting that the client itself reads; all others are the server's, which asks for them.
import * as vscode from 'vscode';

/** Whether linting is switched on in this window. */
export function isEnabled(): boolean {
  return vscode.workspace.getConfiguration('eckLint').get('enable', true);
}

/** Calls `listener` whenever the answer of `isEnabled` may have changed. */
export function onDidChangeEnabled(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('eckLint.enable')) listener();
  });
}
