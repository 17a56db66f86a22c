// What can be done about findings: every offered edit is applied, and the text compared as a whole.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CodeAction } from 'vscode-languageserver/node';
import { Editor, uri } from './editor.ts';
import { agent, elasticsearch, images, kibana } from './manifests.ts';

const titles = (actions: readonly CodeAction[]): string[] => actions.map(({ title }) => title);
const titled = (actions: readonly CodeAction[], title: string): CodeAction | undefined =>
  actions.find((action) => action.title === title);
const pinned = images.replace('elasticsearch:latest', 'elasticsearch:9.2.1').replace('/kibana #', '/kibana:9.2.2 #');

test('a finding offers its fix, all fixes of its rule, and ways to disable it', async () => {
  const editor = await Editor.start();
  editor.open('/w/images.yaml', images);
  const actions = await editor.actions('/w/images.yaml', 'elasticsearch:latest');
  assert.deepEqual(titles(actions), [
    'Pin to 9.2.1, the version of the resource',
    "Fix all 'latest-image' problems in this file",
    'Disable latest-image for this line',
    'Disable latest-image for this resource',
  ]);
  assert.deepEqual(
    actions.map(({ isPreferred, kind, diagnostics }) => [isPreferred, kind, diagnostics?.length]),
    [
      [true, 'quickfix', 1],
      [undefined, 'quickfix', 2],
      [undefined, 'quickfix', 1],
      [undefined, 'quickfix', 1],
    ],
  );
  assert.equal(
    editor.after('/w/images.yaml', actions[0]),
    images.replace('elasticsearch:latest', 'elasticsearch:9.2.1'),
  );
  assert.equal(editor.after('/w/images.yaml', actions[1]), pinned);
  await editor.end();
});

test('a place without a finding offers nothing', async () => {
  const editor = await Editor.start();
  editor.open('/w/images.yaml', images);
  assert.deepEqual(await editor.actions('/w/images.yaml', 'name: one'), []);
  await editor.end();
});

test('only what is asked for is answered', async () => {
  const editor = await Editor.start();
  editor.open('/w/images.yaml', images);
  const kinds = async (only?: string) =>
    (await editor.actions('/w/images.yaml', 'elasticsearch:latest', only)).map(({ kind }) => kind);
  assert.deepEqual(await kinds('refactor'), []);
  assert.deepEqual(await kinds('quickfix'), Array(4).fill('quickfix'));
  for (const only of ['source', 'source.fixAll', 'source.fixAll.eckLint'])
    assert.deepEqual(await kinds(only), ['source.fixAll.eckLint']);
  assert.deepEqual(await kinds('source.organizeImports'), []);
  await editor.end();
});

test('fix all repairs what is safe, in as many rounds as it takes, and touches nothing else', async () => {
  const editor = await Editor.start();
  const text = [kibana, elasticsearch, agent, images].join('---\n');
  editor.open('/w/all.yaml', text);
  const [action] = await editor.actions('/w/all.yaml', 'name: one', 'source.fixAll.eckLint');
  const provider = '        realm: saml1\n';
  assert.equal(
    editor.after('/w/all.yaml', action),
    [kibana.replace(provider, `${provider}      basic.basic1:\n        order: 1\n`), elasticsearch, agent, pinned].join(
      '---\n',
    ),
  );
  const [change] = action?.edit?.documentChanges ?? [];
  assert.ok(change && 'edits' in change);
  assert.equal(change.edits.length, 3);
  editor.apply('/w/all.yaml', action);
  assert.deepEqual(await editor.actions('/w/all.yaml', 'name: one', 'source.fixAll.eckLint'), []);
  await editor.expect('/w/all.yaml', []);
  await editor.end();
});

