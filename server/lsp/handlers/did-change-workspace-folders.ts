// workspace/didChangeWorkspaceFolders: folders come and go, with their settings and their files.
import { guard } from '../guard.ts';
import type { Services } from '../services.ts';
import { pathOf } from '../uri.ts';

export function onDidChangeWorkspaceFolders(services: Services): void {
  const { connection } = services;
  connection.workspace.onDidChangeWorkspaceFolders(
    guard(connection, 'workspace/didChangeWorkspaceFolders', undefined, ({ added, removed }) => {
      const other = new Set([...removed, ...added].map(({ uri }) => pathOf(uri)));
      const stay = services.folders.filter((uri) => !other.has(pathOf(uri)));
      services.folders = [...new Set([...stay, ...added.map(({ uri }) => uri)])];
      return services.configure();
    }),
  );
}
