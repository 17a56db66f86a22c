// Brings the files that somebody asks about, and the files they may refer to, into workspaces. Decides which files
// belong together: those below one root, and never those of a place nobody named.
import { type Finding, type Linter, readFile, type Settings, settingsFileName, Workspace } from '../rules/index.ts';
import { isCandidate, largestJson, readCandidate } from './candidate.ts';
import type { Encoding, Host, Readable, Unusable } from './host/host.ts';
import { byCodeUnit, isDisk, isJson, isWithin, nameOf } from './host/paths.ts';
import { SettingsFiles, type SettingsTrouble } from './settings-files.ts';

/** What is to be linted: a file, the files below a folder, or a text that takes the place of a file. */
export type Target =
  | { readonly kind: 'file' | 'folder'; readonly path: string }
  /** `nowhere`: the text has no place among files, its path is only a name */
  | { readonly kind: 'text'; readonly path: string; readonly text: string; readonly nowhere: boolean };

export interface Request {
  readonly targets: readonly Target[];
  /** the folder the user works in */
  readonly folder: string;
  /** the root, when the user names it */
  readonly root: string | undefined;
  /** folders too wide to be taken for a project only because the user works in them */
  readonly tooWide: readonly string[];
  readonly knownRules: readonly string[];
}

/** A file to lint. One without anything to judge is in no workspace. */
export interface ProjectFile {
  readonly path: string;
  readonly workspace: Workspace;
  readonly settings: Settings;
  readonly encoding: Encoding | undefined;
}

export interface Project {
  /** the folders below which the files of a workspace lie, where there is one */
  readonly roots: ReadonlyMap<Workspace, string>;
  /** sorted by path */
  readonly files: readonly ProjectFile[];
  readonly unusable: readonly Unusable[];
  readonly troubles: readonly SettingsTrouble[];
  /** files named by the user that settings leave out */
  readonly ignored: readonly { readonly path: string; readonly by: string }[];
  /** folders named by the user without a YAML file or a JSON manifest in them */
  readonly empty: readonly string[];
}

/** The findings of a file of a project. */
export const findingsOf = (file: ProjectFile, linter: Linter): Finding[] =>
  linter.lint(file.path, file.workspace, file.settings);

/** Reads what is to be linted and what it may refer to. Settings are found, but nothing is linted. */
export async function loadProject(host: Host, request: Request): Promise<Project> {
  const settings = new SettingsFiles(host, request.knownRules);
  const files = new Map<string, ProjectFile>();
  const unusable = new Map<string, Unusable>();
  const troubles = new Map<string, readonly SettingsTrouble[]>();
  const ignored: { path: string; by: string }[] = [];
  const empty: string[] = [];
  const groups = new Map<string, Group>();
  const tell = (problem: Unusable): void => void unusable.set(problem.path, problem);

  for (const target of request.targets) {
    const root = await rootOf(target, host, request);
    const key = root ?? (target.kind === 'text' && target.nowhere ? target.path : '');
    const group = groups.get(key) ?? new Group(root);
    groups.set(key, group);
    const isFolder = target.kind === 'folder';
    const troubled = unusable.size;
    const paths = isFolder ? await group.list(target.path, host, tell) : [target.path];
    let isEmpty = isFolder;
    for (const path of paths) {
      // JSON that only happens to lie in a folder is anybody's, until it looks like a manifest
      const byChance = isFolder && isJson(path);
      if (!byChance) isEmpty = false;
      if (files.has(path)) continue;
      const nowhere = target.kind === 'text' && target.nowhere;
      const found = await (nowhere ? settings.in(request.folder) : settings.of(path));
      if (found.path !== undefined) troubles.set(found.path, found.troubles);
      if (found.ignores(path)) {
        if (!isFolder) ignored.push({ path, by: found.path ?? '' });
        continue;
      }
      const text = target.kind === 'text' ? target : await host.read(path, byChance ? largestJson : undefined);
      if ('text' in text) {
        if (byChance && !isCandidate(path, text.text)) continue;
        isEmpty = false;
        group.take(path, text.text);
        const encoding = 'encoding' in text ? text.encoding : undefined;
        files.set(path, { path, workspace: group.workspace, settings: found.settings, encoding });
      } else if (!isFolder || (text.rough === undefined ? !byChance : isCandidate(path, text.rough))) {
        // what only happens to lie there has to be readable only if it would have been judged
        tell(text);
      }
    }
    if (isEmpty && unusable.size === troubled) empty.push(target.path);
  }
  for (const group of groups.values()) await group.fill(host);
  for (const { path, workspace } of files.values())
    if (workspace.file(path)?.parts.some(({ document }) => document?.unread))
      tell({
        path,
        reason: 'holds a document that is too large to be read, more than 1.5 MB of other than plain YAML',
      });
  const rooted = [...groups.values()].flatMap(({ root, workspace }) => (root === undefined ? [] : { root, workspace }));
  return {
    roots: new Map(rooted.map(({ root, workspace }) => [workspace, root])),
    files: [...files.values()].sort((a, b) => byCodeUnit(a.path, b.path)),
    unusable: [...unusable.values()].sort((a, b) => byCodeUnit(a.path, b.path)),
    troubles: [...troubles.values()].flat(),
    ignored,
    empty,
  };
}

