// What the suite is given by the program that starts it, through a file.
import { readFileSync } from 'node:fs';

/** A finding as `eck-lint check --format json` prints it. */
export interface Finding {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
  readonly message: string;
  readonly file: string;
  readonly range: { readonly start: Place; readonly end: Place };
  readonly fixes: readonly { readonly title: string }[];
}
interface Place {
  readonly line: number;
  readonly character: number;
}

export interface Given {
  /** Path in the workspace and text of each broken example. */
  readonly broken: Readonly<Record<string, string>>;
  /** Of each repaired one. */
  readonly fixed: Readonly<Record<string, string>>;
  /** What the command line says of the broken ones. */
  readonly findings: readonly Finding[];
  /** The file that is to hold the counts of passed and failed tests. */
  readonly results: string;
}

/** Name of the environment variable that names a file with them. */
export const variable = 'ECK_LINT_TEST';

/** Reads them. */
export function readGiven(): Given {
  return JSON.parse(readFileSync(process.env[variable] ?? '', 'utf8'));
}
