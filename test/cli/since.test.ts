// What has changed since a revision of the git repository.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { rules } from '../../rules/index.ts';
import { temporary } from '../host/temporary.ts';
import { eckLint } from './given.ts';

const kibana = (name: string, version: string): string =>
  `apiVersion: kibana.k8s.elastic.co/v1\nkind: Kibana\nmetadata: { name: ${name} }\nspec: { version: ${version} }\n`;

/** A folder with these files, all of them committed. */
function repository(t: TestContext, files: Record<string, string>): string {
  const { path } = temporary(t, files);
  const git = (...words: string[]): void =>
    void execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=e', ...words], { cwd: path, stdio: 'pipe' });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'first');
  return path;
}

const since = async (folder: string, words: readonly string[], input = '') => {
  const all = ['check', '--format', 'json', '--since', ...words];
  const { status, out, err } = await eckLint(folder, all, { input, rules });
  const findings: { file: string; rule: string }[] = out === '' ? [] : JSON.parse(out).findings;
  return { status, found: findings.map(({ file, rule }) => `${file} ${rule}`), err };
};

test('a changed file, one that has moved, and one that is as it was', async (t) => {
  const folder = repository(t, {
    'a.yaml': kibana('a', '8.19.1'),
    'b.yaml': kibana('b', '8.19.1'),
    'c.yaml': kibana('c', '8.15.0'),
    'd/d.yaml': kibana('d', '8.19.1'),
  });
  assert.deepEqual((await since(folder, ['HEAD'])).found, []);
  writeFileSync(join(folder, 'a.yaml'), kibana('a', '8.15.0'));
  mkdirSync(join(folder, 'new'));
  renameSync(join(folder, 'b.yaml'), join(folder, 'new/kibana b.yml'));
  writeFileSync(join(folder, 'new/kibana b.yml'), kibana('b', '8.15.0'));
  rmSync(join(folder, 'c.yaml'));
  const both = ['a.yaml version-downgrade', 'new/kibana b.yml version-downgrade'];
  assert.deepEqual(await since(folder, ['HEAD']), { status: 1, found: both, err: '' });
  assert.deepEqual((await since(folder, ['HEAD', 'new'])).found, both.slice(1));
  assert.deepEqual((await since(join(folder, 'new'), ['HEAD', '--root', '.'])).found, []);
  assert.deepEqual((await eckLint(folder, ['check'], { rules })).status, 0);
});

test('the text on standard input takes the place of its file', async (t) => {
  const folder = repository(t, { 'a.yaml': kibana('a', '8.19.1') });
  const words = ['HEAD', '--stdin-filename', 'a.yaml', '-'];
  assert.deepEqual((await since(folder, words, kibana('a', '8.15.0'))).found, ['a.yaml version-downgrade']);
  assert.deepEqual((await since(folder, words, kibana('a', '8.19.2'))).found, []);
});

test('a fix is judged from the same revision', async (t) => {
  const folder = repository(t, { 'a.yaml': kibana('a', '8.19.1') });
  writeFileSync(join(folder, 'a.yaml'), kibana('a', '8.15.0'));
  assert.equal((await eckLint(folder, ['check', '--fix', '--since', 'HEAD'], { rules })).status, 1);
});

test('what cannot be compared with is told', async (t) => {
  const folder = repository(t, { 'a.yaml': kibana('a', '8.19.1') });
  const bare = temporary(t, { 'a.yaml': kibana('a', '8.19.1') }).path;
  const refusal = async (at: string, revision: string): Promise<string> => {
    const { status, err } = await since(at, [revision]);
    assert.equal(status, 2);
    return err.trim().replaceAll(at, 'FOLDER').replaceAll('\\', '/');
  };
  assert.match(
    await refusal(folder, 'nowhere'),
    /--since nowhere cannot be used\. The repository of .* has no revision/,
  );
  assert.match(await refusal(bare, 'HEAD'), /lies in no git repository|needs a git repository/);
  const { status, err } = await eckLint(folder, ['check', '--since=--output=x'], { rules });
  assert.deepEqual([status, err.includes('There is no revision --output=x.')], [2, true]);
  const { err: nowhere } = await since(folder, ['HEAD', '-'], kibana('a', '8.15.0'));
  assert.match(nowhere, /--since needs a git repository: <stdin> lies in none\./);
});
