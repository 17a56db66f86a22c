// Random YAML manifests, written in all the ways people write them: block and flow style, comments in odd places,
// anchors, block scalars, both line ends. Every comment is numbered, so that none can get lost unseen.
import fc from 'fast-check';

/** How a whole text is written. */
interface Style {
  readonly step: 2 | 4;
  readonly indentLists: boolean;
  readonly eol: '\n' | '\r\n';
  readonly finalNewline: boolean;
  readonly head: '' | '---' | '# @' | '%YAML 1.2';
  readonly foot: '' | '...' | '# @';
}

/** Where a comment line stands, seen from the entry below it. */
type Above = 'comment' | 'deeper' | 'column0' | 'blank';

interface Piece {
  readonly above: readonly Above[];
  readonly behind: boolean;
  readonly anchor: boolean;
  readonly value: Node;
}

type Node =
  | { readonly kind: 'scalar'; readonly source: string }
  | { readonly kind: 'lines'; readonly source: string; readonly lines: readonly string[] }
  | { readonly kind: 'alias'; readonly pick: number }
  | { readonly kind: 'flow'; readonly flow: Flow }
  | { readonly kind: 'list'; readonly items: readonly (Piece & { readonly dashAlone: boolean })[] }
  | { readonly kind: 'map'; readonly entries: readonly Entry[]; readonly below: readonly Above[] };

interface Entry extends Piece {
  readonly key: string;
  readonly colon: ': ' | ':  ' | ':\t' | ' : ';
  readonly explicit: boolean;
}

type Flow =
  | string
  | {
      readonly keys: readonly string[] | undefined;
      readonly values: readonly Flow[];
      readonly breaks: boolean;
      readonly trailingComma: boolean;
      readonly comment: boolean;
    };

const rarely = fc.integer({ min: 0, max: 9 }).map((n) => n === 9);
const words = ['x', 'kb', 'basic', 'http://es:9200', 'a b', '9.2.1', '-1', '.5', 'x#y', '*', '?x', 'yes', '0644'];
const word = fc.constantFrom(...words.filter((w) => w !== '*'));
const simple = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 2, arbitrary: fc.constantFrom('1', 'true', '0x1F') },
  { weight: 2, arbitrary: fc.constantFrom("'x'", "'it''s # not one'", "''", '"x"', '"a\\tb # no"', '""') },
);
const nulls = fc.constantFrom('', '~', 'null');
const scalar = fc.oneof(
  { weight: 9, arbitrary: simple },
  { weight: 3, arbitrary: nulls },
  { weight: 1, arbitrary: fc.constantFrom('!!str 5', '!!str', '!custom x', '{{ .Values.x }}', '$(VAR)') },
);
const content = fc.constantFrom('text', '  deeper', '', '# no comment', '- x', 'k: v', '{{ x }}');
const lines = fc.record({
  kind: fc.constant('lines' as const),
  source: fc.constantFrom('|', '>', '|-', '|+', '>-', '>+', '|2', '"a', "'a", 'a'),
  lines: fc.array(content, { maxLength: 4 }),
});

