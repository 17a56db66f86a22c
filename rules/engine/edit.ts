// Exact edits. Each helper returns the edits that do precisely what its name says, or undefined when it cannot be
// exact: behind an alias or anchor, in a template, beside comments in flow style, in multi-line scalars. Then no
// fix is offered. Offsets are those of the field's document.
import type { Data, Field, Path, Setting, Span, Style } from '../model/index.ts';
import { renderEntry, renderFlow, renderItem, walk } from '../model/index.ts';

/** One replacement in the text of the document that `field` belongs to. */
export interface TextEdit {
  readonly field: Field;
  readonly span: Span;
  readonly newText: string;
}

export type Edits = readonly TextEdit[] | undefined;

/** Replaces a scalar, in the quotes that it has. */
export function replaceValue(field: Field, value: string | number | boolean): Edits {
  const span = scalarSpan(field);
  if (!span) return undefined;
  const old = textOf(field).slice(span.start, span.end);
  return [{ field, span, newText: renderLike(old, value, styleOf(field)) }];
}

/** Replaces part of a plain or quoted one-line scalar, both given as the text that stands there. */
export function replaceWithin(field: Field, from: string, to: string): Edits {
  const span = scalarSpan(field);
  if (!span) return undefined;
  const old = textOf(field).slice(span.start, span.end);
  const at = old.lastIndexOf(from);
  if (at < 0 || !isSafeIn(old, old.slice(0, at) + to + old.slice(at + from.length))) return undefined;
  return [{ field, span: { start: span.start + at, end: span.start + at + from.length }, newText: to }];
}

/** Replaces a whole one-line value, whatever its shape, by data in flow style. */
export function replaceWith(field: Field, data: Data): Edits {
  const range = field.written?.range;
  const collection = field.map ?? field.list;
  if (!range || !field.parent || isShared(field) || isTagged(field)) return undefined;
  if (collection && !collection.flow) return undefined;
  const old = textOf(field).slice(range[0], range[1]);
  if (old === '' || old.includes('\n') || old.includes('#') || /^[|>]/.test(old)) return undefined;
  return [{ field, span: { start: range[0], end: range[1] }, newText: renderFlow(data, styleOf(field)) }];
}

