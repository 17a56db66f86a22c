// Addresses of Fleet Server and Elasticsearch that Kibana hands to every agent, against the Services that ECK makes for
// them. Only addresses of the form of such a Service are judged: what an Ingress or another domain leads to is unknown.
import { remove, replaceWithin } from '../engine/edit.ts';
import { defineRule, type Fix, fix, type Related } from '../engine/rule.ts';
import {
  addressOf,
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
  portOf,
  printServiceUrl,
  type Workspace,
} from '../model/index.ts';

type Found = Exclude<ReturnType<typeof leadOf>, { state: 'fits' | 'unknown' | 'loopback' }>;

const outcomes: Readonly<Record<FleetHosts['of'], string>> = {
  Agent: 'agents enroll and then go offline',
  Elasticsearch: 'agents check in, but no data arrives',
};

export const fleetUrlMismatch = defineRule({
  id: 'fleet-url-mismatch',
  topic: 'fleet',
  summary: 'Fleet hands agents an address that does not match the Service of their Elasticsearch or Fleet Server.',
  severity: { wrong: 'error', doubtful: 'warning', absent: 'warning', loopback: 'error', maybeLoopback: 'warning' },
  kinds: ['Kibana', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    wrong: (cause, outcome) => `${cause}. Kibana hands this address to every agent: ${outcome}.`,
    doubtful: (cause) => `${cause}. Agents cannot connect to this address.`,
    absent: (service, name, own) =>
      `No Fleet Server in this workspace has a Service ${service}: the one of ${name} is ${own}. Kibana hands this address to every agent, so they enroll and then go offline.`,
    loopback: (address, what, outcome) =>
      `In the pod of an agent ${address} is that pod itself, where no ${what} listens ("connection refused"): ${outcome}.`,
    maybeLoopback: (address, what) =>
      `An agent that gets the address ${address} looks for ${what} on its own host or in its own pod ("connection refused").`,
  },
  check(entry, report, workspace) {
    const told = new Set<string>();
    for (const kibana of kibanasOf(entry, workspace)) {
      const agents = enrolledThrough(kibana, workspace);
      for (const list of fleetHosts(kibanaConfig(kibana, workspace))) {
        const leads = list.urls.map((url) => ({ url, found: leadOfItem(url.data, list.of, kibana, workspace) }));
        // one address that works, or may, is enough for the agents
        const allWrong = leads.every(({ found }) => found.state !== 'fits' && found.state !== 'unknown');
        const servers = agents.filter((agent) => agent.entry.facts.fleetServer).map((agent) => agent.entry);
        for (const [i, { url, found }] of leads.entries()) {
          if (url.entry !== entry || found.state === 'fits' || found.state === 'unknown') continue;
          const key = url.path.join('\n');
          if (told.has(key)) continue;
          const at = entry.resource.root.at(url.path);
          if (found.state === 'loopback') {
            if (agents.length === 0) continue;
            told.add(key);
            const cluster = clusterOfKibana(kibana, workspace);
            const targets = list.of === 'Agent' ? servers : cluster ? [cluster] : [];
            // a Fleet Server finds itself there, and in the network of the node something else may listen
            const lost = agents.filter(
              ({ entry: { facts } }) =>
                (list.of === 'Elasticsearch' || !facts.fleetServer) &&
                facts.pods?.every(({ hostNetwork }) => hostNetwork === false),
            );
            const sure = lost.length > 0 && list.isDefault && allWrong;
            // an earlier one becomes the address
            const second = leads.slice(0, i).some((lead) => lead.found.state === 'loopback');
            const others = second ? 'led already' : list.urls.map(({ data }) => data);
            const what = list.of === 'Agent' ? 'Fleet Server' : 'Elasticsearch';
            const details = {
              related: () => targets.map(whereIs),
              fixes: () => targets.map((target) => leadTo(at, target, others, sure && targets.length === 1, workspace)),
            };
            if (sure) report(at, 'loopback', [at.text ?? '', what, outcomes[list.of]], details);
            else report(at, 'maybeLoopback', [at.text ?? '', what], details);
            continue;
          }
          if (found.state === 'absent') {
            const [server, second] = servers;
            // another Elasticsearch may be meant, and one of several Fleet Servers may be elsewhere
            if (list.of !== 'Agent' || !list.isDefault || !allWrong || !server || second) continue;
            const own = corrected(found.url, server, workspace);
            if (!own) continue;
            told.add(key);
            report(at, 'absent', [found.url.service, server.resource.called, own.service], {
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
  message: `ECK creates the Service for ${target.resource.called}.`,
});

function causeOf(found: Exclude<Found, { state: 'absent' }>, workspace: Workspace): string {
  const { url, targets } = found;
  const [target] = targets;
  const name = target?.resource.called;
  switch (found.state) {
    case 'namespace': {
      const namespaces = [...new Set(targets.flatMap((t) => workspace.namespaceOf(t) ?? []))].join(', ');
      return `The Service ${url.service} is in namespace ${namespaces}, not in ${url.namespace}`;
    }
    case 'near':
      return `No resource in this workspace has a Service ${url.service}, but ${name} exists`;
    case 'port':
      return url.port === undefined
        ? `Without a port this address is for ${portOf(url)}, and the Service ${url.service} listens on ${target?.facts.http?.ports?.join(', ')}`
        : `The Service ${url.service} listens on ${target?.facts.http?.ports?.join(', ')}, not on ${url.port}`;
    case 'cluster':
      return `The Service ${url.service} in namespace ${url.namespace} belongs to another Elasticsearch cluster than that of this Kibana, where the API keys of these agents are unknown (status 401)`;
    case 'scheme':
      return url.scheme === 'http'
        ? `The Service ${url.service} speaks https, but this is an http address`
        : `TLS of ${name} is switched off, so its Service ${url.service} speaks http, but this is an https address`;
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

/** The address of a target instead, or none at all where it is in the list already. */
function leadTo(
  at: Field,
  target: Entry,
  others: readonly unknown[] | 'led already',
  safe: boolean,
  workspace: Workspace,
): Fix | undefined {
  const [old, address] = [at.text?.trim(), addressOf(target, workspace)];
  if (old === undefined || address === undefined) return undefined;
  return others === 'led already' || others.includes(address)
    ? fix('Remove this address', remove(at), safe)
    : fix(`Use ${address}`, replaceWithin(at, old, address), safe);
}
