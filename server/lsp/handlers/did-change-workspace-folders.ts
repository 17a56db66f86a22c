// workspace/didChangeWorkspaceFolders: folders come and go, with their settings and their files.
import { guard } from '../guard.ts';
import type { Services } from '../services.ts';

export function onDidChangeWorkspaceFolders(services: Services): void {
  const { connection } = services;
  connection.workspace.onDidChangeWorkspaceFolders(
    guard(connection, 'workspace/didChangeWorkspaceFolders', undefined, ({ added, removed }) => {
      const gone = new Set(removed.map(({ uri }) => uri));
      const stay = services.folders.filter((uri) => !gone.has(uri));
      services.folders = [...new Set([...stay, ...added.map(({ uri }) => uri)])];
      return services.configure();
    }),
  );
}
