// What the client can do and has told at the start, in the few words the server needs.
import type { InitializeParams } from 'vscode-languageserver';
import { ruleUrl } from '../../rules/index.ts';
import type { InitializationOptions } from './protocol.ts';

export interface Client {
  /** URIs of the folders it has open */
  readonly folders: readonly string[];
  readonly answersConfiguration: boolean;
  readonly tellsFolders: boolean;
  /** methods whose notifications it can be asked for */
  readonly registers: { readonly watchedFiles: boolean; readonly configuration: boolean };
  readonly versionedEdits: boolean;
  readonly relatedInformation: boolean;
  readonly markdown: boolean;
  /** the user trusts the workspace; an editor that says nothing of trust has not asked the user */
  readonly trusted: boolean;
  /** it has a command that probes a cluster */
  readonly probes: boolean;
  /** The URI of a rule's page. */
  page(rule: string): string;
}

/** Reads the first request. Trusts nothing in it to be there. */
export function readClient(params: InitializeParams): Client {
  const { workspace, textDocument } = params.capabilities ?? {};
  const options = (params.initializationOptions ?? {}) as InitializationOptions;
  const pages = typeof options.pages === 'string' ? options.pages.replace(/\/$/, '') : undefined;
  const root = params.rootUri ? [params.rootUri] : [];
  return {
    folders: params.workspaceFolders?.map(({ uri }) => uri) ?? root,
    answersConfiguration: workspace?.configuration === true,
    tellsFolders: workspace?.workspaceFolders === true,
    registers: {
      watchedFiles: options.watches !== true && workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
      configuration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    },
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    relatedInformation: textDocument?.publishDiagnostics?.relatedInformation === true,
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') === true,
    trusted: options.trusted === true,
    probes: options.probes === true,
    page: (rule) => (pages === undefined ? ruleUrl(rule) : `${pages}/${rule}.md`),
  };
}
