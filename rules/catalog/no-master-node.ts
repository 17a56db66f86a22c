// A cluster needs a node that can be elected. ECK looks at roles and counts of the node sets as they are written.
import { insert } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { type Field, isMasterEligible, isNewestApi, isServed, nodeSets } from '../model/index.ts';

export const noMasterNode = defineRule({
  id: 'no-master-node',
  topic: 'manifest',
  summary: 'No node of an Elasticsearch can become its master.',
  severity: 'error',
  kinds: ['Elasticsearch'],
  admission: ['es-no-master'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    role: () => 'No node set has the master role, so no master can be elected: ECK rejects the manifest.',
    missing: (name) =>
      `The node set ${name} has no count, which means 0, and no other node set has nodes with the master role: ECK rejects the manifest.`,
    none: (name, count) =>
      `The node set ${name} has ${count} nodes, and no other node set has nodes with the master role: ECK rejects the manifest.`,
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    const list = resource.root.at(['spec', 'nodeSets']);
    if (!list.list || !list.complete || !isServed(resource) || workspace.standingOf(entry) !== 'whole') return;
    const sets = nodeSets(resource);
    // an empty list is refused before ECK sees it, which missing-field tells
    if (sets.length === 0) return;
    const eligible = sets.map((set) => isMasterEligible(set.get('config'), isNewestApi(resource)));
    const candidates = sets.filter((_, i) => eligible[i] !== false);
    if (candidates.some((set) => mayHaveNodes(set))) return;
    const [first] = candidates;
    if (!first) return report(list, 'role', [], { onKey: true });
    const name = first.get('name').text ?? '';
    const count = first.get('count');
    if (typeof count.value === 'number') return report(count, 'none', [name, String(count.value)]);
    report(count, 'missing', [name], { fixes: () => [fix('Set count: 1', insert(count, 1, 'name'), false)] });
  },
});

/** A count that is left out is 0; one that is no number is not ours to judge. */
function mayHaveNodes(set: Field): boolean {
  const count = set.get('count');
  if (!count.exists) return !set.complete;
  return typeof count.value === 'number' ? count.value > 0 : count.shape !== 'null';
}
