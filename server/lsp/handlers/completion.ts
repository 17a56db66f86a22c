// textDocument/completion: fields and values of ECK's kinds.
import { type CompletionItem, CompletionItemKind, InsertTextMode } from 'vscode-languageserver';
import { completions } from '../../features/completion.ts';
import { guardRequest } from '../guard.ts';
import type { Services } from '../services.ts';
import { pathOf } from '../uri.ts';

export function onCompletion(services: Services): void {
  const { connection, documents, publisher, session } = services;
  connection.onCompletion(
    guardRequest(connection, 'textDocument/completion', null, ({ textDocument, position }): CompletionItem[] | null => {
      publisher.flush();
      const path = pathOf(textDocument.uri);
      const document = documents.at(path);
      const found = document && completions(session, path, document.offsetAt(position));
      const range = found && documents.place(path)?.range(found.span);
      if (!found || !range) return null;
      return found.items.map(({ label, what, detail, newText }) => ({
        label,
        kind: what === 'field' ? CompletionItemKind.Field : CompletionItemKind.EnumMember,
        ...(detail !== '' && { detail }),
        textEdit: { range, newText },
        insertTextMode: InsertTextMode.asIs,
      }));
    }),
  );
}
