// textDocument/codeLens: "Probe Fleet auth" above what can be probed. The command is the client's.
import type { CodeLens } from 'vscode-languageserver';
import { lenses } from '../../features/lens.ts';
import { guardRequest } from '../guard.ts';
import { probeCommand } from '../protocol.ts';
import type { Services } from '../services.ts';
import { pathOf } from '../uri.ts';

export function onCodeLens(services: Services): void {
  const { connection, documents, publisher, session } = services;
  connection.onCodeLens(
    guardRequest(connection, 'textDocument/codeLens', [], ({ textDocument }): CodeLens[] => {
      if (!services.packages.trusted || !services.client.probes) return [];
      publisher.flush();
      const path = pathOf(textDocument.uri);
      const place = documents.place(path);
      if (!place) return [];
      return lenses(session, path).map(({ span, about }) => ({
        range: place.range(span),
        command: { title: 'Probe Fleet auth', command: probeCommand, arguments: [about] },
      }));
    }),
  );
}
