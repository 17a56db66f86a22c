// An ECK resource that its manifest puts into the namespace everything lands in by mistake.
import { defineRule } from '../engine/rule.ts';
import { eckKindNames } from '../model/index.ts';

export const defaultNamespace = defineRule({
  id: 'default-namespace',
  topic: 'manifest',
  summary: 'An ECK resource is placed in the namespace default.',
  severity: 'info',
  kinds: eckKindNames,
  fixable: 'never',
  scope: 'workspace',
  aliases: ['use-namespace', 'CKV_K8S_21', 'C-0061'],
  messages: {
    named: (kind) =>
      `This ${kind} is in the namespace default, together with everything that is applied without a namespace: Roles, quotas and NetworkPolicies for the stack alone are hard to define there.`,
  },
  check(entry, report, workspace) {
    const field = entry.resource.root.at(['metadata', 'namespace']);
    // a kustomization may put it elsewhere
    if (field.text === 'default' && workspace.namespaceOf(entry) === 'default')
      report(field, 'named', [entry.resource.kind]);
  },
});
