// textDocument/didClose: from now on the file's text on disk counts, and nobody looks at its findings.
import { guard } from '../guard.ts';
import type { Services } from '../services.ts';
import { pathOf } from '../uri.ts';

export function onDidCloseDocument({ connection, disk, documents, head, publisher, session }: Services): void {
  documents.synced.onDidClose(
    guard(connection, 'textDocument/didClose', undefined, async ({ document }) => {
      const path = pathOf(document.uri);
      session.close(path);
      publisher.closed(path, document.uri);
      await disk.closed(path);
      head.look();
    }),
  );
}
