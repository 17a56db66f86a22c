// initialized: from here on the client can be asked; it is asked for its settings, and then the workspace is read.
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  WatchKind,
} from 'vscode-languageserver';
import { sections } from '../configuration.ts';
import { guard } from '../guard.ts';
import type { Services } from '../services.ts';
import { onDidChangeWorkspaceFolders } from './did-change-workspace-folders.ts';

const watchers = [
  { globPattern: '**/*.{yaml,yml,json}' },
  { globPattern: '**/.gitignore' },
  { globPattern: '**/.git/logs/HEAD' },
  // of a folder that goes, nothing but the folder is told
  { globPattern: '**/*', kind: WatchKind.Delete },
];

export function onInitialized(services: Services): void {
  const { connection } = services;
  connection.onInitialized(
    guard(connection, 'initialized', undefined, async () => {
      const { registers, tellsFolders } = services.client;
      if (tellsFolders) onDidChangeWorkspaceFolders(services);
      await services.configure();
      await Promise.all([
        registers.configuration &&
          connection.client.register(DidChangeConfigurationNotification.type, { section: sections }),
        registers.watchedFiles && connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }),
      ]);
    }),
  );
}
