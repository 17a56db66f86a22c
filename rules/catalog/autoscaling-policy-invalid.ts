// Policies of an ElasticsearchAutoscaler: each is for the node sets with exactly its roles. ECK reports several of these
// faults on the name of the policy; the cause is in its roles.
import { insert } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { type AutoscalingPolicy, autoscalingPolicies, isAtLeast, sameRoles } from '../model/index.ts';

const rejected = 'ECK rejects the autoscaler';

export const autoscalingPolicyInvalid = defineRule({
  id: 'autoscaling-policy-invalid',
  topic: 'manifest',
  summary: 'An autoscaling policy has no name or no roles, or shares them with another policy.',
  severity: 'error',
  kinds: ['ElasticsearchAutoscaler'],
  fixable: 'sometimes',
  admission: [
    'esa-ml-many-policies',
    'esa-ml-not-dedicated',
    'esa-policy-name-duplicate',
    'esa-policy-name-missing',
    'esa-roles-duplicate',
    'esa-roles-missing',
  ],
  scope: 'workspace',
  messages: {
    unnamed: () => `Each policy needs a name of its own, and this one has none: ${rejected}.`,
    nameTaken: (name) => `An earlier policy has the name ${name} as well: ${rejected}.`,
    noRoles: () => `A policy scales the node sets with its roles, and this one has no roles: ${rejected}.`,
    rolesTaken: (roles) => `An earlier policy has the same roles (${roles}): ${rejected}.`,
    secondMl: () => `An earlier policy has the role ml, and only one policy can have it: ${rejected}.`,
    mlWithOthers: (others) =>
      `The role ml needs a policy of its own, and here it is together with ${others}: ${rejected}.`,
  },
  check(entry, report, workspace, operator) {
    // a patch may change any of them
    if (workspace.standingOf(entry) !== 'whole') return;
    const policies = autoscalingPolicies(entry.resource);
    const related = (path: AutoscalingPolicy['name']) => () => [
      { entry, path: path.pathBelow(entry.resource.root), message: 'The earlier one is here.' },
    ];
    for (const [i, policy] of policies.entries()) {
      const { name, roles, roleNames } = policy;
      const earlier = policies.slice(0, i);
      const names = policies.map((other) => other.name.text);
      if (!name.exists || name.shape === 'null' || name.value === '') {
        const free = (roleNames ?? []).join('-');
        report(name, 'unnamed', [], {
          fixes: () =>
            free === '' || names.includes(free) ? [] : [fix(`Set name: ${free}`, insert(name, free), false)],
        });
      } else {
        const same = name.text && earlier.find((other) => other.name.text === name.text);
        if (same) report(name, 'nameTaken', [name.text ?? ''], { related: related(same.name) });
      }
      if (!roleNames) continue;
      if (roleNames.length === 0) {
        report(roles, 'noRoles', [], { onKey: true });
        continue;
      }
      const equal = earlier.find((other) => other.roleNames && sameRoles(other.roleNames, roleNames));
      if (equal) report(roles, 'rolesTaken', [roleNames.join(', ')], { related: related(equal.roles) });
      const ml = roles.items()[roleNames.indexOf('ml')];
      if (!ml) continue;
      const otherMl = earlier.find((other) => other.roleNames?.includes('ml'));
      if (otherMl && !equal) report(ml, 'secondMl', [], { related: related(otherMl.roles) });
      // role by role, as ECK counts them
      const tolerated = isAtLeast(operator, '2.10.0') ? 'remote_cluster_client' : '';
      const counted = roleNames.filter((role) => role !== tolerated);
      if (counted.length > 1)
        report(ml, 'mlWithOthers', [counted.filter((role) => role !== 'ml').join(', ') || 'itself']);
    }
  },
});
