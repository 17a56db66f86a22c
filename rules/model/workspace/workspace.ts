// The index over all files: resources by kind and name, and what a reference leads to. Answers come from facts, so an
// edit that leaves a document's facts equal changes nothing here. Absence in the index is never absence in the cluster.

import type { Contribution } from '../resource/contribution.ts';
import type { SourceFile } from '../resource/file.ts';
import { isEckKind, type Kind } from '../resource/kinds.ts';
import { type Resource, resourcesOf } from '../resource/resource.ts';
import type { Document } from '../text/document.ts';
import { Names, nearestAmong } from '../text/near.ts';
import { Earlier, identityOf } from './earlier.ts';
import type { Entry } from './entry.ts';
import { type Facts, factsOf, type Reference } from './facts.ts';
import { KustomizeContext } from './kustomize.ts';

/** What a reference leads to. `elsewhere` and `near` carry what it may have meant, the nearest first. */
export type Resolution =
  | { readonly state: 'found'; readonly entries: readonly Entry[] }
  | { readonly state: 'elsewhere'; readonly entries: readonly Entry[] }
  | { readonly state: 'near'; readonly entries: readonly Entry[] }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown' };

/** How much of a resource its manifest shows: a patched base and a template get fields from elsewhere, a patch is one. */
export type Standing = 'whole' | 'partial' | 'patch';

/** One reference and the resource that makes it. */
interface Referrer {
  readonly entry: Entry;
  readonly reference: Reference;
}

interface Index {
  readonly kinds: Map<Kind, Entry[]>;
  /** by kind and name, joined by a blank */
  readonly names: Map<string, Entry[]>;
  /** by kind and name of what is referred to */
  readonly referrers: Map<string, Referrer[]>;
  /** by kind, those without a literal name */
  readonly unnamed: Map<Kind, Entry[]>;
  /** by kind, then the namespace they end up in */
  readonly homes: Map<Kind, ReadonlyMap<string | undefined, Home>>;
  readonly resolutions: Map<Entry, Map<Reference, Resolution>>;
  readonly standings: Map<Entry, Standing>;
  /** by resource, then the kind of those that refer to it */
  readonly referred: Map<Entry, Map<Kind, readonly Referrer[]>>;
}

/** The resources of one kind in one namespace, and their names to look for near ones among. */
class Home {
  readonly entries: Entry[] = [];
  #names: Names | undefined;

  get names(): Names {
    this.#names ??= new Names(this.entries.flatMap(({ resource }) => resource.name ?? []));
    return this.#names;
  }
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

export class Workspace {
  readonly #files = new Map<string, { file: SourceFile; entries: Entry[] }>();
  #index: Index | undefined;
  #kustomize: KustomizeContext | undefined;
  #deployments = new Map<string, boolean>();
  /** where the documents stand; undefined for those in several places */
  #places: Map<Document, { path: string; start: number } | undefined> | undefined;
  /** Grows whenever facts change: what was concluded under an older generation must be concluded anew. */
  generation = 0;
  #packageVersions: ReadonlyMap<string, string> = new Map();
  readonly #earlier = new Earlier();

  /** What a package registry has answered, by `packageKey`; empty unless somebody has asked one. */
  get packageVersions(): ReadonlyMap<string, string> {
    return this.#packageVersions;
  }

  set packageVersions(versions: ReadonlyMap<string, string>) {
    this.#packageVersions = versions;
    this.generation += 1;
  }

