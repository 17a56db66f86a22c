// A name that Kibana does not know, one slip away from one that it does. Other unknown names may be of a plugin, or newer.

import { renameSetting } from '../engine/rename-setting.ts';
import { defineRule, fix, type Related } from '../engine/rule.ts';
import { closedLevels, kibanaConfig, kibanasOf, nearest, pathCovering } from '../model/index.ts';

export const kibanaSettingMisspelt = defineRule({
  id: 'kibana-setting-misspelt',
  topic: 'manifest',
  summary: 'The name of a Kibana setting is misspelled.',
  severity: 'warning',
  // it may be a password that is misspelt
  secret: true,
  kinds: ['Kibana', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    found: (name, near, who, level, key) =>
      `There is no setting ${name}. Did you mean ${near}? ${who} does not start with an unknown setting ("[config validation of [${level}].${key}]: definition for this key is missing").`,
  },
  check(entry, report, workspace) {
    for (const kibana of kibanasOf(entry, workspace)) {
      const config = kibanaConfig(kibana, workspace);
      const who = kibana === entry ? 'Kibana' : `The Kibana ${kibana.resource.called}`;
      for (const [level, names] of closedLevels)
        for (const child of config.children(level)) {
          const near = names.includes(child) ? undefined : nearest(child, names);
          if (near === undefined) continue;
          const name = `${level}.${child}`;
          const places = config.under(name).filter(({ value }) => value !== null);
          const [first] = places.filter(({ layer }) => layer.entry === entry && !layer.hidden && !layer.replaces);
          if (!first) continue;
          const top = name.slice(0, name.indexOf('.'));
          report(
            entry.resource.root.at(pathCovering(first, name)),
            'found',
            [name, `${level}.${near}`, who, top, name.slice(top.length + 1)],
            {
              onKey: true,
              related: (): Related[] =>
                kibana === entry
                  ? []
                  : [{ entry: kibana, path: ['metadata', 'name'], message: 'The policy selects this Kibana.' }],
              fixes: () => [
                config.children(level).includes(near)
                  ? undefined
                  : fix(`Call it ${level}.${near}`, renameSetting(places, name, near, entry), false),
              ],
            },
          );
        }
    }
  },
});
