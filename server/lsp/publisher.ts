// Tells the client what is wrong in its open documents. Edits that come in together are read once, in their last state;
// documents that were not edited are told again only when something about them has changed.
import type { Connection, Diagnostic } from 'vscode-languageserver';
import { settingsFileName } from '../../rules/index.ts';
import { nameOf } from '../host/paths.ts';
import type { Session } from '../session.ts';
import type { Client } from './client.ts';
import { diagnostic, settingsDiagnostic } from './convert.ts';
import type { Documents } from './documents.ts';

interface Parts {
  readonly connection: Connection;
  readonly session: Session;
  readonly documents: Documents;
  /** known only after the first request: asked for anew each time */
  readonly client: Client;
  readonly packages: { look(): void };
  tellStatus(): void;
}

export class Publisher {
  readonly #server: Parts;
  readonly #edited = new Set<string>();
  readonly #told = new Map<string, readonly Diagnostic[]>();
  #everything = false;
  /** The state of the index that all documents have been told under. */
  #generation = 0;
  #requests = 0;
  #waiting = false;

  constructor(server: Parts) {
    this.#server = server;
  }

  /** A document has a new text. */
  edited(path: string): void {
    this.#edited.add(path);
    this.#schedule();
  }

  /** Something that all documents depend on may have changed. */
  refresh(): void {
    this.#everything = true;
    this.#schedule();
  }

  /** A document is closed: nothing is known to be wrong in it any more. */
  closed(path: string, uri: string): void {
    this.#edited.delete(path);
    if (this.#told.delete(path)) void this.#server.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** Reads what has been edited, and tells what follows from it, now. */
  flush(): void {
    const { session, documents } = this.#server;
    const edited = new Set(this.#edited);
    this.#edited.clear();
    for (const path of edited) {
      const document = documents.at(path);
      if (document) session.edit(path, document.getText());
    }
    const { generation } = session.workspace;
    const otherFacts = this.#generation !== generation;
    const paths = this.#everything || otherFacts ? session.openPaths : edited;
    this.#everything = false;
    this.#generation = generation;
    for (const path of paths) this.#tell(path, edited.has(path));
    if (otherFacts) this.#server.tellStatus();
    this.#server.packages.look();
  }

  /**
   * Flushes once nothing has come in for a whole turn of the event loop: messages are taken from the connection one a
   * turn, so those that are there already are waited for, and no others.
   */
  #schedule(): void {
    this.#requests++;
    if (this.#waiting) return;
    this.#waiting = true;
    const wait = (seen: number): void => {
      setImmediate(() =>
        setImmediate(() => {
          if (seen !== this.#requests) return wait(this.#requests);
          this.#waiting = false;
          this.flush();
        }),
      );
    };
    wait(this.#requests);
  }

  #tell(path: string, always: boolean): void {
    const { connection, session, documents } = this.#server;
    const document = documents.at(path);
    if (!document || !session.isSettled(path)) return;
    const diagnostics = this.#diagnostics(path, document.getText());
    const before = this.#told.get(path);
    if (!always && before && JSON.stringify(before) === JSON.stringify(diagnostics)) return;
    this.#told.set(path, diagnostics);
    const { uri, version } = document;
    void connection.sendDiagnostics({ uri, version, diagnostics });
  }

  #diagnostics(path: string, text: string): Diagnostic[] {
    const { session, documents, client } = this.#server;
    const place = documents.place(path);
    if (!place) return [];
    if (nameOf(path) === settingsFileName)
      return session.settingsProblems(text).map((problem) => settingsDiagnostic(problem, place));
    return session.findings(path).map((finding) => diagnostic(finding, place, documents, client));
  }
}
