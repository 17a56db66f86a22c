// The StackConfigPolicies that may select a resource, without a look at each of them: those that can reach its namespace
// and do not ask for a label that it surely lacks.
import { isUnknown, member } from '../text/plain.ts';
import type { Entry } from '../workspace/entry.ts';
import { onceFor } from '../workspace/remembered.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { reaches } from './operator-reach.ts';

/** The policies of one namespace; numbers are their places among all policies. */
interface Group {
  readonly all: number[];
  /** those that ask for no label, or for one that cannot be seen */
  readonly open: number[];
  /** the others, by a label that they ask for */
  readonly byLabel: Map<string, number[]>;
}

const groups = onceFor((workspace) => {
  const policies = workspace.all('StackConfigPolicy');
  const byNamespace = new Map<string | undefined, Group>();
  for (const [place, policy] of policies.entries()) {
    const namespace = workspace.namespaceOf(policy);
    let group = byNamespace.get(namespace);
    if (!group) {
      group = { all: [], open: [], byLabel: new Map() };
      byNamespace.set(namespace, group);
    }
    group.all.push(place);
    const label = labelOf(policy);
    const others = label === undefined ? group.open : group.byLabel.get(label);
    if (others) others.push(place);
    else group.byLabel.set(label as string, [place]);
  }
  // what reaches no namespace at all reaches none in particular
  const far = [...byNamespace.keys()].filter(
    (namespace) => namespace !== undefined && reaches(namespace, undefined, workspace) !== false,
  );
  return { policies, byNamespace, far };
});

const textOf = (key: string, value: string): string => `${key}\n${value}`;

/** A label without which a policy surely does not select. */
function labelOf({ facts }: Entry): string | undefined {
  const selector = facts.policy?.selector;
  const [equal, expressions] = [member(selector, 'matchLabels'), member(selector, 'matchExpressions')];
  if (isUnknown(selector) || isUnknown(equal) || isUnknown(expressions)) return undefined;
  if (typeof equal !== 'object' || equal === null) return undefined;
  const known = Object.entries(equal).find(([key, value]) => !isUnknown(key) && !isUnknown(value));
  return known && textOf(known[0], String(known[1]));
}

/** In the order of the workspace. */
export function policyCandidates(target: Entry, workspace: Workspace): readonly Entry[] {
  const { policies, byNamespace, far } = groups(workspace);
  if (policies.length === 0) return policies;
  const there = workspace.namespaceOf(target);
  const near =
    there === undefined ? [...byNamespace.keys()] : [there, undefined, ...far.filter((other) => other !== there)];
  const labels = Object.entries(workspace.labelsOf(target));
  // what is not seen, or comes from a patch, may be the label
  const open = labels.some(([, value]) => isUnknown(value)) || workspace.standingOf(target) !== 'whole';
  const places: number[] = [];
  for (const namespace of near) {
    const group = byNamespace.get(namespace);
    if (!group) continue;
    if (open) {
      for (const place of group.all) places.push(place);
      continue;
    }
    for (const place of group.open) places.push(place);
    for (const [key, value] of labels)
      for (const place of group.byLabel.get(textOf(key, value)) ?? []) places.push(place);
  }
  return places.sort((a, b) => a - b).map((place) => policies[place] as Entry);
}
