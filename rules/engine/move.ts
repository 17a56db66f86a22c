// Exact edits that move lines: an entry to another level or map, a level out of the way, a map into a list and back.
// The lines stay as they are, comments included; only their indentation follows. Like the edits of edit.ts they decline
// where they cannot be exact: in flow style, behind anchors and aliases, in templates.
import type { Field } from '../model/index.ts';
import {
  columnOf,
  type Edits,
  endOfBlock,
  endsBlockScalar,
  isOnly,
  isShared,
  lineEnd,
  styleOf,
  type TextEdit,
  textOf,
} from './edit.ts';

/** Whole lines, with the comment above them; `column` is that of their first key. */
interface Lines {
  readonly start: number;
  /** behind the line break, when there is one */
  readonly end: number;
  readonly column: number;
  readonly lines: readonly string[];
}

/** Moves an entry to where `target` would stand, making the levels in between; the last line of a map is its place. */
export function moveEntry(field: Field, target: Field): Edits {
  const own = movable(field) ? linesOf(field) : undefined;
  const parent = field.parent;
  if (!own || !parent || target.exists || typeof target.name !== 'string') return undefined;
  const levels: string[] = [];
  let home = target.parent;
  for (; home && !home.exists && home.parent; home = home.parent) levels.unshift(String(home.name));
  const first = home?.map?.items[0]?.key?.range?.[0];
  if (!home?.map || home.map.flow || first === undefined || isShared(home) || !home.complete) return undefined;
  const column = columnOf(home, first);
  if (column === undefined) return undefined;
  const step = styleOf(home).step;
  const deeper = column + levels.length * step;
  const body = shifted(own.lines, deeper - own.column);
  const renamed = body && withName(body, field, target.name, deeper);
  if (!renamed) return undefined;
  const lines = [...levels.map((name, i) => `${' '.repeat(column + i * step)}${name}:`), ...renamed];
  const text = textOf(field);
  // a block scalar takes in blank lines and comments from below, be it the one above or the one that is moved
  const opens = endsBlockScalar(field, own.end);
  if (opens && isOpenEnd(text, own.end)) return undefined;
  if (home === parent) return [replaced(field, own, lines)];
  const gone = removable(field, own, home);
  const at = endOfBlock(home);
  if (!gone || at === undefined) return undefined;
  if (at >= gone.start && at <= gone.end) return [replaced(field, gone, lines)];
  if (isOpenEnd(text, gone.end) && endsBlockScalar(field, gone.start)) return undefined;
  if (opens && isOpenEnd(text, text.indexOf('\n', at - 1) + 1)) return undefined;
  const eol = eolOf(text);
  const stop = text[at - 1] === '\n' ? at : lineEnd(text, at);
  const newText = stop === at && text[at - 1] === '\n' ? lines.join(eol) + eol : eol + lines.join(eol);
  return [
    { field, span: { start: gone.start, end: gone.end }, newText: '' },
    { field, span: { start: stop, end: stop }, newText },
  ];
}

