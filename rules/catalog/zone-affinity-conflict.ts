// ECK adds a node affinity for the zones of a node set to what the pod template says; the two may exclude each other.
import { defineRule } from '../engine/rule.ts';
import { isAtLeast, isNewestApi, nodeSets, zoneAwareSets } from '../model/index.ts';

export const zoneAffinityConflict = defineRule({
  id: 'zone-affinity-conflict',
  topic: 'pods',
  summary: 'The node affinity of a node set conflicts with its zones.',
  severity: { disjoint: 'error', absent: 'warning', excluded: 'warning' },
  kinds: ['Elasticsearch'],
  admission: ['es-zone-affinity-disjoint', 'es-zone-affinity-doesnotexist', 'es-zone-affinity-notin'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    disjoint: (key) =>
      `None of these values of ${key} is among the zones of the node set, so no node can match both: ECK rejects the manifest.`,
    absent: (key) =>
      `Zone awareness needs nodes with the label ${key}, but this term selects nodes without it: no node can match.`,
    excluded: (key) =>
      `This term excludes values of ${key}, which ECK uses to spread the pods over zones: pods may stay Pending without a node.`,
  },
  check(entry, report, _, operator) {
    const { resource } = entry;
    if (!isNewestApi(resource) || !isAtLeast(operator, '3.4.0')) return;
    const aware = zoneAwareSets(resource);
    const [first] = aware;
    if (!first) return;
    for (const set of nodeSets(resource)) {
      const own = aware.find((other) => other.set === set);
      const { key } = own ?? first;
      const terms = set.at(route).items();
      const zones = set.at(['zoneAwareness', 'zones']);
      const names = zones.items().map((zone) => zone.text);
      for (const expression of terms.flatMap((term) => term.get('matchExpressions').items())) {
        if (key === undefined || expression.get('key').text !== key) continue;
        const operation = expression.get('operator').text;
        const values = expression.get('values');
        const wanted = values.items().map((value) => value.text);
        const seen = zones.complete && values.complete && ![...names, ...wanted].includes(undefined);
        if (operation === 'In' && seen && names.length > 0 && !wanted.some((value) => names.includes(value)))
          report(values.exists ? values : expression.get('key'), 'disjoint', [key], {
            related: () => [
              { entry, path: zones.pathBelow(resource.root), message: 'These are the zones of the node set.' },
            ],
          });
        if (operation === 'DoesNotExist') report(expression.get('operator'), 'absent', [key]);
        if (operation === 'NotIn') report(expression.get('operator'), 'excluded', [key]);
      }
    }
  },
});

const route = [
  'podTemplate',
  'spec',
  'affinity',
  'nodeAffinity',
  'requiredDuringSchedulingIgnoredDuringExecution',
  'nodeSelectorTerms',
];
