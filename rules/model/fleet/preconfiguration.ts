// What `xpack.fleet` asks Kibana to set up, joined over all layers that set it. Source: Kibana's Fleet configuration and
// its preconfiguration service.
import type { EffectiveConfig } from '../config/effective.ts';
import { allSeen, below, each, type Item, itemsOf, textBelow } from '../config/items.ts';
import { kibanaConfig, kibanasOf } from '../config/layers.ts';
import { isStackVersion } from '../text/version.ts';
import type { Entry } from '../workspace/entry.ts';
import type { Workspace } from '../workspace/workspace.ts';

export const fleetNames = {
  outputs: 'xpack.fleet.outputs',
  packages: 'xpack.fleet.packages',
  policies: 'xpack.fleet.agentPolicies',
  serverHosts: 'xpack.fleet.fleetServerHosts',
} as const;

/** The integrations of a policy that name their package, each with the item that holds the name. */
export const integrationsOf = (policy: Item): { name: string; at: Item }[] =>
  each(below(policy, 'package_policies')).flatMap((integration) => {
    const at = below(integration, 'package.name');
    const name = textBelow(integration, 'package.name');
    return at && name !== undefined ? [{ name, at }] : [];
  });

/** Whether all integrations of a policy can be seen and name their package. */
export const integrationsSeen = (policy: Item): boolean => {
  const all = each(below(policy, 'package_policies'));
  return all.every((integration) => textBelow(integration, 'package.name') !== undefined);
};

/** The policies with a literal id. */
export const policiesById = (config: EffectiveConfig): { id: string; policy: Item }[] =>
  itemsOf(config, fleetNames.policies).flatMap((policy) => {
    const id = textBelow(policy, 'id');
    return id === undefined ? [] : [{ id, policy }];
  });

/** Every policy that the settings make is known by its id. */
export const policiesSeen = (config: EffectiveConfig): boolean =>
  allSeen(config, fleetNames.policies) &&
  itemsOf(config, fleetNames.policies).every(
    (policy) => textBelow(policy, 'id') !== undefined || below(policy, 'id') === undefined,
  );

/** The stack version that the settings in `entry` are for; undefined when that is not one, or not literal. */
export function stackVersionFor(entry: Entry, workspace: Workspace): string | undefined {
  const [version, second] = new Set(kibanasOf(entry, workspace).map(({ facts }) => facts.version));
  return second === undefined && version !== undefined && isStackVersion(version) ? version : undefined;
}

/**
 * The versions that the workspace pins a package to, for the stack version that the settings in `entry` are for: of its
 * own Kibana and of others. None when that is not one version.
 */
export function pinsOf(name: string, entry: Entry, workspace: Workspace): string[] {
  const version = stackVersionFor(entry, workspace);
  if (version === undefined) return [];
  let last = known.get(workspace);
  if (last?.generation !== workspace.generation) {
    last = { generation: workspace.generation, pins: allPins(workspace) };
    known.set(workspace, last);
  }
  return [...(last.pins.get(`${version} ${name}`) ?? [])].sort();
}

const known = new WeakMap<Workspace, { generation: number; pins: ReadonlyMap<string, ReadonlySet<string>> }>();

/** The versions of every package that is pinned, by stack version and name. */
function allPins(workspace: Workspace): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>();
  for (const kibana of workspace.all('Kibana')) {
    for (const item of itemsOf(kibanaConfig(kibana, workspace), fleetNames.packages)) {
      const [name, version] = [textBelow(item, 'name'), textBelow(item, 'version')];
      if (name === undefined || version === undefined || !isStackVersion(version)) continue;
      const key = `${kibana.facts.version} ${name}`;
      all.set(key, (all.get(key) ?? new Set()).add(version));
    }
  }
  return all;
}
