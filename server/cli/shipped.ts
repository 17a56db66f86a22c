// What is shipped beside the program: the version and the pages of the rules. The program stands in dist/ or in its
// source folder, which lie at different depths.
import { readFileSync } from 'node:fs';

const above = ['../', '../../'];

/** The version of the package. */
export function version(): string {
  for (const up of above) {
    const about = JSON.parse(shipped(`${up}package.json`) ?? '{}') as { name?: string; version?: string };
    if (about.name === 'eck-lint' && about.version !== undefined) return about.version;
  }
  return 'unknown';
}

/** The page of a rule, in Markdown; undefined where the pages were left behind. */
export function page(rule: string): string | undefined {
  for (const up of above) {
    const text = shipped(`${up}rules/catalog/${rule}.md`);
    if (text !== undefined) return text;
  }
  return undefined;
}

function shipped(path: string): string | undefined {
  try {
    return readFileSync(new URL(path, import.meta.url), 'utf8');
  } catch {
    return undefined;
  }
}
