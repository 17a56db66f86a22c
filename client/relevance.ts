// Is anything here about ECK? Most YAML is not, and a window without ECK gets no server process.
import * as vscode from 'vscode';
import { isJson } from './json.ts';

/** The configuration file that says by its presence that a folder is linted. */
const configuration = '.eck-lint.yaml';

/** An API group of ECK, or a chart of Elastic's Helm collection (`eck-stack`, `eck-elasticsearch:`), whose values become resources. */
const mention = /k8s\.elastic\.co|\beck-[a-z]/;

/**
 * Calls `found` once, as soon as an open YAML or JSON document mentions ECK or a workspace folder has a configuration file at its root.
 * Dispose the result to stop waiting.
 */
export function whenRelevant(found: () => void): vscode.Disposable {
  const listeners: vscode.Disposable[] = [];
  let waiting = true;
  const end = (): void => {
    waiting = false;
    for (const listener of listeners.splice(0)) listener.dispose();
  };
  const decide = (relevant: boolean): void => {
    if (!relevant || !waiting) return;
    end();
    found();
  };
  listeners.push(
    vscode.workspace.onDidOpenTextDocument((document) => decide(isRelevant(document))),
    vscode.workspace.onDidChangeTextDocument((event) => decide(becameRelevant(event))),
    vscode.workspace.onDidChangeWorkspaceFolders(({ added }) => void anyConfigured(added).then(decide)),
  );
  if (vscode.workspace.textDocuments.some(isRelevant)) decide(true);
  else void anyConfigured(vscode.workspace.workspaceFolders ?? []).then(decide);
  return { dispose: end };
}

function isRelevant(document: vscode.TextDocument): boolean {
  if (isJson(document)) return document.getText().includes('k8s.elastic.co');
  if (document.languageId !== 'yaml') return false;
  return document.uri.path.endsWith(`/${configuration}`) || mention.test(document.getText());
}

/** Looks at the changed lines only: this runs on every keystroke in every YAML file until something is found. */
function becameRelevant({ document, contentChanges }: vscode.TextDocumentChangeEvent): boolean {
  if (document.languageId !== 'yaml' && !isJson(document)) return false;
  return contentChanges.some(({ range, text }) => {
    if (mention.test(text)) return true;
    const first = document.lineAt(Math.min(range.start.line, document.lineCount - 1));
    return mention.test(first.text);
  });
}

async function anyConfigured(folders: readonly vscode.WorkspaceFolder[]): Promise<boolean> {
  const present = await Promise.all(
    folders.map((folder) =>
      vscode.workspace.fs.stat(vscode.Uri.joinPath(folder.uri, configuration)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return present.includes(true);
}
