import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { split } from '../../../rules/model/text/split.ts';
import { runs } from '../../support/runs.ts';
import { splice, splices, stream } from '../../support/streams.ts';

const texts = (text: string): string[] => split(text).map((slice) => slice.text);

/** What the documents of a text hold and where it stands; empty documents left out. */
function documentsOf(text: string, offset = 0): { data: unknown; at: readonly number[] }[] {
  return [...parseAllDocuments(text, { logLevel: 'silent' })].flatMap((document) => {
    assert.deepEqual(document.errors, [], JSON.stringify(text));
    const range = document.contents?.range;
    const data: unknown = document.toJS();
    return range && data !== null ? [{ data, at: [range[0] + offset, range[1] + offset] }] : [];
  });
}

describe('split', () => {
  test('finds the documents that the YAML library finds, in the same places', () => {
    fc.assert(
      fc.property(stream, (text) => {
        const slices = split(text);
        for (const slice of slices) assert.ok(documentsOf(slice.text).length <= 1, JSON.stringify(slice.text));
        assert.deepEqual(
          slices.flatMap((slice) => documentsOf(slice.text, slice.start)),
          documentsOf(text),
        );
      }),
      { numRuns: runs(1000) },
    );
  });

  test('gives slices that are the whole text, each where it says', () => {
    const pieces = fc.constantFrom(
      '---',
      '\n---\n',
      '...',
      '\n...\n',
      '\n',
      '\r\n',
      '#',
      '%',
      'x',
      ' ',
      '\uFEFF',
      '\0',
    );
    fc.assert(
      fc.property(stream, splices(pieces), (start, changes) => {
        const text = changes.reduce(splice, start);
        const slices = split(text);
        assert.equal(slices.map((slice) => slice.text).join(''), text);
        for (const slice of slices) {
          assert.ok(slice.text.length > 0);
          assert.equal(text.slice(slice.start, slice.start + slice.text.length), slice.text);
        }
      }),
      { numRuns: runs(500) },
    );
  });

  test('leaves comments and directives with the document below them', () => {
    const prefixed = '# licence\n\n%YAML 1.2\n# more\n---\na: 1\n';
    assert.deepEqual(texts(prefixed), [prefixed]);
    assert.deepEqual(texts(`b: 1\n...\n${prefixed}`), ['b: 1\n...\n', prefixed]);
    assert.deepEqual(texts(`\uFEFF${prefixed}`), [`\uFEFF${prefixed}`]);
    assert.deepEqual(texts('# a\r\n---\r\nb: 1\r\n'), ['# a\r\n---\r\nb: 1\r\n']);
  });

  test('leaves a comment behind a document with the document above it', () => {
    assert.deepEqual(texts('a: 1\n# end of a\n---\nb: 1\n'), ['a: 1\n# end of a\n', '---\nb: 1\n']);
  });

  test('cuts at each marker, blank documents included', () => {
    assert.deepEqual(texts('---\n---\n---'), ['---\n', '---\n', '---']);
    assert.deepEqual(texts('...\n...\n'), ['...\n', '...\n']);
    assert.deepEqual(texts('--- a\n--- b\n'), ['--- a\n', '--- b\n']);
    assert.deepEqual(texts(''), []);
  });

  test('takes no other text for a marker', () => {
    for (const text of ['a: 1\n ---\n', '----\n', '---x\n', '..\n....\n', 'a ---\nb ...\n', 'a:\n  - |\n    ---\n'])
      assert.deepEqual(texts(text), [text]);
  });
});
