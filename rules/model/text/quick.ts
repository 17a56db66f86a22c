// Reads the plain kind of YAML that nearly all manifests are written in, several times faster than the library, and into
// the same tree: block maps and lists, one-line scalars, literal blocks, one-line flow collections, comments. At the
// first sign of anything else, of an error, an alias or a key that is there twice it gives up, and the library reads the
// document: what is here never decides what is valid.
import { Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';

/** The root of a document that the library would read without an error; undefined when only the library can tell. */
export function readQuickly(text: string): YAMLMap | undefined {
  if (strange.test(text)) return undefined;
  try {
    return new Reader(text).document();
  } catch (error) {
    if (error === unclear) return undefined;
    throw error;
  }
}

/** Tabs, carriage returns, byte order marks, and what is no character of YAML. */
const strange = /[^\n -~\xa0-\u2027\u202a-\ufefe\uff00-\ufffd]/;
/** Thrown to give up: an object made once, since making one is what costs. */
const unclear = new Error('only the library can read this');

const [newline, blank, doubleQuote, hash, singleQuote, comma, dash, dot, colon, openList, closeList, pipe] = [
  10, 32, 34, 35, 39, 44, 45, 46, 58, 91, 93, 124,
];
const [openMap, closeMap] = [123, 125];
/** A map with more keys is rare; comparing all of them with each other would be slow. */
const many = 200;
/** Deeper nesting is the library's to refuse. */
const deepest = 100;

/** By character code: whether a plain scalar may start so. A dash may too, but not before a blank. */
const startsPlain = new Uint8Array(128);
for (const c of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./$^(+=~<;\\')
  startsPlain[c.charCodeAt(0)] = 1;

class Reader {
  readonly #text: string;
  readonly #length: number;
  /** where the next content stands, past blank lines and comments; the text's length at the end */
  #at = 0;
  /** its column */
  #column = 0;
  /** the rightmost column of the comment lines passed on the way to it; -1 without any */
  #comments = -1;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#length = text.length;
  }

  document(): YAMLMap {
    this.#toContent(0);
    if (this.#marker('---')) {
      this.#endMarker();
      if (this.#marker('---')) throw unclear;
    }
    const map = this.#map(this.#column);
    if (this.#marker('...')) this.#endMarker();
    if (this.#at < this.#length) throw unclear;
    return map;
  }

  /** Whether a document marker comes next. */
  #marker(marker: string): boolean {
    return this.#column === 0 && this.#text.startsWith(marker, this.#at) && this.#isBlank(this.#at + 3);
  }

  /** Goes past a marker, behind which may be nothing but a comment. */
  #endMarker(): void {
    const at = this.#skipBlanks(this.#at + 3);
    const code = this.#code(at);
    if (at < this.#length && code !== newline && code !== hash) throw unclear;
    this.#toContent(this.#endOfLine(at));
  }

  #map(column: number): YAMLMap {
    if (++this.#depth > deepest) throw unclear;
    const map = new YAMLMap();
    let seen: Set<unknown> | undefined;
    const start = this.#at;
    let end = start;
    do {
      const key = this.#key();
      if (!key) throw unclear;
      const value = this.#value((key.range as Range)[1] + 1, column, false);
      seen = add(map, key, value, seen);
      end = (value.range as Range)[2];
      if (this.#column > column && this.#at < this.#length) throw unclear;
    } while (this.#at < this.#length && this.#column === column && !this.#marker('...'));
    return this.#closed(map, start, end, column);
  }

  #list(column: number): YAMLSeq {
    if (++this.#depth > deepest) throw unclear;
    const list = new YAMLSeq();
    const start = this.#at;
    let end = start;
    do {
      const item = this.#value(this.#at + 1, column, true);
      list.items.push(item);
      end = (item.range as Range)[2];
      if (this.#column > column && this.#at < this.#length) throw unclear;
    } while (this.#at < this.#length && this.#column === column && this.#isItem());
    return this.#closed(list, start, end, column);
  }

  #closed<N extends YAMLMap | YAMLSeq>(collection: N, start: number, end: number, column: number): N {
    // comments as far right as a collection belong to it, but for those at the end of the document
    if (this.#comments >= Math.max(column, 1)) throw unclear;
    collection.range = [start, end, end];
    this.#depth--;
    return collection;
  }

  /** The key that comes next, up to its colon; undefined when this is none. */
  #key(): Scalar | undefined {
    const start = this.#at;
    const first = this.#code(start);
    if (first === doubleQuote || first === singleQuote) {
      const key = this.#quoted(start);
      const end = (key.range as Range)[1];
      return this.#code(end) === colon && this.#isBlank(end + 1) ? key : undefined;
    }
    if (!this.#startsPlain(start)) return undefined;
    for (let at = start + 1; ; at++) {
      const code = this.#code(at);
      if (code === colon && this.#isBlank(at + 1))
        return scalar(this.#text.slice(start, at), Scalar.PLAIN, start, at, at);
      // a key with blanks in it, or one so long that it may not be one, is not plain enough
      if (code === newline || code === blank || at - start > 500 || at >= this.#length) return undefined;
    }
  }

  /** What follows the colon of a key or the dash of an item at `column`; leaves `#at` at the content behind it. */
  #value(from: number, column: number, isItem: boolean): Node {
    const at = this.#skipBlanks(from);
    const code = this.#code(at);
    if (at < this.#length && code !== newline && code !== hash) return this.#inline(at, column, isItem);
    this.#toContent(this.#endOfLine(at));
    if (this.#at < this.#length) {
      if (this.#isItem() && (this.#column > column || (this.#column === column && !isItem)))
        return this.#list(this.#column);
      if (this.#column > column) return this.#map(this.#column);
    }
    // which comments belong to a value that is not there is for the library to say
    if (code === hash || this.#comments >= 0) throw unclear;
    return scalar('', Scalar.PLAIN, at, at, at);
  }

  #inline(at: number, column: number, isItem: boolean): Node {
    const code = this.#code(at);
    if (isItem) {
      this.#at = at;
      this.#column = at - this.#text.lastIndexOf('\n', at) - 1;
      if (this.#isItem()) return this.#list(this.#column);
      if (code !== openList && code !== openMap && code !== pipe && this.#key()) return this.#map(this.#column);
    }
    if (code === pipe) return this.#literal(at, column);
    if (code === openList || code === openMap) return this.#close(this.#flow(at));
    if (code === doubleQuote || code === singleQuote) return this.#close(this.#quoted(at));
    return this.#plain(at);
  }

  #plain(start: number): Scalar {
    if (!this.#startsPlain(start)) throw unclear;
    let at = start + 1;
    let end = at;
    for (; at < this.#length; at++) {
      const code = this.#code(at);
      if (code === newline) break;
      if (code === blank) {
        if (this.#code(at + 1) === hash) break;
        continue;
      }
      if (code === colon && this.#isBlank(at + 1)) throw unclear;
      end = at + 1;
    }
    return this.#close(scalar(this.#text.slice(start, end), Scalar.PLAIN, start, end, end));
  }

  /** A quoted scalar on one line without escapes. */
  #quoted(start: number): Scalar {
    const quote = this.#code(start);
    const double = quote === doubleQuote;
    const close = this.#text.indexOf(double ? '"' : "'", start + 1);
    const value = this.#text.slice(start + 1, close);
    if (close < 0 || value.includes('\n') || (double ? value.includes('\\') : this.#code(close + 1) === singleQuote))
      throw unclear;
    return scalar(value, double ? Scalar.QUOTE_DOUBLE : Scalar.QUOTE_SINGLE, start, close + 1, close + 1);
  }

  /** `|` or `|-`, its first line not blank. */
  #literal(start: number, column: number): Scalar {
    const strip = this.#code(start + 1) === dash;
    const head = start + (strip ? 2 : 1);
    if (this.#code(head) !== newline) throw unclear;
    const first = this.#skipBlanks(head + 1);
    const indent = first - head - 1;
    if (indent <= column || first >= this.#length || this.#code(first) === newline) throw unclear;
    const lines: string[] = [];
    let end = head + 1;
    let at = end;
    for (; at < this.#length; ) {
      const lineEnd = this.#endOfLine(at);
      const content = this.#skipBlanks(at);
      if (content === lineEnd && content > at) throw unclear; // a line of blanks only
      if (content < lineEnd && content - at < indent) break;
      lines.push(this.#text.slice(at + Math.min(indent, lineEnd - at), lineEnd));
      at = Math.min(lineEnd + 1, this.#length);
      if (content < lineEnd) end = at;
    }
    while (lines.at(-1) === '') lines.pop();
    const ended = this.#code(end - 1) === newline;
    if (!ended) throw unclear;
    const value = lines.join('\n') + (strip ? '' : '\n');
    this.#toContent(at);
    return scalar(value, Scalar.BLOCK_LITERAL, start, end, end);
  }

  /** A flow collection on one line. */
  #flow(start: number): YAMLMap | YAMLSeq {
    if (++this.#depth > deepest) throw unclear;
    const isMap = this.#code(start) === openMap;
    const close = isMap ? closeMap : closeList;
    const collection = isMap ? new YAMLMap() : new YAMLSeq();
    collection.flow = true;
    let seen: Set<unknown> | undefined;
    let at = this.#skipBlanks(start + 1);
    while (this.#code(at) !== close) {
      let item = this.#flowItem(at, isMap);
      let end = (item.range as Range)[1];
      if (isMap) {
        if (!(item instanceof Scalar) || this.#code(end) !== colon || this.#code(end + 1) !== blank) throw unclear;
        const value = this.#flowItem(this.#skipBlanks(end + 1), false);
        end = (value.range as Range)[2];
        seen = add(collection as YAMLMap, item, value, seen);
      } else {
        item = reach(item, this.#skipBlanks(end));
        end = (item.range as Range)[2];
        (collection as YAMLSeq).items.push(item);
      }
      at = this.#skipBlanks(end);
      if (this.#code(at) === comma) {
        at = this.#skipBlanks(at + 1);
        if (this.#code(at) === close) throw unclear; // a comma at the end
      } else if (this.#code(at) !== close) throw unclear;
    }
    collection.range = [start, at + 1, at + 1];
    this.#depth--;
    return collection;
  }

  #flowItem(at: number, isKey: boolean): Node {
    const code = this.#code(at);
    const item =
      code === openList || code === openMap
        ? this.#flow(at)
        : code === doubleQuote || code === singleQuote
          ? this.#quoted(at)
          : this.#flowPlain(at);
    return isKey ? item : reach(item, this.#skipBlanks((item.range as Range)[1]));
  }

  #flowPlain(start: number): Scalar {
    if (!this.#startsPlain(start)) throw unclear;
    let at = start + 1;
    for (; ; at++) {
      const code = this.#code(at);
      if (code === comma || code === closeList || code === closeMap) break;
      if (code === colon) {
        if (this.#code(at + 1) === blank) break;
        if (!this.#startsPlain(at + 1)) throw unclear;
      } else if (code === blank) {
        const behind = this.#skipBlanks(at);
        const next = this.#code(behind);
        if (next === comma || next === closeList || next === closeMap) break;
        if (next === colon) throw unclear;
        at = behind - 1;
      } else if (code === newline || code === hash || code === openList || code === openMap || at >= this.#length)
        throw unclear;
    }
    return scalar(this.#text.slice(start, at), Scalar.PLAIN, start, at, at);
  }

  /** Takes in what may stand behind a value on its line, and goes on to the next content. */
  #close<N extends Node>(node: N): N {
    const [start, end] = node.range as Range;
    const at = this.#skipBlanks(end);
    const code = this.#code(at);
    if (at < this.#length && code !== newline && (code !== hash || at === end)) throw unclear;
    const lineEnd = this.#endOfLine(at);
    node.range = [start, end, Math.min(lineEnd + 1, this.#length)];
    this.#toContent(lineEnd);
    return node;
  }

  /** Whether a list item comes next. */
  #isItem(): boolean {
    return this.#code(this.#at) === dash && this.#isBlank(this.#at + 1);
  }

  /** Goes on to the first content at or behind `at`, which is the start or the end of a line. */
  #toContent(at: number): void {
    this.#comments = -1;
    let lineStart = at === 0 ? 0 : this.#code(at) === newline ? at + 1 : at;
    for (;;) {
      const content = this.#skipBlanks(lineStart);
      const code = this.#code(content);
      if (content < this.#length && code !== newline && code !== hash) {
        this.#at = content;
        this.#column = content - lineStart;
        // directives, and markers in the midst
        if (this.#column === 0 && (code === 37 || (code === dot && !this.#marker('...') && this.#isMark(content))))
          throw unclear;
        return;
      }
      if (code === hash) this.#comments = Math.max(this.#comments, content - lineStart);
      lineStart = this.#endOfLine(content) + 1;
      if (lineStart >= this.#length) {
        this.#at = this.#length;
        this.#column = -1;
        return;
      }
    }
  }

  #isMark(at: number): boolean {
    return this.#text.startsWith('...', at) || this.#text.startsWith('---', at);
  }

  #startsPlain(at: number): boolean {
    const code = this.#code(at);
    if (code === dash) return this.#code(at + 1) === dash || startsPlain[this.#code(at + 1)] === 1;
    return code < 128 ? startsPlain[code] === 1 : code > 0xa0 && (code < 0xd800 || code > 0xdfff);
  }

  #skipBlanks(at: number): number {
    let next = at;
    while (this.#text.charCodeAt(next) === blank) next++;
    return next;
  }

  #endOfLine(at: number): number {
    const end = this.#text.indexOf('\n', at);
    return end < 0 ? this.#length : end;
  }

  /** Blank, line break, or the end of the text. */
  #isBlank(at: number): boolean {
    const code = this.#text.charCodeAt(at);
    return code === blank || code === newline || at >= this.#length;
  }

  #code(at: number): number {
    return this.#text.charCodeAt(at);
  }
}

type Range = [number, number, number];
type Node = Scalar | YAMLMap | YAMLSeq;

function scalar(value: string, type: Scalar.Type, start: number, end: number, nodeEnd: number): Scalar {
  const node = new Scalar(value);
  node.source = value;
  node.type = type;
  node.range = [start, end, nodeEnd];
  return node;
}

/**
 * Adds an entry, but leaves a map with a key twice to the library and to who tells of it. Gives the keys of a map that
 * has too many of them to look at each, to be handed in with the next one.
 */
function add(map: YAMLMap, key: Scalar, value: Node, seen: Set<unknown> | undefined): Set<unknown> | undefined {
  const { items } = map;
  // what a merge key may bring in is for others to say
  if (key.value === '<<') throw unclear;
  const keys = seen ?? (items.length < many ? undefined : new Set(items.map((item) => (item.key as Scalar).value)));
  if (keys ? keys.has(key.value) : items.some((item) => (item.key as Scalar).value === key.value)) throw unclear;
  items.push(new Pair(key, value));
  return keys?.add(key.value);
}

/** In flow style the blanks behind a node count as its own. */
function reach<N extends Node>(node: N, nodeEnd: number): N {
  const [start, end] = node.range as Range;
  node.range = [start, end, nodeEnd];
  return node;
}