  /** Tells what a file was before: its text, '' when it was not there, undefined when that is not known. */
  recall(path: string, text: string | undefined): void {
    if (this.#earlier.set(path, text)) this.generation += 1;
  }

  /**
   * The same object as it was before, also when it stood in another file; undefined when it is new or unchanged, when
   * nobody tells, and when several may have been it.
   */
  previousOf(entry: Entry): Resource | undefined {
    const { path, resource } = entry;
    if (this.#earlier.isEmpty || !this.#earlier.knows(path)) return undefined;
    const identity = identityOf(resource);
    const isSame = (other: Entry): boolean => identityOf(other.resource) === identity;
    const isAlone = this.entries(path).filter(isSame).length === 1;
    const known = this.#earlier.like(resource);
    const here = known.filter((old) => old.path === path);
    if (here.length > 0) return here.length === 1 && isAlone ? here[0]?.resource : undefined;
    if (resource.name === undefined || !isAlone) return undefined;
    const gone = known.filter((old) => !this.entries(old.path).some(isSame));
    const came = this.all(resource.kind).filter((other) => isSame(other) && !known.some((k) => k.path === other.path));
    return gone.length === 1 && came.length === 1 ? gone[0]?.resource : undefined;
  }

  get files(): Iterable<SourceFile> {
    return [...this.#files.values()].map(({ file }) => file);
  }

  file(path: string): SourceFile | undefined {
    return this.#files.get(path)?.file;
  }

  /** The resources of a file, in order. */
  entries(path: string): readonly Entry[] {
    return this.#files.get(path)?.entries ?? [];
  }

  /** Number of files with resources, and of resources. */
  size(): { files: number; resources: number } {
    let files = 0;
    let resources = 0;
    for (const { entries } of this.#files.values()) {
      if (entries.length > 0) files += 1;
      resources += entries.length;
    }
    return { files, resources };
  }

  /** Puts a file in, or its new state in place of the old. */
  set(file: SourceFile): void {
    const old = this.#files.get(file.path);
    if (old?.file === file) return;
    this.#places = undefined;
    const found: { start: number; resource: Resource }[] = [];
    for (const { document, start } of file.parts)
      if (document) for (const resource of resourcesOf(document)) found.push({ start, resource });
    if (old && sameFacts(old.entries, found)) {
      // all that was concluded about these resources holds on: they stay who they are, and only move
      for (const [i, entry] of old.entries.entries()) {
        const { start, resource } = found[i] as (typeof found)[number];
        if (entry.start !== start || entry.resource !== resource) Object.assign(entry, { start, resource });
      }
      this.#files.set(file.path, { file, entries: old.entries });
      return;
    }
    const entries = found.map(({ start, resource }) => ({
      path: file.path,
      start,
      resource,
      facts: factsOf(resource),
    }));
    this.#files.set(file.path, { file, entries });
    if (old || entries.length > 0) this.#changed();
  }

  delete(path: string): void {
    const old = this.#files.get(path);
    this.#files.delete(path);
    this.#places = undefined;
    if (old && old.entries.length > 0) this.#changed();
  }

  #changed(): void {
    this.generation += 1;
    this.#index = undefined;
    this.#kustomize = undefined;
    this.#deployments = new Map();
  }

  /** Where a document stands; undefined when it is not in the workspace, or in several places. */
  placeOf(document: Document): { path: string; start: number } | undefined {
    if (!this.#places) {
      this.#places = new Map();
      for (const { file } of this.#files.values())
        for (const { document, start } of file.parts)
          if (document) this.#places.set(document, this.#places.has(document) ? undefined : { path: file.path, start });
    }
    return this.#places.get(document);
  }

  /** All resources of a kind. */
  all(kind: Kind): readonly Entry[] {
    return this.#indexed.kinds.get(kind) ?? [];
  }

  /** The resources of a kind that are written under a name. */
  withName(kind: Kind, name: string): readonly Entry[] {
    return this.#indexed.names.get(`${kind} ${name}`) ?? [];
  }

  /** The resources of a kind that end up in a namespace; for undefined those of which that is not known. */
  inNamespace(kind: Kind, namespace: string | undefined): readonly Entry[] {
    return this.#homesOf(kind).get(namespace)?.entries ?? [];
  }

  #homesOf(kind: Kind): ReadonlyMap<string | undefined, Home> {
    const known = this.#indexed.homes.get(kind);
    if (known) return known;
    const homes = new Map<string | undefined, Home>();
    for (const entry of this.all(kind)) {
      const namespace = this.namespaceOf(entry);
      let home = homes.get(namespace);
      if (!home) {
        home = new Home();
        homes.set(namespace, home);
      }
      home.entries.push(entry);
    }
    this.#indexed.homes.set(kind, homes);
    return homes;
  }

  /** The homes that hold what may be in a namespace. */
  #homesNear(kind: Kind, namespace: string | undefined): readonly Home[] {
    const homes = this.#homesOf(kind);
    return namespace === undefined
      ? [...homes.values()]
      : [homes.get(namespace), homes.get(undefined)].filter((home) => home !== undefined);
  }

  get #indexed(): Index {
    if (!this.#index) {
      const index: Index = {
        kinds: new Map(),
        names: new Map(),
        referrers: new Map(),
        unnamed: new Map(),
        homes: new Map(),
        resolutions: new Map(),
        standings: new Map(),
        referred: new Map(),
      };
      // by path, for what is said of them must not depend on the order in which files were opened
      const files = [...this.#files.values()].filter(({ entries }) => entries.length > 0);
      for (const { entries } of files.sort((a, b) => (a.file.path < b.file.path ? -1 : 1)))
        for (const entry of entries) {
          const { kind, name } = entry.resource;
          append(index.kinds, kind, entry);
          if (name !== undefined) append(index.names, `${kind} ${name}`, entry);
          else append(index.unnamed, kind, entry);
          for (const reference of entry.facts.references)
            append(index.referrers, `${reference.target} ${reference.name}`, { entry, reference });
        }
      this.#index = index;
    }
    return this.#index;
  }

  #named(kind: Kind, name: string): readonly Entry[] {
    const own = this.#indexed.names.get(`${kind} ${name}`) ?? [];
    if (!this.#context.hasAffixes) return own;
    const affixed = this.all(kind).filter((entry) =>
      this.#context
        .affixes(entry.path)
        .some(({ prefix, suffix }) => `${prefix}${entry.resource.name}${suffix}` === name),
    );
    return [...own, ...affixed];
  }

  /** The namespace a resource ends up in; undefined when it is not known, and then any matches. */
  namespaceOf(entry: Entry): string | undefined {
    const forced = this.#context.namespaceFor(entry.path);
    if (forced !== undefined) return forced.length === 1 ? forced[0] : undefined;
    return entry.resource.namespace;
  }

  /** The name a resource ends up with; undefined when kustomizations give it several. */
  finalName(entry: Entry): string | undefined {
    const { name } = entry.resource;
    const affixes = this.#context.affixes(entry.path);
    if (name === undefined || affixes.length === 0) return name;
    const names = new Set(affixes.map(({ prefix, suffix }) => `${prefix}${name}${suffix}`));
    return names.size === 1 ? [...names][0] : undefined;
  }

  /** Whether everything the resource will have can be seen in its manifest. */
  standingOf(entry: Entry): Standing {
    const { standings } = this.#indexed;
    let standing = standings.get(entry);
    if (standing === undefined) {
      standing = this.#standingOf(entry);
      standings.set(entry, standing);
    }
    return standing;
  }

  #standingOf(entry: Entry): Standing {
    const { document } = entry.resource.root;
    if (document.templated && document.gaps.length > 0) return 'partial';
    if (entry.facts.block) return this.#isLayered(entry, entry.facts.block) ? 'partial' : 'whole';
    if (this.#context.isPatch(entry.path) || looksLikePatch(entry.path)) return 'patch';
    if (this.#context.isPatched(entry.path, entry.resource.name)) return 'partial';
    const { kind, name } = entry.resource;
    const twins = name === undefined ? [] : (this.#indexed.names.get(`${kind} ${name}`) ?? []);
    // of two manifests with one name, the one without a version patches the other
    return twins.some((twin) => twin.facts.hasSpecVersion !== entry.facts.hasSpecVersion) ? 'partial' : 'whole';
  }

  /** Values files are laid over one another: of one that lacks something, and of two that may be one release, each is a part. */
  #isLayered({ path, resource }: Entry, { chart, whole }: NonNullable<Facts['block']>): boolean {
    const others = this.all(resource.kind).filter((other) => other.facts.block?.chart === chart && other.path !== path);
    return !whole || others.some((other) => compatible(other.resource.name, resource.name));
  }

  /** The labels a resource ends up with, as far as kustomizations of the workspace tell. */
  labelsOf(entry: Entry): Readonly<Record<string, string>> {
    const given = this.#context.labels(entry.path);
    return given ? { ...entry.facts.labels, ...given } : entry.facts.labels;
  }

  /** The manifests that patch this one: the same kind and name, without a version of their own. */
  patchesOf(entry: Entry): Entry[] {
    return entry.facts.hasSpecVersion ? this.#namesakes(entry).filter((other) => !other.facts.hasSpecVersion) : [];
  }

  /** The inverse: the manifests that this one patches. */
  patchedBy(entry: Entry): Entry[] {
    return entry.facts.hasSpecVersion ? [] : this.#namesakes(entry).filter((other) => other.facts.hasSpecVersion);
  }

  #namesakes(entry: Entry): Entry[] {
    const { kind, name } = entry.resource;
    return (name === undefined ? [] : (this.#indexed.names.get(`${kind} ${name}`) ?? [])).filter((other) =>
      compatible(this.namespaceOf(other), this.namespaceOf(entry)),
    );
  }

  /** Whether an inline patch of a kustomization changes how a resource authenticates, in a way that cannot be told. */
  patchesAuthc(entry: Entry): boolean {
    const { name } = entry.resource;
    // a file without a resource is a JSON patch
    const isOpen = (file: string): boolean => this.entries(file).length === 0;
    return (
      this.#context.patchesAuthc(entry.path, name) ||
      this.inlinePatchesOf(entry) === undefined ||
      this.#context.targetedFiles(entry.path, name).some(isOpen)
    );
  }

  /** What patches in a kustomization set for a Kibana; undefined when those of several do, which may be alternatives. */
  inlinePatchesOf(entry: Entry): { entry: Entry; config: Contribution }[] | undefined {
    const found = this.#context.inlinePatches(entry.path, entry.resource.name);
    if (found.some(({ from }) => from !== found[0]?.from)) return undefined;
    return found.flatMap(({ from, patch }) => {
      const home = this.entries(from).find(({ facts }) => facts.kustomization?.inlinePatches.includes(patch));
      return home ? [{ entry: home, config: patch.config }] : [];
    });
  }

  /** Whether a kustomization replaces this image, named without its tag, in the resource. */
  setsImage(entry: Entry, name: string): boolean {
    return this.#context.setsImage(entry.path, name);
  }

  /** What a reference of `from` leads to among the files that are nearest to it. */
  resolve(from: Entry, reference: Reference): Resolution {
    const { resolutions } = this.#indexed;
    let known = resolutions.get(from);
    if (!known) {
      known = new Map();
      resolutions.set(from, known);
    }
    let resolution = known.get(reference);
    if (!resolution) {
      resolution = this.#resolve(from, reference);
      known.set(reference, resolution);
    }
    return resolution;
  }

  #resolve(from: Entry, reference: Reference): Resolution {
    const { name, target } = reference;
    if (name === undefined || name === '' || reference.namespaceUnknown) return { state: 'unknown' };
    const namespace = reference.namespace || this.namespaceOf(from);
    const named = this.#named(target, name);
    const matching = named.filter((entry) => compatible(this.namespaceOf(entry), namespace));
    if (matching.length > 0) return { state: 'found', entries: nearestEntries(from, matching) };
    const unnamed = (this.#indexed.unnamed.get(target) ?? []).filter((entry) => entry !== from);
    // a name that a template fills in may be the one
    if (unnamed.some((entry) => entry.path === from.path)) return { state: 'unknown' };
    if (from.resource.root.document.templated) return { state: 'unknown' };
    // the release gives the name, and the charts make what the values do not mention, too
    if (unnamed.some((entry) => entry.facts.block)) return { state: 'unknown' };
    const isBeside = (entry: Entry): boolean => entry !== from && entry.resource.kind === target;
    if (from.facts.block && !this.entries(from.path).some(isBeside)) return { state: 'unknown' };
    const others = named.filter((entry) => entry !== from);
    if (others.length > 0) return { state: 'elsewhere', entries: nearestEntries(from, others) };
    const near = this.#near(name, target, namespace, from);
    return near.length > 0 ? { state: 'near', entries: nearestEntries(from, near) } : { state: 'absent' };
  }

  /** The others of a kind that may be in a namespace and whose name is the one near to this. */
  #near(name: string, kind: Kind, namespace: string | undefined, from: Entry): Entry[] {
    const isAmong = (entry: Entry): boolean =>
      entry !== from && compatible(this.namespaceOf(entry), namespace) && entry.resource.kind === kind;
    const own = from.resource.kind === kind ? from.resource.name : undefined;
    const isOwn = own !== undefined && !this.withName(kind, own).some(isAmong);
    const sets = this.#homesNear(kind, namespace).map(({ names }) => names);
    const near = nearestAmong(name, sets, isOwn ? own : undefined);
    return near === undefined ? [] : this.withName(kind, near).filter(isAmong);
  }

  /** The one resource a reference leads to; undefined when there is none, or several that are equally near. */
  target(from: Entry, reference: Reference): Entry | undefined {
    const found = this.resolve(from, reference);
    return found.state === 'found' && found.entries.length === 1 ? found.entries[0] : undefined;
  }

  /** Resources of `kind` whose reference to `to` cannot mean another one. */
  referrers(to: Entry, kind: Kind): readonly Referrer[] {
    const { referred } = this.#indexed;
    let known = referred.get(to);
    if (!known) {
      known = new Map();
      referred.set(to, known);
    }
    let found = known.get(kind);
    if (!found) {
      found = this.#referrers(to, kind);
      known.set(kind, found);
    }
    return found;
  }

  #referrers(to: Entry, kind: Kind): readonly Referrer[] {
    const { kind: target, name } = to.resource;
    // with name affixes a resource is referred to by another name than its own
    const candidates = this.#context.hasAffixes
      ? this.all(kind).flatMap((entry) => entry.facts.references.map((reference) => ({ entry, reference })))
      : (this.#indexed.referrers.get(`${target} ${name}`) ?? []);
    return candidates.filter(
      ({ entry, reference }) =>
        entry.resource.kind === kind && reference.target === target && this.target(entry, reference) === to,
    );
  }

  /**
   * Whether two resources can be taken for parts of one deployment. A folder with two ECK resources of one kind, name
   * and namespace holds alternatives (overlays, samples): what is missing in one of them says nothing about another.
   */
  together(a: Entry, b: Entry): boolean {
    if (a.path === b.path) return true;
    const folder = commonFolder(a.path, b.path);
    const known = this.#deployments.get(folder);
    if (known !== undefined) return known;
    const seen = new Map<string, Entry[]>();
    let whole = true;
    for (const { entries } of this.#files.values())
      for (const entry of entries) {
        if (!entry.path.startsWith(folder) || !isEckKind(entry.resource.kind) || entry.resource.name === undefined)
          continue;
        const key = `${entry.resource.kind} ${entry.resource.name}`;
        const others = seen.get(key) ?? [];
        whole &&= !others.some(
          (other) =>
            compatible(this.namespaceOf(other), this.namespaceOf(entry)) &&
            other.facts.hasSpecVersion === entry.facts.hasSpecVersion,
        );
        append(seen, key, entry);
      }
    this.#deployments.set(folder, whole);
    return whole;
  }

  get #context(): KustomizeContext {
    this.#kustomize ??= new KustomizeContext(
      this.all('Kustomization').flatMap((entry) =>
        entry.facts.kustomization ? [{ path: entry.path, ...entry.facts.kustomization }] : [],
      ),
      new Set(this.#files.keys()),
    );
    return this.#kustomize;
  }
}

/** Files that by custom hold only a part: patches and overlays, whose kustomization may be elsewhere. */
const looksLikePatch = (path: string): boolean =>
  /patch[^/]*$/i.test(path) || /(?:^|\/)(?:patches|overlays?|components)\//.test(path);

/** Two namespaces may be the same one: an unknown matches any. */
export const compatible = (a: string | undefined, b: string | undefined): boolean =>
  a === undefined || b === undefined || a === b;

/** Of several entries those whose files are nearest to the one that asks. */
function nearestEntries(from: Entry, entries: readonly Entry[]): Entry[] {
  const far = entries.map((entry) => ({ entry, steps: stepsBetween(from.path, entry.path) }));
  const least = Math.min(...far.map(({ steps }) => steps));
  return far.filter(({ steps }) => steps === least).map(({ entry }) => entry);
}

/** 0 in the same file, 1 in the same folder, one more for each folder on the way. */
function stepsBetween(a: string, b: string): number {
  if (a === b) return 0;
  const common = commonFolder(a, b).length;
  return 1 + folders(a.slice(common)) + folders(b.slice(common));
}

const folders = (path: string): number => path.split('/').length - 1;

/** The deepest folder that holds both files, with its last slash. */
function commonFolder(a: string, b: string): string {
  let end = 0;
  for (let i = 0; i < Math.min(a.length, b.length) && a[i] === b[i]; i++) if (a[i] === '/') end = i + 1;
  return a.slice(0, end);
}

function sameFacts(before: readonly Entry[], after: readonly { readonly resource: Resource }[]): boolean {
  return before.length === after.length && before.every((entry, i) => same(entry, after[i]?.resource));
}

const same = ({ resource, facts }: Entry, other: Resource | undefined): boolean =>
  resource === other ||
  (other !== undefined &&
    resource.kind === other.kind &&
    resource.name === other.name &&
    resource.namespace === other.namespace &&
    hides(resource) === hides(other) &&
    JSON.stringify(facts) === JSON.stringify(factsOf(other)));

/** How much a template may hide: what others may conclude from a resource depends on it. */
const hides = ({ root: { document } }: Resource): number => (document.gaps.length > 0 ? 2 : document.templated ? 1 : 0);
