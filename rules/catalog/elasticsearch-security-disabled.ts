// xpack.security.enabled: false in a node set. ECK does not refuse it.
import { remove, replaceValue } from '../engine/edit.ts';
import { defineRule, fix, type Related } from '../engine/rule.ts';
import { compareVersions, type Entry, securitySwitchedOff, type Workspace } from '../model/index.ts';

export const elasticsearchSecurityDisabled = defineRule({
  id: 'elasticsearch-security-disabled',
  topic: 'security',
  summary: 'Security of an Elasticsearch cluster is switched off.',
  severity: { open: 'warning', breaksFleet: 'error' },
  kinds: ['Elasticsearch'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    open: () =>
      'Security is off: whoever reaches port 9200 can read and delete everything, and ECK, which needs its users and API keys, does not support this.',
    breaksFleet: (answer, agent) =>
      `Security is off, so Fleet cannot work: Kibana answers /api/fleet/setup with ${answer}, and the Agent ${agent} never enrolls.`,
  },
  check(entry, report, workspace) {
    const agents = agentsOn(entry, workspace);
    const related = (): Related[] =>
      agents.map(({ agent, path }) => ({
        entry: agent,
        path,
        message: `The Agent ${agent.resource.name} depends on this cluster.`,
      }));
    for (const field of securitySwitchedOff(entry.resource)) {
      const fixes = () => [
        fix('Remove xpack.security.enabled: false', remove(field)) ??
          fix('Switch security on', replaceValue(field, true)),
      ];
      const first = agents[0]?.agent.resource.name;
      if (first !== undefined) report(field, 'breaksFleet', [answerOf(entry), first], { related, fixes });
      else report(field, 'open', [], { fixes });
    }
  },
});

/** Before 8.0 Kibana has no routes for Fleet without security; since then it has, and says what is wrong. */
const answerOf = ({ facts }: Entry): string =>
  (compareVersions(facts.version ?? '', '8.0.0') ?? 0) < 0
    ? 'status 404'
    : 'status 403, "Kibana security must be enabled to use Fleet"';

/** Agents in fleet mode that reach this cluster: a Fleet Server by its own reference, others through their Kibana. */
function agentsOn(elasticsearch: Entry, workspace: Workspace): { agent: Entry; path: readonly (string | number)[] }[] {
  const kibanas = workspace.referrers(elasticsearch, 'Kibana').map(({ entry }) => entry);
  const direct = workspace.referrers(elasticsearch, 'Agent');
  const through = kibanas.flatMap((kibana) => workspace.referrers(kibana, 'Agent'));
  const seen = new Set<Entry>();
  return [...through, ...direct]
    .filter(({ entry }) => entry.facts.fleetMode === true && !seen.has(entry) && seen.add(entry))
    .map(({ entry, reference }) => ({ agent: entry, path: reference.path }));
}
