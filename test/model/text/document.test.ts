import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Field, parse, plain, walk } from '../../../rules/model/index.ts';
import { anyText, nasty, secondsOf } from '../../support/nasty.ts';
import { runs } from '../../support/runs.ts';

const messages = (text: string): string[] => parse(text).errors.map((error) => error.message);

/** What an error points at. */
const marked = (text: string): string[] => parse(text).errors.map(({ span }) => text.slice(span.start, span.end));

describe('parsing never throws and never hangs:', () => {
  for (const [name, text] of Object.entries(nasty))
    test(name, () => {
      const seconds = secondsOf(() => {
        const document = parse(text);
        plain(Field.root(document));
      });
      assert.ok(seconds < 2, `${seconds} s`);
    });

  test('a megabyte of braces that close nothing', () => {
    let found: string[] = [];
    const seconds = secondsOf(() => {
      found = messages(`kind: Kibana\n${'}'.repeat(1_000_000)}`);
    });
    assert.equal(found.length, 1);
    assert.ok(seconds < 2, `${seconds} s`);
  });

  test('any text, and its errors are in the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { root, errors, gaps } = parse(text);
        for (const { start, end } of [...errors.map((error) => error.span), ...gaps])
          assert.ok(0 <= start && start < end && end <= Math.max(1, text.length), `${start} to ${end}`);
        if (root)
          walk(root, ({ range }) => {
            const [start = 0, end = 0] = range ?? [];
            assert.ok(0 <= start && start <= end && end <= text.length);
          });
      }),
      { numRuns: runs(2000), examples: [[': \n? ']] },
    );
  });
});

describe('a document kubectl refuses', () => {
  test('has an alias without an anchor above it', () => {
    assert.deepEqual(marked('a: *b\nc: &b 1\n'), ['*b']);
    assert.deepEqual(messages('a: &b 1\nc: *b\n'), []);
  });

  test('contains itself, or blows up', () => {
    assert.deepEqual(messages('a: &a\n  b: *a\n'), ['its aliases expand to too many values']);
    assert.equal(messages(nasty['a list of aliases to lists'] as string).length, 1);
    assert.equal(parse(nasty['merged merge keys'] as string).root, null);
  });

  test('is nested too deeply', () => {
    assert.deepEqual(messages('['.repeat(20_000)), ['the document is nested too deeply']);
  });
});

test('aliases that multiply only a little are fine', () => {
  const text = 'a: &a [1, 2, 3]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n';
  assert.deepEqual(messages(text), []);
  assert.deepEqual((plain(Field.root(parse(text)).get('c')) as number[][][]).flat(2).length, 27);
});

test('an alias means the last anchor of its name above it', () => {
  const root = Field.root(parse('a: &x 1\nb: *x\nc: &x 2\nd: *x\n'));
  assert.deepEqual(
    ['b', 'd'].map((name) => root.get(name).value),
    [1, 2],
  );
});

test('each key that stands twice is an error, in written order', () => {
  const text = 'a: 1\nb: {c: 1, "c": 2}\na: 2\n\'a\': 3\n<<: {}\n<<: {}\n';
  const { errors } = parse(text);
  assert.deepEqual(
    errors.map(({ message, span, duplicateKey }) => [message, text.slice(span.start, span.end), duplicateKey]),
    [
      ['c', '"c"', true],
      ['a', 'a', true],
      ['a', "'a'", true],
    ],
  );
});

test('a text that templates make unreadable has no tree and no error', () => {
  const { root, errors, templated } = parse('{{ if x }}a: [{{ end }}\n');
  assert.deepEqual([root, errors, templated], [null, [], true]);
});

test('an empty document is null, and no error', () => {
  for (const text of ['', '# only a comment\n', '---\n', '...\n', '\n\n'])
    assert.deepEqual([Field.root(parse(text)).value ?? null, parse(text).errors], [null, []], text);
});

test('control characters are refused wherever they stand, in JSON as its reader does', () => {
  const cases: [text: string, found: string[]][] = [
    ['a: b\x07c\n', ['\x07']],
    ['a: b # \x1b[31m\n', ['\x1b']],
    ['a: |\n  x\x7f\n', ['\x7f']],
    ['a: "\x80"\n', ['\x80']],
    ['a: \uffff\n', ['\uffff']],
    ['{"a": "\x80\uffff"}', []],
    ['{"a": "\x1f"}', ['\x1f']],
    ['a: "\x85\t\xa0\u2028\ud83d\ude00\ufffd"\r\n', []],
    ['a: {{ "\x07" }}\n', []],
  ];
  for (const [text, found] of cases) assert.deepEqual(marked(text), found, JSON.stringify(text));
  assert.deepEqual(messages('a: b\x07\n'), ['the control character U+0007 is not allowed']);
});

test('a large document is read when it is plain, and else left alone at once', () => {
  const lines = Array.from({ length: 100_000 }, (_, i) => `key-${i}: value number ${i}`);
  assert.equal(Field.root(parse(lines.join('\n'))).get('key-99999').text, 'value number 99999');
  assert.equal(Field.root(parse(`a: {${lines.join(', ')}}\n`)).at(['a', 'key-99999']).text, 'value number 99999');
  for (const odd of [`a: [${'1,'.repeat(1_600_000)}\n`, `a: &a ${lines.join('\n')}`, `a: ${'}'.repeat(2_000_000)}\n`]) {
    const seconds = secondsOf(() => {
      const { root, errors, unread } = parse(odd);
      assert.deepEqual({ root, errors, unread }, { root: null, errors: [], unread: true });
    });
    assert.ok(seconds < 2, `${seconds} s`);
  }
});

test('an anchor that is set again and again is found at once', () => {
  const text = Array.from({ length: 25_000 }, (_, i) => `k${i}: &a x${i}\nv${i}: *a\n`).join('');
  let document = parse('');
  assert.ok(
    secondsOf(() => {
      document = parse(text);
    }) < 2,
  );
  assert.equal(Field.root(document).get('v24999').text, 'x24999');
  assert.equal(Field.root(document).get('v0').text, 'x0');
});

test('a tag that nobody knows is no error', () => {
  assert.deepEqual(messages('a: !vault |\n  x\nb: !!foo 1\n'), []);
});

test('walk visits each node once, aliases but not what they stand for', () => {
  const names: string[] = [];
  const { root } = parse('a: &x [1, {b: 2}]\nc: *x\n');
  if (root) walk(root, (node) => names.push(node.constructor.name));
  assert.deepEqual(names.sort(), [...Array(5).fill('Scalar'), 'Alias', 'YAMLMap', 'YAMLMap', 'YAMLSeq'].sort());
});
