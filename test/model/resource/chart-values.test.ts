import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Field, mayHoldResource, type Path, type Resource } from '../../../rules/model/index.ts';
import { workspaceOf } from '../../support/lint.ts';

const resources = (text: string): Resource[] =>
  workspaceOf([{ name: 'values.yaml', text }])
    .entries('values.yaml')
    .map((entry) => entry.resource);

const one = (text: string): Resource => {
  const [found, second] = resources(text);
  assert.ok(found && !second);
  return found;
};

const at = (text: string, path: Path): Field => one(text).root.at(path);
const shown = ({ document, span }: Field): string => document.text.slice(span.start, span.end);

describe('values of eck-stack', () => {
  test('make the resource of each sub-chart', () => {
    const charts = [
      ['eck-agent', 'Agent'],
      ['eck-apm-server', 'ApmServer'],
      ['eck-autoops-agent-policy', 'AutoOpsAgentPolicy'],
      ['eck-beats', 'Beat'],
      ['eck-elasticsearch', 'Elasticsearch'],
      ['eck-enterprise-search', 'EnterpriseSearch'],
      ['eck-fleet-server', 'Agent'],
      ['eck-kibana', 'Kibana'],
      ['eck-logstash', 'Logstash'],
      ['eck-package-registry', 'PackageRegistry'],
    ];
    const text = charts.map(([chart]) => `${chart}:\n  enabled: true\n`).join('');
    assert.deepEqual(
      resources(text).map(({ kind }) => kind),
      charts.map(([, kind]) => kind),
    );
  });

  test('make nothing of what is disabled, empty or no map', () => {
    for (const block of ['{enabled: false, count: 1}', '{enabled: no, count: 1}', '{}', '', '[count]', 'yes'])
      assert.deepEqual(resources(`eck-kibana: ${block}\n`), [], block);
  });

  test('also stand below eck-stack, in a HelmRelease and in an Application', () => {
    const block = 'eck-kibana: {fullnameOverride: kb, count: 1}';
    for (const text of [
      `eck-stack:\n  ${block}\n`,
      `eck-stack: {${block}}\n`,
      `{"eck-kibana": {"fullnameOverride": "kb", "count": 1}}\n`,
      `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n  values:\n    ${block}\n`,
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source:\n    helm:\n      valuesObject:\n        ${block}\n`,
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  sources:\n    - helm:\n        valuesObject:\n          ${block}\n`,
    ]) {
      assert.ok(mayHoldResource(text), text);
      assert.equal(one(text).name, 'kb', text);
      assert.deepEqual(at(text, ['spec', 'count']).pathBelow(one(text).root), ['spec', 'count']);
    }
  });

  test('are nothing else that has such a key', () => {
    for (const text of [
      'components:\n  eck-kibana:\n    version: 8.18.8\n    count: 1\n',
      'eck-kibana:\n  version: 8.18.8\n',
      'eck-kibana:\n  image: kibana:8.18.8\n  ports: ["5601:5601"]\n  environment: {A: b}\n',
      'services:\n  eck-kibana:\n    image: kibana:8.18.8\n    deploy: {replicas: 1}\n    config: x\n',
      'eck-kibana:\n  stage: deploy\n  script: [helm upgrade]\n',
      'apiVersion: v1\nkind: Pod\neck-kibana:\n  count: 1\n',
      'apiVersion: v1\nkind: Pod\nspec:\n  values:\n    eck-kibana:\n      count: 1\n',
      'apiVersion: v1\neck-kibana:\n  count: 1\n',
      '- eck-kibana:\n    count: 1\n',
    ])
      assert.deepEqual(resources(text), [], text);
    assert.deepEqual(
      resources('apiVersion: v1\nkind: ConfigMap\ndata:\n  values.yaml: |\n    eck-kibana:\n      count: 1\n').map(
        ({ kind }) => kind,
      ),
      ['ConfigMap'],
    );
  });

  test('are looked for by a key alone', () => {
    for (const text of ['eck-kibana:\n', '  "eck-agent" :\n', "a: 1\n'eck-beats': {}\n", '{eck-logstash: {}}'])
      assert.ok(mayHoldResource(text), text);
    for (const text of [
      'my-eck-kibana:\n',
      'a: eck-kibana:\n',
      '# eck-kibana:\n',
      'eck-kibanas:\n',
      'name: eck-kibana',
    ])
      assert.ok(!mayHoldResource(text), text);
  });
});

