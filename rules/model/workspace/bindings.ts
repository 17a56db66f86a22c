// Who gives rights to a ServiceAccount, and whose pods run as it, looked up by its name.
import { eckKindNames } from '../resource/kinds.ts';
import type { Entry } from './entry.ts';
import { indexed, onceFor } from './remembered.ts';
import { compatible, type Workspace } from './workspace.ts';

const bindings = onceFor((workspace) => {
  const all = [...workspace.all('ClusterRoleBinding'), ...workspace.all('RoleBinding')];
  return {
    byAccount: indexed(all, ({ facts }) => facts.binding?.subjects.map(({ name }) => name) ?? []),
    /** one may give rights to anybody */
    open: all.some(({ facts }) => !facts.binding?.complete),
  };
});

/** The bindings that name a ServiceAccount so, in whatever namespace. */
export const bindingsNaming = (account: string, workspace: Workspace): readonly Entry[] =>
  bindings(workspace).byAccount.get(account) ?? [];

/** Whether some binding gives rights to the ServiceAccount of this namespace, or may do so. */
export const isBound = (account: string, namespace: string, workspace: Workspace): boolean =>
  bindings(workspace).open ||
  bindingsNaming(account, workspace).some(({ facts }) =>
    facts.binding?.subjects.some((subject) => subject.name === account && compatible(subject.namespace, namespace)),
  );

const pods = onceFor((workspace) => {
  const running = eckKindNames.flatMap((kind) => workspace.all(kind)).filter(({ facts }) => facts.podAccounts);
  const namespaces = new Map<string | undefined, Entry[]>();
  for (const entry of running) {
    const namespace = workspace.namespaceOf(entry);
    const known = namespaces.get(namespace);
    if (known) known.push(entry);
    else namespaces.set(namespace, [entry]);
  }
  return { byAccount: indexed(running, ({ facts }) => facts.podAccounts ?? []), namespaces };
});

/** Resources whose pods run as a ServiceAccount of this name. */
export const usersOf = (account: string, workspace: Workspace): readonly Entry[] =>
  pods(workspace).byAccount.get(account) ?? [];

/** Resources of a namespace whose pods run as a ServiceAccount that they name. */
export const podsWithAccountIn = (namespace: string | undefined, workspace: Workspace): readonly Entry[] =>
  pods(workspace).namespaces.get(namespace) ?? [];
