// How ECK merges the settings of a resource with those of policies: behaviour of its configuration library, go-ucfg.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type EffectiveConfig, isUnknown, kibanaConfig } from '../../../rules/model/index.ts';
import { workspaceOf } from '../../support/lint.ts';

const document = (kind: string, apiVersion: string, rest: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\n${rest}`;

/** The settings of a Kibana, below policies of rising weight. */
function config(own: string, ...policies: string[]): EffectiveConfig {
  const kibana = document('Kibana', 'kibana.k8s.elastic.co/v1', `metadata: {name: kb}\nspec: {config: ${own}}\n`);
  const others = policies.map((policy, i) =>
    document(
      'StackConfigPolicy',
      'stackconfigpolicy.k8s.elastic.co/v1alpha1',
      `metadata: {name: p${i}}\nspec: {weight: ${i}, kibana: {config: ${policy}}}\n`,
    ),
  );
  // the order in the file says nothing about the weight
  const workspace = workspaceOf([{ name: 'f.yaml', text: [...others.reverse(), kibana].join('---\n') }]);
  const [entry] = workspace.all('Kibana');
  assert.ok(entry);
  return kibanaConfig(entry, workspace);
}

const scalar = (config: EffectiveConfig): unknown => config.scalar('a.b')?.value;

describe('a scalar', () => {
  test('of a later layer wins, nested or dotted', () => {
    assert.equal(scalar(config('{a: {b: 1}}', '{a.b: 2}')), 2);
    assert.equal(scalar(config('{a.b: 1}', '{a: {b: 2}}', '{a: {b: 3}}')), 3);
  });

  test('stays when a later layer says nothing about it', () => {
    assert.equal(scalar(config('{a.b: 1}', '{a.c: 2}')), 1);
  });

  test('is taken away by null', () => {
    assert.equal(config('{a.b: 1}', '{a.b: null}').scalar('a.b'), undefined);
    assert.equal(scalar(config('{a.b: 1}', '{a.b: null}', '{a.b: 2}')), 2);
  });

  test('that one document sets twice is unknown, until a later one sets it', () => {
    assert.ok(isUnknown(config('{a.b: 1, a: {b: 2}}').scalar('a.b')?.value));
    assert.equal(scalar(config('{a.b: 1, a: {b: 2}}', '{a.b: 3}')), 3);
  });

  test('remembers who decided it, and where', () => {
    const decided = config('{a.b: 1}', '{a: {b: 2}}').scalar('a.b');
    assert.equal(decided?.layer.entry.resource.name, 'p0');
    assert.deepEqual(decided?.path, ['spec', 'kibana', 'config', 'a', 'b']);
  });
});

describe('a list', () => {
  test('of a later layer is appended, duplicates kept', () => {
    assert.deepEqual(config('{a.b: [1, 2]}', '{a: {b: [2, 3]}}').list('a.b'), [1, 2, 2, 3]);
  });

  test('is not cleared by null or an empty one', () => {
    assert.deepEqual(config('{a.b: [1]}', '{a.b: null}', '{a.b: []}').list('a.b'), [1]);
  });

  test('that is absent, empty or no list', () => {
    assert.equal(config('{a.c: 1}').list('a.b'), undefined);
    assert.deepEqual(config('{a.b: []}').list('a.b'), []);
    assert.equal(config('{a.b: "{{ .x }}"}').list('a.b'), 'unknown');
    assert.equal(config('{a.b: x}').list('a.b'), 'unknown');
  });
});

describe('maps', () => {
  test('of all layers are joined', () => {
    assert.deepEqual(config('{a: {b.c: 1}}', '{a.b: {d: 2}}', '{a.e: 3}').children('a'), ['b', 'e']);
    assert.deepEqual(config('{a: {b.c: 1}}', '{a.b: {d: 2}}').children('a.b'), ['c', 'd']);
  });

  test('give every place below a name, lowest layer first', () => {
    const places = config('{a: {b: 1, c.d: 2}}', '{a.b: 3, ab: 4}').under('a');
    assert.deepEqual(
      places.map(({ name, value }) => [name, value]),
      [
        ['a.b', 1],
        ['a.c.d', 2],
        ['a.b', 3],
      ],
    );
  });
});

test('policies of equal weight apply to nothing', () => {
  const text = ['{a.b: 1}', '{a.b: 2}'].map((own, i) =>
    document(
      'StackConfigPolicy',
      'stackconfigpolicy.k8s.elastic.co/v1alpha1',
      `metadata: {name: p${i}}\nspec: {kibana: {config: ${own}}}\n`,
    ),
  );
  const kibana = document('Kibana', 'kibana.k8s.elastic.co/v1', 'metadata: {name: kb}\nspec: {config: {a.b: 0}}\n');
  const workspace = workspaceOf([{ name: 'f.yaml', text: [kibana, ...text].join('---\n') }]);
  const [entry] = workspace.all('Kibana');
  assert.ok(entry);
  assert.equal(scalar(kibanaConfig(entry, workspace)), 0);
});

test('settings are hidden where a template may add more', () => {
  assert.equal(config('{a.b: 1}').hidden, false);
  assert.equal(config('"{{ .config }}"').hidden, true);
});
