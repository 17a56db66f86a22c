// ECK reads a few settings of a node set itself, and refuses a config in which they have another shape.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import {
  booleanOf,
  type Field,
  isNewestApi,
  isServed,
  legacyRoles,
  nodeSets,
  settingsOf,
  valuesOf,
} from '../model/index.ts';

export const nodeSettingInvalid = defineRule({
  id: 'node-setting-invalid',
  topic: 'manifest',
  summary: 'A setting of a node set that ECK reads has a value of the wrong type.',
  severity: 'error',
  kinds: ['Elasticsearch'],
  admission: ['es-config-invalid'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    boolean: (setting, value) => `${setting} has to be true or false, not ${value}: ECK rejects the manifest.`,
    list: (setting) => `${setting} has to be a list of strings: ECK rejects the manifest.`,
    map: (setting) => `${setting} has to be a map of settings, not a value: ECK rejects the manifest.`,
  },
  check(entry, report) {
    const { resource } = entry;
    if (!isServed(resource)) return;
    const lists = isNewestApi(resource)
      ? ['node.roles', 'cluster.initial_master_nodes']
      : ['cluster.initial_master_nodes'];
    for (const set of nodeSets(resource)) {
      const settings = settingsOf(set.get('config'));
      for (const name of ['node', 'cluster'])
        for (const field of valuesOf(settings.at(name))) if (isScalar(field)) report(field, 'map', [name]);
      // v1beta1 knew the first four only
      for (const role of isNewestApi(resource) ? legacyRoles : legacyRoles.slice(0, 4)) {
        const name = `node.${role}`;
        for (const field of valuesOf(settings.at(name))) {
          if (field.shape === 'template' || field.shape === 'boolean') continue;
          const text = field.shape === 'text' ? field.text : undefined;
          if (text !== undefined && booleanOf(text) !== undefined) continue;
          const meant = text === undefined ? undefined : words[text.toLowerCase()];
          report(field, 'boolean', [name, field.text ? field.text : field.text === '' ? '""' : `a ${field.shape}`], {
            fixes: () => [meant === undefined ? undefined : fix(`Write ${meant}`, replaceValue(field, meant))],
          });
        }
      }
      for (const name of lists)
        for (const field of valuesOf(settings.at(name)))
          for (const item of field.items()) if (item.map || item.list) report(item, 'list', [name], { onKey: true });
    }
  },
});

const isScalar = (field: Field): boolean => ['text', 'number', 'boolean'].includes(field.shape);

const words: Readonly<Record<string, boolean>> = {
  yes: true,
  on: true,
  no: false,
  off: false,
  true: true,
  false: false,
};
