// The quick reader against the library: whatever it does not leave to the library, it reads into the same tree, and it
// reads nothing in which the library finds an error.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { documents } from '../../../bench/manifests.ts';
import { readQuickly } from '../../../rules/model/text/quick.ts';
import { split } from '../../../rules/model/text/split.ts';

const options = { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;

/** Everything about a tree that the model looks at; where the comments behind a node end is nothing of that. */
function flat(node: unknown): unknown {
  const { range, tag, anchor } = (node ?? {}) as Node & { anchor?: string };
  const common = { range: range?.slice(0, 2), tag, anchor };
  if (isMap(node))
    return { ...common, flow: node.flow, map: node.items.map(({ key, value }) => [flat(key), flat(value)]) };
  if (isSeq(node)) return { ...common, flow: node.flow, list: node.items.map(flat) };
  if (isScalar(node)) return { ...common, value: node.value, type: node.type };
  return { ...common, other: node?.constructor.name };
}

/** Whether the quick reader took the text; fails when the library reads it otherwise. */
function agrees(text: string): boolean {
  const quick = readQuickly(text);
  if (!quick) return false;
  const slow = parseDocument(text, options);
  assert.deepEqual([...slow.errors, ...slow.warnings], [], text);
  assert.deepEqual(flat(quick), flat(slow.contents), text);
  return true;
}

const taken: Record<string, string> = {
  'maps and lists': 'a: 1\nb:\n  - c\n  - d: e\n    f: g\n  -\n    h: i\nj:\n- k\n- - l\n  - m\n',
  comments: '# a\nb: c # d\n\n  # e\n# f\ng:\n    # h\n    i: j\n# k\n',
  markers: '# a\n--- # b\nc: d\n... # e\n',
  'empty values': 'a:\nb:   \nc:\n  -\n  - \nd:',
  quotes: 'a: "b # c"\n\'d e\': \'f: g\' # h\n"i": j\n',
  'literal blocks': 'a: |\n  b\n   c\n\n  d\n\ne: |-\n    f\ng:\n  - |\n    h\n  - i: |\n      j\n',
  'flow collections': 'a: [b, "c", -d e, {f: g, h: [i]}]  # j\nk: {}\nl: [ ]\nm: { n: https://o:1 , p: q }\n',
  'plain scalars': 'a: -Xms4g --b=c\nd: e:f#g, h]\ni: https://j:1/k?l=m\nn: é ü\n',
};
for (const [name, text] of Object.entries(taken)) test(`reads ${name}`, () => assert.ok(agrees(text)));

const left: Record<string, string> = {
  'other kinds of text': 'just words\n',
  'a list at the top': '- a\n',
  anchors: 'a: &b c\nd: *b\n',
  tags: 'a: !!str 1\n',
  'folded blocks': 'a: >\n  b\n',
  'values over several lines': 'a: b\n  c\nd: [e,\n  f]\n',
  'a comment at the end of a map': 'a:\n  b: c\n  # d\ne: f\n',
  escapes: 'a: "\\n"\n',
  errors: 'a: b: c\n',
  'wrong indentation': 'a:\n    b: c\n  d: e\n',
  tabs: 'a:\tb\n',
  directives: '%YAML 1.2\n---\na: b\n',
};
for (const [name, text] of Object.entries(left))
  test(`leaves ${name} to the library`, () => assert.equal(readQuickly(text), undefined));

test('takes what manifests are like', () => {
  for (const text of documents(1)) assert.ok(agrees(text), text);
});

const real = new URL('../../../../shared/corpus/', import.meta.url);
test('agrees on real manifests', { skip: !existsSync(real) && 'they are not here' }, () => {
  const paths = readdirSync(real, { recursive: true, encoding: 'utf8' }).filter((path) => /\.ya?ml$/.test(path));
  const texts = paths.flatMap((path) => split(readFileSync(new URL(path, real), 'utf8')));
  const quick = texts.filter(({ text }) => text.length < 100_000 && agrees(text));
  assert.ok(quick.length > texts.length / 2, `${quick.length} of ${texts.length} are read quickly`);
});

test('agrees on whatever becomes of them', () => {
  const pieces = [
    '\n',
    ' ',
    '  ',
    ':',
    ': ',
    '#',
    ' #',
    '- ',
    '-',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ',',
    '|',
    '>',
    '&a ',
    '*a',
  ]
    .concat([
      '!x ',
      '? ',
      '...',
      '\n---\n',
      '\n...\n',
      '%',
      '@',
      'é',
      '\n\n',
      '\n# c\n',
      '|\n',
      '|-\n',
      '<<: ',
      '\\',
      '~',
    ])
    .concat(['\n  ', '\n    ', '[]', '{}', '{a: b}', '[a, b]', '\u00a0', '\ud800', '']);
  const bases = [
    ...Object.values(taken),
    ...Object.values(left),
    ...documents(1).flatMap((text) => text.match(/(?:.*\n){1,9}/g) ?? []),
  ];
  const edit = fc.tuple(fc.nat(400), fc.nat(4), fc.constantFrom(...pieces));
  fc.assert(
    fc.property(fc.constantFrom(...bases), fc.array(edit, { minLength: 1, maxLength: 3 }), (base, edits) => {
      const changed = edits.reduce((text, [at, length, piece]) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + piece + text.slice(start + length);
      }, base);
      agrees(changed);
    }),
    { numRuns: 3000 },
  );
});
