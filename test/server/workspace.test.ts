// The index of the workspace: what is on disk counts, what is open counts more, and both may change.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Editor, uri } from './editor.ts';
import { agent, elasticsearch, images, kibana } from './manifests.ts';

/** Severities: an error once an Agent enrolls through the Kibana. */
const severities = (editor: Editor, path: string): (number | undefined)[] | undefined =>
  editor.published.findLast((p) => p.uri === uri(path))?.diagnostics.map(({ severity }) => severity);

async function expectSeverity(editor: Editor, severity: number): Promise<void> {
  await editor.until(() => (severities(editor, '/w/kibana.yaml')?.[0] === severity ? true : undefined));
}

const files = { '/w/kibana.yaml': kibana, '/w/deep/er/agent.yaml': agent, '/w/elasticsearch.yml': elasticsearch };

test('the workspace is read at the start, and the client is told how far that is', async () => {
  const editor = await Editor.start({ files: { ...files, '/w/compose.yaml': 'services: {}\n', '/w/a.json': '{}' } });
  assert.deepEqual(editor.statuses, [
    { index: 'building', files: 0, resources: 0 },
    { index: 'ready', files: 3, resources: 3 },
  ]);
  editor.open('/w/kibana.yaml');
  await expectSeverity(editor, 1);
  await editor.end();
});

test('a workspace without folders is ready at once', async () => {
  const editor = await Editor.start({ files, folders: [] });
  assert.deepEqual(editor.statuses, [{ index: 'ready', files: 0, resources: 0 }]);
  assert.deepEqual(editor.host.reads, []);
  editor.open('/w/kibana.yaml');
  await expectSeverity(editor, 3);
  await editor.until(() => editor.statuses.find(({ files, resources }) => files === 1 && resources === 1));
  await editor.end();
});

test('files that are ignored or hidden do not count', async () => {
  const editor = await Editor.start({
    files: {
      ...files,
      '/w/.gitignore': 'er/\n',
      '/w/build/images.yaml': images,
      '/w/sub/build/images.yaml': images,
      '/w/sub/old.yaml': images,
      '/w/sub/new.yaml': images,
    },
    settings: {
      hidden: { build: true, '**/{old,older}.yaml': true, '**/new.yaml': false, 'x/**': { when: '$(basename)' } },
    },
  });
  assert.deepEqual(editor.host.reads.toSorted(), [
    '/w/elasticsearch.yml',
    '/w/kibana.yaml',
    '/w/sub/build/images.yaml',
    '/w/sub/new.yaml',
  ]);
  await editor.end();
});

test('files that are created, written and deleted on disk change what is wrong', async () => {
  const editor = await Editor.start({ files });
  editor.open('/w/kibana.yaml');
  await expectSeverity(editor, 1);
  editor.write({ '/w/deep/er/agent.yaml': undefined });
  await expectSeverity(editor, 3);
  editor.write({ '/w/new/agent.yaml': agent });
  await expectSeverity(editor, 1);
  editor.write({ '/w/new/agent.yaml': agent.replace('mode: fleet\n', 'mode: standalone\n') });
  await expectSeverity(editor, 3);
  assert.deepEqual(editor.statuses.at(-1), { index: 'ready', files: 3, resources: 3 });
  await editor.end();
});

test('a burst of changes is read once', async () => {
  const editor = await Editor.start({ files });
  const reads = editor.host.reads.length;
  const burst = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`/w/burst/${i}.yaml`, images]));
  for (const [path, text] of Object.entries(burst)) editor.write({ [path]: text });
  for (const path of Object.keys(burst)) editor.write({ [path]: images });
  await editor.until(() => editor.statuses.find((status) => status.files === 203));
  assert.equal(editor.host.reads.length - reads, 200);
  await editor.end();
});

test('a changed .gitignore decides anew', async () => {
  const editor = await Editor.start({ files });
  editor.open('/w/kibana.yaml');
  await expectSeverity(editor, 1);
  editor.write({ '/w/.gitignore': 'deep\n' });
  await expectSeverity(editor, 3);
  editor.write({ '/w/.gitignore': '' });
  await expectSeverity(editor, 1);
  await editor.end();
});

