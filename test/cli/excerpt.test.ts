// The line of a finding as a terminal shows it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excerpt } from '../../server/cli/excerpt.ts';

/** Source and mark one under the other. */
const shown = (line: string, start: number, end: number): string => {
  const { source, mark } = excerpt(line, start, end);
  return `${source}\n${mark}`;
};

test('a mark stands under what it is about', () => {
  assert.equal(shown('name: bad  ', 6, 9), 'name: bad\n      ^^^');
  assert.equal(shown('a', 0, 1), 'a\n^');
});

test('a mark on nothing points at what follows, at the end behind the line', () => {
  assert.equal(shown('name: x', 5, 5), 'name: x\n     ^');
  assert.equal(shown('name:', 5, 5), 'name:\n     ^');
  assert.equal(shown('', 0, 0), '\n^');
  assert.equal(shown('name:', 9, 12), 'name:\n     ^');
});

test('tabs, wide characters, emoji and combining marks take the room they take', () => {
  assert.equal(shown('\ta: b', 4, 5), '    a: b\n       ^');
  assert.equal(shown('\ta', 0, 1), '    a\n^^^^');
  assert.equal(shown('名: bad', 3, 6), '名: bad\n    ^^^');
  assert.equal(shown('😀: bad', 4, 7), '😀: bad\n    ^^^');
  assert.equal(shown('e\u0301: bad', 4, 7), 'e\u0301: bad\n   ^^^');
  assert.equal(shown('x: 名前', 3, 5), 'x: 名前\n   ^^^^');
});

test('characters that steer a terminal are replaced', () => {
  assert.equal(shown('a: \u001b[2Jb\u202e\u0085', 3, 4), 'a: \ufffd[2Jb\ufffd\ufffd\n   ^');
});

test('a long line is cut around the mark', () => {
  const { source, mark } = excerpt(`${'a'.repeat(500)}bad${'c'.repeat(500)}`, 500, 503);
  assert.equal(source, `…${'a'.repeat(40)}bad${'c'.repeat(67)}…`);
  assert.equal(mark, `${' '.repeat(41)}^^^`);
  assert.equal(excerpt(`bad${'c'.repeat(500)}`, 0, 3).source, `bad${'c'.repeat(107)}…`);
  assert.equal(excerpt('c'.repeat(500), 500, 500).mark, `${' '.repeat(41)}^`);
  assert.equal(excerpt('c'.repeat(500), 0, 500).mark, '^'.repeat(110));
  assert.equal(excerpt('名'.repeat(5_000_000), 2_500_000, 2_500_001).mark, `${' '.repeat(41)}^^`);
});
