// What Kibana refuses of `xpack.fleet`. Each layer may be right by itself: ECK appends the lists of policies to those of
// the Kibana, so doubles are looked for in the joined lists.
import { remove } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import { type FleetFault, fleetFaults, kibanaConfig, kibanasOf } from '../model/index.ts';

export const fleetPreconfigurationInvalid = defineRule({
  id: 'fleet-preconfiguration-invalid',
  topic: 'fleet',
  summary: 'Kibana refuses packages, policies, outputs or hosts of xpack.fleet.',
  severity: {
    duplicatePackage: 'error',
    duplicateOutput: 'error',
    defaultOutputs: 'error',
    defaultHosts: 'error',
    packageVersion: 'error',
    duplicatePolicy: 'warning',
    policyWithoutId: 'warning',
  },
  kinds: ['Kibana', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    duplicatePackage: (name) =>
      `The package ${name} is listed twice, so setting up Fleet fails ("Duplicate packages specified in configuration") and no new Agent gets pods.`,
    duplicateOutput: (key, value) =>
      `Two outputs have the ${key} ${value}: Kibana does not start ("preconfigured outputs need to have unique ${key}s").`,
    defaultOutputs: () =>
      'Two outputs are the default: Kibana does not start ("preconfigured outputs can only have one default output").',
    defaultHosts: () =>
      'Two Fleet Server hosts are the default, so setting up Fleet fails ("Only one default Fleet Server host is allowed") and no new Agent gets pods.',
    packageVersion: (version, name) =>
      `${version} is no version of a package: Kibana does not start, for the version of ${name} "must be a valid semver, or the keyword latest".`,
    duplicatePolicy: (id) => `Two policies have the id ${id}. Kibana makes one of them, and the other is lost.`,
    policyWithoutId: (name) =>
      `The policy ${name} has no id and is not a default policy, so Kibana leaves it out ("is missing an id field").`,
  },
  check(entry, report, workspace) {
    const told = new Set<string>();
    for (const kibana of kibanasOf(entry, workspace)) {
      for (const { message, parts, at, first, surplus } of fleetFaults(kibanaConfig(kibana, workspace))) {
        const key = `${message}\n${at.path.join('\n')}`;
        if (at.entry !== entry || told.has(key)) continue;
        told.add(key);
        const field = entry.resource.root.at(at.path);
        report(field, message, parts, {
          related: () => (first ? [{ entry: first.entry, path: first.path, message: 'The other one is here.' }] : []),
          fixes: () => [surplus && removal(surplus)],
        });
      }
    }
  },
});

function removal({ item, title, safe }: NonNullable<FleetFault['surplus']>): Fix | undefined {
  return fix(title, remove(item.entry.resource.root.at(item.path)), safe);
}
