// One key holds a value, another one puts settings below it: `a: 1` and `a.b: 2`. No tree has room for both.
import { defineRule } from '../engine/rule.ts';
import { configs, type Field, type Setting, settingsOf, versionedKinds } from '../model/index.ts';

export const settingShapeConflict = defineRule({
  id: 'setting-shape-conflict',
  topic: 'manifest',
  summary: 'A setting has a value and other settings below it.',
  severity: 'error',
  kinds: [...versionedKinds, 'StackConfigPolicy'],
  admission: ['es-config-unparseable'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    found: (setting, below) =>
      `${setting} has a value here, and ${below} is set elsewhere. ECK cannot merge both into one configuration: it refuses the resource, or drops one of them at random.`,
  },
  check(entry, report) {
    const { root } = entry.resource;
    for (const config of configs(entry.resource)) {
      // branches of a template may each bring one
      if (!config.complete) continue;
      const look = (setting: Setting): void => {
        if (setting.children.size === 0) return;
        for (const child of setting.children.values()) look(child);
        const [child] = setting.children.values();
        const place = child?.place;
        const value = setting.written.find(isScalar);
        if (!child || !place || !value) return;
        report(value, 'found', [setting.name, nameOfPlace(child)], {
          onKey: true,
          related: () => [{ entry, path: place.pathBelow(root), message: 'The setting below it is here.' }],
        });
      };
      for (const setting of settingsOf(config).children.values()) look(setting);
    }
  },
});

const isScalar = (field: Field): boolean => ['text', 'number', 'boolean'].includes(field.shape);

/** The first name below a setting that is written. */
function nameOfPlace(setting: Setting): string {
  if (setting.written.length > 0) return setting.name;
  const [child] = setting.children.values();
  return child ? nameOfPlace(child) : setting.name;
}
