// initialized: from here on the client can be asked; it is asked for its settings, and then the workspace is read.
import { DidChangeConfigurationNotification, DidChangeWatchedFilesNotification } from 'vscode-languageserver';
import { sections } from '../configuration.ts';
import { guard } from '../guard.ts';
import type { Services } from '../services.ts';
import { onDidChangeWorkspaceFolders } from './did-change-workspace-folders.ts';

const watched = ['**/*.{yaml,yml}', '**/.gitignore'];

export function onInitialized(services: Services): void {
  const { connection } = services;
  connection.onInitialized(
    guard(connection, 'initialized', undefined, async () => {
      const { registers, tellsFolders } = services.client;
      if (tellsFolders) onDidChangeWorkspaceFolders(services);
      await services.configure();
      if (registers.configuration)
        await connection.client.register(DidChangeConfigurationNotification.type, { section: sections });
      if (registers.watchedFiles)
        await connection.client.register(DidChangeWatchedFilesNotification.type, {
          watchers: watched.map((globPattern) => ({ globPattern })),
        });
    }),
  );
}
