// Whether the active editor shows something to probe: a menu entry depends on it.
import * as vscode from 'vscode';

const key = 'eckLint.probeTarget';
const target = /^kind:\s*["']?(?:Kibana|Agent)["']?\s*(?:#.*)?$/m;

/** Keeps the context key up to date until it is disposed. */
export function followProbeTarget(): vscode.Disposable {
  let told: boolean | undefined;
  const look = (document: vscode.TextDocument | undefined): void => {
    const is =
      document?.languageId === 'yaml' && target.test(document.getText()) && /k8s\.elastic\.co/.test(document.getText());
    if (is === told) return;
    told = is;
    void vscode.commands.executeCommand('setContext', key, is);
  };
  look(vscode.window.activeTextEditor?.document);
  // on change of editor and on save, not on each key: reading a large text each time is not worth a menu entry
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor((editor) => look(editor?.document)),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (document === vscode.window.activeTextEditor?.document) look(document);
    }),
  );
}
