// One setting, written dotted and nested in the same `config`. ECK reads the map in random order, so which one counts is
// open. Keys that are equal letter by letter are duplicate-key's.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { configs, plain, type Setting, settingsOf } from '../model/index.ts';

export const settingSetTwice = defineRule({
  id: 'setting-set-twice',
  topic: 'manifest',
  summary: 'A setting is written twice in one config, in two notations.',
  severity: { twice: 'error', joined: 'warning' },
  kinds: [
    'Agent',
    'ApmServer',
    'Beat',
    'ElasticMapsServer',
    'Elasticsearch',
    'EnterpriseSearch',
    'Kibana',
    'Logstash',
    'PackageRegistry',
    'StackConfigPolicy',
  ],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    twice: (name) =>
      `${name} is set twice, in dotted and nested notation. ECK uses either value at random, or fails with "duplicate key accessing".`,
    joined: (name) =>
      `The list ${name} is set twice, in dotted and nested notation. ECK joins both in random order, which can restart pods.`,
  },
  check(entry, report) {
    const { root } = entry.resource;
    for (const config of configs(entry.resource)) {
      // branches of a template may each bring one
      if (!config.complete) continue;
      for (const setting of leaves(settingsOf(config))) {
        if (setting.written.length < 2) continue;
        const [first, ...others] = setting.written
          .filter((field) => !(field.map?.items.length === 0) && field.shape !== 'null')
          .toSorted((a, b) => a.keySpan.start - b.keySpan.start);
        // with different values, which of them is meant only the author knows
        const same = new Set(setting.written.map((field) => JSON.stringify(plain(field)))).size === 1;
        for (const field of others) {
          if (!first) continue;
          report(field, first.list && field.list ? 'joined' : 'twice', [setting.name], {
            onKey: true,
            related: () => [{ entry, path: first.pathBelow(root), message: `${setting.name} is also set here.` }],
            fixes: () => [fix('Remove this one', remove(field), same)],
          });
        }
      }
    }
  },
});

/** Every setting below that has no settings below itself. */
const leaves = (setting: Setting): Setting[] =>
  setting.children.size === 0 ? [setting] : [...setting.children.values()].flatMap(leaves);
