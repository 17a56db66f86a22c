// A place in a document: a route of keys that knows what stands there, or where it would have to stand. Rules read
// manifests through fields and report on them, so none of them touches an offset.
import { isAlias, isMap, isSeq, type Node, type Pair, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Document } from './document.ts';
import { meaning, type Value } from './meaning.ts';
import type { Span } from './span.ts';
import { hasPlaceholder } from './template.ts';

export type Path = readonly (string | number)[];

/** What a field holds: `template` is a scalar that something else fills in later. */
export type Shape = 'missing' | 'null' | 'text' | 'number' | 'boolean' | 'template' | 'map' | 'list';

const unread = Symbol('unread');
/** So many are looked through one by one. */
const few = 12;

export class Field {
  readonly document: Document;
  readonly parent: Field | undefined;
  /** key in the parent map or index in the parent list; '' at the root */
  readonly name: string | number;
  /** the node of the key, for entries of maps */
  readonly key: Scalar | undefined;
  /** the node written at this place, an alias unresolved */
  readonly written: Node | undefined;
  /** reached through an alias or a merge key: what stands here serves other places too */
  readonly shared: boolean;
  readonly #node: Node | undefined;
  /** those asked for: rules ask for the same places again and again */
  #below: Field[] | undefined;
  /** the same by key or index, when there are many */
  #byName: Map<string | number, Field> | undefined;
  #entries: readonly Field[] | undefined;
  #items: readonly Field[] | undefined;
  #value: Value | undefined | typeof unread = unread;

  protected constructor(
    document: Document,
    parent: Field | undefined,
    name: string | number,
    written: Node | undefined,
    key: Scalar | undefined,
    shared: boolean,
  ) {
    this.document = document;
    this.parent = parent;
    this.name = name;
    this.written = written;
    this.key = key;
    this.#node = written && isAlias(written) ? document.resolve(written) : written;
    this.shared = shared || isAlias(written);
  }

  static root(document: Document, node: Node | null = document.root): Field {
    return new Field(document, undefined, '', node ?? undefined, undefined, false);
  }

  /** The node that counts, aliases resolved; undefined when there is none. */
  get node(): Node | undefined {
    return this.#node;
  }

