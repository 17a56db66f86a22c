// A folder on disk for one test, with files in it; gone when the test is over.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';

export interface Temporary {
  /** absolute */
  readonly path: string;
  at(name: string): string;
  write(name: string, content: string | Uint8Array): void;
  /** makes a folder */
  make(name: string): void;
  link(name: string, target: string): void;
  read(name: string): string;
}

/** A new folder with these files. */
export function temporary(test: TestContext, files: Readonly<Record<string, string | Uint8Array>> = {}): Temporary {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'eck-lint-')));
  test.after(() => rmSync(path, { recursive: true, force: true }));
  const at = (name: string): string => join(path, name);
  const folder: Temporary = {
    path,
    at,
    write(name, content) {
      mkdirSync(dirname(at(name)), { recursive: true });
      writeFileSync(at(name), content);
    },
    make: (name) => void mkdirSync(at(name), { recursive: true }),
    link(name, target) {
      mkdirSync(dirname(at(name)), { recursive: true });
      symlinkSync(target, at(name));
    },
    read: (name) => readFileSync(at(name), 'utf8'),
  };
  for (const [name, content] of Object.entries(files)) folder.write(name, content);
  return folder;
}
