// workspace/didChangeWatchedFiles: files have changed on disk. How is seen there.
import { FileChangeType } from 'vscode-languageserver';
import { guard } from '../guard.ts';
import { isHistory } from '../head.ts';
import type { Services } from '../services.ts';
import { pathOf } from '../uri.ts';

export function onDidChangeWatchedFiles({ connection, disk, head }: Services): void {
  connection.onDidChangeWatchedFiles(
    guard(connection, 'workspace/didChangeWatchedFiles', undefined, ({ changes }) => {
      const paths = changes.map(({ uri, type }) => ({ path: pathOf(uri), gone: type === FileChangeType.Deleted }));
      if (paths.some(({ path }) => isHistory(path))) head.look();
      return disk.changed(paths.filter(({ path }) => !isHistory(path)));
    }),
  );
}
