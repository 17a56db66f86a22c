// The report as a document without a file. It is without secrets already; it is written to disk only when the user says so.
import * as vscode from 'vscode';

const scheme = 'eck-probe';

export class Report implements vscode.Disposable {
  readonly #uri = vscode.Uri.from({ scheme, path: '/Fleet probe.md' });
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: this.#changed.event,
    provideTextDocumentContent: () => this.#text,
  });
  #text = '';

  keep(markdown: string): void {
    this.#text = markdown;
    this.#changed.fire(this.#uri);
  }

  async show(): Promise<void> {
    if (this.#isEmpty()) return;
    try {
      await vscode.commands.executeCommand('markdown.showPreview', this.#uri);
    } catch {
      await vscode.window.showTextDocument(this.#uri, { preview: true });
    }
  }

  async save(): Promise<void> {
    if (this.#isEmpty()) return;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const uri = await vscode.window.showSaveDialog({
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder, 'fleet-probe.md') }),
      filters: { Markdown: ['md'] },
    });
    if (uri) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(this.#text));
  }

  dispose(): void {
    this.#provider.dispose();
    this.#changed.dispose();
  }

  #isEmpty(): boolean {
    if (this.#text !== '') return false;
    void vscode.window.showInformationMessage('ECK Lint: there is no report yet. Run Probe Fleet auth first.');
    return true;
  }
}
