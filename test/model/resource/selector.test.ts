import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Field, parse, plain } from '../../../rules/model/index.ts';
import { matches } from '../../../rules/model/resource/selector.ts';

const selects = (selector: string, labels: Record<string, string> = { env: 'dev', app: 'es' }): boolean | undefined =>
  matches(plain(Field.root(parse(selector))), labels);

test('a selector takes in what has all its labels', () => {
  assert.equal(selects('matchLabels: {env: dev}'), true);
  assert.equal(selects('matchLabels: {env: dev, app: kb}'), false);
  assert.equal(selects('matchLabels: {team: a}'), false);
});

test('a selector that asks for nothing takes in all', () => {
  for (const selector of ['{}', 'matchLabels: {}', 'matchLabels:', 'matchExpressions: []'])
    assert.equal(selects(selector), true, selector);
  assert.equal(matches(undefined, {}), true);
});

test('expressions are understood', () => {
  const expressions: [string, boolean | undefined][] = [
    ['{key: env, operator: In, values: [dev, prod]}', true],
    ['{key: env, operator: In, values: [prod]}', false],
    ['{key: team, operator: In, values: [a]}', false],
    ['{key: env, operator: NotIn, values: [prod]}', true],
    ['{key: env, operator: NotIn, values: [dev]}', false],
    ['{key: team, operator: NotIn, values: [a]}', true],
    ['{key: env, operator: Exists}', true],
    ['{key: team, operator: Exists}', false],
    ['{key: team, operator: DoesNotExist}', true],
    ['{key: env, operator: DoesNotExist}', false],
    ['{key: env, operator: Gt, values: ["1"]}', undefined],
  ];
  for (const [expression, expected] of expressions)
    assert.equal(selects(`matchExpressions: [${expression}]`), expected, expression);
});

test('a placeholder leaves it open, unless something else already says no', () => {
  assert.equal(selects('"{{ .selector }}"'), undefined);
  assert.equal(selects('matchLabels: {env: "{{ .env }}"}'), undefined);
  assert.equal(selects('matchLabels: {env: "{{ .env }}", app: kb}'), false);
  assert.equal(selects('matchLabels:\n  env: dev\n  {{- toYaml .more }}\n'), undefined);
  assert.equal(selects('matchExpressions: [{key: env, operator: In, values: ["{{ .env }}"]}]'), undefined);
});
