// The ECK operator that will read the manifests. Files do not show it; what the user tells about it decides some checks.

import { compareVersions } from '../text/version.ts';

export interface Operator {
  /** release of ECK, such as 3.4.0 */
  readonly version: string;
  /** patterns of its flag exposed-node-labels; undefined when not told */
  readonly exposedNodeLabels?: readonly string[];
  /** its flag ubi-only */
  readonly ubiOnly?: boolean;
  /** whether it has an enterprise license; undefined when not told */
  readonly enterprise?: boolean;
}

/** The newest release known here. Fields and checks of later ones are told as such. */
export const newestEck = '3.5.0';

/** What is assumed while nothing is told. */
export const anyOperator: Operator = { version: newestEck };

/** Whether the operator is of this release of ECK, or of a newer one. */
export const isAtLeast = (operator: Operator, release: string): boolean =>
  (compareVersions(operator.version, release) ?? 0) >= 0;

/** Whether the same is told of both. */
export const sameOperator = (a: Operator, b: Operator): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** The release that a user means by `3.4` or `3.4.0`; undefined for what is no release of ECK. */
export function eckRelease(text: string): string | undefined {
  const match = /^v?([1-9]\d*)\.(0|[1-9]\d*)(?:\.(0|[1-9]\d*))?$/.exec(text);
  return match ? `${match[1]}.${match[2]}.${match[3] ?? '0'}` : undefined;
}