/** Files that are looked at together: what is linted, and below the root whatever that may refer to. */
class Group {
  readonly workspace = new Workspace();
  readonly root: string | undefined;
  #belowRoot: readonly string[] | undefined;
  readonly #seen = new Set<string>();
  readonly #texts = new Map<string, string>();

  constructor(root: string | undefined) {
    this.root = root;
  }

  async list(folder: string, host: Host, unusable: (problem: Unusable) => void): Promise<readonly string[]> {
    const paths = await host.list(folder, { excluded: [settingsFileName], unusable });
    if (folder === this.root) this.#belowRoot = paths;
    return paths;
  }

  /** Takes a text, if it can say anything. Kustomizations of any content can: they place other files. */
  take(path: string, text: string): void {
    this.#seen.add(path);
    if (isKustomization(path) || isCandidate(path, text)) this.#texts.set(path, text);
  }

  /**
   * Fills the workspace, in an order that does not depend on what was named first. When nothing that is linted can
   * refer to anything, the rest is not looked for; what of it cannot be read is nobody's input.
   */
  async fill(host: Host): Promise<void> {
    if (this.root !== undefined && this.#texts.size > 0) {
      const below = this.#belowRoot ?? (await this.list(this.root, host, () => {}));
      for (const path of below) {
        if (this.#seen.has(path)) continue;
        const text = isKustomization(path) ? textOf(await host.read(path)) : await readCandidate(host, path);
        if (text !== undefined) this.#texts.set(path, text);
      }
    }
    for (const [path, text] of [...this.#texts].sort(([a], [b]) => byCodeUnit(a, b))) {
      this.workspace.set(readFile(path, text));
    }
    this.#texts.clear();
  }
}

const textOf = (file: Readable | Unusable): string | undefined => ('text' in file ? file.text : undefined);

const isKustomization = (path: string): boolean => /^kustomization(?:\.ya?ml)?$/i.test(nameOf(path));

/** What a folder holds that is the root of a project. */
const marks = [settingsFileName, '.git'];

/**
 * The folder whose files a target may refer to: the project the user works in; for what lies elsewhere the project it
 * lies in; undefined when there is none, and then it may refer to what was named with it.
 */
async function rootOf(target: Target, host: Host, request: Request): Promise<string | undefined> {
  const { path } = target;
  if (target.kind === 'text' && target.nowhere) return undefined;
  if (request.root !== undefined) return request.root;
  const here = await host.findUp(request.folder, marks);
  if (here !== undefined && isWithin(path, here)) return here;
  const there = await host.findUp(path, marks);
  if (there !== undefined) return there;
  const wide = isDisk(request.folder) || request.tooWide.includes(request.folder);
  return isWithin(path, request.folder) && !wide ? request.folder : undefined;
}
