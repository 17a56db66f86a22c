// What the handlers share: a session, the disk behind it, and the connection that is told about them.
import type { Connection } from 'vscode-languageserver';
import { overlay, type Rule, type Settings } from '../../rules/index.ts';
import { Disk } from '../disk.ts';
import type { Host } from '../host/host.ts';
import type { Registry } from '../host/registry.ts';
import { Session } from '../session.ts';
import { SettingsFiles } from '../settings-files.ts';
import { type Client, readClient } from './client.ts';
import { accept, ask } from './configuration.ts';
import { Documents } from './documents.ts';
import { PackageVersions } from './package-versions.ts';
import { type Status, statusMethod } from './protocol.ts';
import { Publisher } from './publisher.ts';

export class Services {
  readonly connection: Connection;
  readonly session: Session;
  readonly settings: SettingsFiles;
  readonly documents: Documents;
  readonly publisher: Publisher;
  readonly disk: Disk;
  readonly packages: PackageVersions;
  /** Known after the first request. */
  client: Client = readClient({ processId: null, rootUri: null, capabilities: {} });
  /** URIs of the folders that are open now. */
  folders: readonly string[] = [];
  /** Done when the editor's settings are known: before, nothing is told about any document. */
  readonly configured: Promise<void>;
  readonly #isConfigured: () => void;
  #scanning = false;
  #status: Status | undefined;

  constructor(connection: Connection, host: Host, registry: Registry, rules: readonly Rule[]) {
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
    this.packages = new PackageVersions({ connection, session: this.session, answered }, registry);
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
  }

  /** Reads the settings of all open documents anew. */
  async resettle(): Promise<void> {
    this.settings.forget();
    for (const path of this.session.openPaths) this.session.settle(path, await this.settings.of(path));
    this.publisher.refresh();
  }

  /** Learns the editor's settings; `pushed` is what the client has sent. Lists the folders when they are others now. */
  async configure(pushed?: unknown): Promise<void> {
    const before = JSON.stringify(this.session.editor.folders.map(({ path, excluded }) => [path, excluded]));
    try {
      this.session.editor = this.client.answersConfiguration
        ? await ask(this.connection, this.folders)
        : accept(pushed, this.folders);
    } finally {
      this.#isConfigured();
    }
    this.publisher.refresh();
    const after = JSON.stringify(this.session.editor.folders.map(({ path, excluded }) => [path, excluded]));
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
