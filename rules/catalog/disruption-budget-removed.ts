// ECK keeps a PodDisruptionBudget for every Elasticsearch, unless the field is there and empty.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { type Field, nodeCount, nodeSets } from '../model/index.ts';

export const disruptionBudgetRemoved = defineRule({
  id: 'disruption-budget-removed',
  topic: 'pods',
  summary: 'An empty podDisruptionBudget switches off the one ECK creates.',
  severity: 'info',
  kinds: ['Elasticsearch'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    emptied: () =>
      'An empty podDisruptionBudget switches off the one ECK creates: kubectl drain may then stop several Elasticsearch nodes at once, even while the cluster is not green.',
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    const budget = resource.root.at(['spec', 'podDisruptionBudget']);
    if (!isEmpty(budget) || (nodeCount(nodeSets(resource)) ?? 2) < 2 || workspace.standingOf(entry) !== 'whole') return;
    report(budget, 'emptied', [], {
      onKey: true,
      fixes: () => [fix('Remove the empty podDisruptionBudget', remove(budget), false)],
    });
  },
});

/** Metadata and spec without content count as absent. */
const isEmpty = (field: Field): boolean =>
  field.shape === 'map' && field.complete && field.entries().every((entry) => entry.shape === 'null' || isEmpty(entry));
