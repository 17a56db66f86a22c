// Open documents beside the last commit: only when the user has asked for it, in a workspace that is trusted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RevisionError } from '../../server/host/revisions.ts';
import { Editor, type Given } from './editor.ts';

const path = '/w/kibana.yaml';
const kibana = (version: string): string =>
  `apiVersion: kibana.k8s.elastic.co/v1\nkind: Kibana\nmetadata: { name: kb, namespace: elastic }\nspec: { version: ${version} }\n`;
const on = { eckLint: { compareWithHead: true } };

/** A history of one file, whose commit can move on. */
function history(text: string) {
  const asked: string[] = [];
  const state = { commit: '1', text };
  const committed: Given['committed'] = async (path, known) => {
    asked.push(path);
    return known === state.commit
      ? undefined
      : { commit: state.commit, text: path === '/w/kibana.yaml' ? state.text : '' };
  };
  return { asked, state, committed };
}

test('a change is found, and found no more after the next commit', async () => {
  const { state, committed } = history(kibana('8.19.1'));
  const editor = await Editor.start({ committed, trusted: true, settings: on });
  editor.open(path, kibana('8.15.0'));
  await editor.expect(path, ['version-downgrade']);
  editor.replace(path, '8.15.0', '8.19.2');
  await editor.expect(path, []);
  editor.replace(path, '8.19.2', '8.18.0');
  await editor.expect(path, ['version-downgrade']);
  Object.assign(state, { commit: '2', text: kibana('8.18.0') });
  editor.write({ '/w/.git/logs/HEAD': 'moved' });
  await editor.expect(path, []);
  await editor.end();
});

test('saving is a moment to look as well', async () => {
  const { state, committed } = history(kibana('8.15.0'));
  const editor = await Editor.start({ committed, trusted: true, settings: on });
  editor.open(path, kibana('8.15.0'));
  await editor.expect(path, []);
  Object.assign(state, { commit: '2', text: kibana('8.19.0') });
  editor.save(path);
  await editor.expect(path, ['version-downgrade']);
  editor.set({ eckLint: {} });
  await editor.expect(path, []);
  await editor.end();
});

test('nothing is asked without the setting, and nothing without trust', async () => {
  for (const given of [{ trusted: true }, { settings: on }] satisfies Given[]) {
    const { asked, committed } = history(kibana('8.19.1'));
    const editor = await Editor.start({ committed, ...given });
    editor.open(path, kibana('8.15.0'));
    await editor.expect(path, []);
    editor.save(path);
    await editor.hover(path, 'Kibana');
    assert.deepEqual(asked, []);
    await editor.end();
  }
});

test('documents that are in no repository, or not on disk, are left alone', async () => {
  const committed: Given['committed'] = async () => {
    throw new RevisionError('/w lies in no git repository.');
  };
  const editor = await Editor.start({ committed, trusted: true, settings: on });
  editor.open('untitled:Untitled-1', kibana('8.15.0'));
  editor.open(path, kibana('8.15.0'));
  await editor.expect(path, []);
  await editor.until(() => editor.log.find((line) => line.includes('lies in no git repository')));
  await editor.end();
});
