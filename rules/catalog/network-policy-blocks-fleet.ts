// Connections of the Fleet chain that NetworkPolicies cut for sure, as far as the workspace shows them. Other policies
// may live in the cluster, so the words are about "the policies in this workspace".
import { append } from '../engine/edit.ts';
import { type Details, defineRule, type Fix, fix, type Related } from '../engine/rule.ts';
import { type Cut, cutsAt, type Data, type Entry, type Field, type Workspace } from '../model/index.ts';

export const networkPolicyBlocksFleet = defineRule({
  id: 'network-policy-blocks-fleet',
  topic: 'fleet',
  summary: 'NetworkPolicies block a connection that Fleet needs.',
  severity: { one: 'warning', several: 'warning', operator: 'info' },
  kinds: ['NetworkPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    one: (from, to, port, outcome) =>
      `The policies in this workspace do not allow ${from} to reach ${to} on port ${port}: ${outcome}.`,
    several: (flows, outcome) =>
      `The policies in this workspace do not allow connections that Fleet needs: ${flows}. Without the first of these, ${outcome}.`,
    operator: (to, outcome) =>
      `The policies in this workspace let no pod of another namespace reach ${to}. If the ECK operator runs in another one, ${outcome}.`,
  },
  check(entry, report, workspace) {
    const cuts = cutsAt(entry, workspace);
    const isGuess = ({ flow }: Cut): boolean => flow.from.elsewhere === true;
    for (const direction of ['ingress', 'egress'] as const) {
      const own = cuts.filter((cut) => cut.direction === direction && isTogether(cut, entry, workspace));
      const sure = own.filter((cut) => !isGuess(cut));
      const at = entry.resource.root.at(['spec', direction]);
      const details: Details = {
        onKey: true,
        related: () => (sure.length > 0 ? sure : own).flatMap(endsOf),
        fixes: () => [allow(entry, at, sure, workspace)],
      };
      const [first, second] = sure;
      if (!first) {
        const [guess] = own;
        if (guess) report(at, 'operator', [guess.flow.to.name, guess.flow.outcome], details);
      } else if (second) {
        const flows = sure.slice(0, 3).map(({ flow }) => `${flow.from.name} to ${targetOf(flow)} (${flow.ports[0]})`);
        const more = sure.length > 3 ? `, and ${sure.length - 3} more` : '';
        report(at, 'several', [flows.join(', ') + more, first.flow.outcome], details);
      } else {
        const { from, ports, outcome } = first.flow;
        report(at, 'one', [from.name, targetOf(first.flow), String(ports[0]), outcome], details);
      }
    }
  },
});

const selectorOf = (policy: Entry): Field => policy.resource.root.at(['spec', 'podSelector', 'matchLabels']);

const targetOf = ({ from, to }: Cut['flow']): string => (from.entry === to.entry ? 'itself' : to.name);

const isTogether = ({ flow }: Cut, policy: Entry, workspace: Workspace): boolean =>
  [flow.from.entry, flow.to.entry].every((end) => !end || workspace.together(end, policy));

function endsOf({ flow: { from, to } }: Cut): Related[] {
  const ends = from.entry === to.entry ? [to] : [from, to];
  return ends.flatMap(({ entry, name }) =>
    entry ? [{ entry, path: ['metadata', 'name'], message: `${name[0]?.toUpperCase()}${name.slice(1)} is here.` }] : [],
  );
}

/** A rule for each connection, when the policy is about these pods and has rules already. */
function allow(policy: Entry, at: Field, cuts: readonly Cut[], workspace: Workspace): Fix | undefined {
  if (selectorOf(policy).entries().length === 0 || at.items().length === 0) return undefined;
  const edits = cuts.map((cut) => {
    const rule = ruleFor(cut, policy, workspace);
    return rule === undefined ? undefined : append(at, rule);
  });
  if (edits.length === 0 || edits.includes(undefined)) return undefined;
  return fix(
    'Allow these connections',
    edits.flatMap((edit) => edit ?? []),
    false,
  );
}

function ruleFor({ flow, direction }: Cut, policy: Entry, workspace: Workspace): Data | undefined {
  const far = direction === 'ingress' ? flow.from : flow.to;
  const namespace = far.entry && workspace.namespaceOf(far.entry);
  const labels = Object.entries(far.entry?.facts.pods?.[0]?.labels ?? {});
  const label = labels.find(([key]) => /\.k8s\.elastic\.co\/(?:cluster-)?name$/.test(key));
  if (!namespace || !label) return undefined;
  const elsewhere = namespace !== workspace.namespaceOf(policy);
  const peer = {
    ...(elsewhere && { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }),
    podSelector: { matchLabels: { [label[0]]: label[1] } },
  };
  return { [direction === 'ingress' ? 'from' : 'to']: [peer], ports: [{ port: flow.ports[0] ?? 0 }] };
}
