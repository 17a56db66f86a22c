// The open documents by their paths, and positions in any file of the workspace: in an open one as the client counts
// them, in others by their text in the index.
import { type Range, TextDocuments } from 'vscode-languageserver';
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
  readonly #byPath = new Map<string, string>();
  readonly #lines = new WeakMap<SourceFile, LineIndex>();

  constructor(session: Session) {
    this.#session = session;
    this.synced.onDidOpen(({ document }) => this.#byPath.set(pathOf(document.uri), document.uri));
    this.synced.onDidClose(({ document }) => this.#byPath.delete(pathOf(document.uri)));
  }

  /** The open document of a path. */
  at(path: string): TextDocument | undefined {
    const uri = this.#byPath.get(path);
    return uri === undefined ? undefined : this.synced.get(uri);
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
