// A Fleet Server is an Agent whose policy holds the integration fleet_server; without it the process enrolls and then
// serves nobody.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import {
  below,
  type Item,
  integrationsOf,
  integrationsSeen,
  isOpen,
  kibanaConfig,
  policiesById,
  targetIn,
} from '../model/index.ts';

export const fleetServerPolicyWithoutIntegration = defineRule({
  id: 'fleet-server-policy-without-integration',
  topic: 'fleet',
  summary: 'The policy of a Fleet Server has no fleet_server integration.',
  severity: 'warning',
  kinds: ['Agent'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    without: (policy, kibana) =>
      `The Kibana ${kibana} defines the policy ${policy} without the integration fleet_server. Unless it is added in Kibana, this Fleet Server enrolls but serves no agents ("Waiting on policy with Fleet Server integration").`,
  },
  check(entry, report, workspace) {
    if (!entry.facts.fleetMode || !entry.facts.fleetServer) return;
    const field = entry.resource.root.at(['spec', 'policyID']);
    const id = field.text;
    const kibana = targetIn(entry, 'kibanaRef', workspace);
    if (!id || !kibana || !workspace.together(entry, kibana)) return;
    const config = kibanaConfig(kibana, workspace);
    const policies = policiesById(config);
    const [own, second] = policies.filter((policy) => policy.id === id);
    // a template line may add the integration
    if (!own || second || config.hidden || isOpen(own.policy) || !integrationsSeen(own.policy)) return;
    if (workspace.standingOf(own.policy.entry) !== 'whole' || servesFleet(own.policy)) return;
    const serving = policies.filter(({ policy }) => servesFleet(policy));
    report(field, 'without', [id, kibana.resource.called], {
      related: () => [{ entry: own.policy.entry, path: own.policy.path, message: `The policy ${id} is defined here.` }],
      fixes: () => serving.map((policy) => fix(`Set policyID: ${policy.id}`, replaceValue(field, policy.id), false)),
    });
  },
});

const servesFleet = (policy: Item): boolean =>
  ['is_default_fleet_server', 'has_fleet_server'].some((flag) => below(policy, flag)?.data !== undefined) ||
  integrationsOf(policy).some(({ name }) => name === 'fleet_server');
