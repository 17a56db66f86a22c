// An annotation takes an Elasticsearch away from the operator; then nobody brings it the users of other resources.
import { remove } from '../engine/edit.ts';
import { defineRule, fix, type Related } from '../engine/rule.ts';
import { eckKindNames, fleetAgentsOn, printAgents } from '../model/index.ts';

/** The annotations, each with the value that stops the operator. */
const switches = [
  { annotation: 'eck.k8s.elastic.co/managed', value: 'false' },
  { annotation: 'common.k8s.elastic.co/pause', value: 'true' },
];

export const elasticsearchNotReconciled = defineRule({
  id: 'elasticsearch-not-reconciled',
  topic: 'fleet',
  summary: 'An annotation stops ECK from reconciling an Elasticsearch.',
  severity: { fleet: 'warning', referred: 'warning', alone: 'info' },
  kinds: ['Elasticsearch'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    fleet: (agents, verb) =>
      `ECK does not reconcile this Elasticsearch, so new users and tokens never reach it. Unless theirs exist already, ${agents} ${verb} refused permanently ("unable to authenticate user", "failed to authenticate service account").`,
    referred: (who, verb) =>
      `ECK does not reconcile this Elasticsearch, so new users never reach it. Unless its user exists already, ${who} ${verb} refused with status 401.`,
    alone: () =>
      'ECK does not reconcile this Elasticsearch: changes, users for new resources and renewed certificates do not reach it.',
  },
  check(entry, report, workspace) {
    const annotations = entry.resource.root.at(['metadata', 'annotations']);
    for (const { annotation, value } of switches) {
      const field = annotations.get(annotation);
      if (field.text !== value) continue;
      const agents = fleetAgentsOn(entry, workspace);
      const others = eckKindNames
        .filter((kind) => kind !== 'ElasticsearchAutoscaler')
        .flatMap((kind) => workspace.referrers(entry, kind))
        .filter((other) => other.entry !== entry && !agents.some((agent) => agent.entry === other.entry));
      const related = (): Related[] =>
        [...agents, ...others].map(({ entry: other, reference }) => ({
          entry: other,
          path: reference.path,
          message: `The ${other.resource.kind} ${other.resource.called} depends on this cluster.`,
        }));
      const fixes = () => [fix(`Remove ${annotation}`, remove(field), false)];
      const other = others[0]?.entry.resource;
      const more = others.length > 1 ? ` and ${others.length - 1} more` : '';
      if (agents.length > 0)
        report(field, 'fleet', [printAgents(agents.map((agent) => agent.entry)), agents.length === 1 ? 'is' : 'are'], {
          related,
          fixes,
        });
      else if (other)
        report(field, 'referred', [`the ${other.kind} ${other.called}${more}`, more ? 'are' : 'is'], {
          related,
          fixes,
        });
      else report(field, 'alone', [], { fixes });
    }
  },
});
