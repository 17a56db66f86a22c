// Where a resource and its shape do not fit: one walk over the tree, whose result all rules about fields share. What
// templates, variables or patches bring is unknown and never a misfit.
import type { Field } from '../text/field.ts';
import { hasPlaceholder, isPlaceholderWord } from '../text/template.ts';
import { type Ancestor, type Meant, meantBy } from './meant.ts';
import { isQuantity } from './quantity.ts';
import type { Resource } from './resource.ts';
import { type Member, type Shape, type ShapeType, shapeOf } from './shape.ts';

interface Found {
  /** the entry or value; what is missing does not exist */
  readonly field: Field;
  /** in a part that the API server keeps as it is, such as a pod template: ECK alone reads it */
  readonly open: boolean;
  /** the type of Kubernetes whose field it is or would be */
  readonly type: string | undefined;
}

/** Why a value of the right type is not taken. */
export type ValueFault =
  | 'choice'
  | 'pattern'
  | 'quantity'
  | 'fraction'
  | 'duration'
  | 'range'
  | 'negative'
  | 'twice'
  | 'samePort';

export type Misfit = Found &
  (
    | { readonly what: 'unknown'; readonly meant: Meant | undefined; readonly beside: readonly string[] }
    | { readonly what: 'type'; readonly shape: Shape }
    | { readonly what: 'value'; readonly shape: Shape; readonly fault: ValueFault }
    | { readonly what: 'missing' }
    | { readonly what: 'empty' }
    | { readonly what: 'since'; readonly since: string }
  );

const known = new WeakMap<Resource, readonly Misfit[]>();

/** The misfits of a resource, in written order; none for what is not of a served version of an ECK kind. */
export function misfitsOf(resource: Resource): readonly Misfit[] {
  let found = known.get(resource);
  if (!found) {
    const shape = shapeOf(resource);
    found = shape ? new Walk(resource).run(shape) : [];
    known.set(resource, found);
  }
  return found;
}

class Walk {
  readonly #resource: Resource;
  readonly #found: Misfit[] = [];
  /** from the root down to the map that is looked at */
  readonly #above: Ancestor[] = [];

  constructor(resource: Resource) {
    this.#resource = resource;
  }

  run(shape: Shape): readonly Misfit[] {
    this.#look(this.#resource.root, shape, false);
    return this.#found.filter((misfit) => misfit.what !== 'missing' || !this.#isThereMisplaced(misfit.field));
  }

