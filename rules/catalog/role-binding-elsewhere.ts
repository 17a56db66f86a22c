// A binding gives rights to a ServiceAccount of one namespace. Copied manifests keep the namespace they were written for.
import { insert, replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import {
  compatible,
  type Entry,
  isBound,
  nearest,
  podsWithAccountIn,
  type Subject,
  usersOf,
  type Workspace,
} from '../model/index.ts';

export const roleBindingElsewhere = defineRule({
  id: 'role-binding-elsewhere',
  topic: 'references',
  summary: 'A binding grants rights to a ServiceAccount in another namespace than that of the pods.',
  severity: { elsewhere: 'warning', misspelt: 'warning', nowhere: 'error' },
  kinds: ['ClusterRoleBinding', 'RoleBinding'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    elsewhere: (account, who, own) =>
      `The pods of ${who} run as ${account} in namespace ${own}, which gets no rights from this binding: their log repeats "forbidden: … cannot list resource".`,
    misspelt: (name, account, who) =>
      `No ServiceAccount is called ${name} in this workspace, but the pods of ${who} run as ${account}, which gets no rights from this binding: their log repeats "forbidden: … cannot list resource".`,
    nowhere: (account, who) =>
      `A ServiceAccount in a ClusterRoleBinding needs its namespace: the API server refuses the binding ("subjects[0].namespace: Required value"), so the pods of ${who} run as ${account} without these rights.`,
  },
  check(entry, report, workspace) {
    const { binding } = entry.facts;
    // kustomize moves the subjects along with their ServiceAccounts
    if (!binding?.complete || workspace.namespaceOf(entry) !== entry.resource.namespace) return;
    for (const subject of binding.subjects) {
      const { name, namespace } = subject;
      const at = entry.resource.root.at(subject.path);
      if (namespace === undefined && entry.resource.kind === 'ClusterRoleBinding' && at.complete) {
        const users = usersOf(name, workspace).filter((user) => workspace.together(entry, user));
        const [own, second] = new Set(users.map((user) => workspace.namespaceOf(user)));
        if (users.length > 0 && workspace.standingOf(entry) === 'whole')
          report(at.get('namespace'), 'nowhere', [name, namesOf(users)], {
            fixes: () => [
              own === undefined || second !== undefined
                ? undefined
                : fix(`Bind it in namespace ${own}`, insert(at.get('namespace'), own, 'name'), false),
            ],
          });
      }
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
      if (own === undefined) {
        const meant = meantBy(subject, entry, workspace);
        if (meant)
          report(at.get('name'), 'misspelt', [name, meant.account, namesOf(meant.users)], {
            fixes: () => [fix(`Bind ${meant.account}`, replaceValue(at.get('name'), meant.account), false)],
          });
        continue;
      }
      const field = at.get('namespace');
      report(field, 'elsewhere', [name, namesOf(users), namespaces.join(', ')], {
        related: () =>
          users.map((user) => ({ entry: user, path: ['metadata', 'name'], message: `${printOf(user)} is here.` })),
        fixes: () => [second ? undefined : fix(`Bind it in namespace ${own}`, replaceValue(field, own), false)],
      });
    }
  },
});

const printOf = (entry: Entry): string => `${entry.resource.kind} ${entry.resource.called}`;

function namesOf(users: readonly Entry[]): string {
  const names = users.map((user) => `the ${printOf(user)}`);
  return names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(' and ');
}

/** The account of pods in the subject's namespace that has nearly its name, and no rights yet. */
function meantBy(
  { name, namespace }: Subject,
  entry: Entry,
  workspace: Workspace,
): { account: string; users: readonly Entry[] } | undefined {
  const here = podsWithAccountIn(namespace, workspace).filter((user) => workspace.together(entry, user));
  const accounts = [...new Set(here.flatMap((user) => user.facts.podAccounts ?? []))];
  const account = nearest(name, accounts);
  if (account === undefined || namespace === undefined || isBound(account, namespace, workspace)) return undefined;
  return { account, users: here.filter((user) => user.facts.podAccounts?.includes(account)) };
}

/** There is such a ServiceAccount, or pods that may run as it. */
const isUsed = ({ name, namespace }: Subject, entry: Entry, workspace: Workspace): boolean =>
  [...workspace.withName('ServiceAccount', name), ...usersOf(name, workspace)]
    .filter((other) => other !== entry)
    .some((other) => compatible(workspace.namespaceOf(other), namespace));
