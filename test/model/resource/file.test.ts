import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Document, type Part, readFile, type SourceFile, walk } from '../../../rules/model/index.ts';
import { runs } from '../../support/runs.ts';
import { splice, splices } from '../../support/streams.ts';

const document = fc.constantFrom(
  'kind: Kibana\napiVersion: kibana.k8s.elastic.co/v1\n',
  'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n',
  'apiVersion: v1\nkind: Pod\n',
  'kind: Kibana # {{ x }}\nspec: {\n',
  '# nothing\n',
);
const file = fc.array(document, { maxLength: 6 }).map((documents) => documents.join('---\n'));
const piece = fc.oneof(
  document,
  fc.constantFrom('', '---\n', '\n---\n', '...\n', 'kind: Kibana\n', ' ', '\r\n', '{{ x }}', '"', '\ud800'),
);

/** All there is to know of a part, its tree included. */
const describePart = (part: Part) => ({
  start: part.start,
  text: part.text,
  document: part.document && describeDocument(part.document),
});

function describeDocument({ text, root, errors, templated, gaps }: Document) {
  const nodes: unknown[] = [];
  if (root)
    walk(root, (node) =>
      nodes.push([node.constructor.name, node.range, 'value' in node ? String(node.value) : undefined]),
    );
  return { text, nodes, errors, templated, gaps };
}

describe('reading a file again', () => {
  test('gives what reading it for the first time would', () => {
    fc.assert(
      fc.property(file, splices(piece), (text, changes) => {
        let warm = readFile('f.yaml', text);
        for (const change of changes) {
          warm = readFile('f.yaml', splice(warm.text, change), warm);
          const cold = readFile('f.yaml', warm.text);
          assert.deepEqual(warm.parts.map(describePart), cold.parts.map(describePart));
        }
      }),
      { numRuns: runs(400) },
    );
  });

  test('keeps the documents whose text has not changed', () => {
    fc.assert(
      fc.property(file, splices(piece), (text, changes) => {
        let file = readFile('f.yaml', text);
        for (const change of changes) {
          const before = file;
          file = readFile('f.yaml', splice(before.text, change), before);
          for (const part of file.parts) {
            const same = before.parts.filter(({ text }) => text === part.text);
            const twins = file.parts.filter(({ text }) => text === part.text);
            if (same.length === 1 && twins.length === 1) assert.equal(part.document, same[0]?.document);
          }
        }
      }),
      { numRuns: runs(400) },
    );
  });

  test('gives the same file for the same text', () => {
    const before = readFile('f.yaml', 'kind: Kibana\n');
    assert.equal(readFile('f.yaml', 'kind: Kibana\n', before), before);
    assert.notEqual(readFile('g.yaml', 'kind: Kibana\n', before), before);
  });
});

test('a document is parsed only when it may hold a resource of a known kind', () => {
  const parsed = (text: string): boolean[] => readFile('f', text).parts.map((part) => part.document !== undefined);
  assert.deepEqual(
    parsed('kind: Kibana\n---\nkind: Pod\n---\n{"kind":"Secret"}\n---\nresources: [a]\n---\nkind: "List"'),
    [true, false, true, true, true],
  );
  assert.deepEqual(parsed('kind: Kibanas\n---\nunkind: {Kibana: 1}\n'), [false, false]);
});

test('each part stands where it says', () => {
  const { text, parts }: SourceFile = readFile('f', '# a\nkind: Kibana\r\n---\r\nkind: Secret\n...\n');
  assert.deepEqual(
    parts.map((part) => text.slice(part.start, part.start + part.text.length)),
    parts.map((part) => part.text),
  );
});
