// Without policyID the operator looks for a default policy, and since Kibana 8.1 nobody makes one.
import { insert } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import {
  compareVersions,
  type Entry,
  type Field,
  isAtLeast,
  isFleetServer,
  isSet,
  type Policy,
  policiesFor,
  type Workspace,
} from '../model/index.ts';

export const fleetPolicyIdMissing = defineRule({
  id: 'fleet-policy-id-missing',
  topic: 'fleet',
  summary: 'An Agent in fleet mode has no policyID.',
  severity: 'warning',
  kinds: ['Agent'],
  admission: ['agent-policy-id-missing'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    noDefault: (flag, kibana) =>
      `Without policyID the operator looks for a policy marked ${flag}, and the settings of the Kibana ${kibana} define none. Unless one was created in Kibana, the operator logs "no matching agent policy found" and creates no pods.`,
    unset: (flag) =>
      `Without policyID the operator looks for a policy marked ${flag}, which Kibana 8.1 and later do not create by themselves. Without one it logs "no matching agent policy found" and creates no pods.`,
    deprecated: () =>
      'Without policyID the default policy of Kibana is used. ECK warns about this, because a later release will require policyID.',
    required: () => 'ECK warns about Agents in fleet mode without policyID, because a later release will require it.',
  },
  check(entry, report, workspace, operator) {
    const { resource, facts } = entry;
    const field = resource.root.at(['spec', 'policyID']);
    if (!facts.fleetMode || field.text || field.shape === 'template') return;
    const server = isFleetServer(resource);
    const warns = isAtLeast(operator, '2.8.0');
    const kibana = kibanaOf(entry, workspace);
    // before 8.1 Kibana makes the default policies by itself, and without a Kibana nobody looks for one
    const version = kibana?.facts.version ?? facts.version;
    const isOld = version !== undefined && (compareVersions(version, '8.1.0') ?? 0) < 0;
    if (server === undefined || !isSet(resource.root.at(['spec', 'kibanaRef'])) || isOld) {
      if (warns) report(field, 'required', []);
      return;
    }
    const flag = server ? 'is_default_fleet_server' : 'is_default';
    const selecting = kibana ? policiesFor(kibana, workspace) : { applied: [], uncertain: true };
    const setups = kibana ? [kibana, ...selecting.applied].map((from) => from.facts.fleet) : [];
    const policies = setups.flatMap((setup) => setup?.policies ?? []);
    const defaults = policies.filter((policy) => (server ? policy.isDefaultFleetServer : policy.isDefault));
    if (defaults.length > 0) {
      if (warns) report(field, 'deprecated', [], { fixes: () => policyFixes(field, defaults, true) });
      return;
    }
    // those with the Fleet Server integration for a Fleet Server, the others for an agent
    const fitting = policies.filter((policy) => policy.fleetServer === server);
    const whole =
      kibana &&
      workspace.standingOf(kibana) === 'whole' &&
      !selecting.uncertain &&
      setups.every((setup) => setup?.complete);
    if (whole)
      return report(field, 'noDefault', [flag, kibana.resource.called], {
        fixes: () => policyFixes(field, fitting, true),
        related: () => [
          { entry: kibana, path: ['kind'], message: 'Policies are defined here, under xpack.fleet.agentPolicies.' },
        ],
      });
    if (warns) report(field, 'unset', [flag], { fixes: () => policyFixes(field, fitting, false) });
  },
});

function kibanaOf(entry: Entry, workspace: Workspace): Entry | undefined {
  const reference = entry.facts.references.find(({ target }) => target === 'Kibana');
  return reference && workspace.target(entry, reference);
}

/** One fix for each policy; among several only the author can choose. */
function policyFixes(field: Field, policies: readonly Policy[], sure: boolean): (Fix | undefined)[] {
  const after = ['fleetServerEnabled', 'mode', 'version'].find((name) => field.parent?.get(name).exists);
  return policies.map(({ id }) =>
    id ? fix(`Set policyID: ${id}`, insert(field, id, after), sure && policies.length === 1) : undefined,
  );
}
