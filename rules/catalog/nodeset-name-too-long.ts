// Cluster, node set and ordinal make the name of a pod, and with a revision hash the value of a label.
import { defineRule } from '../engine/rule.ts';
import { isServed, nodeSets } from '../model/index.ts';

/** What is left of a label's 63 characters for `-es-<node set>` beside the longest name of a cluster. */
const longest = 23;
/** 63 less `-es-`, the dash before the ordinal, and the dash and hash of a revision. */
const together = 48;

export const nodesetNameTooLong = defineRule({
  id: 'nodeset-name-too-long',
  topic: 'manifest',
  summary: 'The name of a node set is too long, by itself or together with that of its cluster.',
  severity: 'error',
  kinds: ['Elasticsearch'],
  admission: ['es-nodeset-suffix-too-long', 'es-nodeset-statefulset-too-long'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    alone: (length) =>
      `The name of this node set has ${length} characters, and the limit is ${longest}: ECK rejects the manifest.`,
    together: (sum, limit) =>
      `The names of cluster and node set have ${sum} characters together, and the limit is ${limit} (${together} minus the digits of count): ECK rejects the manifest.`,
  },
  check(entry, report) {
    const { resource } = entry;
    if (!isServed(resource)) return;
    for (const set of nodeSets(resource)) {
      const name = set.get('name');
      const own = name.text?.length ?? 0;
      if (own > longest) report(name, 'alone', [String(own)]);
      const cluster = resource.name?.length ?? 0;
      // name-too-long is about the cluster's own
      if (own > longest || own === 0 || cluster > 36) continue;
      const { value } = set.get('count');
      // one that is not literal has a digit at least
      const count = typeof value === 'number' ? String(value) : '0';
      const limit = together - count.length;
      if (cluster + own <= limit) continue;
      report(name, 'together', [String(cluster + own), String(limit)], {
        related: () => [{ entry, path: ['metadata', 'name'], message: 'This is the name of the cluster.' }],
      });
    }
  },
});
