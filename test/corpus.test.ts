// Manifests of other people, kept outside this repository: on real ones nothing is reported that was not reviewed, on
// broken ones what is known to be broken is found, and whatever the text, nothing throws and no safe fix does harm.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { applyEdits, type FileFix, type Finding, rules, type Span } from '../rules/index.ts';
import { isEckKind, isStackVersion, shift } from '../rules/model/index.ts';
import { broken } from './corpus/broken.ts';
import { reviewed } from './corpus/reviewed.ts';
import { fixAll, lintAll, markOf, type Text, workspaceOf } from './support/lint.ts';
import { lostComments, syntaxErrors } from './support/texts.ts';

const corpus = new URL('../../shared/corpus/', import.meta.url);

if (existsSync(corpus)) describe('corpus', suite);
else test('corpus', { skip: `there is none at ${fileURLToPath(corpus)}` }, () => {});

function suite(): void {
  const real = readTexts('real/');
  const repositories = readRepositories(real);
  const brokenTexts = readTexts('broken/');
  const all = [...real, ...brokenTexts];

  /** The ways a real manifest is met: alone, in one folder with all others, and among those of its repository. */
  const ways = new Map<string, () => { number: string; finding: Finding }[]>([
    [
      'alone',
      () => real.flatMap((file) => lintAll([file]).map((finding) => ({ number: numberOf(file.name), finding }))),
    ],
    ['in one folder', () => lintAll(real).map((finding) => ({ number: numberOf(finding.path), finding }))],
    [
      'by repository',
      () =>
        repositories.flatMap(({ files, numbers }) =>
          lintAll(files).map((finding) => ({ number: numbers.get(finding.path) as string, finding })),
        ),
    ],
  ]);
  const seen = new Set<string>();

  for (const [way, findings] of ways) {
    test(`real manifests, ${way}: no error and no warning but the reviewed ones`, () => {
      const grave = findings().filter(({ finding }) => isGrave(finding));
      for (const { number, finding } of grave) seen.add(`${number} ${finding.rule}`);
      const fresh = grave.filter(({ number, finding }) => !reviewed[number]?.[finding.rule]);
      assert.deepEqual(
        [...new Set(fresh.map(({ number, finding: f }) => `${number} ${f.severity} ${f.rule}: ${f.message}`))],
        [],
      );
    });
  }

  test('every reviewed finding is still there', () => {
    const listed = Object.entries(reviewed).flatMap(([number, of]) =>
      Object.keys(of).map((rule) => `${number} ${rule}`),
    );
    assert.deepEqual(
      listed.filter((entry) => !seen.has(entry)),
      [],
    );
  });

  test('broken manifests: what is known to be wrong is found, in its line', () => {
    for (const { name, text } of brokenTexts) {
      const wanted = broken[numberOf(name)];
      if (!wanted) continue;
      const found = lintAll([{ name, text }])
        .filter(isGrave)
        .map((finding) => `${markOf(finding, text).line + 1} ${finding.severity} ${finding.rule}`);
      if (wanted.length === 0) assert.deepEqual(found, [], name);
      else
        assert.deepEqual(
          wanted.filter((mark) => !found.includes(mark)),
          [],
          `${name}: ${found.join(', ')}`,
        );
    }
    const numbers = new Set(brokenTexts.map(({ name }) => numberOf(name)));
    assert.deepEqual(
      Object.keys(broken).filter((number) => !numbers.has(number)),
      [],
    );
  });

  test('line ends make no difference', () => {
    for (const { name, text } of all) {
      const lf = text.replace(/\r\n/g, '\n');
      const crlf = lf.replace(/\n/g, '\r\n');
      assert.deepEqual(marks({ name, text: crlf }), marks({ name, text: lf }), name);
    }
  });

  test('a text that stops anywhere is no reason to throw', () => {
    const random = seeded(20240607);
    for (const { name, text } of all) {
      const cut = text.slice(0, Math.floor(random() * text.length));
      for (const finding of lintAll([{ name, text: cut }])) finding.fixes();
    }
  });

  test('a slip made on purpose is undone to the letter', () => {
    const use = rules.filter(({ id }) => id === 'unknown-stack-version' || id === 'wrong-api-group');
    let slips = 0;
    for (const file of real) {
      const slipped = withSlips(file);
      if (slipped.text === file.text) continue;
      slips += 1;
      assert.equal(fixAll([slipped], use, undefined, 'safe')[0]?.text, file.text, file.name);
    }
    assert.ok(slips > real.length / 2);
  });

  test('a safe fix repairs its finding, loses no comment and leaves YAML', () => {
    const workspaces = [...brokenTexts.map((file) => [file]), ...repositories.map(({ files }) => files)];
    const fixes = workspaces.flatMap((files) =>
      lintAll(files).flatMap((finding) =>
        finding
          .fixes()
          .filter(({ safe }) => safe)
          .map((fix) => ({ files, finding, fix })),
      ),
    );
    assert.ok(fixes.length > 0);
    for (const { files, finding, fix } of fixes) {
      const after = applyFix(files, fix);
      const where = `${finding.path}: ${finding.rule}: ${fix.title}`;
      assert.equal(count(after, finding), count(files, finding) - 1, where);
      checkTexts(files, after, where);
    }
    for (const files of new Set(fixes.map((f) => f.files))) {
      const after = fixAll(files, rules, undefined, 'safe');
      checkTexts(files, after, 'all safe fixes');
      // a repaired reference may show more of what was told before, but nothing else
      const before = lintAll(files).map(({ path, rule }) => `${path} ${rule}`);
      const grave = lintAll(after).filter(isGrave);
      assert.deepEqual(
        grave.map(({ path, rule }) => `${path} ${rule}`).filter((s) => !before.includes(s)),
        [],
      );
    }
  });
}

