// What ECK keeps on a node for an Agent outlives the Agent. The directory is named after namespace and name only, so an
// Agent that is made again finds the identity of the last one.
import { defineRule } from '../engine/rule.ts';
import { agentMode, fleetVariables, isFleetServer, stateOnNode } from '../model/index.ts';

export const agentStateKept = defineRule({
  id: 'agent-state-kept',
  topic: 'pods',
  summary: 'The state of an Agent stays on the node when the Agent is deleted.',
  severity: 'hint',
  kinds: ['Agent'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    kept: (path) =>
      `The state is in ${path} of the node and outlives this Agent. If the stack is deleted and recreated, agents find it, skip enrollment and are refused ("invalid api key to authenticate with fleet").`,
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    // a Fleet Server enrolls at every start
    if (agentMode(resource) !== 'fleet' || isFleetServer(resource) !== false) return;
    const state = stateOnNode(resource);
    const variables = fleetVariables(resource);
    if (!state || !variables || variables.has('FLEET_FORCE') || workspace.standingOf(entry) !== 'whole') return;
    const namespace = workspace.namespaceOf(entry) ?? '<namespace>';
    report(state.workload, 'kept', [`/var/lib/elastic-agent/${namespace}/${resource.called}/state`], { onKey: true });
  },
});
