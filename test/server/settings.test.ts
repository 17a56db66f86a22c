// Settings of the project and of the editor: where they are looked for, which wins, and that changes count at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RuleSummary, rulesMethod } from '../../server/lsp/protocol.ts';
import { Editor } from './editor.ts';
import { images } from './manifests.ts';

const path = '/w/a/images.yaml';
const found = ['latest-image', 'latest-image'];
const rule = (level: string): string => `rules:\n  latest-image: ${level}\n`;

test('the nearest settings file counts, and a new one at once', async () => {
  const editor = await Editor.start({ files: { '/w/.eck-lint.yaml': rule('error') } });
  editor.open(path, images);
  assert.deepEqual(
    (await editor.diagnostics(path)).map(({ severity }) => severity),
    [1, 1],
  );
  editor.write({ '/w/a/.eck-lint.yaml': rule('off') });
  await editor.expect(path, []);
  editor.write({ '/w/a/.eck-lint.yaml': undefined });
  await editor.expect(path, found);
  await editor.end();
});

test('files that the settings leave out are not diagnosed, but still count for others', async () => {
  const editor = await Editor.start({ files: { '/w/.eck-lint.yaml': 'ignore: [/a/]\n', [path]: images } });
  editor.open(path);
  assert.deepEqual(await editor.diagnostics(path), []);
  assert.equal(editor.statuses.at(-1)?.files, 1);
  await editor.end();
});

test('the editor’s settings override the file’s, and may be switched off', async () => {
  const editor = await Editor.start({
    files: { '/w/.eck-lint.yaml': rule('error') },
    settings: { eckLint: { enable: true, rules: { 'latest-image': 'hint', 'no-such-rule': 'error', x: 7 } } },
  });
  editor.open(path, images);
  assert.deepEqual(
    (await editor.diagnostics(path)).map(({ severity }) => severity),
    [4, 4],
  );
  editor.set({ eckLint: { rules: { 'latest-image': 'off' } } });
  await editor.expect(path, []);
  editor.set({});
  await editor.expect(path, found);
  editor.set({ eckLint: { enable: false } });
  await editor.expect(path, []);
  assert.deepEqual(await editor.actions(path, 'elasticsearch:latest'), []);
  editor.set({ eckLint: { enable: true } });
  await editor.expect(path, found);
  await editor.end();
});

test('settings of a strange shape are left out', async () => {
  const editor = await Editor.start({ settings: { eckLint: { enable: 'maybe', rules: [1, null] }, hidden: { a: 1 } } });
  editor.open(path, images);
  await editor.expect(path, found);
  await editor.end();
});

test('a client that cannot be asked may send its settings', async () => {
  const editor = await Editor.start({ capabilities: {} });
  editor.open(path, images);
  await editor.expect(path, found);
  await editor.connection.sendNotification('workspace/didChangeConfiguration', {
    settings: { eckLint: { rules: { 'latest-image': 'off' } } },
  });
  await editor.expect(path, []);
  await editor.end();
});

test('what is wrong in an open settings file is told as it is typed, and counts once saved', async () => {
  const settings = '/w/.eck-lint.yaml';
  const editor = await Editor.start({ files: { [settings]: rule('error') } });
  editor.open(path, images);
  editor.open(settings);
  assert.deepEqual(await editor.diagnostics(settings), []);
  editor.replace(settings, 'latest-image: error', 'latest-imag: off');
  assert.deepEqual(await editor.diagnostics(settings), [
    {
      range: { start: { line: 1, character: 2 }, end: { line: 1, character: 13 } },
      severity: 2,
      code: 'settings',
      source: 'eck-lint',
      message: 'There is no rule latest-imag. Did you mean latest-image?',
    },
  ]);
  editor.replace(settings, 'imag:', 'image:');
  assert.deepEqual(await editor.diagnostics(settings), []);
  await editor.expect(path, found);
  editor.save(settings);
  await editor.expect(path, []);
  assert.deepEqual(await editor.actions(settings, 'latest-image'), []);
  assert.equal(await editor.hover(settings, 'latest-image'), null);
  await editor.end();
});

test('all rules are told, with the severities that are set', async () => {
  const editor = await Editor.start({
    files: { '/w/.eck-lint.yaml': 'rules: {dangling-reference: error, latest-image: error}\n' },
    settings: { eckLint: { rules: { 'latest-image': 'off' } } },
    pages: 'file:///pages',
  });
  const rules = await editor.connection.sendRequest<RuleSummary[]>(rulesMethod);
  const ids = rules.map(({ id }) => id);
  assert.deepEqual(ids, ids.toSorted());
  assert.equal(ids.length, 5);
  assert.equal(rules.find(({ id }) => id === 'dangling-reference')?.severity, 'error');
  assert.equal(rules.find(({ id }) => id === 'invalid-yaml')?.severity, 'error');
  assert.deepEqual(
    rules.find(({ id }) => id === 'latest-image'),
    {
      id: 'latest-image',
      summary: 'A container image has no tag, or the tag latest.',
      severity: 'off',
      page: 'file:///pages/latest-image.md',
    },
  );
  await editor.end();
});

test('a client that does not tell its settings is not waited for, and what it tells later counts', async () => {
  const settings = { eckLint: { rules: { 'latest-image': 'off' } } };
  const editor = await Editor.start({ silent: true, settings, files: { '/w/images.yaml': images } });
  assert.deepEqual(editor.log, ['the client has not told its settings within 0.05 s: those known so far hold']);
  assert.equal(editor.statuses.at(-1)?.files, 1);
  editor.open(path, images);
  await editor.expect(path, found);
  editor.changeFolders(['/x'], []);
  editor.answerNow();
  await editor.until(() => (editor.log.length > 1 ? true : undefined));
  editor.answerNow();
  await editor.expect(path, []);
  await editor.end();
});

test('a client that refuses to tell its settings gets the defaults', async () => {
  const editor = await Editor.start({ refuses: true, files: { '/w/images.yaml': images } });
  assert.match(editor.log[0] ?? '', /^the client does not tell its settings \(\w+\): those known so far hold$/);
  assert.equal(editor.statuses.at(-1)?.files, 1);
  editor.open(path, images);
  await editor.expect(path, found);
  await editor.end();
});
