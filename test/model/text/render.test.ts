import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parse as read } from 'yaml';
import { Field, parse, plain, renderEntry, renderFlow, renderItem, type Style } from '../../../rules/model/index.ts';
import { data } from '../../support/data.ts';
import { runs } from '../../support/runs.ts';

const style: fc.Arbitrary<Style> = fc.record({
  step: fc.constantFrom(2, 4),
  indentLists: fc.boolean(),
  json: fc.boolean(),
});

/** What the text of a map means under `a`, to the YAML library and to kubectl. */
function meansIn(text: string, expected: unknown): void {
  assert.deepEqual((read(text) as { a: unknown }).a, expected, text);
  assert.deepEqual(plain(Field.root(parse(text)).get('a')), expected, text);
}

describe('data is read back as it was written', () => {
  test('on one line, in block and in flow style', () => {
    fc.assert(
      fc.property(data, style, (data, style) => {
        const text = renderFlow(data, style);
        assert.ok(!text.includes('\n'));
        meansIn(`a: ${text}\n`, data);
        meansIn(`{b: [x], a: ${text}}\n`, data);
        assert.deepEqual((read(`[x, ${text}, y]\n`) as unknown[])[1], data);
      }),
      { numRuns: runs(500) },
    );
  });

  test('as the entry of a map', () => {
    fc.assert(
      fc.property(data, style, fc.nat(6), (data, style, indent) => {
        const [first = '', ...more] = renderEntry('a', data, indent, style);
        meansIn(`${[' '.repeat(indent) + first, ...more].join('\n')}\n${' '.repeat(indent)}b: 1\n`, data);
      }),
      { numRuns: runs(500) },
    );
  });

  test('as the item of a list', () => {
    fc.assert(
      fc.property(data, style, fc.nat(6), (data, style, indent) => {
        const pad = ' '.repeat(indent);
        meansIn(`a:\n${pad}- x\n${renderItem(data, indent, style).join('\n')}\n${pad}- z\n`, ['x', data, 'z']);
      }),
      { numRuns: runs(500) },
    );
  });
});

const usual: Style = { step: 2, indentLists: true, json: false };
const nested = { name: 'x', list: [{ a: 1, b: [2] }, []], map: { c: {} } };

test('block style follows the indentation around it', () => {
  const lines = (style: Style): string => renderEntry('k', nested, 0, style).join('\n');
  assert.equal(lines(usual), 'k:\n  name: x\n  list:\n    - a: 1\n      b:\n        - 2\n    - []\n  map:\n    c: {}');
  assert.equal(
    lines({ ...usual, step: 4, indentLists: false }),
    'k:\n    name: x\n    list:\n    - a: 1\n      b:\n      - 2\n    - []\n    map:\n        c: {}',
  );
});

test('flow style is bare where it can be, and quoted where kubectl would read something else', () => {
  assert.equal(renderFlow(nested, usual), '{name: x, list: [{a: 1, b: [2]}, []], map: {c: {}}}');
  assert.equal(renderFlow(['yes', '0644', '9.2.1'], usual), '["yes", "0644", 9.2.1]');
  assert.equal(renderFlow({ yes: true }, usual), '{"yes": true}');
});

test('JSON style quotes all texts, and puts blanks behind colons and commas only', () => {
  assert.equal(
    renderFlow({ a: ['x:y,z', 1, null, 'q"\\"'] }, { json: true }),
    '{"a": ["x:y,z", 1, null, "q\\"\\\\\\""]}',
  );
});
