// A pod in the network of its node asks the node's resolver too, which does not know the Services of the cluster, unless
// its dnsPolicy says otherwise.
import { insert, replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { isNamed, podKinds, podTemplates, type Resource, references } from '../model/index.ts';

const policy = 'ClusterFirstWithHostNet';

export const hostNetworkDns = defineRule({
  id: 'host-network-dns',
  topic: 'pods',
  summary: 'Pods with hostNetwork cannot resolve the names of Services.',
  severity: { unreachable: 'warning', unresolved: 'info' },
  kinds: podKinds,
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    unreachable: (name, dnsPolicy) =>
      `With hostNetwork and dnsPolicy ${dnsPolicy} the pods ask the resolver of the node, which knows no Services of the cluster: the address that ECK configures for ${name} fails with "no such host".`,
    unresolved: (dnsPolicy) =>
      `With hostNetwork and dnsPolicy ${dnsPolicy} the pods ask the resolver of the node, which knows no Services of the cluster.`,
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    for (const template of podTemplates(resource)) {
      const pod = template.get('spec');
      const network = pod.get('hostNetwork');
      const dns = pod.get('dnsPolicy');
      if (network.value !== true || dns.shape === 'template') continue;
      if (dns.text !== undefined && dns.text !== 'ClusterFirst' && dns.text !== 'Default') continue;
      // servers of one's own stand before those of the node; a patch has the policy elsewhere
      if (pod.get('dnsConfig').exists || !pod.complete) continue;
      if (dns.text === undefined && workspace.standingOf(entry) !== 'whole') continue;
      const name = associated(resource);
      const at = dns.text === undefined ? network : dns;
      const details = {
        onKey: dns.text === undefined,
        fixes: () => [
          fix(
            `Set dnsPolicy: ${policy}`,
            dns.text === undefined ? insert(dns, policy, 'hostNetwork') : replaceValue(dns, policy),
            name !== undefined && dns.text !== 'Default',
          ),
        ],
      };
      if (name) report(at, 'unreachable', [name, dns.text ?? 'ClusterFirst'], details);
      else report(at, 'unresolved', [dns.text ?? 'ClusterFirst'], details);
    }
  },
});

/** The field of a reference to something that is reached by the name of a Service. */
const associated = (resource: Resource): string | undefined => {
  const found = references(resource).find(({ field }) => isNamed(field) && !field.get('secretName').text);
  return found && String(found.field.path.filter((step) => typeof step === 'string').at(-1));
};
