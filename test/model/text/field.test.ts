import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Field, type Path, parse, plain } from '../../../rules/model/index.ts';
import { fieldsOf } from '../../support/change.ts';
import { manifest } from '../../support/manifests.ts';
import { runs } from '../../support/runs.ts';

const root = (...lines: string[]): Field => Field.root(parse(`${lines.join('\n')}\n`));

/** The text a field is reported at. */
const shown = (field: Field): string => field.document.text.slice(field.span.start, field.span.end);
const key = (field: Field): string => field.document.text.slice(field.keySpan.start, field.keySpan.end);

describe('the span of a field', () => {
  test('is in the text, and on one line', () => {
    fc.assert(
      fc.property(manifest, (text) => {
        for (const field of fieldsOf(text))
          for (const { start, end } of [field.span, field.keySpan, field.get('no').span, field.get(99).span]) {
            assert.ok(0 <= start && start <= end && end <= text.length);
            assert.doesNotMatch(text.slice(start, end), /[\r\n]/);
          }
      }),
      { numRuns: runs(300) },
    );
  });

  test('holds what the field means', () => {
    fc.assert(
      fc.property(manifest, (text) => {
        for (const field of fieldsOf(text)) {
          if (field.key && !field.shared) assert.equal(Field.root(parse(key(field))).text, field.name);
          const { value, written } = field;
          if (value === undefined || value === null || written?.tag || field.shared || shown(field) === key(field))
            continue;
          assert.equal(Field.root(parse(shown(field))).value, value, shown(field));
        }
      }),
      { numRuns: runs(300) },
    );
  });

  const kibana = root(
    'apiVersion: v1',
    'kind: Kibana',
    'spec:',
    '  version: "9.2.1" # c',
    '  config: {a: 1}',
    '  many: [1,',
    '    2]',
    '  text: |',
    '    x',
    '  items:',
    '    - name: one',
    '      x: 1',
    '    - two',
    '    - - three',
    '    -',
    '  none:',
    '  list:',
    '  - 1',
  );
  const spans: [string, Path, string][] = [
    ['a scalar is its text, quotes included', ['spec', 'version'], '"9.2.1"'],
    ['a flow collection on one line is its text', ['spec', 'config'], '{a: 1}'],
    ['one over several lines is its key', ['spec', 'many'], 'many'],
    ['a block scalar is its key', ['spec', 'text'], 'text'],
    ['a map is its key', ['spec'], 'spec'],
    ['a list is its key', ['spec', 'list'], 'list'],
    ['null is its key', ['spec', 'none'], 'none'],
    ['an item that is a map is its first key', ['spec', 'items', 0], 'name'],
    ['an item that is a scalar is its text', ['spec', 'items', 1], 'two'],
    ['an item that is a list is its first line', ['spec', 'items', 2], '- three'],
    ['an item that is null is empty', ['spec', 'items', 3], ''],
    ['what is missing is the key above it', ['spec', 'no', 'such', 0], 'spec'],
    ['what is missing in a flow map is its key', ['spec', 'config', 'b'], 'config'],
    ['what is missing in an item is the first key of the item', ['spec', 'items', 0, 'y'], 'name'],
    ['what is missing at the top is the kind', ['metadata', 'name'], 'Kibana'],
    ['the root is its first key', [], 'apiVersion'],
  ];
  for (const [name, path, expected] of spans)
    test(`of ${name}`, () => {
      assert.equal(shown(kibana.at(path)), expected);
    });

  test('of what is missing without a kind is the first key', () => {
    assert.equal(shown(root('# c', 'a: 1').get('b')), 'a');
    assert.deepEqual(root('').get('b').span, { start: 0, end: 0 });
  });

  test('of an alias is the alias', () => {
    const aliased = root('a: &x 1', 'b: *x');
    assert.equal(shown(aliased.get('b')), '*x');
    assert.equal(shown(aliased.get('a')), '1');
  });

  test('does not take in a carriage return', () => {
    const field = Field.root(parse('- - 1\r\n  - 2\r\n')).get(0);
    assert.equal(shown(field), '- 1');
  });
});

test('a shape says what stands there', () => {
  const shapes = root(
    'a: {}',
    'b: []',
    'c:',
    'd: x',
    'e: 1',
    'f: yes',
    'g: "{{ .x }}"',
    'h: {{ .x }}',
    'i:',
    '  {{- toYaml .x }}',
    'j: ~',
    'k: ""',
    'l: $(X)',
  );
  assert.deepEqual(
    shapes.entries().map((field) => field.shape),
    [
      ...['map', 'list', 'null', 'text', 'number', 'boolean', 'template', 'template', 'template', 'null', 'text'],
      'template',
    ],
  );
  assert.equal(shapes.get('m').shape, 'missing');
});

