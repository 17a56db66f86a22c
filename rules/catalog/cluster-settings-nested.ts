// `clusterSettings` of a StackConfigPolicy is what stands below `persistent` in Elasticsearch's own API. A level of that name
// becomes part of the settings' names.
import { renameKey } from '../engine/edit.ts';
import { removeLevel } from '../engine/move.ts';
import { defineRule, fix } from '../engine/rule.ts';

export const clusterSettingsNested = defineRule({
  id: 'cluster-settings-nested',
  topic: 'manifest',
  summary: 'clusterSettings of a StackConfigPolicy are nested under persistent or transient.',
  severity: 'error',
  kinds: ['StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'resource',
  messages: {
    level: (level) =>
      `clusterSettings has no level ${level}: the word becomes part of every setting name below it, and Elasticsearch refuses the policy ("persistent setting [${level}.…], not recognized").`,
    prefix: (name) =>
      `clusterSettings takes setting names without a level, and there is no setting ${name}: Elasticsearch refuses the policy ("persistent setting [${name}], not recognized").`,
  },
  check(resource, report) {
    for (const field of resource.root.at(['spec', 'elasticsearch', 'clusterSettings']).entries()) {
      const name = String(field.name);
      const level = /^(persistent|transient)(?:\.|$)/.exec(name)?.[1];
      if (level === undefined) continue;
      // what was meant for the next restart only would stay
      const isSame = level === 'persistent';
      if (name === level)
        report(field, 'level', [level], {
          onKey: true,
          fixes: () => [fix(`Remove the level ${level}`, removeLevel(field), isSame)],
        });
      else
        report(field, 'prefix', [name], {
          onKey: true,
          fixes: () => [fix(`Remove ${level}.`, renameKey(field, name.slice(level.length + 1)), isSame)],
        });
    }
  },
});
