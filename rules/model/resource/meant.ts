// What an unknown key was meant to be: another spelling of a field beside it, a field of another level of the same
// resource, a level too much, or a field of another kind.
import type { Field } from '../text/field.ts';
import { distance } from '../text/near.ts';
import { mainContainer, type Resource } from './resource.ts';
import { kindsWithField, type Shape } from './shape.ts';

/** A map on the way to a place, from the root down. */
export interface Ancestor {
  readonly field: Field;
  readonly shape: Shape;
}

export type Meant =
  | {
      readonly how: 'spelling';
      readonly name: string;
      /** the same letters in another case */
      readonly sameWord: boolean;
      /** no other reading is likely */
      readonly sure: boolean;
      readonly shape: Shape;
    }
  | {
      readonly how: 'elsewhere';
      /** from the resource, lists as `nodeSets[]` */
      readonly places: readonly string[];
      /** where it would stand, when that is one place; it may have levels that are not written yet */
      readonly target: Field | undefined;
    }
  /** what stands below it belongs where it stands */
  | { readonly how: 'level' }
  | { readonly how: 'kind'; readonly kinds: readonly string[] };

/** Words that people use for fields with other names, most of them from the kinds of Kubernetes or older releases. */
const otherWords: Readonly<Record<string, readonly string[]>> = {
  elasticsearch: ['elasticsearchRef', 'elasticsearchRefs'],
  fleetServer: ['fleetServerRef'],
  instances: ['count'],
  kibana: ['kibanaRef'],
  nodeCount: ['count'],
  nodeGroups: ['nodeSets'],
  nodes: ['nodeSets'],
  count: ['replicas'],
  podSpec: ['podTemplate'],
  replicas: ['count'],
  serviceAccount: ['serviceAccountName'],
  subjectAlternativeNames: ['subjectAltNames'],
  template: ['podTemplate'],
  volumeClaims: ['volumeClaimTemplates'],
};

export function meantBy(entry: Field, above: readonly Ancestor[], resource: Resource): Meant | undefined {
  const name = String(entry.name);
  const here = (above.at(-1) as Ancestor).shape;
  const spelling = spelt(entry, name, above.at(-1) as Ancestor);
  if (spelling?.sameWord) return spelling;
  const elsewhere = placesOf(entry, above, resource);
  if (spelling && (spelling.sure || elsewhere === undefined || distance(name, spelling.name) < 2)) return spelling;
  if (isLevel(entry, here, above)) return { how: 'level' };
  if (elsewhere) return elsewhere;
  const kinds = above.length === 2 || above.length === 1 ? kindsWithField(name) : [];
  return kinds.length > 0 ? { how: 'kind', kinds } : undefined;
}

function spelt(entry: Field, name: string, around: Ancestor): (Meant & { how: 'spelling' }) | undefined {
  const { fields } = around.shape;
  const lower = name.toLowerCase();
  const found = (key: string, sure: boolean, sameWord = false): (Meant & { how: 'spelling' }) | undefined => {
    const member = fields.get(key);
    return member && { how: 'spelling', name: key, sure, sameWord, shape: member.shape };
  };
  for (const key of fields.keys()) if (key.toLowerCase() === lower) return found(key, true, true);
  const plain = lower.replace(/[-_]/g, '');
  for (const key of fields.keys()) if (key.toLowerCase() === plain) return found(key, true);
  const word = otherWords[name]?.find((other) => fields.has(other));
  if (word !== undefined) return found(word, true);
  const free = [...fields.values()].filter(
    (member) => !around.field.get(member.name).exists && holds(member.shape, entry),
  );
  const near =
    nearestKey(
      lower,
      free.map((member) => member.name),
    ) ?? nearestKey(lower, [...fields.keys()]);
  return near === undefined ? undefined : found(near, false);
}

/** At most two slips, and one in four letters; in a shorter word one behind its first letter. Of several as near, none. */
function nearestKey(lower: string, keys: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.min(2, Math.floor(lower.length / 4)));
  const isShort = lower.length < 4;
  if (lower.length < 2) return undefined;
  const near = keys
    .filter((key) => Math.abs(key.length - lower.length) <= limit)
    .filter((key) => !isShort || (key.startsWith(lower.charAt(0)) && key.length > 2))
    .map((key) => ({ key, steps: distance(lower, key.toLowerCase(), limit) }))
    .filter(({ steps }) => steps <= limit)
    .sort((a, b) => a.steps - b.steps);
  return near[0] && near[0].steps !== near[1]?.steps ? near[0].key : undefined;
}

/** Every key below the entry is one of the map around it, and none is there already. */
function isLevel(entry: Field, here: Shape, above: readonly Ancestor[]): boolean {
  const around = (above.at(-1) as Ancestor).field;
  const below = entry.entries();
  return (
    entry.map !== undefined &&
    below.length > 0 &&
    below.every(({ name }) => here.fields.has(String(name)) && !around.get(name).exists) &&
    // a single name or key says too little
    below.some(({ name }) => String(name).length > 4)
  );
}

