// What files were at an earlier time, by the history that they lie in.

/** Why the history cannot be told; the message is for the user. */
export class RevisionError extends Error {}

/** One file as the last commit has it. */
export interface Committed {
  /** the commit, in full; undefined when there is none */
  readonly commit: string | undefined;
  /** what the file holds there; '' when it is not there, undefined when that is not known */
  readonly text: string | undefined;
}

export interface Revisions {
  /**
   * What the files of `present` below a folder, and those that have gone since, held at a revision, by path: '' for those
   * that were not there. Left out are files that are as they were, unless they are among `edited`.
   */
  changed(
    folder: string,
    revision: string,
    present: readonly string[],
    edited: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /** A file as the last commit has it, or nothing at all when `known` is still the last commit. */
  committed(path: string, known: string | undefined): Promise<Committed | undefined>;
}
