// Lets the index know what the open documents are at the last commit, in the background: once for each, and again when
// the history has moved on. Only where the user has asked for it, in a workspace that the user trusts.
import type { Connection } from 'vscode-languageserver';
import { RevisionError, type Revisions } from '../host/revisions.ts';
import type { Session } from '../session.ts';
import { isOnDisk } from './uri.ts';

interface Parts {
  readonly connection: Connection;
  readonly session: Session;
  /** the index knows more now */
  answered(): void;
}

export class Head {
  readonly #server: Parts;
  readonly #revisions: Revisions | undefined;
  /** the commit that each document was last read at; undefined when there was none */
  readonly #commits = new Map<string, string | undefined>();
  #trusted = false;
  /** One look at a time. */
  #queue: Promise<void> = Promise.resolve();
  #waiting = false;

  constructor(server: Parts, revisions: Revisions | undefined) {
    this.#server = server;
    this.#revisions = revisions;
  }

  /** The user trusts the workspace. */
  trust(): void {
    this.#trusted = true;
    this.look();
  }

  /** A document was opened, saved or closed, the settings are others, or the history has moved on. */
  look(): void {
    if (this.#waiting || (!this.#isWanted && this.#commits.size === 0)) return;
    this.#waiting = true;
    this.#queue = this.#queue.then(() => this.#learn());
  }

  get #isWanted(): boolean {
    return this.#trusted && this.#revisions !== undefined && this.#server.session.editor.compareWithHead === true;
  }

  async #learn(): Promise<void> {
    this.#waiting = false;
    const { connection, session } = this.#server;
    const before = session.workspace.generation;
    try {
      for (const path of session.openPaths) if (this.#isWanted && isOnDisk(path)) await this.#read(path);
    } catch (error) {
      connection.console.error(`comparing with HEAD: ${error instanceof Error ? error.name : typeof error}`);
    }
    const open = new Set(this.#isWanted ? session.openPaths : []);
    for (const path of [...this.#commits.keys()].filter((path) => !open.has(path))) {
      this.#commits.delete(path);
      session.workspace.recall(path, undefined);
    }
    if (session.workspace.generation !== before) this.#server.answered();
  }

  async #read(path: string): Promise<void> {
    const { connection, session } = this.#server;
    try {
      const found = await this.#revisions?.committed(path, this.#commits.get(path));
      if (!found) return;
      this.#commits.set(path, found.commit);
      session.workspace.recall(path, found.text);
    } catch (error) {
      if (!(error instanceof RevisionError)) throw error;
      // once for each document: it is no fault of the user's to have files without a history
      if (!this.#commits.has(path)) connection.console.info(`comparing with HEAD: ${error.message}`);
      this.#commits.set(path, undefined);
      session.workspace.recall(path, undefined);
    }
  }
}

/** Git writes here whenever the last commit is another one. */
export const isHistory = (path: string): boolean => path.endsWith('/.git/logs/HEAD');
