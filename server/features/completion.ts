// What can be written at the cursor: the fields of the map around it that are not there yet, or the values of a field.
import { type Shape, type Span, shapeAt } from '../../rules/index.ts';
import type { Session } from '../session.ts';
import { placeAt } from './place.ts';

export interface Completion {
  readonly label: string;
  readonly what: 'field' | 'value';
  /** the type of a field, and the release of ECK that brought it */
  readonly detail: string;
  readonly newText: string;
}

export interface Completions {
  readonly span: Span;
  readonly items: readonly Completion[];
}

const types: Readonly<Record<Shape['type'], string>> = {
  fields: 'map',
  values: 'map',
  map: 'map',
  list: 'list',
  anything: 'anything',
  text: 'text',
  time: 'time',
  duration: 'duration',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  integerOrText: 'integer or string',
  quantity: 'quantity',
};

/** Undefined where nothing is known: outside of ECK's kinds, in free-form parts, in flow style. */
export function completions(session: Session, path: string, offset: number): Completions | undefined {
  const part = session.workspace.file(path)?.parts.findLast(({ start }) => start <= offset);
  const place = part && placeAt(part.text, offset - part.start);
  const kind = part && /^kind:[ ]+["']?(\w+)/m.exec(part.text)?.[1];
  const apiVersion = part && /^apiVersion:[ ]+["']?([\w./-]+)/m.exec(part.text)?.[1];
  if (!place || kind === undefined || apiVersion === undefined) return undefined;
  const shape = shapeAt({ kind, apiVersion }, place.path);
  const span = { start: place.span.start + part.start, end: place.span.end + part.start };
  if (!shape) return undefined;
  if (place.what === 'value') {
    const values = shape.type === 'boolean' ? ['true', 'false'] : (shape.choices ?? []).filter((word) => word !== '');
    return { span, items: values.map((label) => ({ label, what: 'value', detail: '', newText: label })) };
  }
  // behind a key that is renamed its colon stays
  const isRenamed = /^[ ]*:/.test(part.text.slice(place.span.end));
  const items = [...shape.fields.values()]
    .filter(({ name }) => !place.beside.includes(name))
    .map(({ name, required, since, shape: below }): Completion => {
      const release = since === 'unreleased' ? 'in no release of ECK yet' : since && `since ECK ${since}`;
      const detail = [types[below.type], required && 'required', release].filter(Boolean).join(', ');
      return { label: name, what: 'field', detail, newText: isRenamed ? name : name + behind(below, place.column) };
    });
  return { span, items };
}

/** What stands behind a new key: its colon, and the line where a map or list begins. */
function behind({ type, item }: Shape, column: number): string {
  const deeper = `\n${' '.repeat(column + 2)}`;
  if (type === 'list') return item?.type === 'list' ? ':' : `:${deeper}- `;
  return type === 'fields' || type === 'values' || type === 'map' ? `:${deeper}` : ': ';
}
