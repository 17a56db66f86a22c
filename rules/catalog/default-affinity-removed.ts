// ECK asks the scheduler to keep the nodes of a cluster apart, unless the pods have an affinity, whatever is in it.
import { insert, remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { nodeCount, nodeSets } from '../model/index.ts';

export const defaultAffinityRemoved = defineRule({
  id: 'default-affinity-removed',
  topic: 'pods',
  summary: "A custom affinity replaces ECK's default, which spreads the nodes of a cluster over hosts.",
  severity: { emptied: 'hint', replaced: 'info' },
  kinds: ['Elasticsearch'],
  fixable: 'sometimes',
  scope: 'workspace',
  aliases: ['no-anti-affinity'],
  messages: {
    emptied: () =>
      'An empty affinity switches off the one ECK sets by default, which keeps the nodes of the cluster on different hosts where it can.',
    replaced: () =>
      'ECK sets its default anti-affinity only for pods without any affinity. With this one the scheduler may place several nodes of the cluster on one host, and they fail together with it.',
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    const sets = nodeSets(resource);
    const count = nodeCount(sets);
    if (count !== undefined && count < 2) return;
    for (const set of sets) {
      const pod = set.at(['podTemplate', 'spec']);
      const affinity = pod.get('affinity');
      if (affinity.shape !== 'map' || !affinity.complete) continue;
      if (affinity.get('podAntiAffinity').exists || pod.get('topologySpreadConstraints').exists) continue;
      // ECK spreads the pods of such node sets in another way
      if (set.get('zoneAwareness').exists || workspace.standingOf(entry) !== 'whole') continue;
      // a single pod that is tied to its hosts has been placed by hand
      if (affinity.get('nodeAffinity').exists && (nodeCount([set]) ?? 2) < 2) continue;
      const { name } = resource;
      if (affinity.entries().length === 0)
        report(affinity, 'emptied', [], {
          onKey: true,
          fixes: () => [fix('Remove the empty affinity', remove(affinity), false)],
        });
      else
        report(affinity, 'replaced', [], {
          onKey: true,
          fixes: () => [
            name === undefined
              ? undefined
              : fix("Add ECK's anti-affinity", insert(affinity.get('podAntiAffinity'), apart(name)), false),
          ],
        });
    }
  },
});

/** What ECK sets by default. */
const apart = (cluster: string) => ({
  preferredDuringSchedulingIgnoredDuringExecution: [
    {
      weight: 100,
      podAffinityTerm: {
        labelSelector: { matchLabels: { 'elasticsearch.k8s.elastic.co/cluster-name': cluster } },
        topologyKey: 'kubernetes.io/hostname',
      },
    },
  ],
});
