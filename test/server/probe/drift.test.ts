import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readFile, Workspace } from '../../../rules/index.ts';
import { drift } from '../../../server/probe/drift.ts';

const live = {
  apiVersion: 'agent.k8s.elastic.co/v1alpha1',
  kind: 'Agent',
  metadata: { name: 'fleet-server', namespace: 'elastic' },
  spec: {
    mode: 'fleet',
    version: '9.1.2',
    fleetServerEnabled: true,
    policyID: 'eck-fleet-server',
    kibanaRef: { name: 'prod' },
    elasticsearchRefs: [{ name: 'prod' }],
  },
  status: { health: 'green' },
};

const manifest = (lines: string, namespace = 'elastic'): string =>
  `apiVersion: agent.k8s.elastic.co/v1alpha1
kind: Agent
metadata:
  name: fleet-server
  namespace: ${namespace}
spec:
${lines.replaceAll(/^/gm, '  ')}
`;

const same = `mode: fleet
version: 9.1.2
fleetServerEnabled: true
policyID: eck-fleet-server
kibanaRef: { name: prod }
elasticsearchRefs: [{ name: prod }]`;

function differing(...texts: string[]): string[] {
  const workspace = new Workspace();
  for (const [i, text] of texts.entries()) workspace.set(readFile(`${i}.yaml`, text));
  return drift(live, workspace, undefined).map((path) => path.join('.'));
}

for (const [title, lines, fields] of [
  ['the same', same, []],
  ['another order, and what does not decide', `deployment: {}\n${same.split('\n').reverse().join('\n')}`, []],
  ['what is empty', `${same}\nfleetServerRef: {}\nspaceID:`, []],
  ['the own namespace in a reference', same.replace('name: prod', 'name: prod, namespace: elastic'), []],
  ['another policy', same.replace('eck-fleet-server', 'other'), ['spec.policyID']],
  ['another namespace in a reference', same.replace('name: prod', 'name: prod, namespace: b'), ['spec.kibanaRef']],
  ['a field that the manifest has no longer', same.replace(/policyID.*\n/, ''), ['spec.policyID']],
  ['a placeholder, which may stand for the same', same.replace('eck-fleet-server', '{{ .Values.policy }}'), []],
] as const) {
  it(title, () => assert.deepEqual(differing(manifest(lines)), fields));
}

it('says nothing of another resource', () => {
  const other = manifest(same.replace('eck-fleet-server', 'other'), 'elsewhere');
  assert.deepEqual(differing(other), []);
  assert.deepEqual(differing(manifest('mode: standalone').replace('kind: Agent', 'kind: Kibana')), []);
});

it('says nothing when several manifests could be meant', () => {
  const other = manifest(same.replace('eck-fleet-server', 'other'));
  assert.deepEqual(differing(other, manifest(same)), []);
});