  /** Whether what is missing stands under another name or in another place. */
  #isThereMisplaced(missing: Field): boolean {
    return this.#found.some((misfit) => {
      if (misfit.what !== 'unknown' || !misfit.meant) return false;
      const { field, meant } = misfit;
      if (meant.how === 'elsewhere') return meant.target === missing;
      if (field.parent !== missing.parent) return false;
      return meant.how === 'spelling' ? meant.name === missing.name : field.get(missing.name).exists;
    });
  }

  #look(field: Field, shape: Shape, open: boolean): void {
    switch (shape.type) {
      case 'anything':
        return;
      case 'fields':
        if (field.map) this.#fields(field, shape, open || shape.name === 'PodTemplateSpec');
        else this.#mismatch(field, shape, open);
        return;
      case 'values':
      case 'map':
        if (!field.map) this.#mismatch(field, shape, open);
        else if (shape.item && !(field.map.flow && field.shape === 'template'))
          this.#each(field.entries(), shape.item, open);
        return;
      case 'list':
        if (field.list) this.#list(field, shape, open);
        else this.#mismatch(field, shape, open);
        return;
      default:
        this.#scalar(field, shape, open);
    }
  }

  #fields(field: Field, shape: Shape, open: boolean): void {
    if (field.map?.flow && field.shape === 'template') return;
    this.#above.push({ field, shape });
    for (const entry of field.entries()) {
      const name = String(entry.name);
      const member = shape.fields.get(name);
      if (member) this.#member(entry, member, open);
      else this.#unknown(entry, name, shape, open || shape.open);
    }
    if (!fillsIn.has(shape.name ?? ''))
      for (const member of shape.required) {
        const below = field.get(member.name);
        if (!isAbsent(below) || optional.has(`${shape.name}.${member.name}`)) continue;
        if (field.complete && !this.#isAnotherRules(below, member.name))
          this.#found.push({ what: 'missing', field: below, open, type: shape.name });
      }
    this.#above.pop();
  }

  #member(entry: Field, { name, since, shape }: Member, open: boolean): void {
    if (since !== undefined && !isAbsent(entry))
      this.#found.push({ what: 'since', field: entry, since, open, type: undefined });
    const isOfOtherType = entry.map || entry.list || (entry.shape !== 'text' && name !== 'version' && !isAbsent(entry));
    if (isOfOtherType || !this.#isAnotherRules(entry, name)) this.#look(entry, shape, open);
  }

  /** Texts that rules of their own look after: versions, names of node sets, types of Beats, clusters of a Logstash. */
  #isAnotherRules(entry: Field, name: string): boolean {
    const { kind } = this.#resource;
    const { length } = this.#above;
    if (name === 'version') return length === 2;
    if (name === 'type') return length === 2 && kind === 'Beat' && !isAbsent(entry);
    if (name === 'name') return length === 3 && entry.parent?.parent?.name === 'nodeSets' && !isAbsent(entry);
    return name === 'clusterName';
  }

  #unknown(entry: Field, name: string, shape: Shape, open: boolean): void {
    // `$patch` and its like tell kustomize what to do
    if (name.startsWith('$') || hasPlaceholder(name) || isLeftOver(entry, shape)) return;
    const meant = meantBy(entry, this.#above, this.#resource);
    // the charts have keys of their own beside the fields of a spec
    const isChartKey = this.#resource.block !== undefined && this.#above.length === 2 && entry.parent?.name !== 'spec';
    if (isChartKey && meant?.how !== 'spelling') return;
    const beside = [...shape.fields.keys()];
    this.#found.push({ what: 'unknown', field: entry, open, type: shape.name, meant, beside });
  }

  #each(fields: readonly Field[], shape: Shape, open: boolean): void {
    for (const field of fields) {
      // a template may write the key
      if (typeof field.name === 'string' && hasPlaceholder(field.name)) continue;
      this.#look(field, shape, open);
    }
  }

  #list(field: Field, shape: Shape, open: boolean): void {
    const items = field.items();
    if (shape.item) this.#each(items, shape.item, open);
    if (items.length < (shape.least ?? 0) && field.complete)
      this.#found.push({ what: 'empty', field, open, type: undefined });
    if (shape.item?.name === 'ServicePort' && !open && field.complete) this.#ports(items, shape.item);
    if (!shape.unique) return;
    const seen = new Set<unknown>();
    for (const item of items) {
      if (item.value !== undefined && seen.has(item.value)) this.#value(item, shape, open, 'twice');
      seen.add(item.value);
    }
  }

  /** Ports and their protocols are the keys of the list of a Service. */
  #ports(items: readonly Field[], shape: Shape): void {
    const seen = new Set<string>();
    for (const item of items) {
      const [port, protocol] = [item.get('port'), item.get('protocol')];
      if (typeof port.value !== 'number' || (!isAbsent(protocol) && protocol.text === undefined)) continue;
      const key = `${port.value} ${protocol.text ?? 'TCP'}`;
      if (seen.has(key)) this.#value(port, shape, false, 'samePort');
      seen.add(key);
    }
  }

  #scalar(field: Field, shape: Shape, open: boolean): void {
    const { value } = field;
    // no scalar, one that is filled in later, or null
    if (value === undefined || value === null) this.#mismatch(field, shape, open);
    else if (!isOf(shape.type, value)) this.#mismatch(field, shape, open);
    else if (typeof value === 'string') this.#text(field, value, shape, open);
    else if (typeof value === 'number') this.#number(field, value, shape, open);
  }

  #number(field: Field, value: number, shape: Shape, open: boolean): void {
    const least = shape.least ?? (shape.long ? -Infinity : -(2 ** 31));
    const most = shape.long ? Infinity : 2 ** 31 - 1;
    // a schema of ECK's takes a quantity as an integer or a text, its operator as any number
    if (shape.type === 'quantity') {
      if (!open && !(Number.isInteger(value) && Math.abs(value) < 2 ** 63)) this.#value(field, shape, open, 'fraction');
    } else if (shape.type === 'integer' && (value < least || value > most)) this.#value(field, shape, open, 'range');
    else if (value < 0 && counts.has(field.name)) this.#value(field, shape, open, 'negative');
  }

  #text(field: Field, text: string, shape: Shape, open: boolean): void {
    const { choices, pattern, least = 0, type, fromEck } = shape;
    // for Kubernetes, an empty text is what is left out
    const isGiven = text !== '' || fromEck;
    if (type === 'text' && !choices && !pattern && least === 0) return;
    // a short word in capitals is rather one of those that Kubernetes has: TCP, HTTP
    if (isPlaceholderWord(text) && !(choices && /^[A-Z]{2,6}$/.test(text))) return;
    if (type === 'quantity' && !isQuantity(text)) this.#value(field, shape, open, 'quantity');
    else if (type === 'duration' && !duration.test(text)) this.#value(field, shape, open, 'duration');
    else if (choices && isGiven && !choices.includes(text)) this.#value(field, shape, open, 'choice');
    else if (pattern && isGiven && !pattern.test(text)) this.#value(field, shape, open, 'pattern');
    else if (text.length < least) this.#found.push({ what: 'empty', field, open, type: undefined });
  }

  #value(field: Field, shape: Shape, open: boolean, fault: ValueFault): void {
    this.#found.push({ what: 'value', field, shape, open, fault, type: undefined });
  }

  #mismatch(field: Field, shape: Shape, open: boolean): void {
    // in a map, null is nothing; in a list of ECK's it is refused
    if ((open || typeof field.name !== 'number') && isAbsent(field)) return;
    if (field.shape === 'template' || !field.complete) return;
    // what a script fills in may be anything
    if (field.text !== undefined && isPlaceholderWord(field.text)) return;
    this.#found.push({ what: 'type', field, shape, open, type: undefined });
  }
}

/** Types in whose required fields ECK fills in what is left out, or another rule says what is missing. */
const fillsIn = new Set(['PodSpec', 'Container']);
/** Required by their schema, and fine without for whoever checks the pod. */
const optional = new Set(['HTTPHeader.value', 'PreferredSchedulingTerm.preference', 'Sysctl.value']);
/** Fields that count pods. */
const counts = new Set<string | number>(['count', 'replicas']);

/** Whether a scalar is of a type. */
function isOf(type: ShapeType, value: string | number | boolean): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'number':
    case 'boolean':
      return typeof value === type;
    case 'integerOrText':
      return typeof value === 'string' || Number.isInteger(value);
    case 'quantity':
      return typeof value !== 'boolean';
    default:
      return typeof value === 'string';
  }
}

const isAbsent = (field: Field): boolean => !field.exists || field.shape === 'null';

/** What a manifest read back from a cluster has, and the API server leaves out again. */
const isLeftOver = (entry: Field, shape: Shape): boolean =>
  shape.name === 'EmbeddedMetadata' && entry.name === 'creationTimestamp' && isAbsent(entry);

/** Of Go's time.ParseDuration. */
const duration = /^[-+]?(?:0|(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
