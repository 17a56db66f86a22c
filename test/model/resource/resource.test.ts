import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  configs,
  containers,
  isServed,
  kindOfGroup,
  mainContainer,
  nodeSets,
  podTemplates,
  type Resource,
  references,
  splitApiVersion,
} from '../../../rules/model/index.ts';
import { workspaceOf } from '../../support/lint.ts';

const resources = (text: string): Resource[] =>
  workspaceOf([{ name: 'f.yaml', text }])
    .entries('f.yaml')
    .map((entry) => entry.resource);

const one = (text: string): Resource => {
  const [found] = resources(text);
  assert.ok(found);
  return found;
};

const kindOf = (apiVersion: string, kind: string): string | undefined =>
  resources(`apiVersion: ${apiVersion}\nkind: ${kind}\n`)[0]?.kind;

describe('a kind', () => {
  test('belongs to its API group', () => {
    assert.equal(kindOf('kibana.k8s.elastic.co/v1', 'Kibana'), 'Kibana');
    assert.equal(kindOf('v1', 'Secret'), 'Secret');
    assert.equal(kindOf('networking.k8s.io/v1', 'NetworkPolicy'), 'NetworkPolicy');
  });

  test('is not recognised in a group that is only nearly ECK’s', () => {
    const slips = [
      'v1',
      'apps/v1',
      'kibana.elastic.co/v1',
      'elasticsearch.k8s.elastic.co/v1',
      'kibana.k8s.elastic.com/v1',
    ];
    for (const apiVersion of slips) assert.equal(kindOf(apiVersion, 'Kibana'), 'Unrecognised', apiVersion);
    assert.equal(kindOf('kibana.k8s.elastic.co/v1', 'Kibanas'), 'Unrecognised');
  });

  test('of another product is not ours', () => {
    assert.equal(kindOf('example.com/v1', 'Kibana'), undefined);
    assert.equal(kindOf('serving.knative.dev/v1', 'Service'), undefined);
    assert.equal(kindOf('apps/v1', 'Deployment'), undefined);
  });

  test('is needed, and so is the apiVersion, both as texts', () => {
    for (const text of [
      'kind: Kibana\n',
      'apiVersion: kibana.k8s.elastic.co/v1\n',
      'kind: {Kibana: 1}\napiVersion: v1\n',
    ])
      assert.deepEqual(resources(text), [], text);
  });

  test('Kustomization may be left out', () => {
    assert.equal(one('resources: [a.yaml]\n').kind, 'Kustomization');
  });
});

test('a version is served, or was once', () => {
  const served = (apiVersion: string, kind: string): boolean =>
    isServed(one(`apiVersion: ${apiVersion}\nkind: ${kind}\n`));
  assert.equal(served('kibana.k8s.elastic.co/v1', 'Kibana'), true);
  assert.equal(served('kibana.k8s.elastic.co/v1alpha1', 'Kibana'), false);
  assert.equal(served('agent.k8s.elastic.co/v1', 'Agent'), false);
});

test('groups and versions', () => {
  assert.deepEqual(splitApiVersion('apps/v1'), { group: 'apps', version: 'v1' });
  assert.deepEqual(splitApiVersion('v1'), { group: '', version: 'v1' });
  assert.equal(kindOfGroup('beat.k8s.elastic.co'), 'Beat');
  assert.equal(kindOfGroup('apps'), undefined);
});

const agent = (spec: string): Resource =>
  one(`apiVersion: agent.k8s.elastic.co/v1alpha1\nkind: Agent\nspec: ${spec}\n`);
const elasticsearch = (spec: string): Resource =>
  one(`apiVersion: elasticsearch.k8s.elastic.co/v1\nkind: Elasticsearch\nspec: ${spec}\n`);

const paths = (fields: readonly { readonly path: readonly (string | number)[] }[]): string[] =>
  fields.map((field) => field.path.join('.'));

describe('a resource shows where its parts are:', () => {
  test('pod templates, of workloads and of node sets', () => {
    const workloads = agent('{deployment: {podTemplate: {}}, daemonSet: {podTemplate: {}}, statefulSet: {}}');
    assert.deepEqual(paths(podTemplates(workloads)), ['spec.deployment.podTemplate', 'spec.daemonSet.podTemplate']);
    const sets = elasticsearch('{nodeSets: [{name: a}, {podTemplate: {}}], podTemplate: {}}');
    assert.deepEqual(paths(podTemplates(sets)), ['spec.nodeSets.1.podTemplate']);
  });

  test('containers, those that run first at first', () => {
    const [template] = podTemplates(
      agent('{deployment: {podTemplate: {spec: {containers: [{name: a}, {name: b}], initContainers: [{name: c}]}}}}'),
    );
    assert.ok(template);
    assert.deepEqual(
      containers(template).map((container) => container.get('name').text),
      ['c', 'a', 'b'],
    );
  });

  test('settings', () => {
    assert.deepEqual(paths(configs(elasticsearch('{nodeSets: [{config: {}}, {name: a}]}'))), [
      'spec.nodeSets.0.config',
      'spec.nodeSets.1.config',
    ]);
    assert.deepEqual(paths(configs(agent('{}'))), ['spec.config']);
  });

  test('node sets, under their old name too', () => {
    assert.deepEqual(paths(nodeSets(elasticsearch('{nodes: [{name: a}]}'))), ['spec.nodes.0']);
  });

  test('the container that is ECK’s own', () => {
    assert.equal(mainContainer(agent('{}')), 'agent');
    const beat = (type: string): Resource =>
      one(`apiVersion: beat.k8s.elastic.co/v1beta1\nkind: Beat\nspec: {type: ${type}}\n`);
    assert.equal(mainContainer(beat('filebeat')), 'filebeat');
    assert.equal(mainContainer(beat('"{{ .type }}"')), undefined);
  });

  test('references, single ones, lists, and remote clusters', () => {
    const all = agent('{elasticsearchRefs: [{name: a}, {name: b}], kibanaRef: {name: c}, fleetServerRef: {}}');
    assert.deepEqual(
      references(all).map(({ field, target }) => `${target} ${field.path.join('.')}`),
      [
        'Elasticsearch spec.elasticsearchRefs.0',
        'Elasticsearch spec.elasticsearchRefs.1',
        'Kibana spec.kibanaRef',
        'Agent spec.fleetServerRef',
      ],
    );
    assert.deepEqual(
      paths(references(elasticsearch('{remoteClusters: [{elasticsearchRef: {name: a}}]}')).map(({ field }) => field)),
      ['spec.remoteClusters.0.elasticsearchRef'],
    );
    assert.deepEqual(references(agent('{kibanaRef: x, elasticsearchRefs: {name: a}}')), []);
  });
});

test('a name or namespace that is not literal is not known', () => {
  const { name, namespace } = one('apiVersion: v1\nkind: Secret\nmetadata: {name: "{{ .x }}", namespace: $(NS)}\n');
  assert.deepEqual([name, namespace], [undefined, undefined]);
  assert.equal(one('apiVersion: v1\nkind: Secret\nmetadata: {name: 8.10}\n').name, '8.10');
});
