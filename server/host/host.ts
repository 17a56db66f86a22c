// What the programs need from outside: files, and what may be read. Paths are absolute, with `/` between folders.

/** How a text was stored, to write it back alike. */
export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be';

/** A text without its byte order mark; `encoding` is utf-8 unless told. */
export interface Readable {
  readonly text: string;
  readonly encoding?: Encoding;
}

/** A path that could not be used. */
export interface Unusable {
  readonly path: string;
  /** why, in words that follow the path: `does not exist` */
  readonly reason: string;
  /** what could be made out of a file all the same: enough to tell whether anybody has to care */
  readonly rough?: string;
}

export interface ListOptions {
  /** patterns in the manner of .gitignore, relative to the folder: what they match is left out */
  readonly excluded: readonly string[];
  unusable(problem: Unusable): void;
}

export interface Host {
  /**
   * The text of a file without decoding surprises, or why it cannot be had: gone, no rights, binary, larger than the
   * host or `atMost` bytes allow.
   */
  read(path: string, atMost?: number): Promise<Readable | Unusable>;
  /**
   * The YAML and JSON files below a folder, sorted, less those that `.gitignore` files (from the repository's root down) or
   * `excluded` patterns leave out. Every file is told once, whatever links lead to it; a folder that cannot be read is
   * told to `unusable`.
   */
  list(folder: string, options: ListOptions): Promise<string[]>;
  /** The nearest folder at or above `path` that holds one of the names; undefined when there is none. */
  findUp(path: string, names: readonly string[]): Promise<string | undefined>;
}
