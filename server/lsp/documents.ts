// The open documents by their paths, and positions in any file of the workspace: in an open one as the client counts
// them, in others by their text in the index.
import { type Connection, type Range, TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { LineIndex, type SourceFile, type Span } from '../../rules/index.ts';
import type { Session } from '../session.ts';
import { pathOf, uriOf } from './uri.ts';

/** A file as the protocol knows it. */
export interface Place {
  readonly uri: string;
  /** null for a file that is not open */
  readonly version: number | null;
  range(span: Span): Range;
}

export class Documents {
  readonly synced = new TextDocuments(TextDocument);
  readonly #session: Session;
  /** The URI under which a path was opened, and all those under which it is open. */
  readonly #byPath = new Map<string, { readonly uri: string; readonly spellings: Set<string> }>();
  readonly #lines = new WeakMap<SourceFile, LineIndex>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Follows what the client does to its documents. Whatever URIs it uses for one path, they mean one document. */
  listen(connection: Connection): void {
    const spelled = <P extends { readonly textDocument: { readonly uri: string } }>(params: P): P => {
      const uri = this.#byPath.get(pathOf(params.textDocument.uri))?.uri;
      if (uri === undefined || uri === params.textDocument.uri) return params;
      return { ...params, textDocument: { ...params.textDocument, uri } };
    };
    const straight: Parameters<typeof this.synced.listen>[0] = {
      onDidOpenTextDocument: (take) =>
        connection.onDidOpenTextDocument((params) => {
          const { uri } = params.textDocument;
          const known = this.#byPath.get(pathOf(uri));
          if (known) known.spellings.add(uri);
          else this.#byPath.set(pathOf(uri), { uri, spellings: new Set([uri]) });
          take(spelled(params));
        }),
      onDidCloseTextDocument: (take) =>
        connection.onDidCloseTextDocument((params) => {
          const path = pathOf(params.textDocument.uri);
          const known = this.#byPath.get(path);
          // a spelling it was not opened under closes it for all
          if (known?.spellings.delete(params.textDocument.uri) && known.spellings.size > 0) return;
          take(spelled(params));
          this.#byPath.delete(path);
        }),
      onDidChangeTextDocument: (take) => connection.onDidChangeTextDocument((params) => take(spelled(params))),
      onDidSaveTextDocument: (take) => connection.onDidSaveTextDocument((params) => take(spelled(params))),
      onWillSaveTextDocument: (take) => connection.onWillSaveTextDocument((params) => take(spelled(params))),
      onWillSaveTextDocumentWaitUntil: (take) => connection.onWillSaveTextDocumentWaitUntil(take),
    };
    this.synced.listen(straight);
  }

  /** The open document of a path. */
  at(path: string): TextDocument | undefined {
    const known = this.#byPath.get(path);
    return known && this.synced.get(known.uri);
  }

  /** A file of the workspace; undefined when it is neither open nor in the index. */
  place(path: string): Place | undefined {
    const document = this.at(path);
    if (document) {
      const { uri, version } = document;
      return { uri, version, range: (span) => range(document, span) };
    }
    const file = this.#session.workspace.file(path);
    if (!file) return undefined;
    const lines = this.#lines.get(file) ?? new LineIndex(file.text);
    this.#lines.set(file, lines);
    return { uri: uriOf(path), version: null, range: (span) => range(lines, span) };
  }
}

const range = (text: Pick<LineIndex, 'positionAt'>, { start, end }: Span): Range => ({
  start: text.positionAt(start),
  end: text.positionAt(end),
});
