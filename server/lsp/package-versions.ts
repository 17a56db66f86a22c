// Has package registries asked about the open documents, in the background: nothing waits for an answer. Only in a
// workspace that the user trusts, since the address may come with the files of the workspace.
import type { Connection } from 'vscode-languageserver';
import type { Registry } from '../host/registry.ts';
import { PackageAnswers } from '../packages.ts';
import type { Session } from '../session.ts';

interface Parts {
  readonly connection: Connection;
  readonly session: Session;
  /** the workspace has other answers now */
  answered(): void;
}

export class PackageVersions {
  readonly #server: Parts;
  readonly #answers: PackageAnswers;
  /** So many milliseconds without another change, and nobody is typing the name of a package. */
  readonly #quiet: number;
  #trusted = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** One round of questions at a time. */
  #queue: Promise<void> = Promise.resolve();

  constructor(server: Parts, registry: Registry, quiet: number) {
    this.#quiet = quiet;
    this.#server = server;
    this.#answers = new PackageAnswers(registry);
  }

  get trusted(): boolean {
    return this.#trusted;
  }

  /** The user trusts the workspace. */
  trust(): void {
    this.#trusted = true;
    this.look();
  }

  /** Documents or settings may have changed: soon sees what there is to ask. */
  look(): void {
    if (!this.#trusted) return;
    const { session } = this.#server;
    if (!session.usesRegistry && session.workspace.packageVersions.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#queue = this.#queue.then(() => this.#ask());
    }, this.#quiet);
  }

  async #ask(): Promise<void> {
    const { connection, session } = this.#server;
    try {
      for (const failure of await this.#answers.learn(session.packageQuestions())) connection.console.warn(failure);
    } catch (error) {
      connection.console.error(`asking a package registry: ${error instanceof Error ? error.name : typeof error}`);
    }
    const known = this.#answers.known(session.packageQuestions());
    const before = session.workspace.packageVersions;
    if (known.size === before.size && [...known].every(([key, version]) => before.get(key) === version)) return;
    session.workspace.packageVersions = known;
    this.#server.answered();
  }
}
