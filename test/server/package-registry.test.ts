// Versions from a package registry in the editor: asked in the background, once, and only in a trusted workspace.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as after } from 'node:timers/promises';
import { RegistryError } from '../../server/host/registry.ts';
import { trustedMethod } from '../../server/lsp/protocol.ts';
import { Editor } from './editor.ts';

const path = '/w/kibana.yaml';
const manifest = `\
apiVersion: kibana.k8s.elastic.co/v1
kind: Kibana
metadata: { name: kibana, namespace: elastic }
spec:
  version: 9.2.1
  elasticsearchRef: { name: elasticsearch }
  config:
    xpack.fleet.packages:
      - { name: system, version: latest }
`;
const settings = (url: string): string => `packageRegistry: {url: ${url}}\n`;
const title = 'Pin system to 2.6.2, the newest for 9.2.1 in the package registry';

/** Longer than the server waits for a pause in typing, counted from when it has read all that was typed. */
async function pause(editor: Editor): Promise<void> {
  await editor.hover(path, 'Kibana');
  await after(100);
}

function fake(answer: () => Promise<string | undefined> = async () => '2.6.2') {
  const asked: string[] = [];
  return {
    asked,
    newest(address: string, { name, stackVersion }: { name: string; stackVersion: string }) {
      asked.push(`${address} ${name} ${stackVersion}`);
      return answer();
    },
  };
}

const offers = async (editor: Editor): Promise<boolean> =>
  (await editor.actions(path, 'latest')).some((action) => action.title === title);

test('an answer becomes a quick fix, without a second question', async () => {
  const { asked, newest } = fake();
  const editor = await Editor.start({ newest, trusted: true, files: { '/w/.eck-lint.yaml': settings('https://one') } });
  editor.open(path, manifest);
  assert.ok((await editor.diagnostics(path)).some(({ code }) => code === 'latest-package-version'));
  assert.equal(await offers(editor), false);
  await pause(editor);
  assert.equal(await offers(editor), true);
  editor.replace(path, 'elasticsearchRef', 'elasticsearchRefs');
  await pause(editor);
  assert.deepEqual(asked, ['https://one system 9.2.1']);
  editor.replace(path, '9.2.1', '9.2.2');
  await pause(editor);
  assert.deepEqual(asked, ['https://one system 9.2.1', 'https://one system 9.2.2']);
  await editor.end();
});

test('the editor’s address counts before the file’s; none at all takes the answers back', async () => {
  const { asked, newest } = fake();
  const editor = await Editor.start({
    newest,
    trusted: true,
    files: { '/w/.eck-lint.yaml': settings('https://one') },
    settings: { eckLint: { packageRegistry: { url: 'https://two' } } },
  });
  editor.open(path, manifest);
  await pause(editor);
  assert.deepEqual(asked, ['https://two system 9.2.1']);
  editor.set({ eckLint: { packageRegistry: { url: 'not an address' } } });
  await pause(editor);
  assert.equal(asked.length, 2);
  editor.write({ '/w/.eck-lint.yaml': undefined });
  await pause(editor);
  assert.equal(await offers(editor), false);
  await editor.end();
});

test('nothing is asked before the workspace is trusted', async () => {
  for (const trusted of [false, undefined]) {
    const { asked, newest } = fake();
    const editor = await Editor.start({
      newest,
      ...(trusted !== undefined && { trusted }),
      files: { '/w/.eck-lint.yaml': settings('https://one') },
    });
    editor.open(path, manifest);
    await pause(editor);
    assert.deepEqual(asked, []);
    await editor.connection.sendNotification(trustedMethod);
    await pause(editor);
    assert.deepEqual(asked, ['https://one system 9.2.1']);
    assert.equal(await offers(editor), true);
    await editor.end();
  }
});

test('without an address nothing is asked', async () => {
  const { asked, newest } = fake();
  const editor = await Editor.start({ newest, trusted: true, settings: { eckLint: { packageRegistry: { url: '' } } } });
  editor.open(path, manifest);
  await pause(editor);
  assert.deepEqual(asked, []);
  await editor.end();
});

test('a registry that fails is logged once; one that does not answer holds up nothing', async () => {
  const failing = fake(() => Promise.reject(new RegistryError('answered with status 500')));
  const files = { '/w/.eck-lint.yaml': settings('https://one') };
  const editor = await Editor.start({ newest: failing.newest, trusted: true, files });
  editor.open(path, manifest);
  await editor.until(() => editor.log.find((line) => line.includes('the package registry https://one answered with')));
  editor.replace(path, 'kibana, namespace', 'other, namespace');
  await pause(editor);
  assert.equal(failing.asked.length, 1);
  await editor.end();

  const silent = fake(() => new Promise(() => {}));
  const other = await Editor.start({ newest: silent.newest, trusted: true, files });
  other.open(path, manifest);
  await pause(other);
  assert.equal(silent.asked.length, 1);
  other.replace(path, 'version: latest', 'version: 2.0.0');
  assert.ok((await other.diagnostics(path)).every(({ code }) => code !== 'latest-package-version'));
  await other.end();
});