/** Makes a scalar the one item of a list, its text kept as it is. */
export function wrapInList(field: Field): Edits {
  const span = scalarSpan(field);
  if (!span) return undefined;
  const old = textOf(field).slice(span.start, span.end);
  // bare text that a flow list would read another way
  if (!/^['"]/.test(old) && /[,[\]{}#]/.test(old)) return undefined;
  // the text itself stays out of the edits: it may hold a password
  return [
    { field, span: { start: span.start, end: span.start }, newText: '[' },
    { field, span: { start: span.end, end: span.end }, newText: ']' },
  ];
}

/** Renames a key, in the quotes that it has. */
export function renameKey(field: Field, name: string): Edits {
  const { key, parent } = field;
  if (!key?.range || !parent || isShared(parent) || key.anchor || !isOnly(field)) return undefined;
  // with an alias as value it cannot be told whether the key is written here
  if (field.shared || (name !== field.name && parent.get(name).exists)) return undefined;
  const span = { start: key.range[0], end: key.range[1] };
  const old = textOf(field).slice(span.start, span.end);
  if (old === '' || old.includes('\n')) return undefined;
  return [{ field, span, newText: renderLike(old, name, styleOf(field)) }];
}

/**
 * Writes a value at a place that is missing or empty (null, `""`, `{}`, `[]`), making the maps in between. A new entry
 * stands last in its map, or after the entry named `after` when that exists.
 */
export function insert(field: Field, data: Data, after?: string): Edits {
  const { parent, name } = field;
  if (!parent || typeof name !== 'string') return undefined;
  if (field.exists) return fillEmpty(field, data);
  if (parent.map) return insertEntry(parent, name, data, after);
  if (parent.list || parent.scalar?.value) return undefined;
  return insert(parent, { [name]: data });
}

/** Adds an item to the end of a list. */
export function append(list: Field, data: Data): Edits {
  const { list: node } = list;
  if (!node?.range || isShared(list) || !list.complete) return undefined;
  if (node.flow) return insertFlow(list, renderFlow(data, styleOf(list)));
  if (node.items.length === 0) return undefined;
  const column = columnOf(list, node.range[0]);
  const at = endOfBlock(list);
  if (column === undefined || at === undefined) return undefined;
  return [insertLines(list, at, renderItem(data, column, styleOf(list)))];
}

/**
 * Removes an entry of a map or an item of a list with its line or lines. Maps that would be left empty go too. Declines
 * when a comment stands inside or behind it.
 */
export function remove(field: Field): Edits {
  const { parent } = field;
  if (!parent || isShared(field) || !isOnly(field) || !parent.complete) return undefined;
  const siblings = parent.map?.items ?? parent.list?.items ?? [];
  // an empty `spec` is none of a fix's business
  const climbs = parent.name !== 'spec' && !isAllOfPolicy(parent);
  if (siblings.length === 1 && parent.parent && typeof parent.name === 'string' && climbs) return remove(parent);
  if (siblings.length === 1) return undefined;
  return (parent.map ?? parent.list)?.flow ? removeFlow(field) : removeBlock(field);
}

/** Whether a field is the `config` that alone keeps a StackConfigPolicy from being empty, which ECK rejects. */
function isAllOfPolicy(config: Field): boolean {
  const part = config.parent;
  const spec = part?.parent;
  if (config.name !== 'config' || !part || spec?.name !== 'spec') return false;
  if (spec.parent?.get('kind').value !== 'StackConfigPolicy') return false;
  const others = (map: Field, own: Field, names: readonly string[]): boolean =>
    map.entries().some(({ name }) => name !== own.name && names.includes(String(name)));
  const settings = part.entries().filter(({ name }) => name !== 'secureSettings');
  return settings.length === 1 && !others(spec, part, ['elasticsearch', 'kibana']);
}

/**
 * Writes a setting that is absent into a settings view, in the style that surrounds it. `like` names a setting of the
 * view whose spelling (dots, nesting, braces) is copied from the point where the two names part.
 */
export function insertSetting(config: Field, settings: Setting, name: string, data: Data, like?: string): Edits {
  const model = like === undefined ? undefined : settings.at(like).written[0];
  const steps = name.split('.');
  const copied = model && copySpelling(config, model, steps, data);
  if (copied) return copied;
  // without a model: into the deepest map that is written on the way, the rest as one dotted key
  let home: Field = config;
  let done = 0;
  for (let i = 1; i < steps.length; i++) {
    const map = settings.at(steps.slice(0, i).join('.')).written.find((f) => f.map !== undefined && !f.shared);
    if (map) {
      home = map;
      done = i;
    }
  }
  const rest = steps.slice(done);
  const nested = done > 0 && rest.length > 1 && home.entries().some((e) => e.map && !String(e.name).includes('.'));
  if (!nested) return insert(home.get(rest.join('.')), data);
  return insert(
    home.get(rest[0] as string),
    rest.slice(1).reduceRight<Data>((inner, step) => ({ [step]: inner }), data),
  );
}

/** Follows the fields from `config` down to `model` as long as their names agree with `steps`, then writes alike. */
function copySpelling(config: Field, model: Field, steps: readonly string[], data: Data): Edits {
  const chain: Field[] = [];
  for (let at: Field | undefined = model; at && at !== config && at.parent; at = at.parent) {
    if (at.key === config.key && at.written === config.written) break;
    chain.unshift(at);
  }
  let home = config;
  let rest = steps;
  for (let i = 0; i < chain.length; i++) {
    const link = chain[i] as Field;
    const names = String(link.name).split('.');
    const own = rest.slice(0, names.length);
    if (own.length < names.length) return undefined;
    if (own.join('.') === String(link.name)) {
      home = link;
      rest = rest.slice(names.length);
      continue;
    }
    // here the names part: the keys below are cut like the model's, in braces where it has braces
    const cuts = chain.slice(i).map((f) => String(f.name).split('.').length);
    const keys: string[] = [];
    for (const cut of cuts) {
      keys.push(rest.slice(0, cut).join('.'));
      rest = rest.slice(cut);
    }
    if (rest.length > 0 || keys.some((k) => k === '')) return undefined;
    const inner = keys.slice(1).reduceRight<Data>((value, key) => ({ [key]: value }), data);
    return insertEntry(
      home,
      keys[0] as string,
      inner,
      lastAlike(home, String(link.name), keys[0] as string),
      link.map?.flow === true,
    );
  }
  return undefined;
}

/** The last entry of a map that shares as many leading names with `key` as `link` does, so that a group stays together. */
function lastAlike(map: Field, link: string, key: string): string | undefined {
  const [a, b] = [link.split('.'), key.split('.')];
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared += 1;
  const prefix = a
    .slice(0, shared)
    .map((name) => `${name}.`)
    .join('');
  return map
    .entries()
    .map((entry) => String(entry.name))
    .findLast((name) => name.startsWith(prefix));
}

function insertEntry(map: Field, key: string, data: Data, after?: string, flowValue = false): Edits {
  const node = map.map;
  if (!node?.range || isShared(map) || !map.complete || map.get(key).exists) return undefined;
  if (node.flow) {
    const style = styleOf(map);
    return insertFlow(map, `${renderFlow(key, style)}: ${renderFlow(data, style)}`);
  }
  const first = node.items[0]?.key?.range;
  if (!first) return undefined;
  const column = columnOf(map, first[0]);
  const sibling = after === undefined ? undefined : map.get(after);
  const at = endOfBlock(sibling && node.items.some((item) => item.key === sibling.key) ? sibling : map);
  if (column === undefined || at === undefined) return undefined;
  const style = styleOf(map);
  const entry = flowValue
    ? [`${renderFlow(key, style)}: ${renderFlow(data, style)}`]
    : renderEntry(key, data, column, style);
  return [
    insertLines(
      map,
      at,
      entry.map((line, i) => (i === 0 ? ' '.repeat(column) + line : line)),
    ),
  ];
}

function fillEmpty(field: Field, data: Data): Edits {
  if (field.shape === 'null') return fillNull(field, data);
  if (field.value === '') return typeof data === 'object' ? replaceWith(field, data) : replaceValue(field, data);
  return field.map?.items.length === 0 || field.list?.items.length === 0 ? replaceWith(field, data) : undefined;
}

/** `key:` without a value, alone on its line. */
function fillNull(field: Field, data: Data): Edits {
  const key = field.key?.range;
  const parent = field.parent?.map;
  if (!key || !parent || parent.flow || isShared(field) || isTagged(field) || !field.complete) return undefined;
  if (field.scalar?.value) return replaceWith(field, data);
  const colon = textOf(field).indexOf(':', key[1]);
  const behind = textOf(field).slice(key[1], lineEnd(textOf(field), key[1]));
  if (!/^[ \t]*:[ \t]*(?:#.*)?$/.test(behind)) return undefined;
  const column = columnOf(field.parent as Field, key[0]);
  if (column === undefined) return undefined;
  const lines = renderEntry(String(field.name), data, column, styleOf(field)).slice(1);
  if (lines.length === 0) {
    const span = { start: colon + 1, end: colon + 1 };
    return [{ field, span, newText: ` ${renderFlow(data, styleOf(field))}` }];
  }
  return [insertLines(field, key[1], lines)];
}

/** Adds text as the last item of a one-line or comment-free flow collection. */
function insertFlow(collection: Field, newText: string): Edits {
  const node = collection.map ?? collection.list;
  const range = node?.range;
  if (!node || !range) return undefined;
  const text = textOf(collection).slice(range[0], range[1]);
  const pair = collection.map?.items.at(-1);
  const last = pair ? (pair.value?.range ?? pair.key?.range) : collection.list?.items.at(-1)?.range;
  if (node.items.length > 0 && !last) return undefined;
  // behind a comment the new text would be part of it
  if (text.slice((last?.[1] ?? range[0]) - range[0]).includes('#')) return undefined;
  // `[a: 1]` holds a map without braces
  if (!/^(?:\{.*\}|\[.*\])$/s.test(text)) return undefined;
  if (node.items.length === 0) {
    return [{ field: collection, span: { start: range[0] + 1, end: range[1] - 1 }, newText }];
  }
  const inner = text.slice(0, -1).trimEnd();
  const at = range[0] + inner.length;
  const separator = (inner.endsWith(',') ? '' : ',') + (ownLine(collection, range[0]) ?? ' ');
  return [{ field: collection, span: { start: at, end: at }, newText: separator + newText }];
}

/** The line break and indentation before the last item of a flow collection when it stands on a line of its own. */
function ownLine(collection: Field, open: number): string | undefined {
  const last = (collection.map ? collection.map.items.at(-1)?.key : collection.list?.items.at(-1))?.range?.[0];
  return last === undefined ? undefined : /\r?\n[ \t]*$/.exec(textOf(collection).slice(open, last))?.[0];
}

function removeFlow(field: Field): Edits {
  const range = ownRange(field);
  const collection = (field.parent?.map ?? field.parent?.list)?.range;
  if (!range || !collection) return undefined;
  const text = textOf(field);
  if (text.slice(collection[0], collection[1]).includes('#')) return undefined;
  const before = text.slice(collection[0], range.start);
  if (!/[{[,]\s*$/.test(before)) return undefined;
  const comma = /^\s*,/.exec(text.slice(range.end, collection[1]))?.[0];
  if (comma === undefined) {
    const last = /,\s*$/.exec(before)?.[0];
    if (last === undefined) return undefined;
    return [{ field, span: { start: range.start - last.length, end: range.end }, newText: '' }];
  }
  const end = range.end + comma.length;
  const line = /\r?\n[ \t]*$/.exec(before)?.[0];
  // alone on its line it goes with the line
  if (line !== undefined && /^[ \t]*\r?\n/.test(text.slice(end)))
    return [{ field, span: { start: range.start - line.length, end }, newText: '' }];
  const gap = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  return [{ field, span: { start: range.start, end: end + gap }, newText: '' }];
}

function removeBlock(field: Field): Edits {
  const text = textOf(field);
  const range = ownRange(field);
  const end = endOfBlock(field);
  if (!range || end === undefined) return undefined;
  const start = text.lastIndexOf('\n', range.start - 1) + 1;
  // the first key of a list item shares its line with the dash, which has to stay
  const alone = typeof field.name === 'number' ? /^ *- *$/ : /^ *$/;
  if (!alone.test(text.slice(start, range.start))) return undefined;
  const newline = text.indexOf('\n', end);
  const stop = text[end - 1] === '\n' ? end : newline < 0 ? text.length : newline + 1;
  if (/(?:^|\s)#/.test(text.slice(range.start, stop))) return undefined;
  // a block scalar above would take in blank lines and comments from below
  if (/^[ \t]*(?:#|\r?$|\r?\n)/.test(text.slice(stop)) && endsBlockScalar(field, start)) return undefined;
  return [{ field, span: { start, end: stop }, newText: '' }];
}

export function endsBlockScalar(field: Field, offset: number): boolean {
  const text = textOf(field);
  const last = text.slice(0, offset).trimEnd().length;
  let found = false;
  if (field.document.root)
    walk(field.document.root, ({ range }) => {
      if (range && range[1] >= last && range[1] <= offset) found ||= /[|>]/.test(text.charAt(range[0]));
    });
  return found;
}

/** Key to value, or the item. */
function ownRange(field: Field): Span | undefined {
  const start = field.key?.range?.[0] ?? field.written?.range?.[0];
  const end = field.written?.range?.[1] ?? field.key?.range?.[1];
  return start === undefined || end === undefined ? undefined : { start, end };
}

/** The span of a scalar that may be edited: written here, on one line, without an anchor or a placeholder. */
function scalarSpan(field: Field): Span | undefined {
  const range = field.scalar?.range;
  if (!range || !field.parent || isShared(field) || isTagged(field) || field.value === undefined) return undefined;
  const old = textOf(field).slice(range[0], range[1]);
  if (old === '' || old.includes('\n') || /^[|>]/.test(old)) return undefined;
  return { start: range[0], end: range[1] };
}

/** What is written at, above or below this place is read elsewhere too, or is not written here. */
export function isShared(field: Field): boolean {
  if (field.shared) return true;
  const text = textOf(field);
  if (!text.includes('&')) return false;
  let found = false;
  const look = (node: { anchor?: string } | undefined): void => {
    if (node?.anchor) found ||= text.includes(`*${node.anchor}`);
  };
  for (let at: Field | undefined = field; at; at = at.parent) look(at.node);
  if (field.written) walk(field.written, look);
  return found;
}

/** The entry's key stands once in its map, and no merge key brings in another one of its name. */
export function isOnly(field: Field): boolean {
  const keys = field.parent?.map?.items.map((item) => (item.key as { value?: unknown } | null)?.value) ?? [];
  return !keys.includes('<<') && keys.filter((key) => key === field.name).length < 2;
}

/** A tag says how to read what stands there, and may not fit what would take its place. */
const isTagged = (field: Field): boolean => field.written?.tag !== undefined;

/** A value in the quotes of the text it takes the place of, where they can hold it. */
function renderLike(old: string, value: string | number | boolean, style: Style): string {
  if (typeof value === 'string' && old.startsWith('"')) return JSON.stringify(value);
  if (typeof value === 'string' && old.startsWith("'") && /^[^'\p{C}]*$/u.test(value)) return `'${value}'`;
  return renderFlow(value, style);
}

/** Whether `changed`, made from the scalar `old` by changing its inside, still reads as the text that it shows. */
function isSafeIn(old: string, changed: string): boolean {
  if (old.startsWith('"')) return /^"[^"\\\p{C}]*"$/u.test(changed);
  return old.startsWith("'") ? /^'[^'\p{C}]*'$/u.test(changed) : renderFlow(changed, { json: false }) === changed;
}

/** Where the last line of a block value ends, its own trailing comment included; before the line break. */
export function endOfBlock(field: Field): number | undefined {
  const text = textOf(field);
  const end = lastEnd(field);
  if (end === undefined) return undefined;
  if (end > 0 && text[end - 1] === '\n') return end;
  const stop = lineEnd(text, end);
  const behind = text.slice(end, stop).trim();
  // something else on the line, say the bracket of a flow collection around it
  if (!/^:?\s*(?:#.*)?$/.test(behind)) return undefined;
  return stop;
}

/** The end of the last thing written in a field, which for block collections is that of their last item. */
function lastEnd(field: Field): number | undefined {
  const node = field.node;
  if (field.shared) return field.written?.range?.[1];
  const collection = field.map ?? field.list;
  if (collection && !collection.flow) {
    const last = field.map ? field.map.items.at(-1) : undefined;
    if (field.list) return field.list.items.length > 0 ? lastEnd(field.get(field.list.items.length - 1)) : undefined;
    const key = last?.key as { value?: unknown; range?: readonly number[] } | undefined;
    const inner = typeof key?.value === 'string' && key.value !== '<<' ? field.get(key.value) : undefined;
    if (inner && !inner.shared) return lastEnd(inner);
    return (last?.value as { range?: readonly number[] } | null)?.range?.[1] ?? key?.range?.[1];
  }
  const end = node?.range?.[1];
  // `key:` has its empty value behind the colon
  return end ?? field.key?.range?.[1];
}

/** New lines behind `at`, in the line ends of the document. */
function insertLines(field: Field, at: number, lines: readonly string[]): TextEdit {
  const text = textOf(field);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const body = lines.join(eol);
  if (at > 0 && text[at - 1] === '\n') return { field, span: { start: at, end: at }, newText: body + eol };
  const stop = lineEnd(text, at);
  return { field, span: { start: stop, end: stop }, newText: eol + body };
}

/** Where the line of an offset ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const line = text.indexOf('\n', offset);
  if (line < 0) return text.length;
  return text[line - 1] === '\r' ? line - 1 : line;
}

/** The column of an offset when only blanks and list dashes stand before it; undefined behind tabs or other text. */
export function columnOf(field: Field, offset: number): number | undefined {
  const text = textOf(field);
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(start, offset).replace(/^\uFEFF/, '');
  return /^[ -]*$/.test(before) ? before.length : undefined;
}

/** How the text around a field is written: the map itself tells its step, else the document's first nested map does. */
export function styleOf(field: Field): Style {
  const text = textOf(field);
  const step = stepAbove(field) ?? /^( +)[^\s#]/m.exec(text)?.[1]?.length ?? 2;
  const list = /^( *)[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*( *)- /m.exec(text);
  return {
    step: step > 8 ? 2 : step,
    indentLists: list ? (list[2] ?? '').length > (list[1] ?? '').length : true,
    json: /^\s*\{\s*"/.test(text.replace(/^---\s*/, '')) || isInQuotes(field),
  };
}

/** Whether a flow collection begins with a text in double quotes, so that another one beside it is written alike. */
function isInQuotes(field: Field): boolean {
  const node = field.map ?? field.list;
  return node?.flow === true && /^[{[]\s*"/.test(textOf(field).slice(node.range?.[0]));
}

/** The step between the nearest two nested block maps at or above a field. */
function stepAbove(field: Field): number | undefined {
  for (let at: Field | undefined = field; at?.parent; at = at.parent) {
    const inner = at.map && !at.map.flow ? at.map.items[0]?.key?.range?.[0] : undefined;
    const outer = at.key?.range?.[0];
    if (inner === undefined || outer === undefined || at.shared) continue;
    const step = (columnOf(at, inner) ?? 0) - (columnOf(at, outer) ?? 0);
    if (step > 0) return step;
  }
  return undefined;
}

export const textOf = (field: Field): string => field.document.text;

/** The path of a field as people write it: `spec.nodeSets[0].config`. */
export const printPath = (path: Path): string =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
