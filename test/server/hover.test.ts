// What is told about a finding's rule under the cursor.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Editor } from './editor.ts';
import { images } from './manifests.ts';

test('the rule is told, with its page', async () => {
  const editor = await Editor.start({ pages: 'file:///pages' });
  editor.open('/w/images.yaml', images);
  assert.deepEqual(await editor.hover('/w/images.yaml', 'elasticsearch:latest'), {
    contents: {
      kind: 'markdown',
      value:
        '**latest-image**: A container image has no tag, or the tag latest. [Why · Fix · Disable](file:///pages/latest-image.md)',
    },
    range: { start: { line: 6, character: 9 }, end: { line: 6, character: 61 } },
  });
  assert.equal(await editor.hover('/w/images.yaml', 'name: one'), null);
  await editor.end();
});

test('a client without Markdown gets plain text', async () => {
  const editor = await Editor.start({ capabilities: {} });
  editor.open('/w/images.yaml', images);
  assert.deepEqual((await editor.hover('/w/images.yaml', 'elasticsearch:latest'))?.contents, {
    kind: 'plaintext',
    value: 'latest-image: A container image has no tag, or the tag latest.\nhttps://eck-lint.io/rules/latest-image',
  });
  await editor.end();
});