describe('a block', () => {
  test('is named by fullnameOverride, else by a release that is not seen', () => {
    assert.equal(one('eck-kibana:\n  fullnameOverride: kb\n').name, 'kb');
    for (const text of [
      'eck-kibana:\n  count: 1\n',
      'eck-kibana:\n  fullnameOverride: ""\n',
      'eck-kibana:\n  fullnameOverride:\n',
      'eck-kibana:\n  nameOverride: kb\n',
      'eck-kibana:\n  fullnameOverride: "{{ .Release.Name }}"\n',
    ]) {
      assert.equal(one(text).name, undefined, text);
      assert.equal(one(text).called, 'eck-kibana');
      assert.equal(at(text, ['metadata', 'name']).shape, 'template');
    }
    assert.equal(shown(at('eck-kibana:\n  fullnameOverride: kb\n', ['metadata', 'name'])), 'kb');
  });

  test('is the spec, and its spec is, too', () => {
    const newer = 'eck-kibana:\n  config: {a: 1}\n';
    const older = 'eck-kibana:\n  spec:\n    config: {a: 1}\n';
    for (const text of [newer, older]) {
      const field = at(text, ['spec', 'config', 'a']);
      assert.equal(shown(field), '1');
      assert.deepEqual(field.pathBelow(one(text).root), ['spec', 'config', 'a']);
    }
  });

  test('has in its spec what wins, unless that is empty', () => {
    const text = 'eck-kibana:\n  count: 1\n  config: {a: 1}\n  spec:\n    count: 2\n    config: {}\n';
    assert.equal(at(text, ['spec', 'count']).value, 2);
    assert.equal(shown(at(text, ['spec', 'config', 'a'])), '1');
    assert.deepEqual(
      at(text, ['spec'])
        .entries()
        .map(({ name, value }) => [name, value]),
      [
        ['count', 2],
        ['config', undefined],
      ],
    );
  });

  test('hides what the templates leave out', () => {
    const shape = (line: string, ...path: string[]): string =>
      at(`eck-agent:\n  enabled: true\n  ${line}\n`, path).shape;
    for (const line of ['config: {}', 'config:', 'count: 0', 'policyID: ""', 'secureSettings: []', 'deployment:'])
      assert.equal(shape(line, 'spec', line.split(':')[0] as string), 'template', line);
    assert.equal(shape('deployment: {}', 'spec', 'deployment'), 'map');
    assert.equal(shape('elasticsearchRefs: []', 'spec', 'elasticsearchRefs'), 'list');
    assert.equal(shape('kibanaRef: {}', 'spec', 'kibanaRef'), 'map');
    assert.equal(shape('elasticsearchRefs: {}', 'spec', 'elasticsearchRefs'), 'template');
    assert.equal(shape('fleetServerEnabled: false', 'spec', 'fleetServerEnabled'), 'boolean');
    assert.equal(shape('podDisruptionBudget: {}', 'spec', 'podDisruptionBudget'), 'template');
    assert.equal(shape('podDisruptionBudget: {disabled: true}', 'spec', 'podDisruptionBudget'), 'template');
    assert.equal(shape('podDisruptionBudget: {spec: {minAvailable: 1}}', 'spec', 'podDisruptionBudget'), 'map');
  });

  test('takes in new fields where its others are', () => {
    const home = (text: string): unknown => at(text, ['spec', 'http']).parent?.name;
    assert.equal(home('eck-kibana:\n  count: 1\n'), 'eck-kibana');
    assert.equal(home('eck-kibana:\n  spec: {}\n'), 'eck-kibana');
    assert.equal(home('eck-kibana:\n  spec:\n    count: 1\n'), 'spec');
  });

  test('has labels and annotations as its metadata', () => {
    const text = 'eck-kibana:\n  enabled: true\n  labels: {a: b, helm.sh/chart: c}\n  annotations: {x: y}\n';
    const labels = at(text, ['metadata', 'labels']);
    assert.equal(labels.get('a').text, 'b');
    assert.equal(labels.get('helm.sh/chart').text, 'c');
    assert.equal(labels.get('app.kubernetes.io/name').shape, 'template');
    assert.equal(labels.entries().length, 5);
    assert.equal(at(text, ['metadata', 'annotations', 'x']).text, 'y');
    assert.deepEqual(labels.get('a').pathBelow(one(text).root), ['metadata', 'labels', 'a']);
    assert.equal(at(text, ['spec', 'labels']).exists, false);
  });

  test('is where that is reported which the chart brings', () => {
    const text = 'eck-fleet-server:\n  deployment: {}\n';
    assert.equal(at(text, ['spec', 'mode']).text, 'fleet');
    assert.equal(at(text, ['spec', 'fleetServerEnabled']).value, true);
    for (const name of ['version', 'policyID', 'kibanaRef', 'elasticsearchRefs'])
      assert.equal(at(text, ['spec', name]).shape, 'template', name);
    assert.equal(shown(at(text, ['spec', 'mode'])), 'eck-fleet-server');
    assert.equal(shown(at(text, ['spec', 'http'])), 'eck-fleet-server');
    assert.deepEqual(at(text, ['spec', 'mode']).pathBelow(one(text).root), ['spec', 'mode']);
  });

  test('may be written with anchors and merge keys', () => {
    const text = 'base: &base {config: {a: 1}}\neck-kibana:\n  <<: *base\n  fullnameOverride: kb\n';
    assert.equal(at(text, ['spec', 'config', 'a']).value, 1);
    assert.ok(at(text, ['spec', 'config']).shared);
  });
});

