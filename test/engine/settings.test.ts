import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { defineRule } from '../../rules/engine/rule.ts';
import { levelFor, levelOf, noSettings, overlay, readSettings } from '../../rules/engine/settings.ts';
import { newestEck } from '../../rules/model/index.ts';
import { anyText } from '../support/nasty.ts';
import { runs } from '../support/runs.ts';

const known = ['latest-image', 'dangling-reference'];

/** The problems of a settings file, each with the text it is at. */
const problems = (text: string): [string, string][] =>
  readSettings(text, known).problems.map(({ message, span }) => [text.slice(span.start, span.end), message]);

describe('a settings file', () => {
  test('gives severities and patterns', () => {
    const { settings, problems } = readSettings(
      'rules:\n  latest-image: hint\n  dangling-reference: "off"\nignore:\n  - "*.tpl.yaml"\n  - charts/\npackageRegistry:\n  url: https://epr.example/v1\n',
      known,
    );
    assert.deepEqual(settings, {
      rules: { 'latest-image': 'hint', 'dangling-reference': 'off' },
      ignore: ['*.tpl.yaml', 'charts/'],
      packageRegistry: 'https://epr.example/v1',
    });
    assert.deepEqual(problems, []);
  });

  test('may be empty, in whole or in part', () => {
    for (const text of ['', '# nothing yet\n', '{}', 'rules:\nignore:\npackageRegistry:\n', 'rules: {}\nignore: []\n'])
      assert.deepEqual(readSettings(text, known), { settings: noSettings, problems: [] }, text);
  });

  test('takes off without quotes, which YAML 1.1 reads as false', () => {
    for (const off of ['off', 'Off', 'false', 'no'])
      assert.deepEqual(readSettings(`rules: {latest-image: ${off}}`, known).settings.rules, { 'latest-image': 'off' });
  });

  test('tells of the operator', () => {
    const operator = (text: string) => readSettings(text, known).settings.operator;
    assert.equal(operator('ignore: [a]'), undefined);
    // a version without quotes is a number to YAML, and 3.10 is not 3.1
    assert.deepEqual(operator('eckVersion: 3.10'), { version: '3.10.0' });
    assert.deepEqual(operator('eckVersion: "2.16.1"\nubiOnly: true\nenterprise: no\nexposedNodeLabels: ["zone$"]'), {
      version: '2.16.1',
      ubiOnly: true,
      enterprise: false,
      exposedNodeLabels: ['zone$'],
    });
  });

  const wrong: [string, string, string][] = [
    ['rules: {latest-imge: error}', 'latest-imge', 'There is no rule latest-imge. Did you mean latest-image?'],
    ['rules: {nothing: error}', 'nothing', 'There is no rule nothing.'],
    ['rules: {latest-image: fatal}', 'fatal', 'A severity is one of off, error, warning, info, hint.'],
    ['rules: {latest-image: }', 'latest-image', 'A severity is one of off, error, warning, info, hint.'],
    ['rules: [latest-image]', '[latest-image]', 'rules is a map from rule to severity.'],
    ['ignore: a', 'a', 'ignore is a list of patterns.'],
    ['ignore: [{a: 1}]', '{a: 1}', 'A pattern is a string.'],
    ['rule: {}', 'rule', 'There is no setting rule. Did you mean rules?'],
    ['hello', 'hello', 'Settings are a map of rules, ignore and others.'],
    ['- a', '- a', 'Settings are a map of rules, ignore and others.'],
    ['ignore: [a]\nignore: [b]', 'ignore', 'ignore is set twice.'],
    [
      'packageRegistry: {url: "https://user@x"}',
      '"https://user@x"',
      'url is an http or https address, without user, query and fragment.',
    ],
    ['eckVersion: newest', 'newest', 'eckVersion is a release of ECK, such as 3.4.0.'],
    ['exposedNodeLabels: a', 'a', 'exposedNodeLabels is a list of regular expressions.'],
    ['exposedNodeLabels: ["("]', '"("', 'An exposed node label is a regular expression, as the operator takes it.'],
    ['ubiOnly: maybe', 'maybe', 'ubiOnly is true or false.'],
    ['constructor: 1', 'constructor', 'There is no setting constructor.'],
    ['packageRegistry: {urls: x}', 'urls', 'There is no setting packageRegistry.urls. Did you mean url?'],
  ];
  for (const [text, place, message] of wrong)
    test(`tells what is wrong in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(problems(text), [[place, message]]);
    });

  test('keeps what is right beside what is wrong', () => {
    const { settings } = readSettings('rules: {latest-image: hint, nothing: error}\nignore: [a, {}]\nx: 1\n', known);
    assert.deepEqual(settings, { rules: { 'latest-image': 'hint' }, ignore: ['a'] });
  });

  test('that is no YAML is one problem, and never an exception', () => {
    assert.equal(problems('rules: {').length, 1);
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { span, message } of readSettings(text, known).problems) {
          assert.ok(0 <= span.start && span.end <= Math.max(1, text.length));
          assert.match(message, /\S/);
        }
      }),
      { numRuns: runs(300) },
    );
  });
});

test('a level is a severity, or off', () => {
  assert.deepEqual(['error', 'hint', 'off', false, true, 'fatal', undefined, null, 0].map(levelOf), [
    'error',
    'hint',
    'off',
    'off',
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('what is told of the operator replaces only what it names', () => {
  const below = { ...noSettings, operator: { version: '3.4.0', ubiOnly: true } };
  assert.deepEqual(overlay(below, {}, { enterprise: true }).operator, {
    version: '3.4.0',
    ubiOnly: true,
    enterprise: true,
  });
  assert.deepEqual(overlay(noSettings, {}, { enterprise: true }).operator, { version: newestEck, enterprise: true });
});

test('settings laid over others replace severities and keep the rest', () => {
  const below = { rules: { a: 'error', b: 'hint' }, ignore: ['x'] } as const;
  assert.deepEqual(overlay(below, { b: 'off' }), { rules: { a: 'error', b: 'off' }, ignore: ['x'] });
});

test('a finding has the severity of its message, unless the settings give the rule another', () => {
  const rule = defineRule({
    id: 'r',
    topic: 'manifest',
    summary: 'One.',
    severity: { one: 'error', two: 'hint' },
    kinds: [],
    fixable: 'never',
    scope: 'text',
    messages: { one: () => '', two: () => '' },
  });
  assert.deepEqual([levelFor(noSettings, rule, 'one'), levelFor(noSettings, rule, 'two')], ['error', 'hint']);
  assert.equal(levelFor({ ...noSettings, rules: { r: 'off' } }, rule, 'one'), 'off');
});
