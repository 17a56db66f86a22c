// textDocument/didChange: the text has been brought up to date already; what follows from it is told soon.
import { guard } from '../guard.ts';
import type { Services } from '../services.ts';
import { pathOf } from '../uri.ts';

export function onDidChangeDocument({ connection, documents, publisher }: Services): void {
  documents.synced.onDidChangeContent(
    guard(connection, 'textDocument/didChange', undefined, ({ document }) => publisher.edited(pathOf(document.uri))),
  );
}
