// Two policies of one weight for one target: ECK cannot order them, so it applies none of them.
import { insert, replaceValue } from '../engine/edit.ts';
import { defineRule, fix, type Related } from '../engine/rule.ts';
import { type Entry, policiesFor, type Workspace } from '../model/index.ts';

export const stackConfigPolicyConflict = defineRule({
  id: 'stack-config-policy-conflict',
  topic: 'manifest',
  summary: 'Several StackConfigPolicies with the same weight select one resource.',
  severity: 'warning',
  kinds: ['StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    found: (own, other, kind, name, weight, after) =>
      `${own} and ${other} both select the ${kind} ${name}, with the same weight, ${weight}. ECK then applies neither to it (phase Conflict), ${after}.`,
  },
  check(entry, report, workspace) {
    const { facts, resource } = entry;
    if (workspace.standingOf(entry) !== 'whole' || typeof facts.policy?.weight !== 'number') return;
    const { weight } = facts.policy;
    const targets = [...workspace.all('Kibana'), ...workspace.all('Elasticsearch')];
    const clashes = targets.flatMap((target) => {
      const equal = policiesFor(target, workspace).conflict.filter((policy) => policy.facts.policy?.weight === weight);
      const rivals = equal.filter((policy) => policy !== entry);
      // two manifests of one policy are variants of it
      const others = rivals.filter((policy) => policy.resource.name !== resource.name);
      return equal.includes(entry) && others.length > 0 ? [{ target, others }] : [];
    });
    const [clash] = clashes;
    const rival = clash?.others[0];
    if (!clash || !rival) return;
    const { target } = clash;
    const field = resource.root.at(['spec', 'weight']);
    const selector = resource.root.at(['spec', 'resourceSelector']);
    const related = (): Related[] =>
      [...new Set(clashes.flatMap(({ others }) => others))].map((policy) => ({
        entry: policy,
        path: ['metadata', 'name'],
        message: 'This policy has the same weight.',
      }));
    report(
      field.exists || !selector.exists ? field : selector,
      'found',
      [
        resource.name ?? 'This policy',
        rival.resource.name ?? 'another policy',
        target.resource.kind,
        target.resource.name ?? '',
        String(weight),
        target.resource.kind === 'Kibana' ? 'and takes away what a policy gave it before' : 'so nothing new reaches it',
      ],
      {
        onKey: !field.exists,
        related: () => [
          ...related(),
          ...clashes.map(
            ({
              target: {
                resource: { kind, name },
              },
              target,
            }) => ({
              entry: target,
              path: ['metadata', 'name'],
              message: `The ${kind} ${name} is selected by both.`,
            }),
          ),
        ],
        fixes: () => [
          weigh(
            entry,
            clashes.flatMap(({ others }) => others),
            workspace,
          ),
        ],
      },
    );
  },
});

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
