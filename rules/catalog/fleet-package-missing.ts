// Integrations of preconfigured policies whose package nobody asks Kibana to install.
import { append, insertSetting } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import {
  allSeen,
  compareVersions,
  type Entry,
  fleetNames,
  integrationsOf,
  itemsOf,
  kibanaConfig,
  kibanasOf,
  type PackagePin,
  packagePins,
  settingsOf,
  textBelow,
} from '../model/index.ts';

/** What Kibana before 8.0 installed without being asked. */
const formerDefaults = ['system', 'elastic_agent', 'endpoint', 'fleet_server'];

export const fleetPackageMissing = defineRule({
  id: 'fleet-package-missing',
  topic: 'fleet',
  summary: 'A preconfigured policy uses a package that xpack.fleet.packages does not list.',
  severity: 'warning',
  kinds: ['Kibana', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    missing: (name, policy) =>
      `The package ${name} is not in xpack.fleet.packages. Unless it is installed already, setting up Fleet stops with "[${policy}] could not be added. [${name}] is not installed".`,
  },
  check(entry, report, workspace) {
    const told = new Set<string>();
    for (const kibana of kibanasOf(entry, workspace)) {
      const config = kibanaConfig(kibana, workspace);
      const packages = itemsOf(config, fleetNames.packages).map((item) => textBelow(item, 'name'));
      if (!allSeen(config, fleetNames.packages) || packages.includes(undefined)) continue;
      if (workspace.standingOf(kibana) !== 'whole') continue;
      const listed = config.written(fleetNames.packages).some(({ path }) => path.includes('env'));
      const old = (compareVersions(kibana.facts.version ?? '', '8.0.0') ?? 0) < 0;
      const installed = new Set([...packages, ...(old ? formerDefaults : [])]);
      for (const policy of itemsOf(config, fleetNames.policies)) {
        if (policy.entry !== entry) continue;
        for (const { name, at } of integrationsOf(policy)) {
          const key = at.path.join('\n');
          if (installed.has(name) || told.has(key)) continue;
          told.add(key);
          const policyName = textBelow(policy, 'name') ?? textBelow(policy, 'id') ?? 'policy';
          report(entry.resource.root.at(at.path), 'missing', [name, policyName], {
            // a list in the environment stands instead of any in the settings
            fixes: () => [listed ? undefined : addPackage(entry, name, packagePins(name, entry, workspace))],
          });
        }
      }
    }
  },
});

/** At the version that the package is pinned to elsewhere, or that comes with this Kibana; latest would be no repair. */
function addPackage(entry: Entry, name: string, pins: readonly PackagePin[]): Fix | undefined {
  const { root, kind } = entry.resource;
  const [pin, second] = pins;
  if (!pin || second) return undefined;
  const { version } = pin;
  const config = root.at(kind === 'Kibana' ? ['spec', 'config'] : ['spec', 'kibana', 'config']);
  const settings = settingsOf(config);
  const list = settings.at(fleetNames.packages);
  const item = { name, version };
  const title = `Add ${name} at version ${version} to xpack.fleet.packages`;
  if (list.only?.list) return fix(title, append(list.only, item), false);
  if (list.exists) return undefined;
  return fix(title, insertSetting(config, settings, fleetNames.packages, [item], fleetNames.policies), false);
}
