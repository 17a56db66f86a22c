// A binding whose roleRef leads to no role, so that the accounts in it get no rights. Roles may live in the cluster only:
// this speaks up where the workspace shows which one was meant.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { compatible, type Entry, nearest, usersOf, type Workspace } from '../model/index.ts';

export const roleRefMissing = defineRule({
  id: 'role-ref-missing',
  topic: 'references',
  summary: 'The roleRef of a binding names a role that does not exist, or a kind that it cannot refer to.',
  severity: { misspelt: 'warning', elsewhere: 'warning', refused: 'error' },
  kinds: ['ClusterRoleBinding', 'RoleBinding'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    misspelt: (kind, name, near, who) =>
      `No ${kind} is called ${name} in this workspace, but ${near} exists. The pods of ${who} get no rights, and their log repeats "forbidden: … cannot list resource".`,
    elsewhere: (name, namespace, own, who) =>
      `The Role ${name} is in namespace ${namespace}, but a RoleBinding finds Roles only in its own, ${own}. The pods of ${who} get no rights, and their log repeats "forbidden: … cannot list resource".`,
    refused: (who) =>
      `A ClusterRoleBinding can refer only to a ClusterRole, and this is a Role: the API server refuses it ("roleRef.kind: Unsupported value"), so the pods of ${who} get no rights.`,
  },
  check(entry, report, workspace) {
    const { binding } = entry.facts;
    const name = binding?.role;
    if (!binding || name === undefined || workspace.standingOf(entry) !== 'whole') return;
    const users = boundPods(entry, workspace);
    if (users.length === 0) return;
    const who = namesOf(users);
    const at = entry.resource.root.get('roleRef');
    const kind = at.get('kind').text;
    if (kind === 'Role' && entry.resource.kind === 'ClusterRoleBinding') {
      const roles = rolesNear('ClusterRole', entry, workspace).filter(({ resource }) => resource.name === name);
      report(at.get('kind'), 'refused', [who], {
        fixes: () => [
          roles.length === 1
            ? fix('Refer to the ClusterRole of this name', replaceValue(at.get('kind'), 'ClusterRole'), false)
            : undefined,
        ],
      });
      return;
    }
    if (kind !== 'Role' && kind !== 'ClusterRole') return;
    const own = workspace.namespaceOf(entry);
    const all = rolesNear(kind, entry, workspace);
    const fits = (role: Entry): boolean => kind === 'ClusterRole' || compatible(workspace.namespaceOf(role), own);
    // one whose name a template fills in may be it
    if (all.some((role) => role.resource.name === undefined)) return;
    const named = all.filter((role) => role.resource.name === name);
    if (named.some(fits)) return;
    const [other, second] = named;
    if (other) {
      const namespace = workspace.namespaceOf(other);
      if (second || namespace === undefined || own === undefined || namespace !== other.resource.namespace) return;
      report(at.get('name'), 'elsewhere', [name, namespace, own, who], {
        related: () => [{ entry: other, path: ['metadata', 'name'], message: `The Role ${name} is here.` }],
      });
      return;
    }
    if (builtIn.test(name)) return;
    const near = nearest(
      name,
      all.filter((role) => fits(role) && !isGiven(role, workspace)).flatMap(({ resource }) => resource.name ?? []),
    );
    const meant = all.find((role) => role.resource.name === near);
    if (near === undefined || !meant) return;
    report(at.get('name'), 'misspelt', [kind, name, near, who], {
      related: () => [{ entry: meant, path: ['metadata', 'name'], message: `The ${kind} ${near} is here.` }],
      fixes: () => [fix(`Refer to ${near}`, replaceValue(at.get('name'), near), false)],
    });
  },
});

/** Every cluster has these. */
const builtIn = /^(?:view|edit|admin|cluster-admin)$|^system:/;

const rolesNear = (kind: 'ClusterRole' | 'Role', entry: Entry, workspace: Workspace): Entry[] =>
  workspace.all(kind).filter((role) => workspace.together(entry, role));

/** A binding names it already, so it is hardly the one that is missing. */
const isGiven = ({ resource }: Entry, workspace: Workspace): boolean =>
  (['ClusterRoleBinding', 'RoleBinding'] as const).some((kind) =>
    workspace.all(kind).some(({ facts }) => facts.binding?.role === resource.name),
  );

/** The resources whose pods run as an account that the binding names. */
function boundPods(entry: Entry, workspace: Workspace): Entry[] {
  const subjects = entry.facts.binding?.subjects ?? [];
  const users = subjects.flatMap(({ name, namespace }) =>
    usersOf(name, workspace).filter(
      (user) =>
        (namespace ?? workspace.namespaceOf(entry)) === workspace.namespaceOf(user) && workspace.together(entry, user),
    ),
  );
  return [...new Set(users)];
}

function namesOf(users: readonly Entry[]): string {
  const names = users.map(({ resource }) => `the ${resource.kind} ${resource.called}`);
  return names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(' and ');
}
