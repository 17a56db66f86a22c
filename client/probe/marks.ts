// What a probe has found, at the lines of the manifests: in a collection of its own, gone with the next run or edit.
import * as vscode from 'vscode';
import { liveSource, type ProbeMark } from '../../server/lsp/protocol.ts';

export class Marks implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('eck-live');
  /** an edited manifest is not what was probed */
  readonly #edited = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0) this.#collection.delete(document.uri);
  });

  show(marks: readonly ProbeMark[], context: string): void {
    this.#collection.clear();
    const byUri = new Map<string, vscode.Diagnostic[]>();
    for (const { uri, range, severity, step, message } of marks) {
      const diagnostic = new vscode.Diagnostic(
        new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character),
        message,
        severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
      );
      diagnostic.source = `${liveSource} (${context})`;
      diagnostic.code = step;
      byUri.set(uri, [...(byUri.get(uri) ?? []), diagnostic]);
    }
    for (const [uri, diagnostics] of byUri) this.#collection.set(vscode.Uri.parse(uri, true), diagnostics);
  }

  clear(): void {
    this.#collection.clear();
  }

  dispose(): void {
    this.#edited.dispose();
    this.#collection.dispose();
  }
}
