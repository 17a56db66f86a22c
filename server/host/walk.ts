// Which YAML and JSON files lie below a folder. Looks at folders through a narrow view of the disk, so that links, loops and
// .gitignore files are decided here, and read elsewhere.
import type { Unusable } from './host.ts';
import { Ignored } from './ignored.ts';
import { byCodeUnit, folderOf, isWithin, join } from './paths.ts';

/** What a folder holds: names, and whether each is a folder, a file or a link. */
export interface Item {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link';
}

export interface Folders {
  items(folder: string): readonly Item[] | Unusable;
  /** Where a path leads once all links are followed; undefined when nowhere. */
  real(path: string): { readonly path: string; readonly kind: 'file' | 'folder' } | undefined;
  /** The .gitignore of a folder; undefined when there is none. */
  gitignore(folder: string): string | undefined;
  isRepository(folder: string): boolean;
}

export interface WalkOptions {
  readonly excluded: Ignored | undefined;
  unusable(problem: Unusable): void;
  /** Called once for each folder; lets others work in between. */
  pause(): Promise<void> | undefined;
}

const never = new Set(['.git', 'node_modules']);
const manifest = /\.(?:ya?ml|json)$|^(?:.*\/)?Kustomization$/i;
/** JSON files of well-known tools: there is one in every folder of some projects, and none is a manifest. */
const ofTools =
  /(?:^|\/)(?:(?:package|composer)(?:-lock)?|npm-shrinkwrap|(?:ts|js)config(?:\..*)?|launch|\.?eslintrc)\.json$/i;
/** Whether a file of this name or path may be a manifest. */
export const isListed = (path: string): boolean => manifest.test(path) && !ofTools.test(path);

/** Whether a path lies in a folder that no listing enters. */
export const isNeverEntered = (path: string): boolean => /\/(?:\.git|node_modules)(?:\/|$)/.test(path);

/**
 * The YAML and JSON files below a folder, sorted. Links are followed last, and only to what was not reached without them: a
 * file never counts twice, and a link to a folder above leads nowhere new.
 */
export async function walk(start: string, folders: Folders, options: WalkOptions): Promise<string[]> {
  const found: string[] = [];
  const origin = folders.real(start)?.path ?? start;
  const seen = new Set<string>();
  const links: { path: string; rules: Ignored | undefined }[] = [];
  const open: { path: string; real: string; rules: Ignored | undefined }[] = [];
  const leftOut = (path: string, isFolder: boolean, rules: Ignored | undefined): boolean =>
    rules?.has(path, isFolder) || options.excluded?.has(path, isFolder) || false;

  const enter = async (): Promise<void> => {
    for (let at = open.pop(); at; at = open.pop()) {
      if (seen.has(at.real)) continue;
      seen.add(at.real);
      await options.pause();
      const items = folders.items(at.path);
      if ('reason' in items) {
        options.unusable(items);
        continue;
      }
      const own = items.some(({ name, kind }) => name === '.gitignore' && kind !== 'folder')
        ? folders.gitignore(at.path)
        : undefined;
      const rules = own === undefined ? at.rules : new Ignored(at.path, own, at.rules);
      for (const { name, kind } of items) {
        const path = join(at.path, name);
        if (kind === 'folder') {
          if (!never.has(name) && !leftOut(path, true, rules)) open.push({ path, real: join(at.real, name), rules });
        } else if (kind === 'link') {
          if (!never.has(name)) links.push({ path, rules });
        } else if (isListed(name) && !seen.has(join(at.real, name)) && !leftOut(path, false, rules)) {
          seen.add(join(at.real, name));
          found.push(path);
        }
      }
    }
  };

  open.push({ path: start, real: origin, rules: rulesAbove(start, folders) });
  await enter();
  while (links.length > 0) {
    for (const { path, rules } of links.splice(0).sort((a, b) => byCodeUnit(a.path, b.path))) {
      const target = folders.real(path);
      if (!target || seen.has(target.path) || leftOut(path, target.kind === 'folder', rules)) continue;
      if (target.kind === 'file') {
        if (!isListed(path)) continue;
        seen.add(target.path);
        found.push(path);
      } else if (!isWithin(origin, target.path)) {
        open.push({ path, real: target.path, rules });
        await enter();
      }
    }
  }
  return found.sort(byCodeUnit);
}

/** The .gitignore files above a folder; none when they leave out the folder itself, which somebody asks for now. */
function rulesAbove(folder: string, folders: Folders): Ignored | undefined {
  const above: string[] = [];
  let at = folder;
  while (!folders.isRepository(at)) {
    const next = folderOf(at);
    if (next === at) return undefined;
    above.unshift(next);
    at = next;
  }
  let rules: Ignored | undefined;
  for (const one of above) {
    const own = folders.gitignore(one);
    if (own !== undefined) rules = new Ignored(one, own, rules);
  }
  return rules?.has(folder, true) ? undefined : rules;
}
