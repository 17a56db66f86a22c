// The documents agree with the code.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { rules } from '../rules/index.ts';

const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

test('every path that ARCHITECTURE.md and README.md name exists', () => {
  for (const page of ['ARCHITECTURE.md', 'README.md']) {
    const paths = [
      ...read(page).matchAll(/`((?:rules|server|client|test|examples|bench|syntaxes)\/[\w./-]*)`|\]\(([\w./-]+)\)/g),
    ];
    assert.ok(paths.length > 3);
    for (const [, code, link] of paths) {
      const path = code ?? link ?? '';
      assert.ok(existsSync(new URL(path, root)), `${page} names ${path}`);
    }
  }
});

test('CHANGELOG.md has a line for every rule, and names no other', () => {
  const named = new Set([...read('CHANGELOG.md').matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map((m) => m[1]));
  const ids = new Set(rules.map((rule) => rule.id));
  assert.deepEqual(
    [...ids].filter((id) => !named.has(id)),
    [],
  );
  assert.deepEqual(
    [...named].filter((name) => name !== 'eck-lint' && !ids.has(name as string)),
    [],
  );
});

test('README.md shows commands that package.json has', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  for (const page of ['README.md', 'ARCHITECTURE.md']) {
    for (const [, name = ''] of read(page).matchAll(/npm run ([\w:-]+)/g)) assert.ok(scripts[name], `npm run ${name}`);
  }
  assert.ok(scripts.start && scripts.test);
});

test('the examples: the broken stack has findings, its twin has none', async () => {
  const { lintAll } = await import('./support/lint.ts');
  const { readdirSync } = await import('node:fs');
  const load = (folder: string) =>
    readdirSync(new URL(`examples/${folder}/`, root)).map((name) => ({
      name: `${folder}/${name}`,
      text: read(`examples/${folder}/${name}`),
    }));
  assert.deepEqual(
    lintAll(load('fixed')).map((f) => `${f.path} ${f.rule}`),
    [],
  );
  const found = new Set(lintAll(load('broken')).map((f) => f.rule));
  for (const rule of [
    'kibana-basic-auth-missing',
    'latest-package-version',
    'dangling-reference',
    'fleet-server-ref-missing',
  ]) {
    assert.ok(found.has(rule), rule);
  }
});
