// Elastic Stack versions. ECK parses them by strict semver: MAJOR.MINOR.PATCH, no `v`, no leading zeros. Order is that of
// semver, section 11.

const identifier = '(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)';
const number = '(0|[1-9]\\d*)';
const strict = new RegExp(
  `^${number}\\.${number}\\.${number}(?:-(${identifier}(?:\\.${identifier})*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
);

/** Rules compare the same few versions again and again. */
const known = new Map<string, RegExpExecArray | null>();
const enough = 500;

function parts(text: string): RegExpExecArray | null {
  let found = known.get(text);
  if (found === undefined) {
    found = strict.exec(text);
    if (known.size >= enough) known.clear();
    known.set(text, found);
  }
  return found;
}

export const isStackVersion = (text: string): boolean => parts(text) !== null;

/** Negative when `a` is older, 0 when equal; a pre-release sorts below its release. Undefined when one is no version. */
export function compareVersions(a: string, b: string): number | undefined {
  const [x, y] = [parts(a), parts(b)];
  if (!x || !y) return undefined;
  for (const i of [1, 2, 3]) {
    const difference = Number(x[i]) - Number(y[i]);
    if (difference !== 0) return difference;
  }
  if (x[4] === y[4]) return 0;
  if (x[4] === undefined || y[4] === undefined) return x[4] === undefined ? 1 : -1;
  return comparePreReleases(x[4].split('.'), y[4].split('.'));
}

/** Numbers by size and below words, words by their characters; of two that agree as far as they go the longer is newer. */
function comparePreReleases(a: readonly string[], b: readonly string[]): number {
  for (const [i, x] of a.entries()) {
    const y = b[i];
    if (y === undefined) return 1;
    if (x === y) continue;
    const [m, n] = [isNumber(x), isNumber(y)];
    if (m && n) return Number(x) - Number(y);
    return m === n ? (x < y ? -1 : 1) : m ? -1 : 1;
  }
  return a.length - b.length;
}

const isNumber = (identifier: string): boolean => /^\d+$/.test(identifier);

/** The release that a pre-release leads to; anything else as it is. */
export const withoutPreRelease = (version: string): string => version.replace(/[-+].*$/, '');
