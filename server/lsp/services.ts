// What the handlers share: a session, the disk behind it, and the connection that is told about them.
import type { Connection } from 'vscode-languageserver';
import { overlay, type Rule, type Settings } from '../../rules/index.ts';
import { Disk } from '../disk.ts';
import type { Host } from '../host/host.ts';
import type { Registry } from '../host/registry.ts';
import type { Revisions } from '../host/revisions.ts';
import type { Open } from '../probe/index.ts';
import { type Editor, Session } from '../session.ts';
import { SettingsFiles } from '../settings-files.ts';
import { type Client, readClient } from './client.ts';
import { accept, ask } from './configuration.ts';
import { Documents } from './documents.ts';
import { Head } from './head.ts';
import { PackageVersions } from './package-versions.ts';
import { type Status, statusMethod } from './protocol.ts';
import { Publisher } from './publisher.ts';

/** What is waited for, in milliseconds. */
export interface Patience {
  /** for the client to tell its settings */
  readonly settings: number;
  /** for a pause in typing, before a package registry is asked */
  readonly typing: number;
}

export const patience: Patience = { settings: 5000, typing: 500 };

export class Services {
  readonly connection: Connection;
  readonly session: Session;
  readonly settings: SettingsFiles;
  readonly documents: Documents;
  readonly publisher: Publisher;
  readonly disk: Disk;
  readonly packages: PackageVersions;
  readonly head: Head;
  /** Known after the first request. */
  client: Client = readClient({ processId: null, rootUri: null, capabilities: {} });
  /** The way to a cluster, when not over the network. */
  openCluster: Open | undefined;
  /** URIs of the folders that are open now. */
  folders: readonly string[] = [];
  /** Done when the editor's settings are known: before, nothing is told about any document. */
  readonly configured: Promise<void>;
  readonly #isConfigured: () => void;
  readonly #patience: Patience;
  /** How often the settings have been asked for: of several answers on their way, the last question's counts. */
  #questions = 0;
  #scanning = false;
  #status: Status | undefined;

  constructor(
    connection: Connection,
    host: Host,
    registry: Registry,
    revisions: Revisions | undefined,
    rules: readonly Rule[],
    patience: Patience,
  ) {
    this.#patience = patience;
    let isConfigured = (): void => {};
    this.configured = new Promise((resolve) => {
      isConfigured = resolve;
    });
    this.#isConfigured = isConfigured;
    this.connection = connection;
    this.session = new Session(rules);
    this.settings = new SettingsFiles(
      host,
      rules.map(({ id }) => id),
    );
    this.documents = new Documents(this.session);
    this.publisher = new Publisher(this);
    const answered = (): void => this.publisher.refresh();
    this.packages = new PackageVersions({ connection, session: this.session, answered }, registry, patience.typing);
    this.head = new Head({ connection, session: this.session, answered }, revisions);
    this.disk = new Disk(this.session, host, {
      scanning: (now) => {
        this.#scanning = now;
        this.tellStatus();
      },
      indexed: () => {
        this.publisher.refresh();
        this.tellStatus();
      },
      settings: () => void this.resettle(),
      log: (message) => connection.console.warn(message),
    });
  }

  /** Reads the settings of an open document, and tells what is wrong in the document under them. */
  async settle(path: string): Promise<void> {
    await this.configured;
    this.session.settle(path, await this.settings.of(path));
    this.publisher.edited(path);
    this.head.look();
  }

  /** Reads the settings of all open documents anew. */
  async resettle(): Promise<void> {
    this.settings.forget();
    for (const path of this.session.openPaths) this.session.settle(path, await this.settings.of(path));
    this.publisher.refresh();
  }

  /**
   * Learns the editor's settings; `pushed` is what the client has sent. Of a client that does not tell them in time
   * those that are known hold on; what it tells later counts all the same.
   */
  async configure(pushed?: unknown): Promise<void> {
    const { connection, folders } = this;
    if (!this.client.answersConfiguration) return this.#take(accept(pushed, folders));
    const question = ++this.#questions;
    const goOn = (why: string): void => {
      connection.console.warn(`${why}: those known so far hold`);
      if (question !== this.#questions) return;
      const known = new Map(this.session.editor.folders.map((folder) => [folder.path, folder]));
      const now = accept(undefined, folders).folders.map((folder) => known.get(folder.path) ?? folder);
      this.#take({ ...this.session.editor, folders: now });
    };
    const { settings: patience } = this.#patience;
    const late = setTimeout(() => goOn(`the client has not told its settings within ${patience / 1000} s`), patience);
    const answered = ask(connection, folders).then(
      (editor) => {
        clearTimeout(late);
        if (question === this.#questions) this.#take(editor);
      },
      (error: unknown) => {
        clearTimeout(late);
        goOn(`the client does not tell its settings (${error instanceof Error ? error.name : typeof error})`);
      },
    );
    await Promise.race([answered, this.configured]);
  }

  /** Takes settings over, and lists the folders when they are others now. */
  #take(editor: Editor): void {
    const before = JSON.stringify(this.session.editor.folders.map(({ path, excluded }) => [path, excluded]));
    this.session.editor = editor;
    this.#isConfigured();
    this.publisher.refresh();
    this.head.look();
    const after = JSON.stringify(editor.folders.map(({ path, excluded }) => [path, excluded]));
    if (after !== before) void this.disk.scan();
    else this.tellStatus();
  }

  /** The severities that are set for the first folder. */
  async levels(): Promise<Settings['rules']> {
    await this.configured;
    const { editor } = this.session;
    const [folder] = editor.folders;
    if (!folder) return editor.rules;
    return overlay((await this.settings.in(folder.path)).settings, folder.rules).rules;
  }

  /** Tells what the index is doing, when that has changed. */
  tellStatus(): void {
    const status: Status = { index: this.#scanning ? 'building' : 'ready', ...this.session.workspace.size() };
    if (JSON.stringify(status) === JSON.stringify(this.#status)) return;
    this.#status = status;
    void this.connection.sendNotification(statusMethod, status);
  }
}
