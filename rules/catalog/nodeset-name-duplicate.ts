// Each node set becomes a StatefulSet named after it.
import { defineRule } from '../engine/rule.ts';
import { type Field, isServed, nodeSets } from '../model/index.ts';

export const nodesetNameDuplicate = defineRule({
  id: 'nodeset-name-duplicate',
  topic: 'manifest',
  summary: 'Two node sets of an Elasticsearch have the same name.',
  severity: 'error',
  kinds: ['Elasticsearch'],
  admission: ['es-nodeset-duplicate'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    found: (name) =>
      `Another node set is also called ${name}, and both would be the same StatefulSet: ECK rejects the manifest.`,
  },
  check(entry, report) {
    const { resource } = entry;
    // branches of a template may hold one node set each
    if (!isServed(resource) || !resource.root.get('spec').complete) return;
    const first = new Map<string, Field>();
    for (const set of nodeSets(resource)) {
      const name = set.get('name');
      if (!name.text) continue;
      const other = first.get(name.text);
      if (!other) first.set(name.text, name);
      else
        report(name, 'found', [name.text], {
          related: () => [
            { entry, path: other.pathBelow(resource.root), message: 'The other node set of this name is here.' },
          ],
        });
    }
  },
});