test('a field that is missing has missing fields below it, and no value', () => {
  const missing = root('a: 1').at(['b', 0, 'c']);
  assert.deepEqual(
    [missing.exists, missing.shape, missing.value, missing.text, missing.entries(), missing.items()],
    [false, 'missing', undefined, undefined, [], []],
  );
  assert.deepEqual(missing.path, ['b', 0, 'c']);
  assert.deepEqual(missing.pathBelow(missing.parent?.parent as Field), [0, 'c']);
});

test('a key without a value exists', () => {
  const keys = root('? a', 'b:', '? c', ':', 'd: {e, f: }');
  for (const path of [['a'], ['b'], ['c'], ['d', 'e'], ['d', 'f']] as const)
    assert.deepEqual([keys.at(path).exists, keys.at(path).shape], [true, 'null'], String(path));
});

describe('keys', () => {
  test('are read as text, whatever they look like', () => {
    const keys = root('1: a', 'yes: b', '"c d": d', '~: e', "'': f", '0x1F: g');
    assert.deepEqual(
      keys.entries().map((field) => field.name),
      ['1', 'yes', 'c d', '~', '', '0x1F'],
    );
    assert.equal(keys.get('yes').value, 'b');
  });

  test('that stand twice give the last value, in the place of the first', () => {
    const twice = root('a: 1', 'b: 2', 'a: 3');
    assert.deepEqual(plain(twice), { a: 3, b: 2 });
    assert.deepEqual(
      twice.entries().map((field) => field.name),
      ['a', 'b'],
    );
  });

  test('that are no scalars are passed over', () => {
    assert.deepEqual(plain(root('? [a]', ': 1', '? {b: 1}', ': 2', 'c: 3')), { c: 3 });
  });

  test('may be called like what every object has', () => {
    const odd = root('constructor: 1', '__proto__: {a: 2}', 'toString: 3');
    assert.equal(odd.get('hasOwnProperty').exists, false);
    assert.equal(odd.at(['__proto__', 'a']).value, 2);
    assert.equal(odd.entries().length, 3);
  });
});

// the expected data come from `kubectl annotate --local -o json` (1.32)
describe('a merge key', () => {
  const merged: [string, string, unknown][] = [
    ['gives way to keys below it', '<<: {a: 2, b: 3}\na: 1', { a: 1, b: 3 }],
    ['wins over keys above it', 'a: 1\n<<: {a: 2, b: 3}', { a: 2, b: 3 }],
    ['takes the first of several maps', '<<: [{a: 1}, {a: 2, b: 3}]', { a: 1, b: 3 }],
    ['may stand twice', '<<: {a: 1}\n<<: {a: 2, b: 3}', { a: 2, b: 3 }],
    ['is a key like others in quotes', '"<<": {a: 1}', { '<<': { a: 1 } }],
    [
      'reaches through others',
      'x: &x {a: 1}\ny: &y {<<: *x, b: 2}\n<<: *y',
      { x: { a: 1 }, y: { a: 1, b: 2 }, a: 1, b: 2 },
    ],
    ['of no map brings in nothing', '<<: 5\na: 1', { a: 1 }],
  ];
  for (const [name, text, expected] of merged)
    test(name, () => {
      assert.deepEqual(plain(root(text)), expected);
      for (const [path, value] of Object.entries(expected as object))
        assert.deepEqual(plain(root(text).get(path)), value);
    });
});

test('what is reached through an alias or a merge key is shared', () => {
  const text = ['x: &x', '  a: {b: 1}', 'y: *x', 'z:', '  <<: *x', '  c: 1'];
  const shared = (...path: Path): boolean => root(...text).at(path).shared;
  assert.deepEqual(
    [shared('y'), shared('y', 'a'), shared('y', 'a', 'b'), shared('z', 'a'), shared('z', 'a', 'b')],
    [true, true, true, true, true],
  );
  assert.deepEqual(
    [shared('x'), shared('x', 'a'), shared('z'), shared('z', 'c'), shared('z', 'd')],
    [false, false, false, false, false],
  );
});

test('an alias that leads nowhere is as unknown as a template', () => {
  assert.equal(root('a: *x').get('a').shape, 'template');
});