describe('the standing of a block', () => {
  const standing = (...texts: string[]): string => {
    const files = texts.map((text, i) => ({ name: i === 0 ? 'values.yaml' : `values-${i}.yaml`, text }));
    const workspace = workspaceOf(files);
    const [entry] = workspace.entries('values.yaml');
    assert.ok(entry);
    return workspace.standingOf(entry);
  };

  test('is whole with what its chart insists on', () => {
    assert.equal(standing('eck-elasticsearch:\n  enabled: true\n'), 'whole');
    assert.equal(standing('eck-kibana:\n  count: 1\n'), 'whole');
    assert.equal(standing('eck-agent:\n  daemonSet: {}\n'), 'whole');
    assert.equal(standing('eck-fleet-server:\n  spec:\n    deployment: {}\n'), 'whole');
  });

  test('is partial without', () => {
    assert.equal(standing('eck-autoops-agent-policy:\n  enabled: true\n'), 'partial');
    assert.equal(standing('eck-agent:\n  policyID: p\n'), 'partial');
    assert.equal(standing('eck-agent:\n  deployment:\n'), 'partial');
  });

  test('is partial beside another values file for what may be the same release', () => {
    const named = (name: string): string => `eck-elasticsearch:\n  fullnameOverride: ${name}\n`;
    assert.equal(standing(named('a'), named('b')), 'whole');
    assert.equal(standing(named('a'), named('a')), 'partial');
    assert.equal(standing(named('a'), 'eck-elasticsearch:\n  enabled: true\n'), 'partial');
    assert.equal(standing(named('a'), 'eck-kibana:\n  enabled: true\n'), 'whole');
  });
});
