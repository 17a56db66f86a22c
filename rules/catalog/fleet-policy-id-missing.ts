// Without policyID the operator looks for a default policy, and since Kibana 8.1 nobody makes one.
import { insert } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import { compareVersions, type Entry, isFleetServer, type Policy, type Workspace } from '../model/index.ts';

export const fleetPolicyIdMissing = defineRule({
  id: 'fleet-policy-id-missing',
  topic: 'fleet',
  summary: 'An Agent in fleet mode has no policyID.',
  severity: { noDefault: 'warning', unset: 'info', deprecated: 'info' },
  kinds: ['Agent'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    noDefault: (flag, kibana) =>
      `Without policyID the operator looks for a policy marked ${flag}, and the Kibana ${kibana} sets up none: unless somebody made one in Kibana, "no matching agent policy found" and no pods.`,
    unset: (flag) =>
      `Without policyID this works only if Kibana has a policy marked ${flag}, which Kibana 8.1 and later do not make by themselves; otherwise: "no matching agent policy found".`,
    deprecated: () =>
      'The default policy of Kibana is used because policyID is missing. ECK has deprecated this since 2.8.0: name the policy.',
  },
  check(entry, report, workspace) {
    const { resource, facts } = entry;
    const server = isFleetServer(resource);
    if (!facts.fleetMode || server === undefined) return;
    const field = resource.root.at(['spec', 'policyID']);
    if (field.text || field.shape === 'template' || !resource.root.at(['spec', 'kibanaRef']).map?.items.length) return;
    const kibana = kibanaOf(entry, workspace);
    // before 8.1 Kibana makes the default policies by itself
    const version = kibana?.facts.version ?? facts.version;
    if (version !== undefined && (compareVersions(version, '8.1.0') ?? 0) < 0) return;
    const flag = server ? 'is_default_fleet_server' : 'is_default';
    const policies = kibana?.facts.fleet?.policies ?? [];
    const fixes = () => policyFixes(field, policies, server);
    if (policies.some((policy) => (server ? policy.isDefaultFleetServer : policy.isDefault)))
      return report(field, 'deprecated', [], { fixes });
    const whole =
      kibana?.facts.fleet?.complete &&
      workspace.standingOf(kibana) === 'whole' &&
      workspace.all('StackConfigPolicy').length === 0;
    if (kibana && whole)
      return report(field, 'noDefault', [flag, kibana.resource.name ?? ''], {
        fixes,
        related: () => [
          { entry: kibana, path: ['kind'], message: 'Policies are set up here, under xpack.fleet.agentPolicies.' },
        ],
      });
    report(field, 'unset', [flag], { fixes });
  },
});

function kibanaOf(entry: Entry, workspace: Workspace): Entry | undefined {
  const reference = entry.facts.references.find(({ target }) => target === 'Kibana');
  return reference && workspace.target(entry, reference);
}

/** The policies that fit: those with the Fleet Server integration for a Fleet Server, the others for an agent. */
function policyFixes(
  field: Parameters<typeof insert>[0],
  policies: readonly Policy[],
  server: boolean,
): (Fix | undefined)[] {
  const fitting = policies.filter((policy) => policy.id !== undefined && policy.fleetServer === server);
  const after = ['fleetServerEnabled', 'mode', 'version'].find((name) => field.parent?.get(name).exists);
  return fitting.map(({ id }) => fix(`Set policyID: ${id}`, insert(field, id as string, after), fitting.length === 1));
}
