import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { stacks } from '../../bench/manifests.ts';
import { type Finding, Linter, noSettings, readFile, rules, Workspace } from '../../rules/index.ts';
import { anyText, nasty, secondsOf } from '../support/nasty.ts';
import { readCases } from '../support/pages.ts';
import { runs } from '../support/runs.ts';
import { splice } from '../support/streams.ts';

const catalog = new URL('../../rules/catalog/', import.meta.url);

/** The documents of every example in the catalog: together they make all rules speak. */
const examples = readdirSync(catalog)
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) => readCases(readFileSync(new URL(name, catalog), 'utf8')))
  .flatMap((example) => example.files.flatMap(({ text }) => text.split(/^---\n/m)))
  .filter(Boolean);

const everyRule = { ...noSettings, rules: Object.fromEntries(rules.map(({ id }) => [id, 'warning' as const])) };
const paths = ['stack.yaml', 'apps/fleet.yaml', 'apps/kustomization.yaml'];

/** Everything a finding says, its fixes included. */
const told = (finding: Finding) => ({ ...finding, fixes: finding.fixes() });

type Step =
  | { readonly kind: 'add'; readonly file: number; readonly example: number; readonly at: number }
  | { readonly kind: 'drop'; readonly file: number; readonly at: number }
  | {
      readonly kind: 'type';
      readonly file: number;
      readonly at: number;
      readonly remove: number;
      readonly text: string;
    }
  | { readonly kind: 'swap'; readonly file: number; readonly at: number; readonly by: number }
  | { readonly kind: 'delete'; readonly file: number };

const file = fc.nat(paths.length - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('add' as const), file, example: fc.nat(), at: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const), file, at: fc.nat() }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('type' as const),
      file,
      at: fc.nat(),
      remove: fc.nat(3),
      text: fc.constantFrom(
        '',
        '',
        'x',
        '1',
        '# c\n',
        '\n',
        ' ',
        '{{ x }}',
        '\n# {{ x }}\n',
        '\n{{ x }}\n',
        '# eck-lint-disable x\n',
        'k8s.elastic.co',
      ),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('swap' as const), file, at: fc.nat(), by: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), file }) },
);

/** The text of a file after a step; undefined when the file is deleted. */
function after(text: string, step: Step): string | undefined {
  if (step.kind === 'delete') return undefined;
  if (step.kind === 'type') return splice(text, { at: step.at, remove: step.remove, insert: step.text });
  if (step.kind === 'swap') {
    // one word takes the place of another: a name, a value, a key
    const words = [...text.matchAll(/[\w.-]+/g)];
    const [from, to] = [words[step.at % words.length], words[step.by % words.length]];
    return from && to ? text.slice(0, from.index) + to[0] + text.slice(from.index + from[0].length) : text;
  }
  const documents = text.split(/^---\n/m).filter(Boolean);
  const at = step.at % (documents.length + 1);
  if (step.kind === 'drop') documents.splice(at, 1);
  else documents.splice(at, 0, examples[step.example % examples.length] as string);
  return documents.join('---\n');
}

function cold(texts: ReadonlyMap<string, string>): Workspace {
  const workspace = new Workspace();
  for (const path of paths) {
    const text = texts.get(path);
    if (text !== undefined) workspace.set(readFile(path, text));
  }
  return workspace;
}

describe('the findings after any edits', () => {
  test('are those of reading everything anew', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const texts = new Map<string, string>();
        const workspace = new Workspace();
        const linter = new Linter(rules);
        for (const step of steps) {
          const path = paths[step.file] as string;
          const text = after(texts.get(path) ?? '', step);
          if (text === undefined) {
            texts.delete(path);
            workspace.delete(path);
          } else {
            texts.set(path, text);
            workspace.set(readFile(path, text, workspace.file(path)));
          }
          const anew = cold(texts);
          for (const path of paths)
            assert.deepEqual(
              linter.lint(path, workspace, everyRule).map(told),
              new Linter(rules).lint(path, anew, everyRule).map(told),
            );
        }
      }),
      { numRuns: runs(100) },
    );
  });
});

const kibana = 'apiVersion: kibana.k8s.elastic.co/v1\nkind: Kibana\nmetadata:\n  name: kb\nspec:\n  config:\n    ';

function lintOne(text: string): Finding[] {
  const workspace = new Workspace();
  workspace.set(readFile('f.yaml', text));
  return new Linter(rules).lint('f.yaml', workspace, everyRule);
}

describe('a finding', () => {
  const agent =
    'apiVersion: agent.k8s.elastic.co/v1alpha1\nkind: Agent\nmetadata: {name: fs, namespace: a}\nspec: {version: latest}\n';
  const text = `# first\nkind: Pod\n---\n${agent}`;

  test('stands where the file has it, and names its resource', () => {
    const finding = lintOne(text).find(({ rule }) => rule === 'unknown-stack-version');
    assert.deepEqual(finding?.resource, { kind: 'Agent', namespace: 'a', name: 'fs' });
    assert.equal(text.slice(finding?.span.start, finding?.span.end), 'latest');
    assert.equal(finding?.path, 'f.yaml');
  });

  test('comes after those that stand before it', () => {
    const findings = lintOne(`${text}---\n${agent}`);
    assert.ok(findings.length > 2);
    const sorted = findings.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
    assert.deepEqual(findings.map(told), sorted.map(told));
  });

  test('has the severity of the settings, and is not there when that is off', () => {
    const workspace = new Workspace();
    workspace.set(readFile('f.yaml', text));
    const found = (level: 'hint' | 'off'): Finding[] =>
      new Linter(rules)
        .lint('f.yaml', workspace, { ...noSettings, rules: { 'unknown-stack-version': level } })
        .filter(({ rule }) => rule === 'unknown-stack-version');
    assert.deepEqual(
      found('hint').map(({ severity }) => severity),
      ['hint'],
    );
    assert.deepEqual(found('off'), []);
  });

  test('is one of a file that is there', () => {
    assert.deepEqual(new Linter(rules).lint('no.yaml', new Workspace(), everyRule), []);
  });
});

test('a document that cannot be read leaves the others as they are', () => {
  const other = examples.find((text) => text.includes('version: latest')) ?? '';
  const broken = 'apiVersion: kibana.k8s.elastic.co/v1\nkind: Kibana\nspec: {\n---\n';
  const alone = lintOne(other).map(({ rule, span }) => [rule, span.start + broken.length]);
  const beside = lintOne(broken + other).map(({ rule, span }) => [rule, span.start]);
  assert.equal(beside[0]?.[0], 'invalid-yaml');
  assert.deepEqual(beside.slice(1), alone);
});

describe('linting never throws and never hangs:', () => {
  for (const [name, text] of Object.entries(nasty))
    test(name, () => {
      const seconds = secondsOf(() => lintOne(kibana + text.replaceAll('\n', '\n    ')));
      assert.ok(seconds < 2, `${seconds} s`);
    });

  test('a file of 100,000 lines', () => {
    const seconds = secondsOf(() => lintOne(stacks(365)));
    assert.ok(seconds < 6, `${seconds} s`);
  });

  test('any text, and every finding is in the text', () => {
    fc.assert(
      fc.property(anyText, fc.boolean(), (random, inConfig) => {
        const text = inConfig ? kibana + random : random;
        for (const finding of lintOne(text)) {
          const { span } = finding;
          assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length);
          for (const { edits } of finding.fixes())
            for (const { span } of edits)
              assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length);
        }
      }),
      { numRuns: runs(500) },
    );
  });
});
