// Two policies of one weight for one target: ECK cannot order them, so it applies none of them.
import { insert, replaceValue } from '../engine/edit.ts';
import { defineRule, fix, type Related } from '../engine/rule.ts';
import { type Entry, onceFor, policiesFor, type Workspace } from '../model/index.ts';

export const stackConfigPolicyConflict = defineRule({
  id: 'stack-config-policy-conflict',
  topic: 'manifest',
  summary: 'Several StackConfigPolicies with the same weight select one resource.',
  severity: 'warning',
  kinds: ['StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    found: (own, others, targets, weight, after) =>
      `${own} and ${others} both have the weight ${weight} and select ${targets}. ECK applies neither of them there (phase Conflict), ${after}.`,
    several: (own, others, targets, weight, after) =>
      `${own}, ${others} have the same weight ${weight} and select the same resources (${targets}). ECK applies none of them there (phase Conflict), ${after}.`,
  },
  check(entry, report, workspace) {
    const { facts, resource } = entry;
    if (workspace.standingOf(entry) !== 'whole' || typeof facts.policy?.weight !== 'number') return;
    const { weight } = facts.policy;
    const clashes = (targetsInConflict(workspace).get(entry) ?? []).flatMap((target) => {
      const equal = policiesFor(target, workspace).conflict.filter((policy) => policy.facts.policy?.weight === weight);
      const rivals = equal.filter((policy) => policy !== entry);
      // two manifests of one policy are variants of it
      const others = rivals.filter((policy) => policy.resource.name !== resource.name);
      return equal.includes(entry) && others.length > 0 ? [{ target, others }] : [];
    });
    if (clashes.length === 0) return;
    const rivals = [...new Set(clashes.flatMap(({ others }) => others))];
    const field = resource.root.at(['spec', 'weight']);
    const selector = resource.root.at(['spec', 'resourceSelector']);
    const hit = clashes.map(({ target }) => target);
    const related = (): Related[] => [
      ...rivals.map((policy) => ({
        entry: policy,
        path: ['metadata', 'name'],
        message: 'This policy has the same weight.',
      })),
      ...hit.map((target) => ({
        entry: target,
        path: ['metadata', 'name'],
        message: `The ${target.resource.kind} ${target.resource.called} is selected by ${rivals.length > 1 ? 'several of them' : 'both'}.`,
      })),
    ];
    const parts: [string, string, string, string, string] = [
      resource.called,
      enumerate(rivals.map((policy) => policy.resource.called)),
      enumerate(hit.map((target) => `the ${target.resource.kind} ${target.resource.called}`)),
      String(weight),
      hit.some((target) => target.resource.kind === 'Kibana')
        ? 'and removes earlier policy settings from Kibana'
        : 'so nothing new reaches it',
    ];
    report(field.exists || !selector.exists ? field : selector, rivals.length > 1 ? 'several' : 'found', parts, {
      onKey: !field.exists,
      related,
      fixes: () => [weigh(entry, rivals, workspace)],
    });
  },
});

/** By policy: what others of its weight select, too. */
const targetsInConflict = onceFor((workspace) => {
  const found = new Map<Entry, Entry[]>();
  for (const target of [...workspace.all('Kibana'), ...workspace.all('Elasticsearch')])
    for (const policy of policiesFor(target, workspace).conflict) {
      const known = found.get(policy);
      if (known) known.push(target);
      else found.set(policy, [target]);
    }
  return found;
});

/** Up to three by name, of more two and their number. */
function enumerate(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  const shown = names.length > 3 ? 2 : names.length - 1;
  return `${names.slice(0, shown).join(', ')} and ${names.length > 3 ? `${names.length - 2} more` : names.at(-1)}`;
}

/** The first of the policies keeps its weight, so that the others can move above it one by one. */
function weigh(entry: Entry, others: readonly Entry[], workspace: Workspace) {
  const group = [...new Set([entry, ...others])].sort((a, b) =>
    a.path < b.path ? -1 : a.path > b.path ? 1 : a.start - b.start,
  );
  const place = group.indexOf(entry);
  if (place === 0) return undefined;
  const weights = workspace.all('StackConfigPolicy').map(({ facts }) => Number(facts.policy?.weight));
  if (weights.some(Number.isNaN)) return undefined;
  const weight = Math.max(...weights) + place;
  const field = entry.resource.root.at(['spec', 'weight']);
  const edits = field.exists ? replaceValue(field, weight) : insert(field, weight);
  return fix(`Give it the weight ${weight}, so that it wins`, edits, false);
}
