// References between ECK resources that lead nowhere in this workspace. What is not in the workspace may well be in the
// cluster, so this speaks up only where something else shows what was meant.
import { insert, replaceValue } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import { type Entry, eckKindNames, type Field } from '../model/index.ts';

export const danglingReference = defineRule({
  id: 'dangling-reference',
  topic: 'references',
  summary: 'A reference names an ECK resource that is not in this workspace, or is in another namespace.',
  severity: {
    misspelt: 'warning',
    elsewhere: 'warning',
    maybeMisspelt: 'info',
    maybeElsewhere: 'info',
    absent: 'hint',
  },
  kinds: eckKindNames.filter((kind) => !['AutoOpsAgentPolicy', 'PackageRegistry', 'StackConfigPolicy'].includes(kind)),
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    misspelt: (kind, name, near) =>
      `No ${kind} is called ${name} in this workspace; ${near} is. The association stays Pending until a resource of that name exists.`,
    elsewhere: (kind, name, namespace, looked) =>
      `The ${kind} ${name} is in namespace ${namespace}, and this reference looks in ${looked}: the association stays Pending.`,
    maybeMisspelt: (kind, name, near) => `No ${kind} is called ${name} in this workspace. Did you mean ${near}?`,
    maybeElsewhere: (kind, name, namespace, looked) =>
      `This reference looks for the ${kind} ${name} in ${looked}; in this workspace one is in ${namespace}.`,
    absent: (kind, name) => `No ${kind} called ${name} is in this workspace.`,
  },
  check(entry, report, workspace) {
    for (const reference of entry.facts.references) {
      const found = workspace.resolve(entry, reference);
      if (found.state === 'found' || found.state === 'unknown') continue;
      const { target, name = '' } = reference;
      const at = entry.resource.root.at(reference.path);
      const nameField = at.get('name');
      if (found.state === 'absent') {
        // with nothing of that kind around, the workspace just does not hold it
        if (workspace.all(target).some((other) => other !== entry && workspace.together(entry, other)))
          report(nameField, 'absent', [target, name]);
        continue;
      }
      const [candidate] = found.entries as [Entry, ...Entry[]];
      const sure = found.entries.length === 1 && workspace.together(entry, candidate);
      const related = () => [
        { entry: candidate, path: ['metadata', 'name'], message: `${candidate.resource.name} is here.` },
      ];
      const near = candidate.resource.name ?? '';
      if (found.state === 'near') {
        report(nameField, sure ? 'misspelt' : 'maybeMisspelt', [target, name, near], {
          related,
          fixes: () => [fix(`Refer to ${near}`, replaceValue(nameField, near), sure)],
        });
        continue;
      }
      const namespace = workspace.namespaceOf(candidate) ?? '';
      const looked = reference.namespace ?? workspace.namespaceOf(entry) ?? '';
      const written = at.get('namespace');
      report(
        written.exists ? written : nameField,
        sure ? 'elsewhere' : 'maybeElsewhere',
        [target, name, namespace, looked],
        {
          related,
          fixes: () => [useNamespace(written, namespace, sure)],
        },
      );
    }
  },
});

const useNamespace = (field: Field, namespace: string, safe: boolean): Fix | undefined =>
  fix(
    `Look in namespace ${namespace}`,
    field.exists ? replaceValue(field, namespace) : insert(field, namespace, 'name'),
    safe,
  );
