import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyEdits } from '../../rules/engine/fix.ts';
import { defineRule, type Report } from '../../rules/engine/rule.ts';
import { commentPlace, documentCommentPlace } from '../../rules/engine/suppress.ts';
import { type Finding, Linter, noSettings, readFile, rules, type Settings, Workspace } from '../../rules/index.ts';
import { parse, type Resource } from '../../rules/model/index.ts';

const about = {
  topic: 'manifest',
  severity: 'warning',
  kinds: ['Kibana'],
  fixable: 'never',
  scope: 'resource',
} as const;

/** Speaks of every entry of `spec` that is bad. */
const badValue = defineRule({
  ...about,
  id: 'bad-value',
  summary: 'Bad.',
  aliases: ['bad-value-check', 'CKV_K8S_99', 'C-0999'],
  messages: { found: (name) => name },
  check({ root }: Resource, report: Report<{ found: (name: string) => string }>) {
    for (const field of root.get('spec').entries())
      if (/^bad/.test(String(field.value))) report(field, 'found', [String(field.name)]);
  },
});
/** Speaks of what is not there, which has no line. */
const noCount = defineRule({
  ...about,
  id: 'no-count',
  summary: 'None.',
  messages: { found: () => 'no count' },
  check({ root }: Resource, report: Report<{ found: () => string }>) {
    if (!root.at(['spec', 'count']).exists) report(root.at(['spec', 'count']), 'found', []);
  },
});
const use = [badValue, noCount, ...rules.filter((rule) => rule.scope === 'text')];

const kibana = (...spec: string[]): string =>
  [
    'apiVersion: kibana.k8s.elastic.co/v1',
    'kind: Kibana',
    'metadata:',
    '  name: kb',
    'spec:',
    '  count: 1',
    ...spec,
    '',
  ].join('\n');

function lint(text: string, settings: Settings = noSettings): Finding[] {
  const workspace = new Workspace();
  workspace.set(readFile('f.yaml', text));
  return new Linter(use).lint('f.yaml', workspace, settings);
}

/** What is found, as the rule and the text it is at. */
const found = (text: string, settings?: Settings): string[] =>
  lint(text, settings).map(({ rule, span }) => `${rule}: ${text.slice(span.start, span.end)}`);

describe('a comment for the next line', () => {
  test('answers the finding on the line below it, and no other', () => {
    const text = kibana('  # eck-lint-disable-next-line bad-value', '  a: bad1', '  b: bad2');
    assert.deepEqual(found(text), ['bad-value: bad2']);
  });

  test('looks past blank lines and comments', () => {
    const text = kibana('  # eck-lint-disable-next-line bad-value', '', '  # why', '  a: bad');
    assert.deepEqual(found(text), []);
  });

  test('may stand behind other text, with any indentation, with CRLF', () => {
    const text = kibana(
      '  x: 1 # eck-lint-disable-next-line bad-value',
      '  a: bad',
      '#eck-lint-disable-next-line bad-value',
      '  b: bad',
    );
    assert.deepEqual(found(text), []);
    assert.deepEqual(found(text.replaceAll('\n', '\r\n')), []);
  });

  test('may name several rules, and give a reason', () => {
    const text = kibana(
      '  # eck-lint-disable-next-line other, bad-value  no-count -- as agreed, bad-value',
      '  a: bad',
    );
    assert.deepEqual(found(text), ['unused-suppression: other', 'unused-suppression: no-count']);
  });

  test('may stand above others for the same line', () => {
    const text = kibana(
      '  # eck-lint-disable-next-line no-count',
      '  # eck-lint-disable-next-line bad-value',
      '  a: bad',
    );
    assert.deepEqual(found(text), ['unused-suppression: no-count']);
  });

  test('answers nothing at the end of a document', () => {
    const text = `${kibana('  # eck-lint-disable-next-line bad-value')}---\n${kibana('  a: bad')}`;
    assert.deepEqual(found(text), ['unused-suppression: bad-value', 'bad-value: bad']);
  });
});

