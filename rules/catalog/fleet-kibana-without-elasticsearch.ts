// The user that the operator logs in to Kibana with is made in the Elasticsearch of that Kibana, which ECK knows only
// from its elasticsearchRef.
import { candidates, referenceFixes } from '../engine/reference-fix.ts';
import { defineRule } from '../engine/rule.ts';
import {
  type Entry,
  enrolledThrough,
  isSet,
  kibanaConfig,
  printAgents,
  targetIn,
  type Workspace,
} from '../model/index.ts';

export const fleetKibanaWithoutElasticsearch = defineRule({
  id: 'fleet-kibana-without-elasticsearch',
  topic: 'fleet',
  summary: 'Agents enroll through a Kibana that has no elasticsearchRef.',
  severity: 'error',
  kinds: ['Kibana'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    missing: (agents) =>
      `Without elasticsearchRef ECK does not know in which Elasticsearch to create the user for its login to this Kibana: the association of ${agents} stays Pending ("Failed to find referenced backend").`,
  },
  check(entry, report, workspace) {
    const field = entry.resource.root.at(['spec', 'elasticsearchRef']);
    if (isSet(field) || workspace.standingOf(entry) !== 'whole') return;
    const agents = enrolledThrough(entry, workspace);
    if (agents.length === 0) return;
    report(field, 'missing', [printAgents(agents.map((agent) => agent.entry))], {
      related: () =>
        agents.map(({ entry: agent, reference }) => ({
          entry: agent,
          path: reference.path,
          message: `The Agent ${agent.resource.called} enrolls through this Kibana.`,
        })),
      fixes: () => {
        const config = kibanaConfig(entry, workspace);
        // connected by hand, it would be moved to another cluster
        if (config.hidden || config.under('elasticsearch').length > 0) return [];
        const after = ['count', 'version'];
        return referenceFixes(entry, field, clustersFor(entry, agents, workspace), workspace, { after });
      },
    });
  },
});

/** The cluster that the Fleet Servers among the agents use, else all there are. */
function clustersFor(kibana: Entry, agents: readonly { entry: Entry }[], workspace: Workspace): Entry[] {
  const used = agents.flatMap(({ entry }) => targetIn(entry, 'elasticsearchRefs', workspace) ?? []);
  return used.length > 0 ? [...new Set(used)] : candidates(kibana, workspace.all('Elasticsearch'), workspace);
}
