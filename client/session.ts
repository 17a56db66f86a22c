// The life of the language server as this window sees it: at most one client, started on demand, restarted after a crash.
// Failures are logged and told through `state`; only a command that asked for the server shows them as a message.
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Status } from '../server/lsp/protocol.ts';
import type { ServerState } from './language-client.ts';

export type SessionState = 'off' | ServerState;

export class Session implements vscode.Disposable {
  readonly #extension: vscode.Uri;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  #client: Promise<LanguageClient> | undefined;
  /** Counts the clients let go of: what one of them still says does not count. */
  #ended = 0;
  #state: SessionState = 'off';
  #index: Status | undefined;

  /** Fires when `state` or `index` changed. */
  readonly onDidChange = this.#changed.event;

  constructor(extension: vscode.Uri, log: vscode.LogOutputChannel) {
    this.#extension = extension;
    this.#log = log;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** What the server last said of its index, if it runs and has said something. */
  get index(): Status | undefined {
    return this.#index;
  }

  /** The running client. Starts the server if there is none, or if the last one failed; rejects if that is impossible. */
  start(): Promise<LanguageClient> {
    if (this.#state === 'failed') void this.#end();
    if (this.#client === undefined) {
      this.#become('starting');
      this.#client = this.#launch();
    }
    return this.#client;
  }

  /** Ends the server, if one runs, and starts a new one. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Ends the server. Never rejects: a server that cannot be told to end is gone already. */
  async stop(): Promise<void> {
    const ended = this.#end();
    this.#become('off');
    await ended;
  }

  dispose(): void {
    void this.stop();
    this.#changed.dispose();
  }

  async #launch(): Promise<LanguageClient> {
    const ended = this.#ended;
    const isCurrent = (): boolean => ended === this.#ended;
    // loaded here, not at the top: the protocol's libraries cost more than all the rest of the activation
    const { createClient } = await import('./language-client.ts');
    const client = createClient(this.#extension, this.#log, {
      state: (state) => isCurrent() && this.#become(state),
      index: (index) => isCurrent() && this.#tell(index),
    });
    try {
      await client.start();
    } catch (error) {
      this.#log.error('The language server did not start.', error instanceof Error ? error.message : String(error));
      await client.dispose().catch(() => {});
      if (isCurrent()) this.#become('failed');
      throw error;
    }
    this.#log.info('The language server runs.');
    return client;
  }

  /** Lets go of the client at once, then ends it. */
  async #end(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#ended++;
    try {
      await (await client)?.dispose();
    } catch {
      // it never started, or crashed: either has been logged
    }
  }

  #become(state: SessionState): void {
    if (state === this.#state) return;
    this.#state = state;
    if (state !== 'running') this.#index = undefined;
    this.#changed.fire();
  }

  #tell(index: Status): void {
    this.#index = index;
    this.#changed.fire();
  }
}
