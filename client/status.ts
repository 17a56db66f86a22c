// The entry of YAML's language status: what was found in the active document, and what the server is doing.
import * as vscode from 'vscode';
import type { Session } from './session.ts';
import { describeFindings, describeIndex } from './wording.ts';

/** The name under which the server publishes its diagnostics. */
const source = 'eck-lint';

/** Shows the status for as long as the session is not off; dispose the result to end that. */
export function showStatus(session: Session): vscode.Disposable {
  let item: vscode.LanguageStatusItem | undefined;
  const update = (): void => {
    if (session.state === 'off') {
      item?.dispose();
      item = undefined;
      return;
    }
    item ??= createItem();
    show(item, session);
  };
  const listeners = vscode.Disposable.from(
    session.onDidChange(update),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      const active = vscode.window.activeTextEditor?.document.uri.toString();
      if (uris.some((uri) => uri.toString() === active)) update();
    }),
  );
  return {
    dispose: () => {
      listeners.dispose();
      item?.dispose();
    },
  };
}

function createItem(): vscode.LanguageStatusItem {
  const item = vscode.languages.createLanguageStatusItem('eckLint.status', { language: 'yaml' });
  item.name = 'ECK Lint';
  return item;
}

function show(item: vscode.LanguageStatusItem, session: Session): void {
  const failed = session.state === 'failed';
  const found = findings();
  item.severity = failed ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
  item.busy = session.state === 'starting' || session.index?.index === 'building';
  if (failed) {
    item.text = 'ECK Lint: server stopped';
    item.detail = 'the output says why';
    item.command = { command: 'eckLint.restartServer', title: 'Restart Server' };
    return;
  }
  item.text = `ECK Lint: ${session.state === 'starting' ? 'starting…' : describeFindings(found)}`;
  item.detail = describeIndex(session.index);
  item.command =
    found.length > 0
      ? { command: 'workbench.actions.view.problems', title: 'Show Problems' }
      : { command: 'eckLint.openOutput', title: 'Open Output' };
}

/** The severities of what stands in the active document. */
function findings(): vscode.DiagnosticSeverity[] {
  const uri = vscode.window.activeTextEditor?.document.uri;
  if (uri === undefined) return [];
  return vscode.languages
    .getDiagnostics(uri)
    .filter((diagnostic) => diagnostic.source === source)
    .map((diagnostic) => diagnostic.severity);
}
