// Whatever is sent, the server answers and lives on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DidOpenTextDocumentNotification } from 'vscode-languageserver/node';
import { Editor, uri } from './editor.ts';
import { elasticsearch, images, insertion } from './manifests.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 99_999, character: 9 } };

const nonsense: Record<string, string> = {
  empty: '',
  'broken YAML': 'apiVersion: elasticsearch.k8s.elastic.co/v1\nkind: [Elasticsearch\n\t: - "\n',
  'binary garbage': Array.from({ length: 4096 }, (_, i) => String.fromCharCode((i * 7919) % 65536)).join(''),
  'markers only': '---\n---\n...\n---',
  'deep nesting': `kind: Kibana\napiVersion: kibana.k8s.elastic.co/v1\nspec: ${'['.repeat(20_000)}`,
  aliases: 'apiVersion: kibana.k8s.elastic.co/v1\nkind: Kibana\nspec: &a\n  config: *a\n  x: [*a, *b]\n',
  'a lone surrogate': `apiVersion: kibana.k8s.elastic.co/v1\nkind: Kibana\nmetadata: {name: "\ud800"}\n`,
  'lone carriage returns': images.replaceAll('\n', '\r'),
  'strange types': 'apiVersion: kibana.k8s.elastic.co/v1\nkind: Kibana\nmetadata: 7\nspec: [1, {config: true}]\n',
  huge: Array(1000).fill(images).join('---\n'),
};

for (const [name, text] of Object.entries(nonsense)) {
  test(`survives ${name}`, async () => {
    const editor = await Editor.start();
    editor.open('/w/a.yaml', text);
    await editor.diagnostics('/w/a.yaml');
    await editor.actionsIn('/w/a.yaml', { start: range.start, end: range.start });
    editor.change('/w/a.yaml', [insertion(0, 0, '- x: "\n')]);
    await editor.diagnostics('/w/a.yaml');
    editor.change('/w/a.yaml', [{ range, newText: images }]);
    await editor.expect('/w/a.yaml', ['latest-image', 'latest-image']);
    assert.deepEqual(editor.log, []);
    await editor.end();
  });
}

test('a broken document leaves the others of its file alone', async () => {
  const editor = await Editor.start();
  editor.open('/w/a.yaml', `${elasticsearch}  bad: [\n---\n${images}`);
  await editor.expect('/w/a.yaml', ['invalid-yaml', 'latest-image', 'latest-image']);
  await editor.end();
});

test('requests about documents that are not open are answered with nothing', async () => {
  const editor = await Editor.start();
  const textDocument = { uri: uri('/w/never.yaml') };
  const { connection } = editor;
  assert.deepEqual(
    await connection.sendRequest('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }),
    [],
  );
  assert.equal(await connection.sendRequest('textDocument/hover', { textDocument, position: range.start }), null);
  await editor.end();
});

test('requests and notifications of a wrong shape end nothing', async () => {
  const editor = await Editor.start();
  const { connection } = editor;
  const answer = await connection.sendRequest('textDocument/codeAction', { textDocument: null }).catch(() => 'refused');
  assert.deepEqual(answer, []);
  await connection.sendRequest('textDocument/noSuchThing', {}).catch(() => {});
  await connection.sendNotification('textDocument/didChange', { textDocument: { uri: 'x' }, contentChanges: [{}] });
  await connection.sendNotification('workspace/didChangeWatchedFiles', { changes: 7 });
  await connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: 'file:///%zz', type: 9 }] });
  editor.open('/w/images.yaml', images);
  await editor.expect('/w/images.yaml', ['latest-image', 'latest-image']);
  await editor.end();
});

test('a defect is logged without the text it came from', async () => {
  const editor = await Editor.start();
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: 'SECRET' });
  const log = await editor.until(() => editor.log.at(-1));
  assert.match(log, /^workspace\/didChangeWatchedFiles: TypeError\n\s+at /);
  assert.doesNotMatch(log, /SECRET/);
  await editor.end();
});

