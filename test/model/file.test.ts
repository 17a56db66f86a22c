// Reading a changed file gives what reading it anew gives, and keeps what has not changed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readFile, type SourceFile } from '../../rules/index.ts';

const kibana = (name: string): string =>
  `---\napiVersion: kibana.k8s.elastic.co/v1\nkind: Kibana\nmetadata:\n  name: ${name}\n`;

test('an edit reads one document, wherever it is', () => {
  const before = readFile('/a', ['a', 'b', 'c', 'd', 'e'].map(kibana).join(''));
  const after = readFile('/a', before.text.replace('name: c', 'name: other'), before);
  assert.deepEqual(
    after.parts.map(({ document }, i) => document === before.parts[i]?.document),
    [true, true, false, true, true],
  );
  assert.equal(after.parts[1], before.parts[1]);
  assert.equal(after.parts[4]?.start, (before.parts[4]?.start ?? 0) + 4);
});

test('documents that change places are not read again', () => {
  const before = readFile('/a', ['a', 'b', 'c'].map(kibana).join(''));
  const after = readFile('/a', ['c', 'a', 'b'].map(kibana).join(''), before);
  assert.deepEqual(
    after.parts.map(({ document }) => document),
    [2, 0, 1].map((i) => before.parts[i]?.document),
  );
});

test('an equal text is the same file', () => {
  const file = readFile('/a', kibana('a'));
  assert.equal(readFile('/a', kibana('a'), file), file);
});

test('whatever is edited, the parts are those of a cold reading', () => {
  const line = fc.constantFrom(
    '---',
    '...',
    '--- # c',
    '# c',
    '',
    'a: 1',
    '%YAML 1.2',
    ' ---',
    '---x',
    'kind: Kibana',
    '- b',
  );
  const eol = fc.constantFrom('\n', '\n', '\n', '\r\n', '');
  const text = fc.array(fc.tuple(line, eol), { maxLength: 14 }).map((lines) => lines.flat().join(''));
  const edit = fc.tuple(fc.nat(60), fc.nat(12), fc.oneof(text, fc.constantFrom('', '-', '\n', '---\n', '\n...\n')));
  const places = ({ parts }: SourceFile): unknown => parts.map(({ start, text }) => [start, text]);
  fc.assert(
    fc.property(text, fc.array(edit, { maxLength: 6 }), (start, edits) => {
      let file = readFile('/a', start);
      for (const [at, length, inserted] of edits) {
        const next = file.text.slice(0, at) + inserted + file.text.slice(at + length);
        file = readFile('/a', next, file);
        assert.deepEqual(places(file), places(readFile('/a', next)));
      }
    }),
    { numRuns: 2000 },
  );
});
