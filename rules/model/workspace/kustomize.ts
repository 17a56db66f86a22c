// What kustomizations of the workspace do to the files they bring in: namespace, name affixes, patches.
import type { Kustomization } from './facts.ts';
import type { InlinePatch } from './inline-patch.ts';

interface Placed extends Kustomization {
  readonly path: string;
}

export class KustomizeContext {
  readonly #namespaces = new Map<string, Set<string>>();
  readonly #affixes = new Map<string, { prefix: string; suffix: string }[]>();
  readonly #patchFiles = new Set<string>();
  readonly #patched = new Map<string, Set<string>>();
  readonly #patchedAuthc = new Map<string, Set<string>>();
  readonly #labels = new Map<string, Readonly<Record<string, string>>>();
  readonly #images = new Map<string, Set<string>>();
  readonly #targetedFiles = new Map<string, { file: string; name: string }[]>();
  readonly #inline = new Map<string, { from: string; patch: InlinePatch }[]>();

  /** `files`: the paths that exist, to tell a folder with a kustomization from a file. */
  constructor(kustomizations: readonly Placed[], files: ReadonlySet<string>) {
    const at = new Map(kustomizations.filter((k) => isKustomizationFile(k.path)).map((k) => [k.path, k]));
    for (const kustomization of at.values()) {
      const folder = folderOf(kustomization.path);
      for (const file of kustomization.patchFiles) this.#patchFiles.add(join(folder, file));
      const parts = [kustomization, ...componentsOf(kustomization, at, new Set())];
      for (const { file, prefix, suffix } of brought(kustomization, at, files, new Set())) {
        for (const part of parts) this.#patch(file, part);
        if (Object.keys(kustomization.labels).length > 0) {
          this.#labels.set(file, { ...this.#labels.get(file), ...kustomization.labels });
        }
        for (const image of kustomization.images) append(this.#images, file, image);
        if (kustomization.namespace !== undefined) append(this.#namespaces, file, kustomization.namespace);
        if (prefix || suffix) this.#affixes.set(file, [...(this.#affixes.get(file) ?? []), { prefix, suffix }]);
      }
    }
  }

  /** Notes what the patches of a kustomization or component do to a file. */
  #patch(file: string, part: Placed): void {
    for (const target of part.patchTargets) append(this.#patched, file, target);
    for (const target of part.patchesAuthc) append(this.#patchedAuthc, file, target);
    const folder = folderOf(part.path);
    const targeted = part.targetedFiles.map((patch) => ({ file: join(folder, patch.file), name: patch.name }));
    if (targeted.length > 0) this.#targetedFiles.set(file, [...(this.#targetedFiles.get(file) ?? []), ...targeted]);
    const inline = part.inlinePatches.map((patch) => ({ from: part.path, patch }));
    if (inline.length > 0) this.#inline.set(file, [...(this.#inline.get(file) ?? []), ...inline]);
  }

  /** The namespaces that kustomizations put a file's resources in; undefined when none does. */
  namespaceFor(path: string): readonly string[] | undefined {
    const found = this.#namespaces.get(path);
    return found && [...found];
  }

  get hasAffixes(): boolean {
    return this.#affixes.size > 0;
  }

  affixes(path: string): readonly { prefix: string; suffix: string }[] {
    return this.#affixes.get(path) ?? [];
  }

  isPatch(path: string): boolean {
    return this.#patchFiles.has(path);
  }

  /** Whether a kustomization that brings the file in changes its resource of this name. */
  isPatched(path: string, name: string | undefined): boolean {
    return isAmong(this.#patched.get(path), name);
  }

  /** Whether the text of such a patch mentions authentication. */
  patchesAuthc(path: string, name: string | undefined): boolean {
    return isAmong(this.#patchedAuthc.get(path), name);
  }

  /** The files of patches that are for its Kibana of this name by their target. */
  targetedFiles(path: string, name: string | undefined): readonly string[] {
    const all = this.#targetedFiles.get(path) ?? [];
    return all.flatMap((patch) => (patch.name === '*' || patch.name === name ? patch.file : []));
  }

  /** The patches that stand in kustomizations which bring the file in, for its Kibana of this name. */
  inlinePatches(path: string, name: string | undefined): readonly { from: string; patch: InlinePatch }[] {
    return (this.#inline.get(path) ?? []).filter(({ patch }) => patch.name === name);
  }

  /** The labels that kustomizations give to the resources of a file. */
  labels(path: string): Readonly<Record<string, string>> | undefined {
    return this.#labels.get(path);
  }

  /** Whether a kustomization that brings the file in decides which image this name stands for. */
  setsImage(path: string, name: string): boolean {
    return this.#images.get(path)?.has(name) === true;
  }
}

const isAmong = (targets: ReadonlySet<string> | undefined, name: string | undefined): boolean =>
  targets !== undefined && (targets.has('*') || (name !== undefined && targets.has(name)));

const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
const isKustomizationFile = (path: string): boolean => names.includes(path.slice(path.lastIndexOf('/') + 1));
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** A resource file that a kustomization brings in, and what that makes of the names in it. */
interface Brought {
  readonly file: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** Every resource file a kustomization brings in, through other kustomizations too, whose affixes come first. */
function brought(
  from: Placed,
  all: ReadonlyMap<string, Placed>,
  files: ReadonlySet<string>,
  seen: Set<string>,
  outer = { prefix: '', suffix: '' },
): Brought[] {
  if (seen.has(from.path)) return [];
  seen.add(from.path);
  const affixes = { prefix: outer.prefix + from.prefix, suffix: from.suffix + outer.suffix };
  return from.resources.flatMap((resource) => {
    const path = join(folderOf(from.path), resource);
    if (files.has(path)) return [{ file: path, ...affixes }];
    const inner = names.map((name) => all.get(`${path.replace(/\/$/, '')}/${name}`)).find((k) => k !== undefined);
    return inner ? brought(inner, all, files, seen, affixes) : [];
  });
}

/** The components of a kustomization, and theirs. */
function componentsOf(from: Placed, all: ReadonlyMap<string, Placed>, seen: Set<string>): Placed[] {
  return from.components.flatMap((folder) => {
    const path = join(folderOf(from.path), folder).replace(/\/$/, '');
    const component = names.map((name) => all.get(`${path}/${name}`)).find((k) => k !== undefined);
    if (!component || seen.has(component.path)) return [];
    seen.add(component.path);
    return [component, ...componentsOf(component, all, seen)];
  });
}

function append(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

/** A relative path from a folder; `.` and `..` taken out. */
function join(folder: string, relative: string): string {
  const steps = folder.split('/').slice(0, -1);
  for (const step of relative.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}
