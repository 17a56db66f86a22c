// eckLint/trusted: the user has come to trust the workspace.
import { guard } from '../guard.ts';
import { trustedMethod } from '../protocol.ts';
import type { Services } from '../services.ts';

export function onTrusted({ connection, head, packages }: Services): void {
  connection.onNotification(
    trustedMethod,
    guard(connection, trustedMethod, undefined, () => {
      packages.trust();
      head.trust();
    }),
  );
}
