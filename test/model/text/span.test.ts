import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LineIndex, shift } from '../../../rules/model/index.ts';
import { runs } from '../../support/runs.ts';

const text = fc.array(fc.constantFrom('a', '😀', '\n', '\r\n', '\r', ' ')).map((parts) => parts.join(''));

test('positions and offsets are each other’s inverse', () => {
  fc.assert(
    fc.property(text, (text) => {
      const lines = new LineIndex(text);
      for (let offset = 0; offset <= text.length; offset++) {
        const position = lines.positionAt(offset);
        assert.equal(lines.offsetAt(position), offset);
        const before = text.slice(0, offset).split('\n');
        assert.deepEqual(position, { line: before.length - 1, character: before.at(-1)?.length });
      }
    }),
    { numRuns: runs(200) },
  );
});

test('offsets outside the text are moved to its nearest end', () => {
  const lines = new LineIndex('ab\nc');
  assert.deepEqual(lines.positionAt(-1), { line: 0, character: 0 });
  assert.deepEqual(lines.positionAt(99), { line: 1, character: 1 });
  assert.equal(lines.offsetAt({ line: 1, character: 99 }), 4);
  assert.equal(lines.offsetAt({ line: 9, character: 0 }), 4);
});

test('a position behind the end of its line is moved to that end', () => {
  assert.equal(new LineIndex('ab\ncd\n').offsetAt({ line: 0, character: 99 }), 2);
  assert.equal(new LineIndex('ab\r\ncd').offsetAt({ line: 0, character: 99 }), 3);
});

test('shift moves both ends', () => {
  assert.deepEqual(shift({ start: 1, end: 3 }, 4), { start: 5, end: 7 });
});
