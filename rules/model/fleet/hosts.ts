// The addresses that Kibana's settings tell agents: of Fleet Server and of Elasticsearch. Source: Kibana's Fleet
// configuration.
import type { EffectiveConfig } from '../config/effective.ts';
import { below, each, type Item, itemsOf } from '../config/items.ts';

export interface FleetHosts {
  /** whose address the list holds */
  readonly of: 'Agent' | 'Elasticsearch';
  /** the list is the one agents use unless a policy says otherwise */
  readonly isDefault: boolean;
  readonly urls: readonly Item[];
}

/** Every list of addresses; those of the two settings under `agents` are joined over all layers. */
export function fleetHosts(config: EffectiveConfig): FleetHosts[] {
  const settings = (of: FleetHosts['of'], ...names: string[]): FleetHosts => ({
    of,
    isDefault: true,
    urls: names.flatMap((name) => itemsOf(config, name)),
  });
  const lists = [
    settings('Agent', 'xpack.fleet.agents.fleet_server.hosts'),
    settings('Elasticsearch', 'xpack.fleet.agents.elasticsearch.hosts', 'xpack.fleet.agents.elasticsearch.host'),
    ...itemsOf(config, 'xpack.fleet.fleetServerHosts').map(
      (host): FleetHosts => ({
        of: 'Agent',
        isDefault: below(host, 'is_default')?.data === true,
        urls: each(below(host, 'host_urls')),
      }),
    ),
    // outputs of other types lead elsewhere, and a remote Elasticsearch is another cluster by purpose
    ...itemsOf(config, 'xpack.fleet.outputs')
      .filter((output) => below(output, 'type')?.data === 'elasticsearch')
      .map(
        (output): FleetHosts => ({
          of: 'Elasticsearch',
          isDefault: below(output, 'is_default')?.data === true,
          urls: each(below(output, 'hosts')),
        }),
      ),
  ];
  return lists.filter(({ urls }) => urls.length > 0);
}
