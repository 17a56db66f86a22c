// A host whose disk is a map: what the tests put on it is there at once, and every read is counted.
import type { Host } from '../../server/host/host.ts';
import { Ignored } from '../../server/host/ignored.ts';
import { folderOf, isWithin, join, nameOf } from '../../server/host/paths.ts';
import { type Item, walk } from '../../server/host/walk.ts';

export class MemoryHost implements Host {
  readonly files: Map<string, string>;
  readonly reads: string[] = [];
  listings = 0;

  constructor(files: Readonly<Record<string, string>>) {
    this.files = new Map(Object.entries(files));
  }

  async read(path: string): ReturnType<Host['read']> {
    this.reads.push(path);
    const text = this.files.get(path);
    return text === undefined ? { path, reason: 'does not exist' } : { text };
  }

  async list(folder: string, { excluded, unusable }: Parameters<Host['list']>[1]): Promise<string[]> {
    this.listings++;
    const folders = {
      items: (at: string) => this.#items(at),
      real: (path: string) => ({ path, kind: this.files.has(path) ? ('file' as const) : ('folder' as const) }),
      gitignore: (at: string) => this.files.get(join(at, '.gitignore')),
      isRepository: (at: string) => at === '/',
    };
    const pause = (): undefined => undefined;
    return walk(folder, folders, { excluded: new Ignored(folder, excluded), unusable, pause });
  }

  async findUp(path: string, names: readonly string[]): Promise<string | undefined> {
    for (let at = path; ; at = folderOf(at)) {
      if (names.some((name) => this.files.has(join(at, name)))) return at;
      if (folderOf(at) === at) return undefined;
    }
  }

  #items(folder: string): Item[] {
    const items = new Map<string, Item['kind']>();
    for (const path of this.files.keys()) {
      if (!isWithin(path, folder)) continue;
      const rest = path.slice(join(folder, '').length);
      const slash = rest.indexOf('/');
      items.set(slash < 0 ? nameOf(path) : rest.slice(0, slash), slash < 0 ? 'file' : 'folder');
    }
    return [...items].map(([name, kind]) => ({ name, kind }));
  }
}
