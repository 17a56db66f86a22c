// textDocument/hover: what the rules are about that found something under the cursor. Editors show the messages.
import { type Hover, MarkupKind } from 'vscode-languageserver';
import { hover } from '../../features/hover.ts';
import { guardRequest } from '../guard.ts';
import type { Services } from '../services.ts';
import { pathOf } from '../uri.ts';

export function onHover(services: Services): void {
  const { connection, documents, publisher, session } = services;
  connection.onHover(
    guardRequest(connection, 'textDocument/hover', null, ({ textDocument, position }): Hover | null => {
      publisher.flush();
      const path = pathOf(textDocument.uri);
      const document = documents.at(path);
      const found = document && hover(session, path, document.offsetAt(position));
      const range = found && documents.place(path)?.range(found.span);
      if (!found || !range) return null;
      const { client } = services;
      const texts = found.rules.map(({ id, summary }) =>
        client.markdown
          ? `**${id}**: ${summary} [Why · Fix · Disable](${client.page(id)})`
          : `${id}: ${summary}\n${client.page(id)}`,
      );
      const kind = client.markdown ? MarkupKind.Markdown : MarkupKind.PlainText;
      return { contents: { kind, value: texts.join('\n\n') }, range };
    }),
  );
}
