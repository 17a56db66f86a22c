// What Kibana refuses of `xpack.fleet`. Each layer may be right by itself: ECK appends the lists of policies to those of
// the Kibana, so doubles are looked for in the joined lists.
import { remove, replaceWithin, wrapInList } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import {
  type Entry,
  type Field,
  type FleetFault,
  fleetFaults,
  kibanaConfig,
  kibanasOf,
  servingAt,
  type Workspace,
} from '../model/index.ts';

export const fleetPreconfigurationInvalid = defineRule({
  id: 'fleet-preconfiguration-invalid',
  topic: 'fleet',
  summary: 'Kibana refuses packages, policies, outputs or hosts in xpack.fleet.',
  severity: {
    duplicatePackage: 'error',
    duplicateOutput: 'error',
    defaultOutputs: 'error',
    defaultHosts: 'error',
    packageVersion: 'error',
    duplicateHost: 'warning',
    duplicatePolicy: 'warning',
    policyWithoutId: 'warning',
    defaultMonitoring: 'error',
    missingKey: 'error',
    outputType: 'error',
    notList: 'error',
    notUri: 'error',
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
      `${version} is not a valid version of the package ${name}: Kibana does not start ("must be a valid semver, or the keyword latest").`,
    duplicateHost: (id) =>
      `Two Fleet Server hosts have the id ${id}. Kibana keeps one of them, and the addresses of the other are lost.`,
    duplicatePolicy: (id) => `Two policies have the id ${id}. Kibana creates one of them, and the other is lost.`,
    policyWithoutId: (name) =>
      `The policy ${name} has no id and is not a default policy, so Kibana leaves it out ("is missing an id field").`,
    defaultMonitoring: () =>
      'Two outputs are the default for monitoring: Kibana does not start ("preconfigured outputs can only have one default monitoring output").',
    missingKey: (what, key) =>
      `Every entry for ${what} needs ${key}, and this one has none: Kibana does not start ("[config validation of [xpack.fleet]…").`,
    outputType: (type) =>
      `The output type ${type} is not elasticsearch, remote_elasticsearch, logstash or kafka: Kibana does not start ("[config validation of [xpack.fleet].outputs…").`,
    notList: (setting) =>
      `${setting} has to be a list: Kibana does not start ("[config validation of [xpack.fleet]…").`,
    notUri: (value, setting) =>
      `${value} lacks http:// or https://, which ${setting} needs: Kibana does not start ("expected URI with scheme [http|https]").`,
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
          fixes: () => [
            surplus && removal(surplus),
            message === 'notList' ? fix('Make it a list', wrapInList(field)) : undefined,
            message === 'notUri' ? withScheme(field, kibana, workspace) : undefined,
          ],
        });
      }
    }
  },
});

function removal({ item, title, safe }: NonNullable<FleetFault['surplus']>): Fix | undefined {
  return fix(title, remove(item.entry.resource.root.at(item.path)), safe);
}

/** The scheme that the Service behind the address speaks. */
function withScheme(field: Field, kibana: Entry, workspace: Workspace): Fix | undefined {
  const old = field.text?.trim();
  if (old === undefined) return undefined;
  for (const text of [`https://${old}`, `http://${old}`])
    for (const kind of ['Elasticsearch', 'Agent'] as const)
      if (servingAt(text, kind, kibana, workspace)) return fix(`Use ${text}`, replaceWithin(field, old, text));
  return undefined;
}
