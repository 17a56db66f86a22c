// What the server tells about open documents, and when.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver/node';
import { Editor, uri } from './editor.ts';
import { agent, elasticsearch, images, insertion, kibana } from './manifests.ts';

test('an opened document is diagnosed, with everything an editor shows', async () => {
  const editor = await Editor.start({ pages: 'file:///pages/' });
  editor.open('/w/images.yaml', images);
  const [first, second] = await editor.diagnostics('/w/images.yaml');
  assert.deepEqual(first, {
    range: { start: { line: 6, character: 9 }, end: { line: 6, character: 61 } },
    severity: DiagnosticSeverity.Warning,
    code: 'latest-image',
    codeDescription: { href: 'file:///pages/latest-image.md' },
    source: 'eck-lint',
    message:
      'The image docker.elastic.co/elasticsearch/elasticsearch:latest is not pinned to a version, so a restart may run another one.',
  });
  assert.equal(second?.range.start.line, 17);
  await editor.end();
});

test('without pages the code links to the site', async () => {
  const editor = await Editor.start();
  editor.open('/w/images.yaml', images);
  const [first] = await editor.diagnostics('/w/images.yaml');
  assert.equal(first?.codeDescription?.href, 'https://eck-lint.io/rules/latest-image');
  await editor.end();
});

test('incremental edits are followed, whatever their number, and told under the last version only', async () => {
  const editor = await Editor.start();
  editor.open('/w/images.yaml', images);
  await editor.expect('/w/images.yaml', ['latest-image', 'latest-image']);
  const before = editor.published.length;
  for (const [i, letter] of [...'# typed fast\n'].entries()) editor.change('/w/images.yaml', [insertion(0, i, letter)]);
  editor.replace('/w/images.yaml', 'elasticsearch:latest', 'elasticsearch:9.2.1');
  const [only, ...more] = await editor.diagnostics('/w/images.yaml');
  assert.equal(only?.range.start.line, 18);
  assert.deepEqual(more, []);
  const versions = editor.published.slice(before).map(({ version }) => version ?? 0);
  assert.deepEqual(
    versions,
    versions.toSorted((a, b) => a - b),
  );
  assert.ok(versions.length < 14, `${versions.length} publications for 14 edits`);
  await editor.end();
});

test('a document that is closed has no diagnostics', async () => {
  const editor = await Editor.start();
  editor.open('/w/images.yaml', images);
  await editor.expect('/w/images.yaml', ['latest-image', 'latest-image']);
  editor.close('/w/images.yaml');
  await editor.expect('/w/images.yaml', []);
  await editor.end();
});

test('a URI is given back as the client wrote it', async () => {
  const editor = await Editor.start();
  for (const uri of ['file:///w/a%20b%3Ac.yaml', 'untitled:Untitled-1', 'vscode-vfs://github/o/r/a.yaml']) {
    editor.open(uri, images);
    assert.equal((await editor.diagnostics(uri)).length, 2);
    assert.equal(editor.published.at(-1)?.uri, uri);
  }
  await editor.end();
});

test('an edit in one document changes what is wrong in another', async () => {
  const editor = await Editor.start();
  editor.open('/w/elasticsearch.yaml', elasticsearch);
  editor.open('/w/kibana.yaml', kibana);
  await editor.expect('/w/kibana.yaml', ['kibana-basic-auth-missing']);
  assert.equal((await editor.diagnostics('/w/kibana.yaml'))[0]?.severity, DiagnosticSeverity.Information);
  editor.open('/w/agent.yaml', agent);
  const told = await editor.until(() =>
    editor.published.findLast((p) => p.uri === uri('/w/kibana.yaml') && p.diagnostics[0]?.severity === 1),
  );
  assert.deepEqual(
    told.diagnostics[0]?.relatedInformation?.map(({ location }) => [location.uri, location.range.start.line]),
    [[uri('/w/agent.yaml'), 9]],
  );

  await editor.diagnostics('/w/agent.yaml');
  const before = editor.published.length;
  editor.replace('/w/agent.yaml', 'replicas: 1', 'replicas: 2');
  await editor.diagnostics('/w/agent.yaml');
  assert.deepEqual(
    editor.published.slice(before).map((p) => p.uri),
    [uri('/w/agent.yaml')],
    'an edit that is nobody else’s business is told of the edited document only',
  );
  editor.replace('/w/agent.yaml', 'mode: fleet\n', 'mode: standalone\n');
  await editor.until(() =>
    editor.published.findLast((p) => p.uri === uri('/w/kibana.yaml') && p.diagnostics[0]?.severity === 3),
  );
  await editor.end();
});

test('a related place is where it is now, whatever was edited around it', async () => {
  const editor = await Editor.start();
  editor.open('/w/agent.yaml', agent);
  editor.open('/w/kibana.yaml', kibana);
  const relatedLine = async (): Promise<number | undefined> =>
    (await editor.diagnostics('/w/kibana.yaml'))[0]?.relatedInformation?.[0]?.location.range.start.line;
  assert.equal(await relatedLine(), 9);
  editor.change('/w/agent.yaml', [insertion(0, 0, '# moved\n'), insertion(3, 0, '  # down\n')]);
  editor.change('/w/kibana.yaml', [insertion(0, 0, '# and so is this\n')]);
  assert.equal(await relatedLine(), 11);
  await editor.end();
});

test('a comment that disables nothing is faded', async () => {
  const editor = await Editor.start();
  editor.open('/w/a.yaml', `# eck-lint-disable latest-image\n${elasticsearch}`);
  const [unused] = await editor.diagnostics('/w/a.yaml');
  assert.equal(unused?.code, 'unused-suppression');
  assert.deepEqual(unused?.tags, [DiagnosticTag.Unnecessary]);
  await editor.end();
});

test('a client that cannot show related places is not told any', async () => {
  const editor = await Editor.start({ capabilities: {} });
  editor.open('/w/all.yaml', [kibana, elasticsearch, agent].join('---\n'));
  const [first] = await editor.diagnostics('/w/all.yaml');
  assert.equal(first?.severity, DiagnosticSeverity.Error);
  assert.equal(first?.relatedInformation, undefined);
  await editor.end();
});
