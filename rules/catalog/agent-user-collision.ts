// The user that the operator logs in to Kibana with is named after namespace and name of the Agent, joined by a hyphen.
import { defineRule } from '../engine/rule.ts';
import { clusterOfKibana, type Entry, indexed, onceFor, targetIn, type Workspace } from '../model/index.ts';

export const agentUserCollision = defineRule({
  id: 'agent-user-collision',
  topic: 'fleet',
  summary: 'Two Agents in different namespaces get the same user in Elasticsearch.',
  severity: 'warning',
  kinds: ['Agent'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    collision: (user, other) =>
      `ECK creates the user ${user} in Elasticsearch both for this Agent and for ${other}. Each replaces the password of the other, so /api/fleet/setup fails from time to time with status 401.`,
  },
  check(entry, report, workspace) {
    const user = userOf(entry, workspace);
    // what it would share a user with may be the only one of the name
    if (user === undefined || (agentsByUser(workspace).get(user)?.length ?? 0) < 2) return;
    const cluster = clusterOf(entry, workspace);
    if (cluster === undefined) return;
    const other = agentsByUser(workspace)
      .get(user)
      ?.find(
        (agent) =>
          agent !== entry &&
          agent.resource.name !== entry.resource.name &&
          clusterOf(agent, workspace) === cluster &&
          workspace.together(entry, agent),
      );
    if (!other) return;
    const name = `${workspace.namespaceOf(other)}/${other.resource.called}`;
    report(entry.resource.root.at(['metadata', 'name']), 'collision', [user, name], {
      related: () => [{ entry: other, path: ['metadata', 'name'], message: 'The other Agent is here.' }],
    });
  },
});

function userOf(agent: Entry, workspace: Workspace): string | undefined {
  const namespace = workspace.namespaceOf(agent);
  const { name } = agent.resource;
  if (namespace === undefined || name === undefined || !agent.facts.fleetMode) return undefined;
  return `${namespace}-${name}-agent-kb-user`;
}

const agentsByUser = onceFor((workspace) =>
  indexed(workspace.all('Agent'), (agent) => [userOf(agent, workspace) ?? []].flat()),
);

/** The user is made where the Kibana of the Agent keeps its data. */
function clusterOf(agent: Entry, workspace: Workspace): Entry | undefined {
  const kibana = targetIn(agent, 'kibanaRef', workspace);
  return kibana && clusterOfKibana(kibana, workspace);
}
