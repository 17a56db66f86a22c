// The language server: one handler a method, all of them around the same services.
import type { Connection } from 'vscode-languageserver';
import { rules as catalog, type Rule } from '../../rules/index.ts';
import type { Host } from '../host/host.ts';
import type { Registry } from '../host/registry.ts';
import type { Revisions } from '../host/revisions.ts';
import type { Open } from '../probe/index.ts';
import { onCodeAction } from './handlers/code-action.ts';
import { onCodeLens } from './handlers/code-lens.ts';
import { onCompletion } from './handlers/completion.ts';
import { onDidChangeConfiguration } from './handlers/did-change-configuration.ts';
import { onDidChangeDocument } from './handlers/did-change-document.ts';
import { onDidChangeWatchedFiles } from './handlers/did-change-watched-files.ts';
import { onDidCloseDocument } from './handlers/did-close-document.ts';
import { onDidOpenDocument } from './handlers/did-open-document.ts';
import { onDidSaveDocument } from './handlers/did-save-document.ts';
import { onHover } from './handlers/hover.ts';
import { onInitialize } from './handlers/initialize.ts';
import { onInitialized } from './handlers/initialized.ts';
import { onProbe } from './handlers/probe.ts';
import { onRules } from './handlers/rules.ts';
import { onTrusted } from './handlers/trusted.ts';
import { type Patience, patience as patient, Services } from './services.ts';

const handlers = [
  onInitialize,
  onInitialized,
  onDidOpenDocument,
  onDidChangeDocument,
  onDidSaveDocument,
  onDidCloseDocument,
  onDidChangeWatchedFiles,
  onDidChangeConfiguration,
  onCodeAction,
  onCodeLens,
  onCompletion,
  onHover,
  onRules,
  onProbe,
  onTrusted,
];

/** Serves a connection until it ends. */
export function serve(
  connection: Connection,
  host: Host,
  registry: Registry,
  {
    rules = catalog,
    patience = patient,
    revisions,
    openCluster,
  }: {
    readonly rules?: readonly Rule[];
    readonly patience?: Patience;
    readonly revisions?: Revisions;
    readonly openCluster?: Open;
  } = {},
): void {
  const services = new Services(connection, host, registry, revisions, rules, patience);
  services.openCluster = openCluster;
  for (const handler of handlers) handler(services);
  services.documents.listen(connection);
  connection.listen();
}
