// Which files a folder is said to hold.
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import type { Unusable } from '../../server/host/host.ts';
import { nodeHost } from '../../server/host/node.ts';
import { type Temporary, temporary } from './temporary.ts';

/** The files below a folder by their names in the temporary one, and what was told of unusable folders. */
async function list(folder: Temporary, below = '', excluded: string[] = []) {
  const problems: Unusable[] = [];
  const path = below === '' ? folder.path : folder.at(below);
  const files = await nodeHost().list(path, { excluded, unusable: (problem) => problems.push(problem) });
  const name = (file: string): string => file.slice(folder.path.length + 1);
  return { files: files.map(name), problems: problems.map(({ path, reason }) => `${name(path)} ${reason}`) };
}

const filesIn = async (folder: Temporary, below?: string, excluded?: string[]): Promise<string[]> =>
  (await list(folder, below, excluded)).files;

const given = (test: TestContext, names: readonly string[], rest: Record<string, string> = {}): Temporary =>
  temporary(test, { ...Object.fromEntries(names.map((name) => [name, 'a: 1\n'])), ...rest });

test('YAML and JSON files at every depth, sorted by code units, less the JSON of well-known tools', async (t) => {
  const folder = given(t, [
    'b.yaml',
    'a/z.yml',
    'a/B.YAML',
    'a.yaml',
    '.hidden/c.yaml',
    'a.json',
    'a.yaml.txt',
    'yaml',
    'json',
    'a/package.json',
    'a/package-lock.json',
    'tsconfig.json',
    'tsconfig.base.json',
    'kibana-tsconfig.json',
    'a/C.JSON',
  ]);
  assert.deepEqual(await filesIn(folder), [
    '.hidden/c.yaml',
    'a.json',
    'a.yaml',
    'a/B.YAML',
    'a/C.JSON',
    'a/z.yml',
    'b.yaml',
    'kibana-tsconfig.json',
  ]);
});

test('node_modules and .git are never entered', async (t) => {
  const folder = given(t, ['node_modules/a.yaml', 'x/node_modules/a.yaml', '.git/a.yaml', 'x/a.yaml']);
  assert.deepEqual(await filesIn(folder), ['x/a.yaml']);
});

test('each .gitignore counts for its folder, and the deepest has the last word', async (t) => {
  const folder = given(
    t,
    ['a.yaml', 'gen.yaml', 'x/gen.yaml', 'x/a.yaml', 'y/gen.yaml', 'y/out/a.yaml', 'z/out/a.yaml'],
    {
      '.gitignore': 'gen.yaml\n',
      'x/.gitignore': '!gen.yaml\n',
      'y/.gitignore': '# built\nout/\n',
    },
  );
  assert.deepEqual(await filesIn(folder), ['a.yaml', 'x/a.yaml', 'x/gen.yaml', 'z/out/a.yaml']);
});

test('a folder that is left out is not entered, whatever stands in it', async (t) => {
  const folder = given(t, ['out/a.yaml', 'a.yaml'], { '.gitignore': 'out\n', 'out/.gitignore': '!a.yaml\n' });
  assert.deepEqual(await filesIn(folder), ['a.yaml']);
});

test('patterns tell upper from lower case, as git does', async (t) => {
  const folder = given(t, ['Out/a.yaml'], { '.gitignore': 'out/\n' });
  assert.deepEqual(await filesIn(folder), ['Out/a.yaml']);
});

test('.gitignore files above the folder count up to the root of the repository, and no further', async (t) => {
  const folder = given(t, ['repo/x/y/a.yaml', 'repo/x/y/b.yaml', 'repo/x/y/c.yaml'], {
    '.gitignore': 'c.yaml\n',
    'repo/.gitignore': '/x/y/a.yaml\n',
    'repo/x/.gitignore': 'b.yaml\n',
  });
  assert.deepEqual(await filesIn(folder, 'repo/x/y'), ['repo/x/y/a.yaml', 'repo/x/y/b.yaml', 'repo/x/y/c.yaml']);
  folder.make('repo/.git');
  assert.deepEqual(await filesIn(folder, 'repo/x/y'), ['repo/x/y/c.yaml']);
});

test('a folder that is asked for is listed though .gitignore leaves it out', async (t) => {
  const folder = given(t, ['out/x/a.yaml', 'out/x/b.yaml'], { '.gitignore': 'out\n', 'out/x/.gitignore': 'b.yaml\n' });
  folder.make('.git');
  assert.deepEqual(await filesIn(folder), []);
  assert.deepEqual(await filesIn(folder, 'out'), ['out/x/a.yaml']);
  assert.deepEqual(await filesIn(folder, 'out/x'), ['out/x/a.yaml']);
});

test('excluded patterns are relative to the folder', async (t) => {
  const folder = given(t, ['x/a.yaml', 'x/out/a.yaml', 'x/y/out/a.yaml', 'x/b.yaml']);
  assert.deepEqual(await filesIn(folder, 'x', ['/out/', 'b.*']), ['x/a.yaml', 'x/y/out/a.yaml']);
});

test('links that lead in circles end', async (t) => {
  const folder = given(t, ['x/a.yaml', 'y/b.yaml']);
  folder.link('x/up', '..');
  folder.link('x/self', 'self');
  folder.link('x/root', '/');
  folder.link('y/x', '../x');
  folder.link('gone', 'nowhere');
  assert.deepEqual(await list(folder), { files: ['x/a.yaml', 'y/b.yaml'], problems: [] });
});

test('what only a link leads to is listed once, and what was listed already is not listed again', async (t) => {
  const folder = given(t, ['in/a.yaml', 'outside/c.yaml', 'outside/deep/d.yaml', 'elsewhere.yaml', 'more/f.yaml']);
  folder.link('in/1', '../outside');
  folder.link('in/2', '../outside');
  folder.link('in/3.yaml', '../outside/deep/d.yaml');
  folder.link('in/b.yaml', 'a.yaml');
  folder.link('in/e.yaml', '../elsewhere.yaml');
  folder.link('in/f.yaml', '../more/f.yaml');
  folder.link('in/g', '../more');
  assert.deepEqual(await filesIn(folder, 'in'), [
    'in/1/c.yaml',
    'in/1/deep/d.yaml',
    'in/a.yaml',
    'in/e.yaml',
    'in/f.yaml',
  ]);
});

test('a folder that is none, or is gone, is told and not thrown', async (t) => {
  const folder = given(t, ['a.yaml']);
  assert.deepEqual(await list(folder, 'a.yaml'), { files: [], problems: ['a.yaml is not a folder'] });
  assert.deepEqual(await list(folder, 'b'), { files: [], problems: ['b does not exist'] });
});

test('a folder that may not be read is told, and the others are listed', {
  skip: process.getuid?.() === 0,
}, async (t) => {
  const folder = given(t, ['a.yaml', 'x/b.yaml']);
  chmodSync(folder.at('x'), 0);
  t.after(() => chmodSync(folder.at('x'), 0o700));
  assert.deepEqual(await list(folder), { files: ['a.yaml'], problems: ['x may not be read'] });
});