  get map(): YAMLMap<Node, Node | null> | undefined {
    return isMap(this.#node) ? (this.#node as YAMLMap<Node, Node | null>) : undefined;
  }

  get list(): YAMLSeq<Node> | undefined {
    return isSeq(this.#node) ? (this.#node as YAMLSeq<Node>) : undefined;
  }

  get scalar(): Scalar | undefined {
    return this.#node instanceof Scalar ? this.#node : undefined;
  }

  /** The key or item is written, whatever its value. */
  get exists(): boolean {
    return this.written !== undefined || this.key !== undefined;
  }

  get shape(): Shape {
    if (this.map) return this.map.flow && isMaskedFlow(this.document, this.map) ? 'template' : 'map';
    if (this.list) return 'list';
    if (!this.exists) return 'missing';
    if (!this.scalar) return isAlias(this.written) ? 'template' : 'null';
    const { value } = this;
    if (value === undefined) return 'template';
    // `key:` above a line that only a template fills is not null: its value is that line's output
    if (value === null) return this.complete ? 'null' : 'template';
    return typeof value === 'string' ? 'text' : (typeof value as 'number' | 'boolean');
  }

  /** The scalar as kubectl understands it; undefined for maps, lists, templates and what is missing. */
  get value(): Value | undefined {
    if (this.#value === unread) {
      const scalar = this.scalar;
      this.#value = scalar && !hasPlaceholder(String(scalar.value ?? '')) ? meaning(scalar) : undefined;
    }
    return this.#value;
  }

  /** The scalar's text as written, quotes and escapes removed; undefined for maps, lists, templates and what is missing. */
  get text(): string | undefined {
    const value = this.value;
    if (value === undefined || value === null) return undefined;
    return String(this.scalar?.value ?? '');
  }

  /** Whether everything below this place can be seen: no template line inside. */
  get complete(): boolean {
    if (this.document.gaps.length === 0) return true;
    // what an alias stands for is written somewhere else
    if (this.shared) return false;
    const { start, end } = this.region;
    return !this.document.gaps.some((gap) => gap.start >= start && gap.end <= end);
  }

  /** From the field's start to where the next one begins: what a template line in it would add to. */
  private get region(): Span {
    const start = this.key?.range?.[0] ?? this.written?.range?.[0] ?? 0;
    let end = this.document.text.length;
    for (let at: Field | undefined = this; at?.parent; at = at.parent) {
      const next = at.nextSibling();
      if (next !== undefined) {
        end = next;
        break;
      }
    }
    return { start: this.parent ? start : 0, end };
  }

  private nextSibling(): number | undefined {
    const own = this.key?.range?.[0] ?? this.written?.range?.[0] ?? 0;
    const items = this.parent?.map?.items ?? this.parent?.list?.items ?? [];
    for (const item of items) {
      const start = 'key' in item ? item.key?.range?.[0] : (item as Node).range?.[0];
      if (typeof start === 'number' && start > own) return start;
    }
    return undefined;
  }

  get path(): Path {
    return this.parent ? [...this.parent.path, this.name] : [];
  }

  /** The route from a field above this one. */
  pathBelow(above: Field): Path {
    return above.routeOf(this.path.slice(above.path.length));
  }

  /** The route by which `at` leads to what is written at a route below this field. */
  protected routeOf(written: Path): Path {
    return written;
  }

  /** The field at a route below this one; it may be missing. */
  at(path: Path): Field {
    let field: Field = this;
    for (const step of path) field = field.get(step);
    return field;
  }

  /** The field under a key or index; it may be missing. */
  get(step: string | number): Field {
    const known = this.#known(step);
    if (known) return known;
    if (typeof step === 'number') return this.#keep(step, this.list?.items[step], undefined, this.shared);
    const found = findPair(this.document, this.map, step, this.shared, 0);
    return this.#entry(step, found?.pair, found?.shared ?? this.shared);
  }

  #entry(name: string, pair: Found['pair'] | undefined, shared: boolean): Field {
    return this.#keep(name, pair?.value ?? undefined, pair?.key as Scalar | undefined, shared);
  }

  #keep(name: string | number, written: Node | undefined, key: Scalar | undefined, shared: boolean): Field {
    const known = this.#known(name);
    if (known) return known;
    const field = new Field(this.document, this, name, written, key, shared);
    this.#below ??= [];
    this.#below.push(field);
    if (this.#byName) this.#byName.set(name, field);
    else if (this.#below.length > few) this.#byName = new Map(this.#below.map((one) => [one.name, one]));
    return field;
  }

  #known(name: string | number): Field | undefined {
    if (this.#byName) return this.#byName.get(name);
    if (this.#below) for (const field of this.#below) if (field.name === name) return field;
    return undefined;
  }

  /** The entries of a map in written order, merged ones too; nothing for other shapes. Of a key set twice only the last. */
  entries(): readonly Field[] {
    if (!this.#entries) {
      const plain = this.#plainEntries();
      if (plain) {
        this.#entries = plain;
        return plain;
      }
      const found = new Map<string, Found>();
      collect(this.document, this.map, this.shared, found, 0);
      this.#entries = [...found].map(([name, { pair, shared }]) => this.#entry(name, pair, shared));
    }
    return this.#entries;
  }

  /** The entries of a small map without merge keys or keys set twice. */
  #plainEntries(): Field[] | undefined {
    const items = this.map?.items;
    if (!items || items.length > few) return items ? undefined : [];
    const names: string[] = [];
    for (const pair of items) {
      const name = keyOf(pair);
      if (name === undefined || name === '<<' || names.includes(name)) return undefined;
      names.push(name);
    }
    return items.map((pair, i) => this.#entry(names[i] as string, pair, this.shared));
  }

  /** The items of a list; nothing for other shapes. */
  items(): readonly Field[] {
    this.#items ??= (this.list?.items ?? []).map((_, i) => this.get(i));
    return this.#items;
  }

  /**
   * The smallest honest stretch to report: a scalar's or one-line flow value's text, the key of anything larger or
   * null, and for what is missing the key of the nearest thing that exists above it.
   */
  get span(): Span {
    const own = this.written?.range;
    if (own && own[1] > own[0] && !isBlock(this.document, this.written, own)) return { start: own[0], end: own[1] };
    return this.keySpan;
  }

  /** The key's text; for an item of a list its first key or first line, for what is missing the nearest existing key. */
  get keySpan(): Span {
    const key = this.key?.range;
    if (key) return { start: key[0], end: key[1] };
    if (this.exists) return firstLine(this.document, this.written);
    if (!this.parent) return firstLine(this.document, this.written);
    return this.parent.anchorSpan;
  }

  /** Where something missing below this field is reported. */
  private get anchorSpan(): Span {
    if (!this.parent) {
      const kind = this.get('kind');
      return kind.exists ? kind.span : firstLine(this.document, this.written);
    }
    return this.keySpan;
  }
}

interface Found {
  readonly pair: Pair<Node, Node | null>;
  readonly shared: boolean;
}

const deepest = 32;

/** kubectl reads in written order and lets the last one win, be it a key or what a merge key (`<<`) brings in. */
function findPair(
  document: Document,
  map: YAMLMap<Node, Node | null> | undefined,
  name: string,
  shared: boolean,
  depth: number,
): Found | undefined {
  if (!map || depth > deepest) return undefined;
  for (let i = map.items.length - 1; i >= 0; i--) {
    const pair = map.items[i] as Pair<Node, Node | null>;
    if (keyOf(pair) === name) return { pair, shared };
    if (isMerge(pair))
      for (const source of mergeSources(document, pair)) {
        const found = findPair(document, source, name, true, depth + 1);
        if (found) return found;
      }
  }
  return undefined;
}

/** The entries that findPair finds, all at once. */
function collect(
  document: Document,
  map: YAMLMap<Node, Node | null> | undefined,
  shared: boolean,
  into: Map<string, Found>,
  depth: number,
): void {
  if (!map || depth > deepest) return;
  for (const pair of map.items) {
    const key = keyOf(pair);
    if (isMerge(pair)) {
      for (const source of mergeSources(document, pair).reverse()) collect(document, source, true, into, depth + 1);
    } else if (key !== undefined) into.set(key, { pair, shared });
  }
}

/** What a merge key brings in: one map, or several of which the first wins; nothing for other keys. */
function mergeSources(document: Document, pair: Pair<Node, Node | null>): YAMLMap<Node, Node | null>[] {
  if (!isMerge(pair) || !pair.value) return [];
  const sources: (Node | undefined)[] = isSeq(pair.value) ? (pair.value.items as Node[]) : [pair.value];
  return sources
    .map((source) => (source && isAlias(source) ? document.resolve(source) : source))
    .filter((source): source is YAMLMap<Node, Node | null> => isMap(source));
}

/** A bare `<<`; in quotes it is a key like any other. */
const isMerge = (pair: Pair<Node, Node | null>): boolean =>
  keyOf(pair) === '<<' && (pair.key as unknown as Scalar).type === Scalar.PLAIN;

function keyOf(pair: Pair<Node, Node | null>): string | undefined {
  const key = pair.key as unknown;
  return key instanceof Scalar ? String(key.value ?? '') : undefined;
}

/** `{{ .Values.x }}` that mask() did not see reads as a map in a map; no manifest means that. */
const isMaskedFlow = (document: Document, map: YAMLMap): boolean =>
  document.text.startsWith('{{', map.range?.[0] ?? -1);

/** A value that fills several lines. */
function isBlock(document: Document, node: Node | undefined, [start, end]: readonly number[]): boolean {
  if (isAlias(node)) return false;
  if (node && !(node instanceof Scalar) && !(node as YAMLMap).flow) return true;
  return document.text.slice(start, end).includes('\n');
}

function firstLine(document: Document, node: Node | undefined): Span {
  if (isMap(node) && node.items[0]) {
    const range = (node.items[0].key as Node | null)?.range;
    if (range) return { start: range[0], end: range[1] };
  }
  const start = node?.range?.[0] ?? 0;
  const [line = ''] = document.text.slice(start, node?.range?.[1]).split(/\r?\n/, 1);
  return { start, end: start + line.length };
}
