// workspace/didChangeWatchedFiles: files have changed on disk. How is seen there.
import { FileChangeType } from 'vscode-languageserver';
import { guard } from '../guard.ts';
import type { Services } from '../services.ts';
import { pathOf } from '../uri.ts';

export function onDidChangeWatchedFiles({ connection, disk }: Services): void {
  connection.onDidChangeWatchedFiles(
    guard(connection, 'workspace/didChangeWatchedFiles', undefined, ({ changes }) =>
      disk.changed(changes.map(({ uri, type }) => ({ path: pathOf(uri), gone: type === FileChangeType.Deleted }))),
    ),
  );
}
