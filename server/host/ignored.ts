// Patterns in the manner of .gitignore. Each file's patterns are relative to its folder, and the deepest file that has
// a word on a path decides.
import ignore, { type Ignore } from 'ignore';
import { isWithin, join } from './paths.ts';

/** The patterns of one folder, over those of the folders above. */
export class Ignored {
  readonly #folder: string;
  readonly #patterns: Ignore;
  readonly #above: Ignored | undefined;

  constructor(folder: string, patterns: string | readonly string[], above?: Ignored) {
    this.#folder = folder;
    this.#patterns = ignore({ ignorecase: false }).add(patterns);
    this.#above = above;
  }

  /** Whether a path below the folder is left out, itself or by a folder above it that these patterns match. */
  has(path: string, isFolder: boolean): boolean {
    if (path === this.#folder || !isWithin(path, this.#folder)) return false;
    const relative = path.slice(join(this.#folder, '').length);
    const answer = this.#patterns.test(isFolder ? `${relative}/` : relative);
    if (answer.ignored) return true;
    return !answer.unignored && (this.#above?.has(path, isFolder) ?? false);
  }
}
