// Names that were probably meant: spelling distance for "did you mean".

/** The one candidate that is near `name`: at most two edits and a third of its length. Several near ones give none. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const limit = Math.min(2, Math.floor(name.length / 3));
  const lower = name.toLowerCase();
  const near = [...new Set(candidates)]
    .filter((c) => c !== name && Math.abs(c.length - name.length) <= limit)
    .map((c) => ({ c, d: distance(lower, c.toLowerCase(), limit) }))
    .filter(({ c, d }) => d <= limit && !differInDigits(c, name))
    .sort((a, b) => a.d - b.d);
  return near[0] && near[0].d !== near[1]?.d ? near[0].c : undefined;
}

/** es1 and es2 are two things, not one misspelt. */
const differInDigits = (a: string, b: string): boolean =>
  a.replace(/\d+/g, '') === b.replace(/\d+/g, '') && /\d/.test(a + b);

/**
 * Edit distance with swaps of neighbours counted once (optimal string alignment). Beyond `limit` it is not counted any
 * further: the answer is then only known to be larger.
 */
export function distance(a: string, b: string, limit = Infinity): number {
  let before: number[] = [];
  let leastBefore = 0;
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
      if (best < least) least = best;
    }
    before = last;
    last = row;
    // a swap reaches back two rows, so both have to be too far
    if (least > limit && leastBefore > limit) return Infinity;
    leastBefore = least;
  }
  return last[b.length] ?? 0;
}
