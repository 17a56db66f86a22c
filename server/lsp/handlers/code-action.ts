// textDocument/codeAction: what can be done about the findings at a range, or about all of a file.
import type { CodeAction } from 'vscode-languageserver';
import { fixAllKind, quickFix } from '../../features/action.ts';
import { fixAll } from '../../features/fix-all.ts';
import { quickFixes } from '../../features/quick-fixes.ts';
import { codeAction } from '../convert.ts';
import { guardRequest } from '../guard.ts';
import { liveSource } from '../protocol.ts';
import type { Services } from '../services.ts';
import { pathOf } from '../uri.ts';

export function onCodeAction(services: Services): void {
  const { connection, documents, publisher, session } = services;
  connection.onCodeAction(
    guardRequest(
      connection,
      'textDocument/codeAction',
      [],
      ({ textDocument, range, context: { only, diagnostics } }): CodeAction[] => {
        publisher.flush();
        const path = pathOf(textDocument.uri);
        const document = documents.at(path);
        const place = documents.place(path);
        if (!document || !place) return [];
        const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
        const actions = [
          ...(!only || asksFor(only, quickFix) ? quickFixes(session, path, span) : []),
          // only on request: it costs more than a look at one place
          ...(only && asksFor(only, fixAllKind) ? fixAll(session, path) : []),
        ];
        // what a probe has found at the same place is repaired by the same
        const live = diagnostics.filter(({ source }) => source?.startsWith(liveSource));
        return actions.flatMap((action) => codeAction(action, place, documents, services.client, live));
      },
    ),
  );
}

/** Kinds are a hierarchy: who asks for `source` asks for `source.fixAll` too. */
const asksFor = (only: readonly string[], kind: string): boolean =>
  only.some((asked) => asked === '' || kind === asked || kind.startsWith(`${asked}.`));
