// Every rule, by its page and by test/rules/<id>.md: what it reports, what its fixes make of it, and the invariants
// that no author has to think of. UPDATE=1 rewrites markers and fixed blocks, for review.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { Linter, type Rule, readFile, rules, settingsFileName, Workspace } from '../rules/index.ts';
import { parse, walk } from '../rules/model/index.ts';
import { fixAll, lintAll, markOf, settingsOf, type Text, workspaceOf } from './support/lint.ts';
import { type Mark, printMark, writeMarks } from './support/markers.ts';
import { type Block, type Case, readCases } from './support/pages.ts';
import { lostComments, syntaxErrors } from './support/texts.ts';

const update = Boolean(process.env.UPDATE);
const catalog = new URL('../rules/catalog/', import.meta.url);
const extra = new URL('./rules/', import.meta.url);
// the engine's own rules answer for what reading the file shows, whatever rule a page is about
const textRules = rules.filter((rule) => rule.scope === 'text');

const headings = ['Why', 'Bad', 'Good', 'Fix', 'When to disable'];

for (const rule of rules) {
  describe(rule.id, () => {
    // whether a suppression answers anything, all rules together decide
    const use = rule.id === 'unused-suppression' ? rules : [...textRules.filter((r) => r !== rule), rule];
    const sources = [new URL(`${rule.id}.md`, catalog), new URL(`${rule.id}.md`, extra)].filter((url) =>
      existsSync(url),
    );
    const pages = sources.map((url) => ({ url, page: readFileSync(url, 'utf8') }));
    const cases = pages.flatMap(({ url, page }) => readCases(page).map((c) => ({ ...c, url })));

    test('has a page with the known headings, a bad and a good example', () => {
      const page = pages.find(({ url }) => url.href.startsWith(catalog.href))?.page;
      assert.ok(page, `rules/catalog/${rule.id}.md is missing`);
      assert.equal(/^# (.+)$/m.exec(page)?.[1], rule.id);
      for (const alias of rule.aliases ?? []) assert.ok(page.includes(`\`${alias}\` (`), `the page names ${alias}`);
      assert.ok(page.includes(`\n${rule.summary}\n`), 'the page opens with the summary');
      assert.match(rule.summary, /\.$/);
      const found = [...page.matchAll(/^## (.+)$/gm)].map((m) => m[1]);
      assert.deepEqual(found, rule.fixable === 'never' ? headings.filter((h) => h !== 'Fix') : headings);
      assert.deepEqual(
        (rule.admission ?? []).filter((check) => !page.includes(`\`${check}\``)),
        [],
        'the page names the admission checks that the rule repeats',
      );
      const own = readCases(page);
      assert.ok(own.some((c) => !c.good) && own.some((c) => c.good));
    });

    for (const [n, c] of cases.entries()) {
      test(c.title || `case ${n}`, () => {
        const found = check(c, use);
        if (update) return rewrite(c, use, found);
        for (const [i, file] of c.files.entries())
          assert.deepEqual(found[i]?.map(printMark), file.marks.map(printMark));
        checkFixes(c, use, rule);
        checkInvariants(c, use, cases[n - 1]);
      });
    }

    test('no two cases are equal', () => {
      const texts = cases.map((c) =>
        [...c.files, { name: '', text: '' }, ...c.before].map((f) => `${f.name}\n${f.text}`).join('\n'),
      );
      assert.equal(new Set(texts).size, texts.length);
    });

    test('every message and every kind is exercised', () => {
      const findings = cases.flatMap((c) => lintAll(c.files, use, c.before)).filter((f) => f.rule === rule.id);
      assert.deepEqual(new Set(findings.map((f) => f.messageId)), new Set(Object.keys(rule.messages)));
      const kinds = new Set(
        cases.flatMap((c) => c.files.flatMap((f) => [...workspaceOf([f]).entries(f.name)].map((e) => e.resource.kind))),
      );
      assert.deepEqual(
        rule.kinds.filter((kind) => !kinds.has(kind)),
        [],
      );
    });

    test('fixable tells the truth', () => {
      const offered = cases
        .flatMap((c) => lintAll(c.files, use, c.before))
        .filter((f) => f.rule === rule.id)
        .map((f) => f.fixes().length > 0);
      if (rule.fixable === 'always') assert.ok(offered.every(Boolean));
      if (rule.fixable === 'never') assert.ok(!offered.some(Boolean));
      if (rule.fixable === 'sometimes') assert.ok(offered.some(Boolean) && !offered.every(Boolean), 'not sometimes');
    });
  });
}

test('every page and every test file belongs to a rule', () => {
  const ids = new Set(rules.map((rule) => `${rule.id}.md`));
  const strays = [...readdirSync(catalog), ...readdirSync(extra)].filter(
    (name) => name.endsWith('.md') && !ids.has(name),
  );
  assert.deepEqual(strays, []);
});

/** What the rules say of each file of a case. */
function check(c: Case, use: readonly Rule[]): Mark[][] {
  const findings = lintAll(c.files, use, c.before);
  return c.files.map((file) => findings.filter((f) => f.path === file.name).map((f) => markOf(f, file.text)));
}

function checkFixes(c: Case, use: readonly Rule[], rule: Rule): void {
  const findings = lintAll(c.files, use, c.before).filter((f) => f.rule === rule.id);
  if (c.fixed.length === 0) {
    assert.deepEqual(
      findings.flatMap((f) => f.fixes().map((fix) => fix.title)),
      [],
      'a case without a fixed block offers no fix',
    );
    return;
  }
  for (const title of new Set(c.fixed.map((f) => f.fix))) {
    const after = fixAll(c.files, use, title, undefined, c.before);
    for (const file of c.files) {
      const wanted = c.fixed.find((f) => f.fix === title && f.name === file.name)?.text ?? file.text;
      assert.equal(after.find((f) => f.name === file.name)?.text, wanted);
    }
    assert.deepEqual(fixAll(after, use, title, undefined, c.before), after, 'fixing again changes nothing');
    for (const [i, file] of after.entries()) {
      const before = c.files[i] as Text;
      assert.ok(syntaxErrors(file.text) <= syntaxErrors(before.text), 'a fix leaves the YAML readable');
      assert.deepEqual(lostComments(before.text, file.text), [], 'comments survive');
    }
  }
}

function checkInvariants(c: Case, use: readonly Rule[], earlier: Case | undefined): void {
  const plain = signature(c.files, use, c.before);
  // line ends
  const crlf = c.files.map(({ name, text }) => ({ name, text: text.replace(/\n/g, '\r\n') }));
  assert.deepEqual(signature(crlf, use, c.before), plain, 'CRLF');
  const crlfFixed = fixAll(crlf, use, undefined, undefined, c.before);
  assert.deepEqual(
    crlfFixed.map((f) => f.text),
    fixAll(c.files, use, undefined, undefined, c.before).map((f) => f.text.replace(/\n/g, '\r\n')),
    'CRLF, fixed',
  );
  // a foreign document in front
  const front = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: foreign\n---\n';
  const moved = c.files.map(({ name, text }) => ({ name, text: name === settingsFileName ? text : front + text }));
  const shifted = plain.map((mark) => ({ ...mark, line: mark.line + 5 }));
  assert.deepEqual(signature(moved, use, c.before), shifted, 'a foreign document in front');
  // an update from another text
  const linter = new Linter(use);
  const workspace = new Workspace();
  for (const { name, text } of earlier?.files ?? []) workspace.set(readFile(name, text));
  for (const file of workspace.files) linter.lint(file.path, workspace, settingsOf(c.files, use));
  for (const file of [...workspace.files]) if (!c.files.some((f) => f.name === file.path)) workspace.delete(file.path);
  for (const { name, text } of c.files) workspace.set(readFile(name, text, workspace.file(name)));
  for (const { name, text } of c.before) workspace.recall(name, text);
  const warm = c.files.flatMap(({ name, text }) =>
    linter.lint(name, workspace, settingsOf(c.files, use)).map((f) => ({ file: name, ...markOf(f, text) })),
  );
  assert.deepEqual(warm, plain, 'incremental equals cold');
  // the model after a run
  for (const file of workspace.files)
    for (const part of file.parts)
      if (part.document) assert.equal(treeOf(part.document), treeOf(parse(part.text)), 'the model is unchanged');
}

const signature = (
  files: readonly Text[],
  use: readonly Rule[],
  before: readonly Text[],
): (Mark & { file: string })[] =>
  lintAll(files, use, before).map((f) => ({
    file: f.path,
    ...markOf(f, files.find((x) => x.name === f.path)?.text ?? ''),
  }));

function treeOf(document: { root: unknown }): string {
  const nodes: unknown[] = [];
  if (document.root)
    walk(document.root as Parameters<typeof walk>[0], (node) =>
      nodes.push([node.range, 'value' in node ? node.value : 'items' in node ? node.items.length : node.source]),
    );
  return JSON.stringify(nodes);
}

const replacements: { url: URL; block: Block; text: string }[] = [];

function rewrite(c: Case & { url: URL }, use: readonly Rule[], found: readonly Mark[][]): void {
  for (const [i, file] of c.files.entries())
    replacements.push({ url: c.url, block: file.block, text: writeMarks(file.text, found[i] ?? []) });
  for (const fixed of c.fixed) {
    const text = fixAll(c.files, use, fixed.fix, undefined, c.before).find((f) => f.name === fixed.name)?.text;
    if (text !== undefined) replacements.push({ url: c.url, block: fixed.block, text });
  }
}

after(() => {
  // from the end, so that the offsets of the blocks before still hold
  for (const { url, block, text } of replacements.toSorted((a, b) => b.block.start - a.block.start)) {
    const page = readFileSync(url, 'utf8');
    writeFileSync(url, page.slice(0, block.start) + text + page.slice(block.end));
  }
});