describe('a comment for the document', () => {
  test('answers everywhere in it, and in no other', () => {
    const text = `${kibana('  a: bad1', '  b: bad2', '# eck-lint-disable bad-value')}---\n${kibana('  c: bad3')}`;
    assert.deepEqual(found(text), ['bad-value: bad3']);
  });

  test('answers what is missing, which has no line', () => {
    const text = kibana().replace('  count: 1\n', '  # eck-lint-disable no-count -- one is enough\n');
    assert.deepEqual(found(text), []);
  });

  test('may stand above the document start', () => {
    const text = `# eck-lint-disable bad-value\n---\n${kibana('  a: bad')}`;
    assert.deepEqual(found(text), []);
  });

  test('answers a syntax error too', () => {
    assert.deepEqual(found(kibana('  a: [')), ['invalid-yaml: [']);
    assert.deepEqual(found(kibana('  # eck-lint-disable invalid-yaml', '  a: [')), []);
  });
});

describe('no comment at all', () => {
  const cases: [string, string[]][] = [
    ['in a block scalar', ['  x: |', '    # eck-lint-disable bad-value', '  a: bad']],
    ['in a folded scalar', ['  x: >-', '    y', '    # eck-lint-disable bad-value', '  a: bad']],
    ['in quotes', ['  x: " # eck-lint-disable bad-value"', '  a: bad']],
    ['in quotes over several lines', ["  x: 'y", "    # eck-lint-disable bad-value'", '  a: bad']],
    ['without a blank before it', ['  x: y# eck-lint-disable bad-value', '  a: bad']],
    ['under another name', ['  # eck-lint-disable-line bad-value', '  # eck-lint-disabled bad-value', '  a: bad']],
    ['without a rule', ['  # eck-lint-disable', '  # eck-lint-disable -- because', '  a: bad']],
  ];
  for (const [name, lines] of cases)
    test(name, () => {
      assert.deepEqual(found(kibana(...lines)), ['bad-value: bad']);
    });

  test('but the head of a block scalar has a comment, and so has the line behind it', () => {
    assert.deepEqual(found(kibana('  x: | # eck-lint-disable bad-value', '    text', '  a: bad')), []);
    assert.deepEqual(found(kibana('  x: |', '    text', '  # eck-lint-disable bad-value', '  a: bad')), []);
  });
});

describe('an annotation', () => {
  const annotated = (value: string): string =>
    kibana('  a: bad').replace('  name: kb\n', `  name: kb\n  annotations:\n    eck-lint.io/disable: ${value}\n`);

  test('answers for its resource', () => {
    assert.deepEqual(found(annotated('bad-value')), []);
    assert.deepEqual(found(annotated('"no-count, bad-value"')), ['unused-suppression: no-count']);
  });

  test('answers for no other resource of the document', () => {
    const item = (name: string, annotation = ''): string =>
      `- apiVersion: kibana.k8s.elastic.co/v1\n  kind: Kibana\n  metadata: {name: ${name}${annotation}}\n  spec: {count: 1, a: bad-${name}}\n`;
    const list = `apiVersion: v1\nkind: List\nitems:\n${item('x', ', annotations: {eck-lint.io/disable: bad-value}')}${item('y')}`;
    assert.deepEqual(found(list), ['bad-value: bad-y']);
  });

  test('that answers nothing is told at the name that is too many', () => {
    const text = annotated('bad-value-2,bad-value,bad');
    assert.deepEqual(
      lint(text).map(({ rule, span }) => [rule, span.start - text.indexOf('bad-value-2'), span.end - span.start]),
      [
        ['unused-suppression', 0, 11],
        ['unused-suppression', 22, 3],
      ],
    );
    assert.deepEqual(found(annotated('|-\n      bad')), ['unused-suppression: eck-lint.io/disable', 'bad-value: bad']);
  });
});