const names = ['a', 'b', 'c', 'd', 'e.f', 'g-h'];
const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...names) },
  { weight: 1, arbitrary: fc.constantFrom(...names.map((name) => `"${name}"`), ...names.map((name) => `'${name}'`)) },
);
const bare = (source: string): string => source.replace(/^(['"])(.*)\1$/, '$2');
const keys = fc.uniqueArray(key, { minLength: 1, maxLength: 4, selector: bare });

const above = fc.array(fc.constantFrom<Above>('comment', 'comment', 'deeper', 'column0', 'blank'), { maxLength: 2 });
const seldomAbove = fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: above });

const { flow, node } = fc.letrec<{ flow: Flow; collection: Flow; node: Node; piece: Piece; map: Node; list: Node }>(
  (tie) => ({
    flow: fc.oneof({ depthSize: 'small' }, simple, tie('collection')),
    collection: fc
      .record({
        keys: fc.option(keys, { nil: undefined }),
        values: fc.array(tie('flow'), { maxLength: 4 }),
        breaks: fc.boolean(),
        trailingComma: rarely,
        comment: rarely,
      })
      .map((f) => (f.keys ? { ...f, keys: f.keys.slice(0, f.values.length) } : f)),
    node: fc.oneof(
      { depthSize: 'small' },
      { weight: 4, arbitrary: scalar.map((source): Node => ({ kind: 'scalar', source })) },
      { weight: 1, arbitrary: lines },
      { weight: 1, arbitrary: fc.nat(9).map((pick): Node => ({ kind: 'alias', pick })) },
      { weight: 1, arbitrary: tie('collection').map((f): Node => ({ kind: 'flow', flow: f })) },
      { weight: 2, arbitrary: tie('map') },
      { weight: 2, arbitrary: tie('list') },
    ),
    piece: fc.record({ above: seldomAbove, behind: rarely, anchor: rarely, value: tie('node') }),
    map: fc
      .record({
        kind: fc.constant('map' as const),
        keys,
        pieces: fc.array(tie('piece'), { minLength: 4, maxLength: 4 }),
        colons: fc.constantFrom<Entry['colon']>(': ', ': ', ': ', ':  ', ':\t', ' : '),
        explicit: fc.nat(30),
        below: seldomAbove,
      })
      .map(({ kind, keys, pieces, colons, explicit, below }) => ({
        kind,
        below,
        entries: keys.map((key, i) => ({
          ...(pieces[i] as Piece),
          key,
          colon: colons,
          explicit: explicit === i,
        })),
      })),
    list: fc.record({
      kind: fc.constant('list' as const),
      items: fc.array(
        fc.tuple(tie('piece'), rarely).map(([piece, dashAlone]) => ({ ...piece, dashAlone })),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  }),
);

const style: fc.Arbitrary<Style> = fc.record({
  step: fc.constantFrom(2 as const, 4 as const),
  indentLists: fc.boolean(),
  eol: fc.constantFrom('\n' as const, '\n' as const, '\r\n' as const),
  finalNewline: fc.boolean(),
  head: fc.constantFrom('' as const, '' as const, '---' as const, '# @' as const, '%YAML 1.2' as const),
  foot: fc.constantFrom('' as const, '' as const, '...' as const, '# @' as const),
});

/** A text in block style, with flow collections in it. */
const block = fc
  .tuple(
    node.filter((n) => n.kind === 'map'),
    style,
  )
  .map(([root, style]) => new Printer(style).print(root));

/** A text that is one flow collection, JSON or nearly so. */
const inBraces = fc
  .tuple(
    flow.filter((f) => typeof f !== 'string' && f.keys !== undefined && f.values.length > 0),
    style,
  )
  .map(([root, style]) => new Printer(style).print({ kind: 'flow', flow: root }));

/** Nothing that looks like a placeholder together, for those mean nothing of their own. */
const stringUnit = fc.constantFrom(...'aB0 :#-,}]"\\\né~&*');
const json = fc
  .tuple(fc.jsonValue({ maxDepth: 3, stringUnit }), fc.constantFrom(0, 2, 4), style)
  .map(
    ([data, indent, { eol, finalNewline }]) =>
      JSON.stringify({ a: data, b: 1 }, null, indent).replace(/\n/g, eol) + (finalNewline ? eol : ''),
  );

/** Any manifest. */
export const manifest: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: block },
  { weight: 1, arbitrary: inBraces },
  { weight: 1, arbitrary: json },
);

class Printer {
  readonly #style: Style;
  readonly #lines: string[] = [];
  readonly #anchors: string[] = [];
  /** the lines above belong to a block scalar, which takes in every deeper line */
  #open = false;

  constructor(style: Style) {
    this.#style = style;
  }

  print(root: Node): string {
    const { head, foot, eol, finalNewline } = this.#style;
    if (head) this.#lines.push(...(head.startsWith('%') ? [head, '---'] : [head]));
    if (root.kind === 'map') this.#map(root, 0, '');
    else this.#value(root, 0, '', '', '');
    if (foot) this.#lines.push(foot);
    let n = 0;
    const text = this.#lines.join('\n').replace(/# @/g, () => `# c${n++}`);
    return (text + (finalNewline ? '\n' : '')).replaceAll('\n', eol);
  }

  /** `first` is what stands on the first entry's line already: the dashes of a list. */
  #map(map: Node & { kind: 'map' }, column: number, first: string): void {
    for (const [i, entry] of map.entries.entries()) {
      const start = i === 0 && first ? first : this.#above(entry.above, column);
      const dash = entry.explicit ? `${start}? ${entry.key}` : start + entry.key;
      const colon = entry.explicit ? `${' '.repeat(column)}: ` : entry.colon;
      if (entry.explicit) this.#lines.push(dash);
      this.#piece(entry, column, entry.explicit ? '' : dash, colon, 'map');
    }
    this.#above(map.below, column);
  }

  #list(list: Node & { kind: 'list' }, column: number, first: string): void {
    for (const [i, item] of list.items.entries()) {
      const start = i === 0 && first ? first : this.#above(item.above, column);
      if (item.value.kind === 'map' || item.value.kind === 'list') {
        if (item.dashAlone) {
          this.#lines.push(`${start}-${item.behind ? ' # @' : ''}`);
          this.#open = false;
          this.#nested(item.value, column + this.#style.step, '');
        } else {
          this.#nested(item.value, column + 2, `${start}- `);
        }
      } else {
        this.#piece(item, column, start, '- ', 'list');
      }
    }
  }

  #nested(value: Node, column: number, first: string): void {
    if (value.kind === 'map') this.#map(value, column, first);
    if (value.kind === 'list') this.#list(value, column, first);
  }

  /** A key or dash and what belongs to it. */
  #piece(piece: Piece, column: number, start: string, sign: string, owner: 'map' | 'list'): void {
    const { value } = piece;
    const name = `a${this.#anchors.length}`;
    const anchored = piece.anchor && value.kind !== 'alias';
    const anchor = anchored ? `&${name} ` : '';
    const comment = piece.behind ? ' # @' : '';
    if (value.kind === 'map' || value.kind === 'list') {
      this.#lines.push((start + sign + anchor).trimEnd() + comment);
      this.#open = false;
      const deeper = value.kind === 'map' || this.#style.indentLists || owner === 'list';
      this.#nested(value, deeper ? column + this.#style.step : column, '');
    } else {
      this.#value(value, column, start + sign, anchor, comment);
    }
    if (anchored) this.#anchors.push(name);
  }

  #value(value: Node, column: number, start: string, anchor: string, comment: string): void {
    this.#open = false;
    const pad = ' '.repeat(column + this.#style.step);
    if (value.kind === 'scalar') {
      this.#lines.push((start + anchor + value.source).trimEnd() + comment);
    } else if (value.kind === 'alias') {
      const name = this.#anchors[value.pick % Math.max(1, this.#anchors.length)];
      this.#lines.push(start + (name === undefined ? 'x' : `*${name}`) + comment);
    } else if (value.kind === 'flow') {
      const [first = '', ...rest] = printFlow(value.flow, pad).split('\n');
      this.#lines.push(start + anchor + first, ...rest);
      this.#lines.push(this.#lines.pop() + comment);
    } else if (value.kind === 'lines') {
      this.#linesOf(value, start + anchor, pad, comment);
    }
  }

  #linesOf(value: Node & { kind: 'lines' }, start: string, pad: string, comment: string): void {
    const [quote] = /^['"a]/.exec(value.source) ?? [];
    if (quote) {
      const more = value.lines.filter((line) => /^[a-z]+$/.test(line)).map((line) => pad + line);
      this.#lines.push(start + value.source, ...more);
      this.#lines.push(this.#lines.pop() + (quote === 'a' ? '' : quote) + comment);
      return;
    }
    // an indicator counts from the parent's column
    const source = value.source === '|2' && this.#style.step !== 2 ? '|' : value.source;
    const [first, ...rest] = value.lines.length > 0 ? value.lines : ['text'];
    const content = ['text', first, ...rest].map((line) => (line ? pad + line : ''));
    this.#lines.push(start + source + comment, ...content);
    this.#open = true;
  }

  /** Comment lines; gives the indentation of what stands below them. */
  #above(above: readonly Above[], column: number): string {
    for (const kind of above) {
      const deeper = kind === 'deeper' && !this.#open ? 2 : 0;
      if (kind === 'blank') this.#lines.push('');
      else this.#lines.push(`${' '.repeat(kind === 'column0' ? 0 : column + deeper)}# @`);
      if (kind !== 'blank') this.#open = false;
    }
    return ' '.repeat(column);
  }
}

function printFlow(value: Flow, pad: string): string {
  if (typeof value === 'string') return /^[^'"]*[,{}[\]?]/.test(value) ? `'${value}'` : value;
  const [open, close] = value.keys ? '{}' : '[]';
  const inner = value.keys
    ? value.keys.map((key, i) => `${key}: ${printFlow(value.values[i] as Flow, pad)}`)
    : value.values.map((item) => printFlow(item, pad));
  const comma = value.trailingComma && inner.length > 0 ? ',' : '';
  if (!value.breaks) return `${open}${inner.join(', ')}${comma}${close}`;
  const gap = value.comment ? ` # @\n${pad}` : `\n${pad}`;
  return `${open}${gap}${inner.join(`,${gap}`)}${comma}\n${pad}${close}`;
}
