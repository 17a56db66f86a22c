// Shard allocation knows one attribute `zone`, so all zone-aware node sets have to take it from one label.
import { insert, replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { isAtLeast, isNewestApi, zoneAwareSets } from '../model/index.ts';

export const zoneKeyConflict = defineRule({
  id: 'zone-key-conflict',
  topic: 'pods',
  summary: 'Node sets of one Elasticsearch take their zones from different node labels.',
  severity: 'error',
  kinds: ['Elasticsearch'],
  admission: ['es-zone-key-conflict'],
  fixable: 'always',
  scope: 'workspace',
  messages: {
    found: (own, other, name) =>
      `This node set takes its zone from the label ${own}, but the node set ${name} from ${other}, and a cluster can use only one: ECK rejects the manifest.`,
  },
  check(entry, report, _, operator) {
    const { resource } = entry;
    if (!isNewestApi(resource) || !isAtLeast(operator, '3.4.0')) return;
    const [first, ...others] = zoneAwareSets(resource);
    if (first?.key === undefined) return;
    const wanted = first.key;
    for (const { set, key, field } of others) {
      if (key === undefined || key === wanted) continue;
      report(field, 'found', [key, wanted, first.set.get('name').text ?? ''], {
        related: () => [
          {
            entry,
            path: first.field.pathBelow(resource.root),
            message: 'The other node set takes its zone from here.',
          },
        ],
        fixes: () => {
          const topologyKey = set.at(['zoneAwareness', 'topologyKey']);
          const edits = topologyKey.exists ? replaceValue(topologyKey, wanted) : insert(topologyKey, wanted);
          return [fix(`Take the zone from ${wanted}`, edits, false)];
        },
      });
    }
  },
});
