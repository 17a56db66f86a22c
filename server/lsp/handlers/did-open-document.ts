// textDocument/didOpen: from now on the editor's text of the file counts.
import { guard } from '../guard.ts';
import type { Services } from '../services.ts';
import { pathOf } from '../uri.ts';

export function onDidOpenDocument(services: Services): void {
  const { connection, documents, session } = services;
  documents.synced.onDidOpen(
    guard(connection, 'textDocument/didOpen', undefined, async ({ document }) => {
      const path = pathOf(document.uri);
      session.edit(path, document.getText());
      await services.settle(path);
    }),
  );
}