test('a finding is disabled for its line', async () => {
  const editor = await Editor.start();
  editor.open('/w/images.yaml', images);
  const actions = await editor.actions('/w/images.yaml', 'kibana/kibana');
  const action = titled(actions, 'Disable latest-image for this line');
  const text = images.replace(
    '  image: docker.elastic.co/kibana',
    (line) => `  # eck-lint-disable-next-line latest-image\n${line}`,
  );
  assert.equal(editor.after('/w/images.yaml', action), text);
  editor.apply('/w/images.yaml', action);
  await editor.expect('/w/images.yaml', ['latest-image']);
  await editor.end();
});

test('a finding is disabled for its resource, which may be any of the file', async () => {
  const editor = await Editor.start();
  editor.open('/w/images.yaml', images);
  for (const [mark, apiVersion] of [
    ['elasticsearch:latest', 'apiVersion: elasticsearch'],
    ['kibana/kibana', 'apiVersion: kibana'],
  ] as const) {
    const action = titled(await editor.actions('/w/images.yaml', mark), 'Disable latest-image for this resource');
    assert.equal(
      editor.after('/w/images.yaml', action),
      images.replace(apiVersion, `# eck-lint-disable latest-image\n${apiVersion}`),
    );
  }
  await editor.end();
});

test('a comment that is there already takes in another rule', async () => {
  const editor = await Editor.start();
  const text = images.replace(
    '  image: docker.elastic.co/kibana',
    (line) => `  # eck-lint-disable-next-line duplicate-key -- it's old\n${line}`,
  );
  editor.open('/w/images.yaml', `# eck-lint-disable wrong-api-group\r\n${text.replaceAll('\n', '\r\n')}`);
  const disable = async (mark: string, scope: string): Promise<string> => {
    const actions = await editor.actions('/w/images.yaml', mark);
    return editor.after('/w/images.yaml', titled(actions, `Disable latest-image for this ${scope}`));
  };
  assert.match(
    await disable('kibana/kibana', 'line'),
    /\n {2}# eck-lint-disable-next-line duplicate-key, latest-image -- it's old\r\n {2}image/,
  );
  assert.match(
    await disable('elasticsearch:latest', 'resource'),
    /^# eck-lint-disable wrong-api-group, latest-image\r\napi/,
  );
  assert.match(
    await disable('elasticsearch:latest', 'line'),
    /9\.2\.1\r\n {2}# eck-lint-disable-next-line latest-image\r\n {2}image/,
  );
  await editor.end();
});

test('a comment that disables nothing can be removed, not disabled', async () => {
  const editor = await Editor.start();
  editor.open('/w/a.yaml', `# eck-lint-disable latest-image\n${elasticsearch}`);
  const actions = await editor.actions('/w/a.yaml', 'latest-image');
  assert.deepEqual(titles(actions), ['Remove the comment']);
  assert.equal(actions[0]?.isPreferred, undefined);
  assert.equal(editor.after('/w/a.yaml', actions[0]), elasticsearch);
  await editor.end();
});

test('actions are about the newest text, even when it was sent a moment ago', async () => {
  const editor = await Editor.start();
  editor.open('/w/images.yaml', images);
  editor.replace('/w/images.yaml', 'apiVersion: elasticsearch', '# one more line\napiVersion: elasticsearch');
  editor.replace('/w/images.yaml', 'version: 9.2.1', 'version: 9.1.5');
  const [fix] = await editor.actions('/w/images.yaml', 'elasticsearch:latest');
  assert.equal(fix?.title, 'Pin to 9.1.5, the version of the resource');
  assert.match(editor.after('/w/images.yaml', fix), /^# one more line\n(.*\n)*.*elasticsearch:9\.1\.5/);
  await editor.end();
});

test('a client without versioned edits gets plain ones', async () => {
  const editor = await Editor.start({ capabilities: {} });
  editor.open('/w/images.yaml', images);
  const [fix] = await editor.actions('/w/images.yaml', 'elasticsearch:latest');
  assert.deepEqual(Object.keys(fix?.edit?.changes ?? {}), [uri('/w/images.yaml')]);
  assert.equal(fix?.edit?.documentChanges, undefined);
  await editor.end();
});
