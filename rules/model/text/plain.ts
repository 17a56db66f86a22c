// Fields as plain data, for facts: comparable, without spans. What cannot be known is a value of its own.
import type { Field } from './field.ts';
import type { Value } from './meaning.ts';

export type Plain = Value | readonly Plain[] | { readonly [key: string]: Plain };

/** Stands for whatever a template, a variable or an unresolved alias will put there. */
export const unknown = '\uE000';

export const isUnknown = (data: Plain | undefined): boolean => data === unknown;

/** The data of a field, merge keys and aliases followed; undefined when it is missing. */
export function plain(field: Field, depth = 0): Plain | undefined {
  if (depth > 16) return unknown;
  switch (field.shape) {
    case 'missing':
      return undefined;
    case 'template':
      return unknown;
    case 'null':
      return null;
    case 'list':
      return field.items().map((item) => plain(item, depth + 1) ?? null);
    case 'map': {
      const entries = field.entries().map((entry) => [String(entry.name), plain(entry, depth + 1) ?? null]);
      // a template line inside may add anything
      return Object.fromEntries(field.complete ? entries : [...entries, [unknown, unknown]]);
    }
    default:
      return field.value ?? null;
  }
}

/** A map's value under a key; undefined when the data is no map or has no such key. */
export function member(data: Plain | undefined, key: string): Plain | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  return Object.hasOwn(data, key) ? (data as { readonly [key: string]: Plain })[key] : undefined;
}
