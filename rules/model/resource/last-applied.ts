// What `kubectl apply` notes of a manifest in an annotation, and what ECK's webhook makes of it: it decodes the note into
// the Go type of the kind, in which case does not count, and refuses the resource for a key that the type does not have.
import type { Field } from '../text/field.ts';
import type { Resource } from './resource.ts';
import { type Shape, shapeOf } from './shape.ts';

export interface Unfit {
  readonly annotation: Field;
  /** of the first key that is no field */
  readonly path: string;
}

/** The first key of the note, outside pod templates, that is no field of the kind; undefined without a note that can be read. */
export function unfitNote(resource: Resource): Unfit | undefined {
  const annotation = resource.root.at(['metadata', 'annotations', 'kubectl.kubernetes.io/last-applied-configuration']);
  const shape = annotation.text === undefined ? undefined : shapeOf(resource);
  if (annotation.text === undefined || !shape) return undefined;
  let note: unknown;
  try {
    note = JSON.parse(annotation.text);
  } catch {
    return undefined;
  }
  const path = unknownIn(note, shape, '');
  return path === undefined ? undefined : { annotation, path };
}

function unknownIn(value: unknown, shape: Shape, path: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const isList = Array.isArray(value);
  for (const [name, below] of Object.entries(value)) {
    const at = isList ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
    const next = isList || shape.type === 'values' ? shape.item : memberOf(shape, name);
    if (!next && shape.type === 'fields' && !isList && !isWider(shape)) return at;
    const found = next && next.name !== 'PodTemplateSpec' ? unknownIn(below, next, at) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const memberOf = (shape: Shape, name: string): Shape | undefined =>
  (
    shape.fields.get(name) ??
    [...shape.fields.values()].find((member) => member.name.toLowerCase() === name.toLowerCase())
  )?.shape;

/** Of these the Go type has more fields than the schema. */
const isWider = ({ name, open }: Shape): boolean => open || name === 'EmbeddedMetadata' || name === 'ObjectMeta';
