// Makes the language client: which documents and files the server hears of, and what happens when it crashes.
// Loaded on first use, because this file pulls in the protocol's libraries.
import * as vscode from 'vscode';
import {
  CloseAction,
  DidOpenTextDocumentNotification,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
  TransportKind,
} from 'vscode-languageclient/node';

import { type InitializationOptions, type Status, statusMethod, trustedMethod } from '../server/lsp/protocol.ts';
import { jsonLanguages, Told } from './json.ts';

/** Where YAML is written or read as itself; left out are copies that others made of it, such as the old side of a comparison. */
const schemes = ['file', 'untitled', 'vscode-remote', 'vscode-vfs', 'k8smsx'];

/** What manifests are written in. Of JSON, the server hears of manifests only. */
const languages = ['yaml', ...jsonLanguages];

/** So many crashes within so many milliseconds, and the server is not started again by itself. */
const patience = { crashes: 4, within: 180_000 };

export type ServerState = 'starting' | 'running' | 'failed';

/** What the session wants to hear. */
export interface Listener {
  state(state: ServerState): void;
  index(index: Status): void;
}

/** A client that never shows a message of its own accord: what it has to say is in the output and on the status item. */
class QuietClient extends LanguageClient {
  readonly #owned: vscode.Disposable[] = [];

  constructor(module: string, options: LanguageClientOptions) {
    super('eckLint', 'ECK Lint', { module, transport: TransportKind.ipc }, options);
  }

  /** Has something end together with the client. */
  own(disposable: vscode.Disposable): void {
    this.#owned.push(disposable);
  }

  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  override dispose(timeout?: number): Promise<void> {
    for (const owned of this.#owned) owned.dispose();
    return super.dispose(timeout);
  }
}

/** Makes a client for the server that ships in `extension`; it starts nothing yet. */
export function createClient(extension: vscode.Uri, log: vscode.LogOutputChannel, listener: Listener): LanguageClient {
  const pages = vscode.Uri.joinPath(extension, 'rules', 'catalog').toString();
  const told = new Told();
  const watchers = watchFiles();
  const client: QuietClient = new QuietClient(vscode.Uri.joinPath(extension, 'dist', 'server.js').fsPath, {
    documentSelector: languages.flatMap((language) => schemes.map((scheme) => ({ scheme, language }))),
    middleware: told.middleware((document) =>
      client.getFeature(DidOpenTextDocumentNotification.method).getProvider(document)?.send(document),
    ),
    synchronize: { configurationSection: 'eckLint', fileEvents: watchers },
    // asked for at each start: trust may have been granted since the last
    initializationOptions: (): InitializationOptions => ({
      pages,
      trusted: vscode.workspace.isTrusted,
      watches: true,
      probes: true,
    }),
    initializationFailedHandler: () => false,
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    errorHandler: forgiving(() => client.state === State.Running),
  });
  client.onDidChangeState(({ newState }) => listener.state(stateOf(newState)));
  for (const watcher of watchers) client.own(watcher);
  client.own(
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      if (client.state !== State.Stopped) client.sendNotification(trustedMethod).catch(() => {}); // gone, or logged
    }),
  );
  client.onNotification(statusMethod, (index: Status) => listener.index(index));
  return client;
}

/** Watchers for what may change the index. `*.yaml` matches `.eck-lint.yaml` as well. */
function watchFiles(): vscode.FileSystemWatcher[] {
  const files = vscode.workspace.createFileSystemWatcher('**/{*.yaml,*.yml,*.json,.gitignore}');
  // when a folder comes or goes as a whole, nothing but the folder may be told, and no pattern tells it from a file
  const any = vscode.workspace.createFileSystemWatcher('**/*', false, true, false);
  const isOurs = ({ path }: vscode.Uri): boolean => !/\/(?:\.git|node_modules)(?:\/|$)/.test(path);
  const folders: vscode.FileSystemWatcher = {
    ...any,
    onDidCreate: (listen) => any.onDidCreate((uri) => isOurs(uri) && !/\.[^/]*$/.test(uri.path) && listen(uri)),
    onDidChange: any.onDidChange,
    onDidDelete: (listen) => any.onDidDelete((uri) => isOurs(uri) && listen(uri)),
    dispose: () => any.dispose(),
  };
  // there is another commit
  const history = vscode.workspace.createFileSystemWatcher('**/.git/logs/HEAD');
  return [files, folders, history];
}

/** Restarts a server that crashed, but not one that crashes as soon as it starts or again and again. */
function forgiving(wasRunning: () => boolean): ErrorHandler {
  let crashes: number[] = [];
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed: () => {
      const now = Date.now();
      crashes = [...crashes.filter((time) => now - time < patience.within), now];
      const again = wasRunning() && crashes.length <= patience.crashes;
      return {
        action: again ? CloseAction.Restart : CloseAction.DoNotRestart,
        handled: true,
        message: again
          ? 'The language server ended; starting it again.'
          : 'The language server ended. "ECK Lint: Restart Server" starts it again.',
      };
    },
  };
}

function stateOf(state: State): ServerState {
  if (state === State.Running) return 'running';
  return state === State.Starting ? 'starting' : 'failed';
}
