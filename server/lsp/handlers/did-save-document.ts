// textDocument/didSave: of interest only for settings files, which count as they are on disk. Those outside of the
// workspace's folders are watched by nobody.
import { settingsFileName } from '../../../rules/index.ts';
import { nameOf } from '../../host/paths.ts';
import { guard } from '../guard.ts';
import type { Services } from '../services.ts';
import { pathOf } from '../uri.ts';

export function onDidSaveDocument(services: Services): void {
  const { connection, documents } = services;
  documents.synced.onDidSave(
    guard(connection, 'textDocument/didSave', undefined, async ({ document }) => {
      if (nameOf(pathOf(document.uri)) === settingsFileName) await services.resettle();
    }),
  );
}