describe('what another tool was told', () => {
  const annotated = (...annotations: string[]): string =>
    kibana('  a: bad').replace(
      '  name: kb\n',
      ['  name: kb', '  annotations:', ...annotations.map((line) => `    ${line}`), ''].join('\n'),
    );

  const counts: [string, string][] = [
    ['a check of KubeLinter', 'ignore-check.kube-linter.io/bad-value-check: agreed'],
    ['a check of KubeLinter without a reason', 'ignore-check.kube-linter.io/bad-value-check: ""'],
    ['all checks of KubeLinter', 'kube-linter.io/ignore-all: "made by a chart"'],
    ['a check of Checkov', 'checkov.io/skip1: CKV_K8S_99=agreed'],
    ['a check of Checkov without a reason', 'checkov.io/skip12: CKV_K8S_99'],
    ['a check of Checkov under its old name', 'bridgecrew.io/skip1: CKV_K8S_99=agreed'],
    ['our annotation with a control of Kubescape', 'eck-lint.io/disable: C-0999'],
  ];
  for (const [name, annotation] of counts)
    test(`counts: ${name}`, () => {
      assert.deepEqual(found(annotated(annotation)), []);
    });

  const none: [string, string][] = [
    ['our own name in an annotation of KubeLinter', 'ignore-check.kube-linter.io/bad-value: x'],
    ['another check of Checkov', 'checkov.io/skip1: CKV_K8S_98=CKV_K8S_99'],
    ['an annotation that only sounds like it', 'example.com/ignore-all: x'],
    ['a check of Checkov in an annotation of KubeLinter that names another', 'ignore-check.kube-linter.io/other: x'],
  ];
  for (const [name, annotation] of none)
    test(`does not count, and nobody is told that it is unused: ${name}`, () => {
      assert.deepEqual(found(annotated(annotation)), ['bad-value: bad']);
    });

  test('counts in our comments', () => {
    assert.deepEqual(found(kibana('  # eck-lint-disable-next-line CKV_K8S_99 -- agreed', '  a: bad')), []);
    assert.deepEqual(found(kibana('  # eck-lint-disable bad-value-check', '  a: bad')), []);
    const messages = lint(kibana('  # eck-lint-disable C-0999, C-0998')).map((f) => f.message);
    assert.deepEqual(messages, ['There is no C-0999 finding here to disable.', 'There is no rule C-0998.']);
  });

  test("counts in Checkov's comments, for all of the document", () => {
    for (const comment of [
      '# checkov:skip=CKV_K8S_99:agreed',
      '#checkov:skip=CKV_K8S_1,CKV_K8S_99',
      '# bridgecrew:skip=CKV_K8S_99',
    ])
      assert.deepEqual(found(`${kibana('  a: bad', `  b: bad2 ${comment}`)}---\n${kibana('  c: bad3')}`), [
        'bad-value: bad3',
      ]);
    assert.deepEqual(found(kibana('  # checkov:skip=CKV_K8S_98:x', '  a: bad')), ['bad-value: bad']);
    assert.deepEqual(found(kibana('  x: |', '    # checkov:skip=CKV_K8S_99:x', '  a: bad')), ['bad-value: bad']);
  });

  test('is never reported as unused', () => {
    const text = annotated('checkov.io/skip1: CKV_K8S_99', 'kube-linter.io/ignore-all: x').replace('a: bad', 'a: 1');
    assert.deepEqual(found(`# checkov:skip=CKV_K8S_99:x\n${text}`), []);
  });

  test('counts for its resource only', () => {
    const item = (name: string, annotation = ''): string =>
      `- apiVersion: kibana.k8s.elastic.co/v1\n  kind: Kibana\n  metadata: {name: ${name}${annotation}}\n  spec: {count: 1, a: bad-${name}}\n`;
    const list = `apiVersion: v1\nkind: List\nitems:\n${item('x', ', annotations: {checkov.io/skip1: CKV_K8S_99}')}${item('y')}`;
    assert.deepEqual(found(list), ['bad-value: bad-y']);
  });

  test('an alias of a rule that is off is not told as unused', () => {
    const off = { ...noSettings, rules: { 'bad-value': 'off' } } as const;
    assert.deepEqual(found(kibana('  # eck-lint-disable CKV_K8S_99', '  a: bad'), off), []);
  });
});

