// What can be written at the cursor: fields and values of ECK's kinds. `$0` is the cursor.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFile, rules } from '../../rules/index.ts';
import { completions } from '../../server/features/completion.ts';
import { Session } from '../../server/session.ts';
import { Editor } from './editor.ts';

const head = (kind: string, group: string, version = 'v1'): string =>
  `apiVersion: ${group}.k8s.elastic.co/${version}\nkind: ${kind}\nmetadata:\n  name: x\n`;
const kibana = head('Kibana', 'kibana');
const elasticsearch = head('Elasticsearch', 'elasticsearch');

function offered(text: string): string[] | undefined {
  const session = new Session(rules);
  session.workspace.set(readFile('/w/x.yaml', text.replace('$0', '')));
  return completions(session, '/w/x.yaml', text.indexOf('$0'))?.items.map(({ label }) => label);
}

test('fields that are not there yet', () => {
  const names = offered(`${kibana}spec:\n  version: 9.0.0\n  $0\n  count: 1\n`) ?? [];
  assert.ok(names.includes('elasticsearchRef') && names.includes('podTemplate'));
  assert.ok(!names.includes('version') && !names.includes('count') && !names.includes('nodeSets'));
});

test('a word that is half written, and the root', () => {
  assert.ok(offered(`${kibana}spec:\n  elas$0\n`)?.includes('elasticsearchRef'));
  assert.deepEqual(offered(`${kibana}$0`), ['spec', 'status']);
});

test('items of lists, indented or not', () => {
  for (const text of [
    `${elasticsearch}spec:\n  nodeSets:\n  - name: a\n    $0\n`,
    `${elasticsearch}spec:\n  nodeSets:\n    - name: a\n      $0\n    - name: b\n      count: 1\n`,
    `${elasticsearch}spec:\n  nodeSets:\n  - $0\n    name: a\n`,
  ]) {
    const names = offered(text) ?? [];
    assert.ok(names.includes('podTemplate') && names.includes('count'), text);
    assert.ok(!names.includes('name') && !names.includes('nodeSets'), text);
  }
});

test('the types of Kubernetes', () => {
  const pod = `${kibana}spec:\n  podTemplate:\n    spec:\n`;
  assert.ok(offered(`${pod}      $0\n`)?.includes('containers'));
  const container = `${pod}      containers:\n      # one\n      - name: kibana\n        env:\n        - name: A\n          value: b\n`;
  assert.ok(offered(`${container}        $0\n`)?.includes('resources'));
  assert.deepEqual(offered(`${container}        imagePullPolicy: $0\n`), ['Always', 'IfNotPresent', 'Never']);
  assert.deepEqual(offered(`${pod}      hostNetwork: t$0\n`), ['true', 'false']);
});

test('every document of a file by itself', () => {
  assert.ok(offered(`${kibana}spec: {}\n---\n${elasticsearch}spec:\n  $0\n`)?.includes('nodeSets'));
});

test('nothing in free-form parts, other kinds, comments and texts', () => {
  assert.deepEqual(offered(`${kibana}spec:\n  config:\n    $0\n`), []);
  for (const text of [
    `apiVersion: v1\nkind: Service\nspec:\n  $0\n`,
    `${kibana}spec:\n  # $0\n`,
    `${kibana}spec: {$0}\n`,
    `${kibana}spec:\n  image: |\n    $0\n`,
    'a: 1\n$0',
  ])
    assert.equal(offered(text), undefined, text);
});

test('over the protocol, with types and releases', async () => {
  const editor = await Editor.start();
  editor.open('/w/x.yaml', `${kibana}spec:\n  \n  count: 1\n`);
  const items = await editor.complete('/w/x.yaml', '\n  count');
  const item = items?.find(({ label }) => label === 'resources');
  assert.equal(item?.detail, 'map, since ECK 3.5.0');
  assert.deepEqual(item?.textEdit, {
    range: { start: { line: 5, character: 2 }, end: { line: 5, character: 2 } },
    newText: 'resources:\n    ',
  });
  await editor.end();
});
