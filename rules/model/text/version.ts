// Elastic Stack versions. ECK parses them by strict semver: MAJOR.MINOR.PATCH, no `v`, no leading zeros.

const strict = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

export const isStackVersion = (text: string): boolean => strict.test(text);

/** Negative when `a` is older, 0 when equal; a pre-release sorts below its release. Undefined when one is no version. */
export function compareVersions(a: string, b: string): number | undefined {
  const [x, y] = [strict.exec(a), strict.exec(b)];
  if (!x || !y) return undefined;
  for (const i of [1, 2, 3]) {
    const difference = Number(x[i]) - Number(y[i]);
    if (difference !== 0) return difference;
  }
  if (x[4] === y[4]) return 0;
  if (x[4] === undefined || y[4] === undefined) return x[4] === undefined ? 1 : -1;
  return x[4] < y[4] ? -1 : 1;
}
