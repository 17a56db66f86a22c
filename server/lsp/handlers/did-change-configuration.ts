// workspace/didChangeConfiguration: the editor's settings are asked for anew, or taken as sent.
import { guard } from '../guard.ts';
import type { Services } from '../services.ts';

export function onDidChangeConfiguration(services: Services): void {
  const { connection } = services;
  connection.onDidChangeConfiguration(
    guard(connection, 'workspace/didChangeConfiguration', undefined, ({ settings }) => services.configure(settings)),
  );
}
