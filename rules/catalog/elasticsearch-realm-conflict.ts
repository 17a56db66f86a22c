// Realms that Elasticsearch does not start with, or that take away the one ECK keeps its users in.
import { insertSetting, remove, replaceValue } from '../engine/edit.ts';
import { defineRule, type Fix, fix, type Related } from '../engine/rule.ts';
import {
  configStart,
  type EffectiveConfig,
  type Entry,
  elasticsearchConfigs,
  elasticsearchesOf,
  freeRealmOrder,
  pathCovering,
  type RealmFault,
  realmFaults,
  settingsOf,
} from '../model/index.ts';

export const elasticsearchRealmConflict = defineRule({
  id: 'elasticsearch-realm-conflict',
  topic: 'security',
  summary: 'An authentication realm conflicts with those that ECK sets up, or with another one.',
  severity: 'error',
  kinds: ['Elasticsearch', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    fileOff: () =>
      'ECK keeps its users in the realm file.file1. Without it the operator, the probes and Fleet are refused with status 401, and the nodes never become ready.',
    second: (realm, type, first) =>
      `${realm} is a second ${type} realm beside ${first}, which ECK sets up. Elasticsearch does not start: "multiple [${type}] realms are configured".`,
    noOrder: (realm) =>
      `The realm ${realm} has no order, which every realm needs since 8.0. Elasticsearch does not start with it.`,
    sameOrder: (realm, other, order) =>
      `The realm ${realm} has the same order as ${other}, ${order}. Since 8.0 Elasticsearch does not start with that.`,
  },
  check(entry, report, workspace) {
    for (const cluster of elasticsearchesOf(entry, workspace)) {
      for (const config of elasticsearchConfigs(cluster, workspace)) {
        if (config.hidden) continue;
        const isWhole = (): boolean => config.layers.every((layer) => workspace.standingOf(layer.entry) === 'whole');
        for (const found of realmFaults(config, cluster.facts.version ?? '')) {
          if (found.at.layer.entry !== entry) continue;
          const covered = found.fault === 'no-order' || found.fault === 'second';
          const field = entry.resource.root.at(covered ? pathCovering(found.at, found.setting) : found.at.path);
          const details = {
            onKey: covered,
            related: () => related(found, cluster, entry),
            fixes: () => [repair(found, entry, config)],
          };
          if (found.fault === 'file-off') report(field, 'fileOff', [], details);
          else if (found.fault === 'second') report(field, 'second', [found.realm, found.type, found.first], details);
          else if (found.fault === 'same-order')
            report(field, 'sameOrder', [found.realm, found.other, String(found.order)], details);
          else if (isWhole()) report(field, 'noOrder', [found.realm], details);
        }
      }
    }
  },
});

const related = (found: RealmFault, cluster: Entry, entry: Entry): Related[] => [
  ...('otherAt' in found && found.otherAt
    ? [
        {
          entry: found.otherAt.layer.entry,
          path: found.otherAt.path,
          message: `The realm ${found.other} has the same order.`,
        },
      ]
    : []),
  ...(cluster === entry
    ? []
    : [{ entry: cluster, path: ['metadata', 'name'], message: 'The policy selects this Elasticsearch.' }]),
];

function repair(found: RealmFault, entry: Entry, config: EffectiveConfig): Fix | undefined {
  const { root } = entry.resource;
  const at = root.at(found.at.path);
  const order = freeRealmOrder(config, found.setting);
  switch (found.fault) {
    case 'file-off':
      return fix(
        'Keep the realm file1 enabled',
        (entry.facts.policy ? undefined : remove(at)) ?? replaceValue(at, true),
      );
    case 'no-order': {
      const map = root.at(found.at.path.slice(0, configStart(found.at)));
      const edits = insertSetting(map, settingsOf(map), `${found.setting}.order`, order, found.at.name);
      return fix(`Give ${found.realm} the order ${order}`, edits, false);
    }
    case 'same-order':
      return fix(`Give ${found.realm} the order ${order}`, replaceValue(at, order), false);
    case 'second':
      return undefined;
  }
}
