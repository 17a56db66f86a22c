// The directory of an Agent's state on a node is named after the Agent, not after the pod.
import { insert } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { stateOnNode } from '../model/index.ts';

export const agentStateShared = defineRule({
  id: 'agent-state-shared',
  topic: 'pods',
  summary: 'Several pods of an Agent may share one state directory of a node.',
  severity: 'info',
  kinds: ['Agent'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    replicas: (count) =>
      `If two of the ${count} pods run on the same node, they share one state directory and act as one agent: Fleet shows it switching between online and offline.`,
  },
  check(entry, report, workspace) {
    const state = stateOnNode(entry.resource);
    if (!state || workspace.standingOf(entry) !== 'whole') return;
    const { workload, pod } = state;
    const replicas = workload.get('replicas');
    if (typeof replicas.value !== 'number' || replicas.value < 2 || workload.name === 'daemonSet') return;
    // the author keeps the pods apart, on purpose
    if (pod.at(['affinity', 'podAntiAffinity']).exists || pod.get('topologySpreadConstraints').exists) return;
    report(replicas, 'replicas', [String(replicas.value)], {
      fixes: () => [
        fix(
          'Give each pod an emptyDir for its state',
          pod.get('volumes').exists ? undefined : insert(pod.get('volumes'), [{ name: 'agent-data', emptyDir: {} }]),
          false,
        ),
      ],
    });
  },
});
