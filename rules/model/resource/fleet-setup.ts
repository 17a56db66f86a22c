// What `xpack.fleet` asks Kibana to have ready: packages and agent policies. Source: Kibana's Fleet configuration.
import type { Field } from '../text/field.ts';
import { settingsOf } from './settings.ts';

export interface Policy {
  /** undefined when left out or not literal */
  readonly id: string | undefined;
  readonly isDefault: boolean;
  readonly isDefaultFleetServer: boolean;
  /** it carries the integration that makes an agent a Fleet Server */
  readonly fleetServer: boolean;
}

export interface FleetSetup {
  readonly policies: readonly Policy[];
  /** nothing about policies is hidden in templates */
  readonly complete: boolean;
}

/** The entries of `xpack.fleet.packages`. */
export const fleetPackages = (config: Field): Field[] =>
  settingsOf(config)
    .at('xpack.fleet.packages')
    .written.flatMap((list) => list.items());

export function fleetSetup(config: Field): FleetSetup {
  const policies = settingsOf(config).at('xpack.fleet.agentPolicies').written;
  return {
    policies: policies.flatMap((list) => list.items()).map(readPolicy),
    complete: config.complete && policies.every((field) => field.list !== undefined),
  };
}

function readPolicy(policy: Field): Policy {
  const isDefaultFleetServer = policy.get('is_default_fleet_server').value === true;
  const packages = policy
    .get('package_policies')
    .items()
    .map((item) => item.at(['package', 'name']).text);
  return {
    id: policy.get('id').text,
    isDefault: policy.get('is_default').value === true,
    isDefaultFleetServer,
    fleetServer: isDefaultFleetServer || packages.includes('fleet_server'),
  };
}
