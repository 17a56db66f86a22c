// Without an output in its settings Kibana gives agents its own default, an Elasticsearch on localhost.
import { insertSetting } from '../engine/edit.ts';
import { type Details, defineRule, fix } from '../engine/rule.ts';
import {
  addressOf,
  allSeen,
  clusterOfKibana,
  enrolledThrough,
  fleetNames,
  kibanaConfig,
  printAgents,
  settingsOf,
} from '../model/index.ts';

const hosts = 'xpack.fleet.agents.elasticsearch.hosts';
const outputs = [hosts, 'xpack.fleet.agents.elasticsearch.host', fleetNames.outputs];

export const fleetOutputMissing = defineRule({
  id: 'fleet-output-missing',
  topic: 'fleet',
  summary: 'The settings of Kibana give Fleet no address of Elasticsearch.',
  severity: { missing: 'warning', unset: 'info' },
  kinds: ['Kibana'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    missing: (agents) =>
      `No setting gives the address of Elasticsearch, so Fleet hands agents http://localhost:9200. Unless an output is set in Kibana itself, ${agents} without sending any data.`,
    unset: () =>
      'Fleet is not configured in these settings. Until an output is set in Kibana itself, Fleet hands agents http://localhost:9200, and no data arrives.',
  },
  check(entry, report, workspace) {
    const agents = enrolledThrough(entry, workspace).map((agent) => agent.entry);
    if (agents.length === 0) return;
    const config = kibanaConfig(entry, workspace);
    if (outputs.some((name) => config.under(name).length > 0 || !allSeen(config, name))) return;
    const field = entry.resource.root.at(['spec', 'config']);
    const who = `${printAgents(agents)} ${agents.length === 1 ? 'runs' : 'run'}`;
    const details: Details = {
      related: () =>
        agents.map((agent) => ({
          entry: agent,
          path: ['metadata', 'name'],
          message: `The Agent ${agent.resource.called} enrolls through this Kibana.`,
        })),
      fixes: () => {
        const cluster = clusterOfKibana(entry, workspace);
        const url = cluster && addressOf(cluster, workspace);
        if (url === undefined) return [];
        const like = ['xpack.fleet.agents.fleet_server.hosts', fleetNames.policies, fleetNames.packages].find(
          (name) => settingsOf(field).at(name).only,
        );
        return [fix(`Send data to ${url}`, insertSetting(field, settingsOf(field), hosts, [url], like), false)];
      },
    };
    // who keeps nothing of Fleet in manifests keeps it in Kibana
    if (config.under('xpack.fleet').length > 0) report(field.get(hosts), 'missing', [who], details);
    else report(field.get(hosts), 'unset', [], details);
  },
});
