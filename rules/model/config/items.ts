// Items of lists in effective settings, as data that remembers where it is written: lists of several layers are joined,
// and dotted and nested keys inside an item mean the same.

import type { Path } from '../text/field.ts';
import { isUnknown, member, type Plain } from '../text/plain.ts';
import type { Entry } from '../workspace/entry.ts';
import type { EffectiveConfig } from './effective.ts';

/** A piece of a setting's value and its place. */
export interface Item {
  readonly data: Plain;
  readonly entry: Entry;
  /** from the root of the entry's resource */
  readonly path: Path;
}

/** The items of a list setting over all layers, lowest layer first; a scalar counts as a list of one. */
export const itemsOf = (config: EffectiveConfig, name: string): Item[] =>
  config.written(name).flatMap(({ value, layer, path }) => each({ data: value, entry: layer.entry, path }));

/** Whether all items of a list setting can be seen. */
export const allSeen = (config: EffectiveConfig, name: string): boolean => {
  const list = config.list(name);
  return !config.hidden && list !== 'unknown' && !(list ?? []).some(isUnknown);
};

/** The items of a list; a scalar counts as a list of one, null as none. */
export function each(item: Item | undefined): Item[] {
  if (!item || item.data === null) return [];
  const { data, entry, path } = item;
  return Array.isArray(data) ? data.map((inner, i) => ({ data: inner, entry, path: [...path, i] })) : [item];
}

/** What stands at a dotted name below an item, however the name is split over its keys. */
export function below(item: Item, name: string): Item | undefined {
  if (name === '') return item;
  const steps = name.split('.');
  for (let n = steps.length; n > 0; n--) {
    const key = steps.slice(0, n).join('.');
    const data = member(item.data, key);
    if (data === undefined) continue;
    const found = below({ ...item, data, path: [...item.path, key] }, steps.slice(n).join('.'));
    if (found) return found;
  }
  return undefined;
}

/** A literal text or number below an item, as text. */
export function textBelow(item: Item, name: string): string | undefined {
  const data = below(item, name)?.data;
  if (typeof data === 'number') return String(data);
  return typeof data === 'string' && !isUnknown(data) && data !== '' ? data : undefined;
}

/** Whether an item may have more keys than are seen. */
export const isOpen = (item: Item): boolean => isUnknown(item.data) || member(item.data, '\uE000') !== undefined;