interface Way {
  /** how many levels up, then down by these keys */
  readonly up: number;
  readonly down: readonly string[];
}

const deepest = 3;
/** Fields of so many maps that finding one further away says nothing. */
const common = new Set(['key', 'kind', 'labels', 'name', 'namespace', 'path', 'port', 'spec', 'type', 'value']);
/** Of the containers of a pod those that run beside the main one are rarely meant, nor is what the cluster writes. */
const rarelyMeant = new Set(['initContainers', 'ephemeralContainers', 'managedFields', 'ownerReferences', 'status']);

/** The nearest places of the resource that have a field of this name which can hold this value. */
function placesOf(entry: Field, above: readonly Ancestor[], resource: Resource): Meant | undefined {
  const name = String(entry.name);
  const ways: Way[] = [];
  let cost = Infinity;
  for (let up = 0; up < above.length && up <= cost; up++) {
    const { field, shape } = above[above.length - 1 - up] as Ancestor;
    // where it is missing is where it belongs
    if (shape.fields.get(name)?.required && !field.get(name).exists) {
      ways.splice(0, ways.length, { up, down: [] });
      break;
    }
    for (const down of waysDown(shape, name, entry, deepest)) {
      const own = up + down.length;
      if (own === 0 || own > cost || (common.has(name) && up > 0 && own > 1)) continue;
      if (own < cost) ways.length = 0;
      cost = own;
      ways.push({ up, down });
    }
  }
  if (ways.length === 0 || ways.length > 3) return undefined;
  const places = ways.map((way) => printed(way, above, name));
  const [only] = ways.length === 1 ? ways : [];
  const start = only && (above[above.length - 1 - only.up] as Ancestor).field;
  return { how: 'elsewhere', places, target: start && only && follow(start, only.down, resource)?.get(name) };
}

/** The shortest routes from a shape to those below it that have the field, most of them empty or of one key. */
function waysDown(shape: Shape, name: string, entry: Field, left: number): (readonly string[])[] {
  const own = shape.fields.get(name);
  if (own) return holds(own.shape, entry) ? [[]] : [];
  if (left === 0 || !namesBelow(shape, left).has(name)) return [];
  const found: (readonly string[])[] = [];
  for (const { name: step, shape: below } of shape.fields.values()) {
    if (rarelyMeant.has(step)) continue;
    const inner = below.type === 'list' ? below.item : below;
    if (inner?.type !== 'fields') continue;
    for (const rest of waysDown(inner, name, entry, left - 1)) found.push([step, ...rest]);
  }
  const shortest = Math.min(...found.map((way) => way.length));
  return found.filter((way) => way.length === shortest);
}

const below = new WeakMap<Shape, ReadonlySet<string>[]>();

/** The names of all fields within so many levels of a shape: most unknown keys are none of them. */
function namesBelow(shape: Shape, levels: number): ReadonlySet<string> {
  const known = below.get(shape) ?? [];
  below.set(shape, known);
  let names = known[levels];
  if (!names) {
    const found = new Set(shape.fields.keys());
    for (const { shape: own } of levels === 0 ? [] : shape.fields.values()) {
      const inner = own.type === 'list' ? own.item : own;
      if (inner?.type === 'fields') for (const name of namesBelow(inner, levels - 1)) found.add(name);
    }
    names = found;
    known[levels] = names;
  }
  return names;
}

/** Whether a field of a shape can have the value of an entry, judged by its kind of node. */
function holds(shape: Shape, entry: Field): boolean {
  if (shape.type === 'anything' || entry.shape === 'template' || entry.shape === 'null') return true;
  if (entry.map) return shape.type === 'fields' || shape.type === 'values' || shape.type === 'map';
  if (entry.list) return shape.type === 'list';
  return !['fields', 'values', 'map', 'list'].includes(shape.type);
}

function printed({ up, down }: Way, above: readonly Ancestor[], name: string): string {
  const kept = above.slice(0, above.length - up);
  const route = kept.slice(1).map(({ field }) => (typeof field.name === 'number' ? '[]' : String(field.name)));
  // an item of a list stands behind the name of its list
  for (const [i, { field }] of kept.slice(1).entries())
    if (typeof field.name === 'number') route[i] = `${String(field.parent?.name)}[]`;
  let { shape } = kept.at(-1) as Ancestor;
  for (const step of down) {
    const below = shape.fields.get(step)?.shape;
    route.push(below?.type === 'list' ? `${step}[]` : step);
    shape = (below?.type === 'list' ? below.item : below) ?? shape;
  }
  return [...route, name].join('.');
}

/** The map at the end of a route; in a list its only item, or the container that is ECK's own. */
function follow(start: Field, down: readonly string[], resource: Resource): Field | undefined {
  let at: Field | undefined = start;
  for (const step of down) {
    const below: Field = at.get(step);
    if (!below.list) {
      at = below;
      continue;
    }
    const items = below.items();
    const main = items.find((item) => item.get('name').text === mainContainer(resource));
    at = step === 'containers' && main ? main : items.length === 1 ? items[0] : undefined;
    if (!at) return undefined;
  }
  return at;
}
