// What comments with carets cannot say: that nothing else changes. YAML files are read with the YAML grammar alone and with
// ours injected, and the two are compared character by character.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test from 'node:test';
import { yamlGrammar } from './yaml-grammar.ts';

interface Token {
  readonly startIndex: number;
  readonly endIndex: number;
  readonly scopes: readonly string[];
}

interface Line {
  readonly text: string;
  readonly tokens: readonly Token[];
}

interface Grammar {
  tokenizeLine(line: string, state: unknown): { tokens: Token[]; ruleStack: unknown };
}

interface Contribution {
  readonly scopeName: string;
  readonly path: string;
  readonly injectTo?: readonly string[];
}

const tester = createRequire(import.meta.url).resolve('vscode-tmgrammar-test/dist/common/index.js');
const require = createRequire(tester); // for the very vscode-textmate that the tester uses
const { createRegistry } = require(tester);
const { INITIAL } = require('vscode-textmate');

const root = join(import.meta.dirname, '..', '..');
const contributions: Contribution[] = JSON.parse(read('package.json')).contributes.grammars;
const alone = await yamlGrammarWith([]);
const injected = await yamlGrammarWith(contributions);
const files = yamlFiles('test/syntaxes');

for (const file of files) {
  test(`${file} keeps the structure that the YAML grammar gives it`, () => {
    const source = withoutExpectations(read(file));
    const before = tokenize(alone, source);
    tokenize(injected, source).forEach((after, index) => {
      const line = before[index] ?? assert.fail();
      if (!/[{$]\{/.test(line.text)) assert.deepEqual(yamlScopes(after), yamlScopes(line));
      else assert.ok(errors(after) <= errors(line), `more errors than without ours: ${line.text}`);
    });
  });
}

test('nothing is marked in what is not ECK', () => {
  const marked = tokenize(injected, read('test/syntaxes/unmarked.yaml')).flatMap(({ text, tokens }) =>
    tokens.filter(({ scopes }) => scopes.some(isOurs)).map(({ scopes }) => `${text}: ${scopes.filter(isOurs)}`),
  );
  assert.deepEqual(marked, []);
});

test('every scope that the grammars give is expected somewhere', () => {
  const given = contributions.flatMap(({ path }) => scopesIn(read(path), /"name": "([^"]+\.eck)"/g));
  const tests = files.filter((file) => file.endsWith('.test.yaml'));
  const expected = tests.flatMap((file) => scopesIn(read(file), /^#\s*(?:<-+|\^[\s^]*)(.*)$/gm));
  assert.ok(given.length > 0);
  assert.deepEqual(
    given.filter((scope) => !expected.includes(scope)),
    [],
  );
});

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function withoutExpectations(source: string): string {
  return source.replace(/^#\s*[<^].*\n/gm, '');
}

function yamlFiles(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((entry) => entry.endsWith('.yaml'))
    .map((entry) => `${folder}/${entry}`);
}

function yamlGrammarWith(injections: readonly Contribution[]): Promise<Grammar> {
  const yaml = yamlGrammar().map((path) => ({ path, scopeName: '' }));
  const ours = injections.map((injection) => ({ ...injection, path: join(root, injection.path) }));
  return createRegistry([...yaml, ...ours]).loadGrammar('source.yaml');
}

function tokenize(grammar: Grammar, source: string): Line[] {
  let state = INITIAL;
  return source.split(/\r?\n/).map((text) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(text, state);
    state = ruleStack;
    return { text, tokens };
  });
}

/** Each stretch of the line with its scopes, without ours. */
function yamlScopes({ text, tokens }: Line): string[] {
  const stretches: { text: string; scopes: string }[] = [];
  for (const { startIndex, endIndex, scopes: all } of tokens) {
    const scopes = all.filter((scope) => !isOurs(scope)).join(' ');
    const last = stretches.at(-1);
    if (last?.scopes === scopes) last.text += text.slice(startIndex, endIndex);
    else stretches.push({ text: text.slice(startIndex, endIndex), scopes });
  }
  return stretches.map((stretch) => `${stretch.text} -> ${stretch.scopes}`);
}

function errors({ tokens }: Line): number {
  return tokens.filter(({ scopes }) => scopes.some((scope) => scope.startsWith('invalid.'))).length;
}

function isOurs(scope: string): boolean {
  return scope.endsWith('.eck');
}

function scopesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(([, scopes = '']) => scopes.split(' '));
}
