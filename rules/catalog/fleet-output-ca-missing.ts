// An output that leads to an Elasticsearch with ECK's own certificate, for Agents that are not made to trust it.
import { insert } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import {
  below,
  type EffectiveConfig,
  type Entry,
  each,
  enrolledThrough,
  fleetNames,
  type Item,
  isOpen,
  itemsOf,
  kibanaConfig,
  kibanasOf,
  printAgents,
  servingAt,
  type Workspace,
} from '../model/index.ts';

export const fleetOutputCaMissing = defineRule({
  id: 'fleet-output-ca-missing',
  topic: 'fleet',
  summary: 'Agents that do not run as root get no CA for their Elasticsearch output.',
  severity: 'info',
  kinds: ['Kibana', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    output: (cluster, agents) =>
      `The certificate of ${cluster} is signed by ECK's own CA, and this output names no CA. Before 3.5 ECK makes only Agents that run as root trust it, so ${agents} may fail with "x509: certificate signed by unknown authority".`,
    hosts: (cluster, agents) =>
      `The certificate of ${cluster} is signed by ECK's own CA, which this setting cannot name. ECK makes only Agents that run as root trust it, so ${agents} may fail with "x509: certificate signed by unknown authority"; an entry of xpack.fleet.outputs can name the CA.`,
  },
  check(entry, report, workspace) {
    const told = new Set<string>();
    for (const kibana of kibanasOf(entry, workspace)) {
      const agents = enrolledThrough(kibana, workspace)
        .map((agent) => agent.entry)
        .filter(({ facts }) => facts.trustsCluster === false && facts.fleetServer !== true);
      if (agents.length === 0) continue;
      for (const { at, hosts, message, output } of unsigned(kibanaConfig(kibana, workspace))) {
        const cluster = hosts.map(({ data }) => servingAt(data, 'Elasticsearch', kibana, workspace)).find(Boolean);
        const key = at.path.join('\n');
        if (at.entry !== entry || !cluster?.facts.http?.selfSigned || told.has(key)) continue;
        told.add(key);
        const who = printAgents(agents);
        report(entry.resource.root.at(at.path), message, [cluster.resource.called, who], {
          onKey: true,
          related: () =>
            agents.map((agent) => ({
              entry: agent,
              path: ['metadata', 'name'],
              message: 'This Agent does not run as root.',
            })),
          fixes: () => [output && nameCa(output, cluster, workspace)],
        });
      }
    }
  },
});

interface Unsigned {
  readonly at: Item;
  readonly hosts: readonly Item[];
  readonly message: 'output' | 'hosts';
  readonly output?: Item;
}

/** The outputs that say nothing about whom to trust. */
function unsigned(config: EffectiveConfig): Unsigned[] {
  const agents = 'xpack.fleet.agents.elasticsearch';
  const outputs = itemsOf(config, fleetNames.outputs)
    .filter((output) => below(output, 'type')?.data === 'elasticsearch' && !isOpen(output))
    .filter((output) => !['ssl', 'config', 'ca_sha256', 'ca_trusted_fingerprint'].some((key) => hasKey(output, key)))
    .flatMap((output): Unsigned[] => {
      const hosts = below(output, 'hosts');
      return hosts ? [{ at: hosts, hosts: each(hosts), message: 'output', output }] : [];
    });
  const trusted = ['ca_sha256', 'ca_trusted_fingerprint'].some((key) => config.under(`${agents}.${key}`).length > 0);
  const older = trusted ? [] : config.written(`${agents}.hosts`);
  return [
    ...outputs,
    ...older.map(({ value, layer, path }): Unsigned => {
      const at = { data: value, entry: layer.entry, path };
      return { at, hosts: each(at), message: 'hosts' };
    }),
  ];
}

const hasKey = ({ data }: Item, key: string): boolean =>
  typeof data === 'object' && data !== null && Object.keys(data).some((k) => k === key || k.startsWith(`${key}.`));

/** The CA where ECK mounts it into every pod of the chain. */
function nameCa(output: Item, cluster: Entry, workspace: Workspace): Fix | undefined {
  const namespace = workspace.namespaceOf(cluster);
  if (namespace === undefined) return undefined;
  const path = `/mnt/elastic-internal/elasticsearch-association/${namespace}/${cluster.resource.name}/certs/ca.crt`;
  const field = output.entry.resource.root.at(output.path);
  const edits = insert(field.get('ssl'), { certificate_authorities: [path] }, 'hosts');
  return fix('Name the CA that ECK mounts into the pods', edits, false);
}
