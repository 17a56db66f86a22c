// initialize: who the client is, and what this server can do.
import { TextDocumentSyncKind } from 'vscode-languageserver';
import { fixAllKind, quickFix } from '../../features/action.ts';
import { readClient } from '../client.ts';
import type { Services } from '../services.ts';

export function onInitialize(services: Services): void {
  services.connection.onInitialize((params) => {
    services.client = readClient(params);
    services.folders = services.client.folders;
    if (services.client.trusted) {
      services.packages.trust();
      services.head.trust();
    }
    return {
      serverInfo: { name: 'eck-lint' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        codeActionProvider: { codeActionKinds: [quickFix, fixAllKind] },
        completionProvider: {},
        hoverProvider: true,
        ...(services.client.probes && { codeLensProvider: {} }),
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });
}
