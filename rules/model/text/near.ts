// Names that were probably meant: spelling distance for "did you mean".

interface Known {
  readonly name: string;
  readonly lower: string;
  /** a bit for each of its characters, several characters to a bit */
  readonly signs: number;
  /** without its digits */
  readonly bare: string;
}

/** Names to look for near ones among, again and again. */
export class Names {
  readonly #byLength = new Map<number, Known[]>();

  constructor(names: Iterable<string>) {
    for (const name of new Set(names)) {
      const known = read(name);
      const others = this.#byLength.get(name.length);
      if (others) others.push(known);
      else this.#byLength.set(name.length, [known]);
    }
  }

  ofLength(length: number): readonly Known[] {
    return this.#byLength.get(length) ?? none;
  }
}

const none: readonly Known[] = [];

/** The one candidate that is near `name`: at most two edits and a third of its length. Several near ones give none. */
export const nearest = (name: string, candidates: readonly string[]): string | undefined =>
  nearestAmong(name, [new Names(candidates)]);

/** The same over several sets of candidates, leaving one name out. */
export function nearestAmong(name: string, sets: readonly Names[], but?: string): string | undefined {
  const limit = Math.min(2, Math.floor(name.length / 3));
  const own = read(name);
  let near: string | undefined;
  let least = limit + 1;
  let several = false;
  for (const names of sets)
    for (let length = name.length - limit; length <= name.length + limit; length++)
      for (const known of names.ofLength(length)) {
        // an edit takes away one character, brings in one, or both
        if (bitsOf(known.signs ^ own.signs) > 2 * limit) continue;
        if (known.name === name || known.name === but || known.name === near || differInDigits(known, own)) continue;
        const edits = distance(own.lower, known.lower, limit);
        if (edits > limit || edits > least) continue;
        several = edits === least;
        if (several) continue;
        near = known.name;
        least = edits;
      }
  return several ? undefined : near;
}

function read(name: string): Known {
  const lower = name.toLowerCase();
  let signs = 0;
  for (let i = 0; i < lower.length; i++) signs |= 1 << (lower.charCodeAt(i) & 31);
  return { name, lower, signs, bare: name.replace(digits, '') };
}

const digits = /\d+/g;

function bitsOf(signs: number): number {
  let count = 0;
  for (let left = signs; left !== 0; left &= left - 1) count++;
  return count;
}

/** es1 and es2 are two things, not one misspelt. */
const differInDigits = (a: Known, b: Known): boolean =>
  a.bare === b.bare && (a.bare.length < a.name.length || b.bare.length < b.name.length);

/**
 * Edit distance with swaps of neighbours counted once (optimal string alignment). Beyond `limit` it is not counted any
 * further: the answer is then only known to be larger.
 */
export function distance(a: string, b: string, limit = Infinity): number {
  // what both begin and end with is as far as it is
  let start = 0;
  let [endA, endB] = [a.length, b.length];
  while (start < endA && start < endB && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  while (endA > start && endB > start && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--;
    endB--;
  }
  const [rows, columns] = [endA - start, endB - start];
  if (Math.abs(rows - columns) > limit) return Infinity;
  if (rows === 0 || columns === 0) return Math.max(rows, columns);
  let before: number[] = [];
  let leastBefore = 0;
  let last: number[] = [];
  for (let j = 0; j <= columns; j++) last.push(j);
  for (let i = 1; i <= rows; i++) {
    const own = a.charCodeAt(start + i - 1);
    const previous = a.charCodeAt(start + i - 2);
    const row = [i];
    let least = i;
    for (let j = 1; j <= columns; j++) {
      const other = b.charCodeAt(start + j - 1);
      let best = (last[j - 1] as number) + (own === other ? 0 : 1);
      best = Math.min(best, (row[j - 1] as number) + 1, (last[j] as number) + 1);
      if (i > 1 && j > 1 && own === b.charCodeAt(start + j - 2) && previous === other)
        best = Math.min(best, (before[j - 2] as number) + 1);
      row.push(best);
      if (best < least) least = best;
    }
    before = last;
    last = row;
    // a swap reaches back two rows, so both have to be too far
    if (least > limit && leastBefore > limit) return Infinity;
    leastBefore = least;
  }
  return last[columns] as number;
}
