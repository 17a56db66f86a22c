// URIs to paths and back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOnDisk, pathOf, uriOf } from '../../server/lsp/uri.ts';

const pairs: [uri: string, path: string][] = [
  ['file:///w/a.yaml', '/w/a.yaml'],
  ['file:///w/a%20b/%C3%A4%23.yaml', '/w/a b/ä#.yaml'],
  ['file:///w/it%27s%20%28new%29.yaml', "/w/it's (new).yaml"],
  ['file:///c%3A/w/a.yaml', 'c:/w/a.yaml'],
  ['file://server/share/a.yaml', '//server/share/a.yaml'],
  ['untitled:Untitled-1', 'untitled:Untitled-1'],
  ['vscode-vfs://github/o/r/a%20b.yaml', 'vscode-vfs://github/o/r/a%20b.yaml'],
];

for (const [uri, path] of pairs)
  test(uri, () => {
    assert.equal(pathOf(uri), path);
    assert.equal(uriOf(path), uri);
  });

test('spellings of one file are one path', () => {
  assert.equal(pathOf('file:///C:/w/a.yaml'), 'c:/w/a.yaml');
  assert.equal(pathOf('file:///w/'), '/w');
  assert.equal(pathOf('file:///'), '/');
  assert.equal(pathOf('FILE:///w/a(1).yaml'), '/w/a(1).yaml');
});

test('what cannot be decoded stands for itself', () => {
  assert.equal(pathOf('file:///%zz'), 'file:///%zz');
  assert.equal(pathOf(''), '');
});

test('only files are on disk', () => {
  assert.ok(isOnDisk('/w'));
  assert.ok(isOnDisk('c:/w'));
  assert.ok(!isOnDisk('untitled:Untitled-1'));
  assert.ok(!isOnDisk('vscode-vfs://github/o/r'));
});

test('steps that lead nowhere are left out, and a host has no case', () => {
  assert.equal(pathOf('file:///w/./x/..//a%2Eyaml'), '/w/a.yaml');
  assert.equal(pathOf('file:///w/%2E%2e/a.yaml'), '/a.yaml');
  assert.equal(pathOf('file:///../..'), '/');
  assert.equal(pathOf('file:///c:/./w/.'), 'c:/w');
  assert.equal(pathOf('file:///w/..a/.b/c...yaml'), '/w/..a/.b/c...yaml');
  assert.equal(pathOf('file://localhost/w/a.yaml'), '/w/a.yaml');
  assert.equal(pathOf('file://Server/share/a.yaml'), '//server/share/a.yaml');
});
