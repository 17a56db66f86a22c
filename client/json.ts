// Which JSON documents the server hears of: those that are manifests of ECK. All others cost one look when they open.
import type * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient';

export const jsonLanguages = ['json', 'jsonc'];

/** An API group of ECK. */
const mention = 'k8s.elastic.co';

/** The documents that the server has been told of. */
export class Told {
  /** URIs of the JSON documents among them */
  readonly #json = new Set<string>();

  /** Keeps other JSON from the server. `open` tells it of a document that has become a manifest. */
  middleware(open: (document: vscode.TextDocument) => unknown): Middleware {
    return {
      didOpen: async (document, next) => {
        if (isJson(document)) {
          if (!document.getText().includes(mention)) return;
          this.#json.add(document.uri.toString());
        }
        await next(document);
      },
      didChange: async (event, next) => {
        if (this.#knows(event.document)) await next(event);
        else if (becameManifest(event)) await open(event.document);
      },
      didSave: async (document, next) => {
        if (this.#knows(document)) await next(document);
      },
      didClose: async (document, next) => {
        if (!this.#knows(document)) return;
        this.#json.delete(document.uri.toString());
        await next(document);
      },
      provideHover: (document, position, token, next) =>
        this.#knows(document) ? next(document, position, token) : undefined,
      provideCodeActions: (document, range, context, token, next) =>
        this.#knows(document) ? next(document, range, context, token) : undefined,
    };
  }

  #knows(document: vscode.TextDocument): boolean {
    return !isJson(document) || this.#json.has(document.uri.toString());
  }
}

export const isJson = (document: vscode.TextDocument): boolean => jsonLanguages.includes(document.languageId);

/** Looks at the changed lines only: this runs on every keystroke in every JSON file. */
const becameManifest = ({ document, contentChanges }: vscode.TextDocumentChangeEvent): boolean =>
  contentChanges.some(
    ({ range, text }) =>
      text.includes(mention) ||
      document.lineAt(Math.min(range.start.line, document.lineCount - 1)).text.includes(mention),
  );
