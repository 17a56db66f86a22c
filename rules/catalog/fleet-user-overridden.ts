// ECK makes a user for each Agent and a role for all of them. Users and roles of the author's that have the same name
// win over both. Nothing of a Secret's content gets into a message but the names ECK gives itself.
import { defineRule, type Related } from '../engine/rule.ts';
import {
  compareVersions,
  compatible,
  type Entry,
  elasticsearchesOf,
  type Field,
  fleetAgentsOn,
  grantsFleet,
  neverEnroll,
  roleIn,
  secretText,
  type Workspace,
} from '../model/index.ts';

/** The role of the users with which the operator calls Fleet, for Agents from 8.1 on. */
const role = 'eck_fleet_admin_user_role';

export const fleetUserOverridden = defineRule({
  id: 'fleet-user-overridden',
  topic: 'fleet',
  summary: 'A custom user or role has the name of the one with which ECK sets up Fleet, and overrides it.',
  severity: { user: 'error', role: 'warning', roleRefused: 'error' },
  kinds: ['Secret', 'StackConfigPolicy'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    user: (user, agent, cluster) =>
      `This adds a user ${user} to the Elasticsearch ${cluster}, which overrides the one that ECK creates for the Agent ${agent}. The operator's password is then wrong ("unable to authenticate user", status 401).`,
    role: (cluster) =>
      `This adds a role ${role} to the Elasticsearch ${cluster}, which overrides ECK's own. Unless it grants all privileges for Fleet, /api/fleet/setup answers with status 403.`,
    roleRefused: (cluster, outcome) =>
      `This adds a role ${role} to the Elasticsearch ${cluster}, which overrides ECK's own and does not grant the privileges for Fleet: /api/fleet/setup answers with status 403, and ${outcome}.`,
  },
  check(entry, report, workspace) {
    if (entry.resource.kind === 'StackConfigPolicy') {
      const field = entry.resource.root.at(['spec', 'elasticsearch', 'securityRoles', role]);
      if (!field.exists) return;
      const cluster = elasticsearchesOf(entry, workspace).find((target) => fleetAgentsOn(target, workspace).length > 0);
      if (cluster) tellRole(cluster, field, grantsFleet(field));
      return;
    }
    const { name } = entry.resource;
    if (name === undefined) return;
    for (const cluster of workspace.all('Elasticsearch')) {
      const { users = [], roles = [] } = cluster.facts.auth ?? {};
      if (!users.includes(name) && !roles.includes(name)) continue;
      if (!compatible(workspace.namespaceOf(cluster), workspace.namespaceOf(entry))) continue;
      if (!workspace.together(cluster, entry)) continue;
      const agents = fleetAgentsOn(cluster, workspace);
      if (users.includes(name)) {
        for (const { user, field } of usersIn(entry)) {
          const agent = agents.find(({ entry: other }) => isUserOf(user, other, workspace))?.entry;
          if (!agent) continue;
          report(field, 'user', [user, agent.resource.called, cluster.resource.called], {
            onKey: true,
            related: () => [
              { entry: cluster, path: ['spec', 'auth', 'fileRealm'], message: 'The Secret is named here.' },
              { entry: agent, path: ['metadata', 'name'], message: 'ECK creates the user for this Agent.' },
            ],
          });
        }
      }
      const file = roles.includes(name) ? secretText(entry.resource, 'roles.yml') : undefined;
      if (!file || agents.length === 0 || !definesRole.test(file.text)) continue;
      const definition = roleIn(file.text, role);
      tellRole(cluster, file.field, definition && grantsFleet(definition));
    }

    function tellRole(cluster: Entry, field: Field, grants: boolean | undefined): void {
      const agents = fleetAgentsOn(cluster, workspace).filter(({ entry: agent }) => usesRole(agent));
      if (grants || agents.length === 0) return;
      const related = (): Related[] =>
        agents.map(({ entry: agent, reference }) => ({
          entry: agent,
          path: reference.path,
          message: `The Agent ${agent.resource.called} depends on this cluster.`,
        }));
      const details = { onKey: true, related };
      const outcome = neverEnroll(agents.map((agent) => agent.entry));
      if (grants === false) report(field, 'roleRefused', [cluster.resource.called, outcome], details);
      else report(field, 'role', [cluster.resource.called], details);
    }
  },
});

/** Before 8.1 ECK gives its user the role superuser. */
const usesRole = ({ facts }: Entry): boolean => (compareVersions(facts.version ?? '', '8.1.0') ?? 0) >= 0;

const definesRole = new RegExp(`^\\{?\\s*["']?${role}["']?\\s*:`, 'm');

/** The names of users in a Secret for `fileRealm`: lines of a file, or a single name and password. */
function usersIn({ resource }: Entry): { user: string; field: Field }[] {
  const file = secretText(resource, 'users');
  const single = secretText(resource, 'username');
  return [
    ...(file?.text.split('\n').map((line) => ({ user: line.split(':')[0]?.trim() ?? '', field: file.field })) ?? []),
    ...(single ? [{ user: single.text.trim(), field: single.field }] : []),
  ];
}

/** ECK names the user after namespace and name of the Agent. */
function isUserOf(user: string, agent: Entry, workspace: Workspace): boolean {
  const namespace = workspace.namespaceOf(agent);
  const end = `${agent.resource.name}-agent-kb-user`;
  return namespace === undefined ? user.endsWith(`-${end}`) : user === `${namespace}-${end}`;
}