test('an open document wins over the disk until it is closed', async () => {
  const editor = await Editor.start({ files });
  editor.open('/w/kibana.yaml');
  editor.open('/w/deep/er/agent.yaml');
  editor.replace('/w/deep/er/agent.yaml', 'mode: fleet\n', 'mode: standalone\n');
  await expectSeverity(editor, 3);
  editor.write({ '/w/deep/er/agent.yaml': agent });
  editor.close('/w/deep/er/agent.yaml');
  await expectSeverity(editor, 1);
  await editor.end();
});

test('a closed document that is not of the workspace is forgotten', async () => {
  const editor = await Editor.start({ files: { '/w/kibana.yaml': kibana, '/elsewhere/agent.yaml': agent } });
  editor.open('/w/kibana.yaml');
  await expectSeverity(editor, 3);
  editor.open('/elsewhere/agent.yaml');
  await expectSeverity(editor, 1);
  editor.close('/elsewhere/agent.yaml');
  await expectSeverity(editor, 3);
  await editor.end();
});

test('folders come and go', async () => {
  const editor = await Editor.start({ files: { '/w/kibana.yaml': kibana, '/x/agent.yaml': agent } });
  editor.open('/w/kibana.yaml');
  await expectSeverity(editor, 3);
  editor.changeFolders(['/x'], []);
  await expectSeverity(editor, 1);
  editor.changeFolders([], ['/x']);
  await expectSeverity(editor, 3);
  await editor.end();
});

test('a folder that is deleted takes along what was below it, and one that is renamed keeps it', async () => {
  const editor = await Editor.start({ files: { ...files, '/w/deep.yaml': elasticsearch } });
  editor.open('/w/kibana.yaml');
  await expectSeverity(editor, 1);
  editor.move('/w/deep', undefined);
  await expectSeverity(editor, 3);
  assert.equal(editor.statuses.at(-1)?.files, 3);
  editor.write({ '/w/x.d/agent.yaml': agent });
  await expectSeverity(editor, 1);
  editor.move('/w/x.d', '/w/y.d');
  await editor.until(() => editor.host.reads.find((path) => path === '/w/y.d/agent.yaml'));
  await expectSeverity(editor, 1);
  editor.move('/w/y.d', '/elsewhere/y.d');
  await expectSeverity(editor, 3);
  editor.move('/elsewhere/y.d', '/w/z');
  await expectSeverity(editor, 1);
  await editor.end();
});

test('a folder that is gone and back within a moment is read anew', async () => {
  const editor = await Editor.start({ files });
  editor.open('/w/kibana.yaml');
  await expectSeverity(editor, 1);
  editor.move('/w/deep', undefined);
  editor.host.files.set('/w/deep/er/agent.yaml', agent.replace('mode: fleet\n', 'mode: standalone\n'));
  await expectSeverity(editor, 3);
  assert.equal(editor.statuses.at(-1)?.files, 3);
  await editor.end();
});

test('JSON counts when it is a manifest, and costs nothing else', async () => {
  const json = JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [{ apiVersion: 'elasticsearch.k8s.elastic.co/v1', kind: 'Elasticsearch', metadata: { name: 'x' } }],
  });
  const editor = await Editor.start({
    files: { '/w/kibana.yaml': kibana, '/w/es.json': json, '/w/data.json': '{"kind":"List"}', '/w/package.json': '{}' },
  });
  assert.deepEqual(editor.statuses.at(-1), { index: 'ready', files: 2, resources: 2 });
  assert.deepEqual(editor.host.reads.toSorted(), ['/w/data.json', '/w/es.json', '/w/kibana.yaml']);
  const { listings } = editor.host;
  editor.write({ '/w/new/data.json': '{"kind":"List"}', '/w/es.json': undefined });
  await editor.until(() => editor.statuses.find(({ index, files }) => index === 'ready' && files === 1));
  assert.equal(editor.host.listings, listings);
  editor.write({ '/w/new/es.json': json });
  await editor.until(() => (editor.statuses.at(-1)?.files === 2 ? true : undefined));
  assert.equal(editor.host.listings, listings + 1);
  await editor.end();
});

test('a client that can be asked to watch is asked, and the extension is not', async () => {
  const other = await Editor.start();
  await other.until(() => (other.registered.includes('workspace/didChangeWatchedFiles') ? true : undefined));
  await other.end();
  const own = await Editor.start({ watches: true });
  await own.until(() => (own.registered.includes('workspace/didChangeConfiguration') ? true : undefined));
  own.open('/w/a.yaml', '');
  await own.diagnostics('/w/a.yaml');
  assert.ok(!own.registered.includes('workspace/didChangeWatchedFiles'));
  await own.end();
});
