// Of JSON, the server hears of manifests only. Here without an editor: documents are what the client looks at in them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Told } from '../client/json.ts';

const manifest = '{"apiVersion":"kibana.k8s.elastic.co/v1","kind":"Kibana"}';

function document(languageId: string, text: string, name = 'a') {
  const lines = text.split('\n');
  const lineAt = (line: number) => ({ text: lines[line] });
  const uri = { toString: () => `file:///${name}` };
  return { languageId, uri, getText: () => text, lineCount: lines.length, lineAt } as never;
}

function listen() {
  const heard: string[] = [];
  const told = new Told().middleware(() => heard.push('open'));
  const next = (what: string) => async () => void heard.push(what);
  const change = (document: never, text: string) => {
    const contentChanges = [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text }];
    return told.didChange?.({ document, contentChanges, reason: undefined } as never, next('change'));
  };
  return { heard, told, next, change };
}

test('a JSON document that is no manifest costs the server nothing', async () => {
  const { heard, told, next, change } = listen();
  const other = document('json', '{"kind":"Kibana"}');
  await told.didOpen?.(other, next('open'));
  await change(other, 'x');
  await told.didSave?.(other, next('save'));
  await told.provideHover?.(other, {} as never, {} as never, next('hover') as never);
  await told.provideCodeActions?.(other, {} as never, {} as never, {} as never, next('actions') as never);
  await told.didClose?.(other, next('close'));
  assert.deepEqual(heard, []);
});

test('a manifest in JSON, and any YAML, is told of', async () => {
  for (const [language, text] of [
    ['json', manifest],
    ['jsonc', manifest],
    ['yaml', 'a: 1'],
  ] as const) {
    const { heard, told, next, change } = listen();
    const one = document(language, text);
    await told.didOpen?.(one, next('open'));
    await change(one, 'x');
    await told.provideHover?.(one, {} as never, {} as never, next('hover') as never);
    await told.didClose?.(one, next('close'));
    assert.deepEqual(heard, ['open', 'change', 'hover', 'close']);
  }
});

test('JSON that becomes a manifest is opened then, and changed from then on', async () => {
  const { heard, told, next, change } = listen();
  await told.didOpen?.(document('json', '{}'), next('open'));
  const now = document('json', manifest);
  await change(now, 'k8s');
  assert.deepEqual(heard, ['open']);
  // which comes back through the same gate
  await told.didOpen?.(now, next('told'));
  await change(now, 'x');
  assert.deepEqual(heard, ['open', 'told', 'change']);
});
