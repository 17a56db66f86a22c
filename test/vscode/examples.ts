// The examples of the repository, as the tests use them: copied, since the tests change them.
import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './host/paths.ts';

const examples = join(root, 'examples');

/** A new folder with broken/ and fixed/; the caller removes it. */
export function copyExamples(): string {
  const folder = mkdtempSync(join(tmpdir(), 'eck-lint-'));
  cpSync(examples, folder, { recursive: true });
  return folder;
}

/** Path in a copy and text of the YAML files of broken/ or fixed/. */
export function textsOf(folder: 'broken' | 'fixed'): Record<string, string> {
  const names = readdirSync(join(examples, folder)).filter((name) => /^[^.].*\.ya?ml$/.test(name));
  const read = (name: string): [string, string] => [
    `${folder}/${name}`,
    readFileSync(join(examples, folder, name), 'utf8'),
  ];
  return Object.fromEntries(names.sort().map(read));
}

/** What a test run counted. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}
