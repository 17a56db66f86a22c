// What may stand at a place of an ECK resource: the fields of ECK's CRDs and of the Kubernetes types below them, read
// from two tables when a kind is first met.
//
// Notation: `name!:type@release`, fields apart by blanks; `!` is required, a left out type is text. Types: s text,
// i and l integer, n number, b boolean, x integer or text, q quantity, d duration, t time, o any map, * anything,
// {…} fields, […] list, <…> map of values, a name for one of the tables. Behind a type: (a|b) its values, /…/ a pattern,
// ~1,9 length, count or range, % no item twice, + keys beside those listed are kept.
import { eckFields, firstReleases } from './eck-fields.ts';
import { eckKindNames, eckKinds, isEckKind, splitApiVersion } from './kinds.ts';
import { kubernetesFields } from './kubernetes-fields.ts';
import type { Resource } from './resource.ts';

export type ShapeType =
  | 'fields'
  | 'list'
  | 'values'
  | 'map'
  | 'anything'
  | 'text'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'integerOrText'
  | 'quantity'
  | 'duration'
  | 'time';

const letters: Readonly<Record<string, ShapeType>> = {
  s: 'text',
  i: 'integer',
  l: 'integer',
  n: 'number',
  b: 'boolean',
  x: 'integerOrText',
  q: 'quantity',
  d: 'duration',
  t: 'time',
  o: 'map',
  '*': 'anything',
};

/** One field of a map. */
export interface Member {
  readonly name: string;
  readonly required: boolean;
  /** the release of ECK that brought it, when that is not the one of its parent */
  readonly since: string | undefined;
  readonly shape: Shape;
}

export class Shape {
  readonly type: ShapeType;
  /** of 64 bits, not 32 */
  readonly long: boolean;
  /** name of a type of Kubernetes */
  readonly name: string | undefined;
  /** of a list or a map of values */
  readonly item: Shape | undefined;
  choices: readonly string[] | undefined;
  pattern: RegExp | undefined;
  least: number | undefined;
  most: number | undefined;
  unique = false;
  /** keys that are not listed are kept by the API server, though nothing reads them */
  open = false;
  /** a schema of ECK's says so, which the API server follows */
  readonly fromEck: boolean;
  readonly #notation: string | undefined;
  #fields: ReadonlyMap<string, Member> | undefined;
  #required: readonly Member[] | undefined;

  constructor(
    type: ShapeType,
    more: {
      name?: string;
      item?: Shape;
      fields?: ReadonlyMap<string, Member>;
      notation?: string;
      long?: boolean;
      fromEck?: boolean;
    } = {},
  ) {
    this.type = type;
    this.long = more.long ?? false;
    this.fromEck = more.fromEck ?? false;
    this.name = more.name;
    this.item = more.item;
    this.#notation = more.notation;
    this.#fields = more.fields;
  }

  /** By name; empty for everything that has no fields of its own. */
  get fields(): ReadonlyMap<string, Member> {
    this.#fields ??= new Notation(this.#notation ?? '', this.fromEck).fields();
    return this.#fields;
  }

  get required(): readonly Member[] {
    this.#required ??= [...this.fields.values()].filter(({ required }) => required);
    return this.#required;
  }
}

const named = new Map<string, Shape>();

/** The shape of a type of one of the tables; undefined when neither has it. */
function shapeNamed(name: string): Shape | undefined {
  const known = named.get(name);
  if (known) return known;
  const notation = eckFields[name] ?? kubernetesFields[name];
  if (notation === undefined) return undefined;
  const shape = new Shape('fields', { notation, name, fromEck: Object.hasOwn(eckFields, name) });
  named.set(name, shape);
  return shape;
}

/** What a resource of an ECK kind looks like; undefined for versions that are not served. */
export const shapeOf = ({ kind, apiVersion }: Pick<Resource, 'kind' | 'apiVersion'>): Shape | undefined =>
  isEckKind(kind) ? shapeNamed(`${kind}/${splitApiVersion(apiVersion).version}`) : undefined;

/** What may stand at a route below a resource; undefined where nothing is known. */
export const shapeAt = (
  resource: { readonly apiVersion: string; readonly kind: string },
  path: readonly (string | number)[],
): Shape | undefined =>
  isEckKind(resource.kind) && eckKinds[resource.kind].group === splitApiVersion(resource.apiVersion).group
    ? path.reduce<Shape | undefined>(
        (shape, step) => (typeof step === 'number' ? shape?.item : shape?.fields.get(step)?.shape),
        shapeOf({ kind: resource.kind, apiVersion: resource.apiVersion }),
      )
    : undefined;

/** The ECK kinds whose `spec` has a field of this name. */
export const kindsWithField = (name: string): readonly string[] =>
  eckKindNames.filter((kind) =>
    shapeNamed(`${kind}/${eckKinds[kind].versions[0]}`)?.fields.get('spec')?.shape.fields.has(name),
  );

/** The release of ECK that brought a kind. */
export const firstReleaseOf = (kind: string): string | undefined => firstReleases[kind];

/** Reads the notation above; the tables are known to be right. */
class Notation {
  readonly #text: string;
  readonly #fromEck: boolean;
  #at = 0;

  constructor(text: string, fromEck: boolean) {
    this.#text = text;
    this.#fromEck = fromEck;
  }

  fields(): Map<string, Member> {
    const fields = new Map<string, Member>();
    for (this.#blanks(); this.#at < this.#text.length && this.#text[this.#at] !== '}'; this.#blanks()) {
      const name = this.#take(/[\w$]+/y);
      const required = this.#has('!');
      const shape = this.#has(':') ? this.#type() : new Shape('text');
      const since = this.#has('@') ? this.#take(/[\w.]+/y) : undefined;
      fields.set(name, { name, required, since, shape });
    }
    return fields;
  }

  #type(): Shape {
    const shape = this.#bare();
    if (this.#has('(')) {
      shape.choices = this.#take(/[^)]*/y).split('|');
      this.#at += 1;
    }
    if (this.#has('/')) {
      shape.pattern = new RegExp(this.#take(/[^/]+/y));
      this.#at += 1;
    }
    if (this.#has('~')) {
      const [least = '', most = ''] = this.#take(/[\d,]+/y).split(',');
      shape.least = least === '' ? undefined : Number(least);
      shape.most = most === '' ? undefined : Number(most);
    }
    if (this.#has('%')) shape.unique = true;
    if (this.#has('+')) shape.open = true;
    return shape;
  }

  #bare(): Shape {
    if (this.#has('{')) {
      const fields = this.fields();
      this.#at += 1;
      return new Shape('fields', { fields });
    }
    if (this.#has('[') || this.#has('<')) {
      const isList = this.#text[this.#at - 1] === '[';
      const item = this.#type();
      this.#at += 1;
      return new Shape(isList ? 'list' : 'values', { item });
    }
    const word = this.#take(/\*|\w+/y);
    const type = letters[word];
    return type
      ? new Shape(type, { long: word === 'l', fromEck: this.#fromEck })
      : (shapeNamed(word) ?? new Shape('anything'));
  }

  #blanks(): void {
    this.#take(/\s*/y);
  }

  #has(sign: string): boolean {
    const has = this.#text[this.#at] === sign;
    if (has) this.#at += 1;
    return has;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}
