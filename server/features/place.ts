// Where in a manifest the cursor stands, told by indentation alone: a text in which somebody is typing is no YAML yet.

export interface CursorPlace {
  /** the route of the map around a key, or of the field of a value; numbers for items of lists */
  readonly path: readonly (string | 0)[];
  readonly what: 'key' | 'value';
  /** what is replaced, from the start of the word to its end */
  readonly span: { readonly start: number; readonly end: number };
  /** the keys beside the one at the cursor */
  readonly beside: readonly string[];
  /** blanks before a key of the same map */
  readonly column: number;
}

/** The place of an offset in a document; undefined in comments, texts of several lines and flow style. */
export function placeAt(text: string, offset: number): CursorPlace | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset);
  const rest = text.slice(offset, lineEnd < 0 ? text.length : lineEnd).replace(/\r$/, '');
  const before = text.slice(start, offset);
  const key = /^( *)((?:- +)*)([\w./-]*)$/.exec(before);
  const value = /^( *)((?:- +)*)([\w./-]+):[ ]+([\w./-]*)$/.exec(before);
  const own = key ?? value;
  if (!own || !(key ? /^[\w./-]*[ ]*(?::.*)?$/ : /^[\w./-]*[ ]*(?:#.*)?$/).test(rest)) return undefined;
  const [, blanks = '', dashes = '', word = '', typed = ''] = own;
  const column = blanks.length + dashes.length;
  const lines = text.slice(0, start).split(/\r?\n/).slice(0, -1);
  const around = routeOf(lines, blanks.length, dashes);
  if (!around) return undefined;
  const from = offset - (key ? word : typed).length;
  const span = { start: from, end: offset + (/^[\w./-]*/.exec(rest)?.[0].length ?? 0) };
  if (!key) return { path: [...around.path, word], what: 'value', span, beside: [], column };
  const below = text.slice(lineEnd < 0 ? text.length : lineEnd + 1).split(/\r?\n/);
  return { path: around.path, what: 'key', span, beside: [...around.beside, ...keysBelow(below, column)], column };
}

interface Line {
  readonly blanks: number;
  readonly dashes: string;
  readonly key: string;
  readonly value: string;
}

const lineOf = (text: string): Line | undefined => {
  const match = /^( *)((?:- +)*)["']?([^\s"':#][^\s"':]*)["']?:(?:[ ]+(.*))?$/.exec(text);
  if (!match) return undefined;
  const [, blanks = '', dashes = '', key = '', value = ''] = match;
  return { blanks: blanks.length, dashes, key, value: value.replace(/(?:^|\s)#.*$/, '').trim() };
};

/** From the line of the cursor upwards: what is less indented holds what is more. */
function routeOf(
  lines: readonly string[],
  blanks: number,
  dashes: string,
): { path: (string | 0)[]; beside: string[] } | undefined {
  const path: (string | 0)[] = [];
  const beside: string[] = [];
  let limit = blanks + dashes.length;
  // a list may stand in the column of its key
  let inList = false;
  const items = (column: number, signs: string): void => {
    for (const _ of signs.matchAll(/- +/g)) path.unshift(0);
    if (signs === '') return;
    limit = column;
    inList = true;
  };
  items(blanks, dashes);
  for (let i = lines.length - 1; i >= 0; i--) {
    const text = lines[i] as string;
    if (/^\s*(?:#|$)/.test(text)) continue;
    const line = lineOf(text);
    const column = line ? line.blanks + line.dashes.length : (/^ */.exec(text)?.[0].length ?? 0);
    if (!line) {
      if (column < limit && !text.trimStart().startsWith('-')) return undefined;
      continue;
    }
    if (column < limit || (inList && column === limit && line.dashes === '')) {
      if (line.value !== '') return undefined;
      path.unshift(line.key);
      limit = column;
      inList = false;
      items(line.blanks, line.dashes);
    } else if (!inList && column === limit) {
      if (path.length === 0) beside.push(line.key);
      items(line.blanks, line.dashes);
    }
  }
  return { path, beside };
}

function keysBelow(lines: readonly string[], column: number): string[] {
  const keys: string[] = [];
  for (const text of lines) {
    if (/^\s*(?:#|$)/.test(text)) continue;
    const line = lineOf(text);
    const own = /^ */.exec(text)?.[0].length ?? 0;
    if (own < column) break;
    if (own === column && text.trimStart().startsWith('-')) break;
    if (line && own === column) keys.push(line.key);
  }
  return keys;
}
