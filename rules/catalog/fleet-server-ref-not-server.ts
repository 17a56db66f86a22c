// A fleetServerRef leads to the HTTP Service of a Fleet Server, and other Agents have none.
import { type Edits, insert } from '../engine/edit.ts';
import { candidates, choices, referenceTo, retarget } from '../engine/reference-fix.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { agentMode, clusterOfKibana, type Entry, referenceIn, targetIn, type Workspace } from '../model/index.ts';

export const fleetServerRefNotServer = defineRule({
  id: 'fleet-server-ref-not-server',
  topic: 'fleet',
  summary: 'A fleetServerRef names an Agent that is not a Fleet Server.',
  severity: 'error',
  kinds: ['Agent'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    self: () =>
      'This Agent refers to itself, but it is not a Fleet Server and has no Service: the association stays Pending, and no pods are created.',
    notServer: (name) =>
      `The Agent ${name} is not a Fleet Server, so there is no Service ${name}-agent-http: the association stays Pending, and no pods are created.`,
  },
  check(entry, report, workspace) {
    if (agentMode(entry.resource) !== 'fleet' || entry.facts.agent?.server !== false) return;
    const reference = referenceIn(entry, 'fleetServerRef');
    const target = reference && workspace.target(entry, reference);
    if (!reference || target?.facts.agent?.server !== false || !workspace.together(entry, target)) return;
    // what the manifest of the other leaves out may come from a patch or a template
    if (workspace.standingOf(target) !== 'whole' || workspace.standingOf(entry) === 'partial') return;
    const { root } = entry.resource;
    const field = root.at(reference.path);
    const name = target.resource.called;
    const isSelf = target === entry;
    const fixes = () => {
      const servers = candidates(entry, workspace.all('Agent'), workspace).filter(({ facts }) => facts.fleetServer);
      return [
        ...choices(servers).map((server) =>
          fix(
            `Refer to ${server.resource.called}`,
            retarget(entry, field, server, workspace),
            servers.length === 1 && workspace.namespaceOf(server) === workspace.namespaceOf(target),
          ),
        ),
        // with a reference of its own, or standing alone, it was hardly meant to be one
        servers.length > 0 || isSelf || !target.facts.fleetMode || referenceIn(target, 'fleetServerRef')
          ? undefined
          : fix(`Make ${name} a Fleet Server`, makeServer(target, workspace), false),
      ];
    };
    report(field.get('name'), isSelf ? 'self' : 'notServer', isSelf ? [] : [name], {
      related: () =>
        isSelf
          ? []
          : [{ entry: target, path: ['metadata', 'name'], message: `${name} has no fleetServerEnabled: true.` }],
      fixes,
    });
  },
});

/** With the cluster of its Kibana, which a Fleet Server needs and other agents must not have. */
function makeServer(agent: Entry, workspace: Workspace): Edits {
  const spec = agent.resource.root.get('spec');
  const enabled = insert(spec.get('fleetServerEnabled'), true, 'mode');
  if (spec.get('elasticsearchRefs').exists) return enabled;
  const kibana = targetIn(agent, 'kibanaRef', workspace);
  const cluster = kibana && clusterOfKibana(kibana, workspace);
  const refs = cluster && insert(spec.get('elasticsearchRefs'), [referenceTo(cluster, agent, workspace)], 'kibanaRef');
  return enabled && refs && [...enabled, ...refs];
}
