// Addresses of Fleet Server and Elasticsearch that Kibana hands to every agent, against the Services that ECK makes for
// them. Only addresses of the form of such a Service are judged: what an Ingress or another domain leads to is unknown.
import { replaceWithin } from '../engine/edit.ts';
import { defineRule, type Fix, fix, type Related } from '../engine/rule.ts';
import {
  clusterOfKibana,
  corrected,
  type Entry,
  enrolledThrough,
  type Field,
  type FleetHosts,
  fleetHosts,
  hasPlaceholder,
  kibanaConfig,
  kibanasOf,
  leadOf,
  printServiceUrl,
  type Workspace,
} from '../model/index.ts';

type Found = Exclude<ReturnType<typeof leadOf>, { state: 'fits' | 'unknown' }>;

const outcomes: Readonly<Record<FleetHosts['of'], string>> = {
  Agent: 'agents enroll and then go offline',
  Elasticsearch: 'agents check in, but no data arrives',
};

export const fleetUrlMismatch = defineRule({
  id: 'fleet-url-mismatch',
  topic: 'fleet',
  summary: 'Fleet hands agents an address that no Service of this Elasticsearch or Fleet Server has.',
  severity: { wrong: 'error', doubtful: 'warning', absent: 'warning' },
  kinds: ['Kibana', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    wrong: (cause, outcome) => `${cause}. Kibana hands this address to every agent: ${outcome}.`,
    doubtful: (cause) => `${cause}. Agents that are given this address do not get through.`,
    absent: (service, name, own) =>
      `No Fleet Server of this workspace gets a Service ${service}: that of ${name} is ${own}. Kibana hands this address to every agent, so they enroll and then go offline.`,
  },
  check(entry, report, workspace) {
    const told = new Set<string>();
    for (const kibana of kibanasOf(entry, workspace)) {
      const agents = enrolledThrough(kibana, workspace);
      for (const list of fleetHosts(kibanaConfig(kibana, workspace))) {
        const leads = list.urls.map((url) => ({ url, found: leadOfItem(url.data, list.of, kibana, workspace) }));
        // one address that works, or may, is enough for the agents
        const allWrong = leads.every(({ found }) => found.state !== 'fits' && found.state !== 'unknown');
        for (const { url, found } of leads) {
          if (url.entry !== entry || found.state === 'fits' || found.state === 'unknown') continue;
          const key = url.path.join('\n');
          if (told.has(key)) continue;
          const at = entry.resource.root.at(url.path);
          const servers = agents.filter((agent) => agent.entry.facts.fleetServer).map((agent) => agent.entry);
          if (found.state === 'absent') {
            const [server, second] = servers;
            // another Elasticsearch may be meant, and one of several Fleet Servers may be elsewhere
            if (list.of !== 'Agent' || !list.isDefault || !allWrong || !server || second) continue;
            const own = corrected(found.url, server, workspace);
            if (!own) continue;
            told.add(key);
            report(at, 'absent', [found.url.service, server.resource.name ?? '', own.service], {
              related: () => [whereIs(server)],
              fixes: () => repairs(at, found, [server], workspace, false),
            });
            continue;
          }
          if (!found.targets.every((target) => workspace.together(kibana, target))) continue;
          told.add(key);
          const used = agents.length > 0 && list.isDefault && allWrong;
          const sure = used && isCertain(found, [...servers, clusterOfKibana(kibana, workspace)]);
          const details = {
            related: () => found.targets.map(whereIs),
            fixes: () => repairs(at, found, found.targets, workspace, sure),
          };
          const cause = causeOf(found, workspace);
          if (sure) report(at, 'wrong', [cause, outcomes[list.of]], details);
          else report(at, 'doubtful', [cause], details);
        }
      }
    }
  },
});

function leadOfItem(
  data: unknown,
  of: FleetHosts['of'],
  kibana: Entry,
  workspace: Workspace,
): ReturnType<typeof leadOf> {
  if (typeof data !== 'string' || hasPlaceholder(data)) return { state: 'unknown' };
  return leadOf(data, of, kibana, workspace);
}

/** A namesake in the namespace of the address may exist elsewhere, unless the target is the one of this very chain. */
const isCertain = (
  { state, targets }: { state: string; targets: readonly Entry[] },
  chain: readonly (Entry | undefined)[],
): boolean =>
  targets.length === 1 && state !== 'near' && (state !== 'namespace' || targets.every((t) => chain.includes(t)));

const whereIs = (target: Entry): Related => ({
  entry: target,
  path: ['metadata', 'name'],
  message: `ECK makes the Service for ${target.resource.name}.`,
});

function causeOf(found: Exclude<Found, { state: 'absent' }>, workspace: Workspace): string {
  const { url, targets } = found;
  const [target] = targets;
  const name = target?.resource.name ?? '';
  switch (found.state) {
    case 'namespace': {
      const namespaces = [...new Set(targets.flatMap((t) => workspace.namespaceOf(t) ?? []))].join(', ');
      return `The Service ${url.service} is in namespace ${namespaces}, not in ${url.namespace}`;
    }
    case 'near':
      return `No resource of this workspace gets a Service ${url.service}; ${name} is probably meant`;
    case 'port':
      return `The Service ${url.service} listens on ${target?.facts.http?.ports?.join(', ')}, not on ${url.port}`;
    case 'scheme':
      return url.scheme === 'http'
        ? `The Service ${url.service} speaks https, and this is an http address`
        : `TLS of ${name} is switched off, so its Service ${url.service} speaks http, and this is an https address`;
  }
}

/** The address ECK's Service has, one for each resource that may be meant. */
function repairs(
  at: Field,
  { url }: Found,
  targets: readonly Entry[],
  workspace: Workspace,
  safe: boolean,
): (Fix | undefined)[] {
  const old = at.text?.trim();
  return targets.map((target) => {
    const right = corrected(url, target, workspace);
    if (!right || old === undefined) return undefined;
    const text = printServiceUrl(right);
    return fix(`Use ${text}`, text === old ? undefined : replaceWithin(at, old, text), safe);
  });
}
