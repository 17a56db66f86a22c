// `node.roles` took the place of a boolean for each role. Elasticsearch does not start with both, and ECK refuses them.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { booleanSetting, isNewestApi, legacyRoles, nodeSets, rolesOf, settingsOf, valuesOf } from '../model/index.ts';

export const nodeRolesMixed = defineRule({
  id: 'node-roles-mixed',
  topic: 'manifest',
  summary: 'A node set lists roles in node.roles and in the older settings.',
  severity: 'error',
  kinds: ['Elasticsearch'],
  admission: ['es-roles-mixed'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    found: (setting) => `${setting} cannot be combined with node.roles: ECK rejects the manifest.`,
  },
  check(entry, report) {
    const { resource } = entry;
    if (!isNewestApi(resource)) return;
    for (const set of nodeSets(resource)) {
      const config = set.get('config');
      // branches of a template may bring one style each
      if (!config.complete) continue;
      const roles = rolesOf(config);
      if (!roles || roles.shape === 'template' || roles.map || roles.list?.items.length === 0) continue;
      const listed = roles.list ? roles.items().map((role) => role.text) : [roles.text];
      for (const role of legacyRoles) {
        const setting = settingsOf(config).at(`node.${role}`);
        for (const field of valuesOf(setting)) {
          const repeats = !listed.includes(undefined) && booleanSetting(setting) === listed.includes(role);
          report(field, 'found', [`node.${role}`], {
            onKey: true,
            related: () => [
              { entry, path: roles.pathBelow(resource.root), message: 'The roles of this node set are listed here.' },
            ],
            fixes: () => [fix(`Remove node.${role}`, remove(field), repeats)],
          });
        }
      }
    }
  },
});
