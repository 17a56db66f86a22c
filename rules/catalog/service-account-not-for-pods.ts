// `spec.serviceAccountName` of an ECK resource is the account whose rights decide on references to other namespaces. The
// pods run as the one in the pod template.
import { type Edits, insert } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { bindingsNaming, compatible, type Entry, type Field, podTemplates, workloads } from '../model/index.ts';

export const serviceAccountNotForPods = defineRule({
  id: 'service-account-not-for-pods',
  topic: 'references',
  summary: 'A ServiceAccount with rights is set in spec.serviceAccountName, which is not for the pods.',
  severity: 'warning',
  kinds: ['Agent'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    unused: (name, binding) =>
      `This account is only for references to other namespaces, and there are none. The pods run as default, without the rights that ${binding} grants to ${name}: their log repeats "forbidden: … cannot list resource".`,
  },
  check(entry, report, workspace) {
    const { resource, facts } = entry;
    const spec = resource.root.get('spec');
    const field = spec.get('serviceAccountName');
    const name = field.text;
    if (!name || facts.podAccounts || workspace.standingOf(entry) !== 'whole') return;
    const templates = podTemplates(resource);
    const isHidden = (template: Field): boolean =>
      !template.complete ||
      template.at(['spec', 'serviceAccountName']).exists ||
      template.at(['spec', 'serviceAccount']).exists;
    if (templates.some(isHidden)) return;
    const own = workspace.namespaceOf(entry);
    const isElsewhere = facts.references.some(
      (reference) => reference.namespaceUnknown || (reference.namespace ?? own) !== own,
    );
    if (isElsewhere) return;
    const gives = (binding: Entry): boolean =>
      workspace.together(entry, binding) &&
      binding.facts.binding?.subjects.some(
        (s) => s.name === name && s.namespace !== undefined && compatible(s.namespace, own),
      ) === true;
    const bindings = bindingsNaming(name, workspace).filter(gives);
    // rights on references are given before there is any
    if (
      bindings.some(
        ({ facts: { binding } }) => binding?.role === undefined || /assoc|elasticsearch|eck/i.test(binding.role),
      )
    )
      return;
    const [binding] = bindings;
    if (!binding) return;
    report(field, 'unused', [name, `the ${binding.resource.kind} ${binding.resource.called}`], {
      related: () => [{ entry: binding, path: ['subjects'], message: `Rights for ${name}.` }],
      fixes: () => [fix(`Run the pods as ${name}`, runAs(spec, name), false)],
    });
  },
});

/** With the token, which ECK mounts only when told so. */
function runAs(spec: Field, name: string): Edits {
  const [workload, second] = workloads.map((kind) => spec.get(kind)).filter((kind) => kind.exists);
  if (!workload || second) return undefined;
  const pod = workload.at(['podTemplate', 'spec']);
  const token = pod.get('automountServiceAccountToken');
  if (!pod.exists) return insert(pod, { serviceAccountName: name, automountServiceAccountToken: true });
  if (token.exists) return token.value === true ? insert(pod.get('serviceAccountName'), name) : undefined;
  const edits = [insert(pod.get('serviceAccountName'), name), insert(token, true)];
  return edits.every((edit) => edit !== undefined) ? edits.flat() : undefined;
}