/** A real text with a slip in each of its resources: `v9.2.1` for a version, `kibana` for a kind. */
function withSlips({ name, text }: Text): Text {
  const edits = workspaceOf([{ name, text }])
    .entries(name)
    .flatMap(({ resource, start }) => {
      const { root, kind } = resource;
      const fields = [root.get('kind'), root.at(['spec', 'version'])];
      if (!isEckKind(kind) || fields.some((field) => field.shared)) return [];
      const [kindSpan, versionSpan] = fields.map((field) => shift(field.span, start)) as [Span, Span];
      // without its kind a resource is not asked about its version
      return isStackVersion(fields[1]?.text ?? '')
        ? [{ span: versionSpan, newText: text.slice(versionSpan.start, versionSpan.end).replace(/\d/, 'v$&') }]
        : [{ span: kindSpan, newText: text.slice(kindSpan.start, kindSpan.end).toLowerCase() }];
    });
  return { name, text: applyEdits(text, edits) };
}

/** The YAML files of a folder of the corpus, by name. */
function readTexts(folder: string): Text[] {
  const url = new URL(folder, corpus);
  return readdirSync(url)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => ({ name, text: readFileSync(new URL(name, url), 'utf8') }));
}

interface Repository {
  readonly files: readonly Text[];
  /** number of the file in the corpus, by path */
  readonly numbers: ReadonlyMap<string, string>;
}

/** The real files at the paths they had in their repositories. */
function readRepositories(real: readonly Text[]): Repository[] {
  const texts = new Map(real.map(({ name, text }) => [name, text]));
  const found = new Map<string, { files: Text[]; numbers: Map<string, string> }>();
  for (const row of readFileSync(new URL('real/index.tsv', corpus), 'utf8').trim().split('\n').slice(1)) {
    const [number = '', name = '', repository = '', path = ''] = row.split('\t');
    const text = texts.get(name);
    if (text === undefined) continue;
    const entry = found.get(repository) ?? { files: [] as Text[], numbers: new Map<string, string>() };
    found.set(repository, entry);
    entry.files.push({ name: path, text });
    entry.numbers.set(path, number);
  }
  return [...found.values()];
}

const numberOf = (name: string): string => /^\d+/.exec(name)?.[0] ?? name;
const isGrave = ({ severity }: Finding): boolean => severity === 'error' || severity === 'warning';
const signature = ({ path, rule, message }: Finding): string => `${path} ${rule} ${message}`;
const marks = (file: Text): unknown[] => lintAll([file]).map((finding) => markOf(finding, file.text));

/** How often a finding is there: the same message of the same rule about the same resource. */
const count = (files: readonly Text[], like: Finding): number =>
  lintAll(files).filter(
    (f) => signature(f) === signature(like) && JSON.stringify(f.resource) === JSON.stringify(like.resource),
  ).length;

const applyFix = (files: readonly Text[], fix: FileFix): Text[] =>
  files.map(({ name, text }) => ({
    name,
    text: applyEdits(
      text,
      fix.edits.filter(({ path }) => path === name),
    ),
  }));

function checkTexts(before: readonly Text[], after: readonly Text[], where: string): void {
  for (const [i, { text }] of before.entries()) {
    const fixed = after[i]?.text ?? '';
    assert.ok(syntaxErrors(fixed) <= syntaxErrors(text), `${where}: no longer YAML`);
    assert.deepEqual(lostComments(text, fixed), [], where);
  }
}

/** Numbers from 0 to 1, the same for each seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
