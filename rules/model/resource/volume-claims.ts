// What a list of volume claim templates says, in a form that two states can be compared in. Source: how ECK's admission
// compares them: everything counts, amounts by their size and not by how they are written, nothing and empty are equal.
import type { Field } from '../text/field.ts';
import { isUnknown, type Plain, plain } from '../text/plain.ts';
import { quantityIn } from './quantity.ts';

export interface VolumeClaim {
  readonly at: Field;
  readonly name: string;
  /** the storage it asks for, as written, and in bytes */
  readonly storage: string | undefined;
  readonly bytes: number | undefined;
  /** every other value by its path */
  readonly rest: ReadonlyMap<string, string>;
}

/** The claims of a list; undefined when something of them cannot be seen, or is not fit to be compared. */
export function volumeClaims(list: Field): readonly VolumeClaim[] | undefined {
  if (list.shape === 'missing' || list.shape === 'null') return [];
  if (!list.list || !list.complete) return undefined;
  const claims = list.items().map(claimOf);
  const names = new Set(claims.map((claim) => claim?.name));
  return names.has(undefined) || names.size < claims.length ? undefined : (claims as VolumeClaim[]);
}

const storagePath = 'spec.resources.requests.storage';

/** What the API server takes out, or what says nothing about a claim. */
const beside = new Set(['apiVersion', 'kind', 'metadata.creationTimestamp', 'status']);

function claimOf(at: Field): VolumeClaim | undefined {
  const name = at.at(['metadata', 'name']).text;
  const rest = new Map<string, string>();
  if (name === undefined || !at.map || !collect(plain(at) ?? null, '', rest)) return undefined;
  const storage = at.at(storagePath.split('.'));
  rest.delete(storagePath);
  return { at, name, storage: storage.text, bytes: quantityIn(storage.text), rest };
}

/** False when a part of the data is unknown. */
function collect(data: Plain, path: string, into: Map<string, string>): boolean {
  if (isUnknown(data)) return false;
  if (data === null || beside.has(path)) return true;
  if (Array.isArray(data)) {
    if (data.length > 0) into.set(path, JSON.stringify(data));
    return !JSON.stringify(data).includes('\uE000');
  }
  if (typeof data === 'object')
    return Object.entries(data).every(([key, value]) => collect(value, path ? `${path}.${key}` : key, into));
  const amount = path.startsWith('spec.resources.') ? quantityIn(String(data)) : undefined;
  into.set(path, String(amount ?? data));
  return true;
}

/** The path of the first value that two claims of one name do not share, their storage aside. */
export const differenceOf = (before: VolumeClaim, now: VolumeClaim): string | undefined =>
  [...new Set([...now.rest.keys(), ...before.rest.keys()])].find(
    (path) => before.rest.get(path) !== now.rest.get(path),
  );
