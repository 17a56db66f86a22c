// Keeps the session's index equal to the files on disk: one scan at the start, and then what the editor's watcher tells.
// The host makes way for other work while it reads, so the editor is answered meanwhile. Knows no protocol.
import { settingsFileName } from '../rules/index.ts';
import { readCandidate } from './candidate.ts';
import type { Host, Unusable } from './host/host.ts';
import { folderOf, isJson, isWithin, nameOf } from './host/paths.ts';
import { isListed, isNeverEntered } from './host/walk.ts';
import type { Session } from './session.ts';

/** Who is told what the disk has brought. */
export interface Listener {
  /** a scan of the whole workspace begins, or has ended */
  scanning(now: boolean): void;
  /** the index may have changed */
  indexed(): void;
  /** settings files may have changed */
  settings(): void;
  log(message: string): void;
}

/** Something about a file or a folder on disk. */
export interface Change {
  readonly path: string;
  /** it was deleted */
  readonly gone: boolean;
}

/** So many milliseconds after the first change of a burst the others have come in. */
const burst = 50;

export class Disk {
  readonly #session: Session;
  readonly #host: Host;
  readonly #listener: Listener;
  /** Paths that belong to the workspace, whatever is in the files. */
  #listed: ReadonlySet<string> = new Set();
  /** Changed files that the last listing has left out: changed again, they are no reason to list anew. */
  #leftOut = new Set<string>();
  /** What has changed in this burst, and whether it was deleted last; what was deleted at any time in it. */
  readonly #changed = new Map<string, boolean>();
  readonly #gone = new Set<string>();
  /** The folders that hold a listed file, at any depth; undefined when nobody has asked since the last listing. */
  #folders: ReadonlySet<string> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Everything that reads the disk happens one after the other. */
  #queue: Promise<void> = Promise.resolve();
  #scansToCome = 0;

  constructor(session: Session, host: Host, listener: Listener) {
    this.#session = session;
    this.#host = host;
    this.#listener = listener;
  }

  /** Lists the workspace's folders anew, takes in the files that are new and lets go of those that are gone. */
  scan(): Promise<void> {
    this.#scansToCome++;
    return this.#next(async () => {
      if (--this.#scansToCome > 0) return; // a later one sees all that this one would
      this.#leftOut.clear();
      this.#listener.scanning(true);
      try {
        await this.#scan();
      } finally {
        this.#listener.scanning(false);
      }
    });
  }

  /** Takes note of files and folders that were created, written or deleted; those of a burst are handled as one. */
  changed(changes: Iterable<Change>): void {
    for (const { path, gone } of changes) {
      if (isNeverEntered(path)) continue;
      this.#changed.set(path, gone);
      if (gone) this.#gone.add(path);
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#next(() => this.#follow());
    }, burst);
  }

  /** The editor has closed a file: from now on its text is what is on disk. */
  closed(path: string): Promise<void> {
    return this.#next(() => this.#read([path]));
  }

  #next(work: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue
      .then(work)
      .catch((error: unknown) => {
        this.#listener.log(
          `the files on disk could not be read: ${error instanceof Error ? error.name : typeof error}`,
        );
      })
      .then(() => this.#listener.indexed());
    return this.#queue;
  }

  async #scan(): Promise<void> {
    const listed = new Set<string>();
    const unusable = ({ path, reason }: Unusable): void => this.#listener.log(`${path} ${reason}`);
    for (const { path, excluded } of this.#session.editor.folders) {
      for (const file of await this.#host.list(path, { excluded, unusable })) listed.add(file);
    }
    const known = this.#listed;
    this.#listed = listed;
    this.#folders = undefined;
    await this.#read([...known].filter((path) => !listed.has(path)));
    await this.#read([...listed].filter((path) => !known.has(path)));
  }

  async #follow(): Promise<void> {
    const changed = [...this.#changed.keys()];
    const there = changed.filter((path) => this.#changed.get(path) === false);
    const folders = [...this.#gone].filter((path) => this.#isFolder(path));
    // a folder that comes back may bring files along
    for (const path of this.#gone) if (!isListed(path)) this.#leftOut.delete(path);
    this.#changed.clear();
    this.#gone.clear();
    if (folders.length > 0 || changed.some((path) => nameOf(path) === settingsFileName)) this.#listener.settings();
    await this.#read(changed.filter((path) => this.#listed.has(path)));
    if (changed.some((path) => nameOf(path) === '.gitignore')) this.#leftOut.clear();
    else if (folders.length === 0 && !(await this.#anyNew(there))) return;
    // a folder that is back again may hold other texts
    const below = [...this.#listed].filter((path) => folders.some((folder) => isWithin(path, folder)));
    // whether a new file belongs to the workspace is for the listing to say
    await this.#scan();
    await this.#read(below);
    for (const path of there) if (this.#isUnknown(path)) this.#leftOut.add(path);
  }

  /** Whether one of these paths may bring a file into the workspace. */
  async #anyNew(paths: readonly string[]): Promise<boolean> {
    for (const path of paths) {
      if (!this.#isUnknown(path)) continue;
      // JSON of all sorts comes and goes: only what may be a manifest is worth a listing
      if (!isJson(path) || (await readCandidate(this.#host, path)) !== undefined) return true;
    }
    return false;
  }

  #isUnknown(path: string): boolean {
    return !this.#listed.has(path) && !this.#leftOut.has(path);
  }

  #isFolder(path: string): boolean {
    if (!this.#folders) {
      const folders = new Set<string>();
      for (const file of this.#listed)
        for (let at = folderOf(file); !folders.has(at); at = folderOf(at)) folders.add(at);
      this.#folders = folders;
    }
    return this.#folders.has(path);
  }

  /** Takes the present state of files into the index; one that is not listed or cannot be read leaves it. */
  async #read(paths: readonly string[]): Promise<void> {
    for (const path of paths)
      this.#session.load(path, this.#listed.has(path) ? await readCandidate(this.#host, path) : undefined);
  }
}
