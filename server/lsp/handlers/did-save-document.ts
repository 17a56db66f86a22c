// textDocument/didSave: settings files count as they are on disk, and those outside of the workspace's folders are watched
// by nobody. For other files it is a moment to see whether there has been a commit.
import { settingsFileName } from '../../../rules/index.ts';
import { nameOf } from '../../host/paths.ts';
import { guard } from '../guard.ts';
import type { Services } from '../services.ts';
import { pathOf } from '../uri.ts';

export function onDidSaveDocument(services: Services): void {
  const { connection, documents, head } = services;
  documents.synced.onDidSave(
    guard(connection, 'textDocument/didSave', undefined, async ({ document }) => {
      if (nameOf(pathOf(document.uri)) === settingsFileName) await services.resettle();
      else head.look();
    }),
  );
}
