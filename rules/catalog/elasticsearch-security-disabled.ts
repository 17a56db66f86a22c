// xpack.security.enabled: false in a node set, or in a policy for it. ECK does not refuse it.
import { remove, replaceValue } from '../engine/edit.ts';
import { defineRule, fix, type Related } from '../engine/rule.ts';
import {
  compareVersions,
  type Entry,
  elasticsearchesOf,
  fleetAgentsOn,
  neverEnroll,
  securitySwitchedOff,
} from '../model/index.ts';

export const elasticsearchSecurityDisabled = defineRule({
  id: 'elasticsearch-security-disabled',
  topic: 'security',
  summary: 'Security of an Elasticsearch cluster is switched off.',
  severity: { open: 'warning', breaksFleet: 'error' },
  kinds: ['Elasticsearch', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    open: (where) =>
      `Security ${where}is off: anyone who reaches port 9200 can read and delete everything. ECK does not support this, because it needs users and API keys.`,
    breaksFleet: (where, answer, outcome) =>
      `Security ${where}is off, so Fleet cannot work: Kibana answers /api/fleet/setup with ${answer}, and ${outcome}.`,
  },
  check(entry, report, workspace) {
    const told = new Set<string>();
    const clusters = elasticsearchesOf(entry, workspace).map((cluster) => ({
      cluster,
      agents: fleetAgentsOn(cluster, workspace),
    }));
    // a policy's line is told once, for the cluster where it does most harm
    for (const { cluster, agents } of clusters.toSorted((a, b) => b.agents.length - a.agents.length)) {
      const where = cluster === entry ? '' : `of the Elasticsearch ${cluster.resource.called} `;
      const related = (): Related[] => [
        ...(cluster === entry
          ? []
          : [{ entry: cluster, path: ['metadata', 'name'], message: 'The policy selects this Elasticsearch.' }]),
        ...agents.map(({ entry: agent, reference }) => ({
          entry: agent,
          path: reference.path,
          message: `The Agent ${agent.resource.called} depends on this cluster.`,
        })),
      ];
      for (const { layer, path } of securitySwitchedOff(cluster, workspace)) {
        const place = path.join('\n');
        if (layer.entry !== entry || told.has(place)) continue;
        told.add(place);
        const field = entry.resource.root.at(path);
        const fixes = () => [
          // without this line in the policy that of a node set would count again
          (cluster === entry ? fix('Remove xpack.security.enabled: false', remove(field)) : undefined) ??
            // true is ECK's own value, which the operator warns about in a node set
            fix('Switch security on', replaceValue(field, true), cluster !== entry),
        ];
        const outcome = neverEnroll(agents.map((agent) => agent.entry));
        if (agents.length > 0) report(field, 'breaksFleet', [where, answerOf(cluster), outcome], { related, fixes });
        else report(field, 'open', [where], { related, fixes });
      }
    }
  },
});

/** Before 8.0 Kibana has no routes for Fleet without security; since then it has, and says what is wrong. */
const answerOf = ({ facts }: Entry): string =>
  (compareVersions(facts.version ?? '', '8.0.0') ?? 0) < 0
    ? 'status 404'
    : 'status 403, "Kibana security must be enabled to use Fleet"';