describe('a suppression that answers nothing', () => {
  test('is told, unknown rules in other words', () => {
    const messages = lint(kibana('  # eck-lint-disable no-count', '  # eck-lint-disable nothing')).map(
      (f) => f.message,
    );
    assert.deepEqual(messages, ['There is no no-count finding here to disable.', 'There is no rule nothing.']);
  });

  test('is not told of a rule that is off', () => {
    const off = { ...noSettings, rules: { 'bad-value': 'off' } } as const;
    assert.deepEqual(found(kibana('  # eck-lint-disable bad-value', '  a: bad'), off), []);
    assert.deepEqual(found(kibana('  # eck-lint-disable bad-value', '  a: 1'), off), []);
  });

  test('is not told of a document that cannot be read', () => {
    assert.deepEqual(found(kibana('  # eck-lint-disable bad-value', '  a: [')), ['invalid-yaml: [']);
  });

  const removed: [string, string[], string[]][] = [
    ['with its line', ['  # eck-lint-disable no-count', '  a: 1'], ['  a: 1']],
    ['behind other text', ['  a: 1   # eck-lint-disable no-count -- x', '  b: 1'], ['  a: 1', '  b: 1']],
  ];
  for (const [name, before, after] of removed)
    for (const eol of ['\n', '\r\n'])
      test(`can be removed ${name}, line ends ${JSON.stringify(eol)}`, () => {
        const text = kibana(...before).replaceAll('\n', eol);
        const [fix] = lint(text)[0]?.fixes() ?? [];
        assert.equal(fix && applyEdits(text, fix.edits), kibana(...after).replaceAll('\n', eol));
      });

  test('is not removed together with a name that is needed', () => {
    const [unused] = lint(kibana('  # eck-lint-disable bad-value, no-count', '  a: bad'));
    assert.deepEqual([unused?.rule, unused?.fixes()], ['unused-suppression', []]);
  });
});

describe('the place for a new comment', () => {
  const text = kibana('  a: bad', '  b:', '    - x: |', '        one', '        two', "  c: 'd", "    e'");
  const place = (word: string): unknown => commentPlace(parse(text), text.indexOf(word));

  test('is above the line, as far in as it', () => {
    assert.deepEqual(place('bad'), { at: text.indexOf('  a: bad'), indent: '  ', eol: '\n' });
    assert.deepEqual(place('x: |'), { at: text.indexOf('    - x'), indent: '    ', eol: '\n' });
    assert.deepEqual(place("'d"), { at: text.indexOf("  c: 'd"), indent: '  ', eol: '\n' });
  });

  test('is nowhere inside a scalar', () => {
    assert.equal(place('two'), undefined);
    assert.equal(place("e'"), undefined);
  });

  test('is nowhere in JSON, which knows none', () => {
    assert.equal(commentPlace(parse('{\n  "kind": "Kibana"\n}\n'), 5), undefined);
    assert.equal(documentCommentPlace(parse('{"kind": "Kibana"}\n')), undefined);
    assert.deepEqual(commentPlace(parse('---\n{"kind":\n "Kibana"}\n'), 15), { at: 13, indent: ' ', eol: '\n' });
  });

  test('of the document is above its first key', () => {
    const document = parse(`# a\r\n---\r\n${kibana().replaceAll('\n', '\r\n')}`);
    assert.deepEqual(documentCommentPlace(document), {
      at: document.text.indexOf('apiVersion'),
      indent: '',
      eol: '\r\n',
    });
  });
});

test('thousands of comments, and findings for each, take no time', () => {
  const lines = Array.from(
    { length: 20_000 },
    (_, i) => `  # eck-lint-disable-next-line ${i % 2 ? 'bad-value' : 'no-such-rule'}\n  k${i}: bad\n`,
  );
  const text = `${kibana()}${lines.join('')}`;
  const started = process.cpuUsage();
  const all = lint(text);
  assert.ok(all.length >= 10_000);
  for (const finding of all) finding.fixes();
  const { user } = process.cpuUsage(started);
  assert.ok(user < 3_000_000, `${user / 1e6} s`);
});

test('a document with a key two hundred thousand times is told of', () => {
  assert.equal(
    lint(`${kibana()}${'  a: 1\n'.repeat(200_000)}`).filter(({ rule }) => rule === 'duplicate-key').length > 1,
    true,
  );
});