/** Takes a level away: what stands below the entry stands in its place. */
export function removeLevel(field: Field): Edits {
  const key = field.key?.range;
  const child = field.map?.items[0]?.key?.range?.[0];
  const end = endOfBlock(field);
  if (!key || child === undefined || end === undefined || !field.map || field.map.flow || !movable(field))
    return undefined;
  const text = textOf(field);
  const column = columnOf(field, key[0]);
  const inner = columnOf(field, child);
  const start = text.lastIndexOf('\n', key[0] - 1) + 1;
  const between = /^ *:[ ]*\r?\n((?: *#[^\n]*\n)*) *$/.exec(text.slice(key[1], child))?.[1];
  if (column === undefined || inner === undefined || between === undefined) return undefined;
  // a comment has no place between a dash and the key behind it
  if (between !== '' && /-/.test(text.slice(start, key[0]))) return undefined;
  if (between.split('\n').some((line) => line !== '' && line.indexOf('#') < inner)) return undefined;
  const stop = text[end - 1] === '\n' ? end : lineEnd(text, end);
  const next = text[stop - 1] === '\n' ? stop : text.indexOf('\n', stop) + 1;
  if (next > 0 && isOpenEnd(text, next) && endsBlockScalar(field, next)) return undefined;
  const lines = text.slice(child - inner - between.length, stop).split(/\r?\n/);
  const moved = shifted(lines, column - inner, inner);
  return moved && [{ field, span: { start: key[0], end: stop }, newText: moved.join(eolOf(text)).slice(column) }];
}

/** Makes the map that a field holds the one item of a list. */
export function mapToList(field: Field): Edits {
  const range = field.map?.range;
  const text = textOf(field);
  if (!field.map || !range || !movable(field)) return undefined;
  if (field.map.flow) {
    const old = text.slice(range[0], range[1]);
    if (/[\n#]/.test(old) || !old.startsWith('{')) return undefined;
    return [{ field, span: { start: range[0], end: range[1] }, newText: `[${old}]` }];
  }
  const own = linesBelow(field);
  if (!own) return undefined;
  const at = own.lines.findIndex((line) => !/^\s*(?:#|$)/.test(line));
  const [before, rest] = [own.lines.slice(0, at), shifted(own.lines.slice(at + 1), 2)];
  const first = `${' '.repeat(own.column)}- ${(own.lines[at] as string).slice(own.column)}`;
  return rest && [replaced(field, own, [...before, first, ...rest])];
}

/** Makes the only item of a list, a map, the value of the field. */
export function listToMap(field: Field): Edits {
  const item = field.items()[0];
  const range = field.list?.range;
  const text = textOf(field);
  if (!range || !item?.map?.range || field.items().length !== 1 || !movable(field)) return undefined;
  const [start, end] = item.map.range;
  if (field.list?.flow) {
    const old = text.slice(range[0], range[1]);
    if (/[\n#]/.test(old) || !/^\[\s*\{.*\}\s*\]$/.test(old)) return undefined;
    return [{ field, span: { start: range[0], end: range[1] }, newText: text.slice(start, end) }];
  }
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const dash = /^( *)- +$/.exec(text.slice(line, start))?.[1];
  if (dash === undefined || item.map.flow) return undefined;
  const at = line + dash.length;
  return [{ field, span: { start: at, end: at + 1 }, newText: ' ' }];
}

/** Written here, once, and for this place only. */
const movable = (field: Field): boolean =>
  !textOf(field).includes('&') &&
  !field.document.templated &&
  !isShared(field) &&
  isOnly(field) &&
  field.parent?.map !== undefined &&
  !field.parent.map.flow &&
  !textOf(field).includes('\t');

/** The lines of an entry that shares none of them with anything else. */
function linesOf(field: Field): Lines | undefined {
  const text = textOf(field);
  const key = field.key?.range?.[0];
  const end = endOfBlock(field);
  const column = key === undefined ? undefined : columnOf(field, key);
  if (key === undefined || end === undefined || column === undefined) return undefined;
  let start = text.lastIndexOf('\n', key - 1) + 1;
  if (!/^ *$/.test(text.slice(start, key))) return undefined;
  // the comment right above, in the same column, belongs to it
  for (;;) {
    const above = text.lastIndexOf('\n', start - 2) + 1;
    if (start === 0 || !new RegExp(`^ {${column}}#`).test(text.slice(above, start))) break;
    start = above;
  }
  return cut(text, start, end, column);
}

/** Whether a blank line or a comment stands at an offset. */
const isOpenEnd = (text: string, offset: number): boolean => /^[ \t]*(?:#|\r?\n)/.test(text.slice(offset));

/** The lines below the key of a field that holds a block map. */
function linesBelow(field: Field): Lines | undefined {
  const text = textOf(field);
  const child = field.map?.items[0]?.key?.range?.[0];
  const end = endOfBlock(field);
  const column = child === undefined ? undefined : columnOf(field, child);
  if (child === undefined || end === undefined || column === undefined) return undefined;
  const start = text.lastIndexOf('\n', child - 1) + 1;
  return /^ *$/.test(text.slice(start, child)) ? cut(text, start, end, column) : undefined;
}

function cut(text: string, start: number, end: number, column: number): Lines {
  const stop = text[end - 1] === '\n' ? end : lineEnd(text, end);
  const next = text[stop - 1] === '\n' ? stop : text.indexOf('\n', stop) + 1 || text.length;
  const body = text.slice(start, stop).replace(/\r?\n$/, '');
  return { start, end: next, column, lines: body.split(/\r?\n/) };
}

/** The same lines further left or right; undefined when one that is no comment does not reach far enough. */
function shifted(lines: readonly string[], by: number, column = -by): string[] | undefined {
  const moved: string[] = [];
  for (const line of lines) {
    const blanks = line.length - line.trimStart().length;
    if (line.trim() === '') moved.push(line);
    else if (by >= 0) moved.push(' '.repeat(by) + line);
    else if (blanks >= Math.max(column, -by)) moved.push(line.slice(-by));
    else if (line.trimStart().startsWith('#')) moved.push(line.slice(Math.min(blanks, -by)));
    else return undefined;
  }
  return moved;
}

function withName(lines: readonly string[], field: Field, name: string, column: number): string[] | undefined {
  if (field.name === name) return [...lines];
  const at = lines.findIndex((line) => !/^\s*#/.test(line));
  const own = lines[at]?.slice(column) ?? '';
  if (at < 0 || !own.startsWith(String(field.name))) return undefined;
  return lines.with(at, ' '.repeat(column) + name + own.slice(String(field.name).length));
}

/** What goes when an entry moves away: its lines, and maps above it that would be left empty. */
function removable(field: Field, own: Lines, home: Field): Lines | undefined {
  let gone = own;
  for (let at = field.parent; at && at !== home && at.map?.items.length === 1; at = at.parent) {
    const around = movable(at) ? linesOf(at) : undefined;
    if (!around) return undefined;
    const text = textOf(field);
    if (/#/.test(text.slice(around.start, own.start) + text.slice(own.end, around.end))) return undefined;
    gone = around;
  }
  return gone;
}

function replaced(field: Field, { start, end }: Lines, lines: readonly string[]): TextEdit {
  const text = textOf(field);
  const eol = eolOf(text);
  return { field, span: { start, end }, newText: lines.join(eol) + (text[end - 1] === '\n' ? eol : '') };
}

const eolOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');
