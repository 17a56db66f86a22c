// Anonymous access to Elasticsearch with a role that may change things.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { elasticsearchConfigs, elasticsearchesOf } from '../model/index.ts';

const roles = 'xpack.security.authc.anonymous.roles';

/** Built-in roles that let their holder change or administer something. Source: Elasticsearch's built-in roles. */
const powers: Readonly<Record<string, string>> = {
  superuser: 'read, change and delete everything, users and roles included',
  kibana_system: 'do all that Kibana itself may, its saved objects and secrets included',
  kibana_admin: 'use and change everything in Kibana',
  editor: 'change everything in Kibana and read all data',
  ingest_admin: 'change all ingest pipelines and index templates',
  machine_learning_admin: 'run and delete all machine learning jobs',
  transform_admin: 'run and delete all transforms',
  watcher_admin: 'run and delete all watches',
};

export const elasticsearchAnonymousPrivileged = defineRule({
  id: 'elasticsearch-anonymous-privileged',
  topic: 'security',
  summary: 'Requests without a login get a powerful role.',
  severity: 'warning',
  kinds: ['Elasticsearch', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    found: (role, power) => `Anyone who reaches port 9200 gets the role ${role} without a login and may ${power}.`,
  },
  check(entry, report, workspace) {
    for (const cluster of elasticsearchesOf(entry, workspace)) {
      for (const config of elasticsearchConfigs(cluster, workspace)) {
        // a scalar of a later layer takes the place of all before it
        const written = config.written(roles);
        const last = written.findLastIndex(({ value }) => !Array.isArray(value));
        for (const { value, layer, path } of written.slice(Math.max(0, last))) {
          if (layer.entry !== entry) continue;
          const field = entry.resource.root.at(path);
          const items = Array.isArray(value) ? field.items() : [field];
          for (const item of items) {
            const names = item.text?.split(',').map((name) => name.trim()) ?? [];
            for (const role of names) {
              const power = Object.hasOwn(powers, role) ? powers[role] : undefined;
              if (power === undefined) continue;
              report(item, 'found', [role, power], {
                // a policy that sets nothing is refused
                fixes: () => [
                  names.length === 1 && (item !== field || !entry.facts.policy)
                    ? fix(`Remove the role ${role}`, remove(item), false)
                    : undefined,
                ],
              });
            }
          }
        }
      }
    }
  },
});