test('a request that is cancelled in time is not worked on, and others are answered in order', async () => {
  const editor = await Editor.start();
  editor.open('/w/images.yaml', images);
  await editor.diagnostics('/w/images.yaml');
  const params = {
    textDocument: { uri: uri('/w/images.yaml') },
    range: editor.rangeOf('/w/images.yaml', 'elasticsearch:latest'),
    context: { diagnostics: [] },
  };
  const request = (id: string) => ({ id, method: 'textDocument/codeAction', params });
  const answers = await editor.exchange([
    request('first'),
    request('cancelled'),
    { method: '$/cancelRequest', params: { id: 'cancelled' } },
    request('last'),
  ]);
  const told = answers.map(({ id, result, error }) => [id, error?.code ?? result?.length]);
  assert.deepEqual(told, [
    ['first', 4],
    ['cancelled', -32800],
    ['last', 4],
  ]);
});

test('a document opened before the settings are known waits for them', async () => {
  const editor = await Editor.start({ settings: { eckLint: { rules: { 'latest-image': 'off' } } } });
  await editor.connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri: uri('/w/x.yaml'), languageId: 'yaml', version: 1, text: images },
  });
  const told = await editor.until(() => editor.published.at(0));
  assert.deepEqual(told.diagnostics, []);
  await editor.end();
});

test('URIs that spell one path in different ways mean one document', async () => {
  const editor = await Editor.start();
  const { connection } = editor;
  const spellings = [
    'file:///c%3A/w/./a%20b.yaml',
    'file:///C:/w/a%20b.yaml',
    'file:///c:/w//x/../%61 b.yaml',
  ] as const;
  const [opened, other, third] = spellings;
  const send = (method: string, params: object): Promise<void> => connection.sendNotification(method, params);
  await send('textDocument/didOpen', { textDocument: { uri: opened, languageId: 'yaml', version: 1, text: images } });
  const last = () => editor.published.at(-1);
  await editor.until(() => (last()?.diagnostics.length === 2 ? true : undefined));
  const contentChanges = [{ text: elasticsearch }];
  await send('textDocument/didChange', { textDocument: { uri: other, version: 2 }, contentChanges });
  await editor.until(() => (last()?.version === 2 ? true : undefined));
  assert.deepEqual(last(), { uri: opened, version: 2, diagnostics: [] });
  await send('textDocument/didOpen', { textDocument: { uri: third, languageId: 'yaml', version: 3, text: images } });
  await editor.until(() => (last()?.diagnostics.length === 2 ? true : undefined));
  assert.equal(last()?.uri, opened);
  const question = { textDocument: { uri: other }, range, context: { diagnostics: [] } };
  assert.notDeepEqual(await connection.sendRequest('textDocument/codeAction', question), []);
  await send('textDocument/didClose', { textDocument: { uri: opened } });
  assert.notDeepEqual(await connection.sendRequest('textDocument/codeAction', question), []);
  await send('textDocument/didClose', { textDocument: { uri: third } });
  assert.deepEqual(await connection.sendRequest('textDocument/codeAction', question), []);
  assert.deepEqual(last(), { uri: opened, diagnostics: [] });
  await editor.end();
});

test('positions outside of the text are brought inside', async () => {
  const editor = await Editor.start();
  editor.open('/w/a.yaml', elasticsearch);
  const at = (line: number, character: number) => ({ line, character });
  const far = 2 ** 31 - 1;
  editor.change('/w/a.yaml', [{ range: { start: at(far, far), end: at(far, far) }, newText: `---\n${images}` }]);
  await editor.expect('/w/a.yaml', ['latest-image', 'latest-image']);
  editor.change('/w/a.yaml', [{ range: { start: at(5, 900), end: at(2, 0) }, newText: '' }, insertion(-1, -7, '\n')]);
  await editor.diagnostics('/w/a.yaml');
  await editor.actionsIn('/w/a.yaml', { start: at(-5, 3), end: at(far, -1) });
  editor.change('/w/a.yaml', [{ range: { start: at(0, 0), end: at(far, 0) }, newText: images }]);
  await editor.expect('/w/a.yaml', ['latest-image', 'latest-image']);
  assert.deepEqual(editor.log, []);
  await editor.end();
});
