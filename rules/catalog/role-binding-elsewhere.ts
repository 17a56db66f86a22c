// A binding gives rights to a ServiceAccount of one namespace. Copied manifests keep the namespace they were written for.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { compatible, type Entry, eckKindNames, type Subject, type Workspace } from '../model/index.ts';

export const roleBindingElsewhere = defineRule({
  id: 'role-binding-elsewhere',
  topic: 'references',
  summary: 'A binding gives rights to the ServiceAccount of another namespace than the one the pods run in.',
  severity: 'warning',
  kinds: ['ClusterRoleBinding', 'RoleBinding'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    elsewhere: (account, who, own) =>
      `The pods of ${who} run as ${account} of namespace ${own}, which gets no rights by this: their log repeats "forbidden: … cannot list resource".`,
  },
  check(entry, report, workspace) {
    const { binding } = entry.facts;
    // kustomize moves the subjects along with their ServiceAccounts
    if (!binding?.complete || workspace.namespaceOf(entry) !== entry.resource.namespace) return;
    for (const subject of binding.subjects) {
      const { name, namespace } = subject;
      if (namespace === undefined || name === 'default') continue;
      // it has its own right to be here
      if (isUsed(subject, entry, workspace)) continue;
      const users = usersOf(name, workspace).filter((user) => {
        const own = workspace.namespaceOf(user);
        return (
          own !== undefined && own !== namespace && workspace.together(entry, user) && !isBound(name, own, workspace)
        );
      });
      const namespaces = [...new Set(users.map((user) => workspace.namespaceOf(user) as string))];
      const [own, second] = namespaces;
      if (own === undefined) continue;
      const field = entry.resource.root.at(subject.path).get('namespace');
      const who = users.length === 1 ? `the ${printOf(users[0] as Entry)}` : `${users.length} resources`;
      report(field, 'elsewhere', [name, who, namespaces.join(', ')], {
        related: () =>
          users.map((user) => ({ entry: user, path: ['metadata', 'name'], message: `${printOf(user)} is here.` })),
        fixes: () => [second ? undefined : fix(`Bind it in namespace ${own}`, replaceValue(field, own), false)],
      });
    }
  },
});

const printOf = (entry: Entry): string => `${entry.resource.kind} ${entry.resource.name}`;

/** Resources whose pods run as a ServiceAccount of this name. */
const usersOf = (name: string, workspace: Workspace): Entry[] =>
  eckKindNames.flatMap((kind) => workspace.all(kind)).filter((entry) => entry.facts.podAccounts?.includes(name));

/** There is such a ServiceAccount, or pods that may run as it. */
const isUsed = ({ name, namespace }: Subject, entry: Entry, workspace: Workspace): boolean =>
  [...workspace.all('ServiceAccount').filter((account) => account.resource.name === name), ...usersOf(name, workspace)]
    .filter((other) => other !== entry)
    .some((other) => compatible(workspace.namespaceOf(other), namespace));

/** Some binding gives rights to the ServiceAccount of this namespace, or may do so. */
const isBound = (name: string, namespace: string, workspace: Workspace): boolean =>
  [...workspace.all('ClusterRoleBinding'), ...workspace.all('RoleBinding')].some(
    ({ facts }) =>
      !facts.binding?.complete ||
      facts.binding.subjects.some((subject) => subject.name === name && compatible(subject.namespace, namespace)),
  );
