// A node set's name is part of names of StatefulSets, Services and pods. The CRD's own pattern lets more through.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { isServed, nodeSets } from '../model/index.ts';

/** A DNS-1123 subdomain. */
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

export const nodesetNameInvalid = defineRule({
  id: 'nodeset-name-invalid',
  topic: 'manifest',
  summary: 'The name of a node set is not a valid Kubernetes name.',
  severity: 'error',
  kinds: ['Elasticsearch'],
  admission: ['es-nodeset-name-dns'],
  fixable: 'sometimes',
  scope: 'resource',
  messages: {
    found: (name) =>
      `${name} is not a valid name, which has only lowercase letters, digits, "-" and ".", with a letter or digit at both ends: ECK rejects the manifest.`,
  },
  check(resource, report) {
    if (!isServed(resource)) return;
    const sets = nodeSets(resource).map((set) => set.get('name'));
    for (const field of sets) {
      const { text } = field;
      if (text === undefined || subdomain.test(text)) continue;
      const lower = text.toLowerCase().replaceAll('_', '-');
      const free = subdomain.test(lower) && !sets.some((other) => other.text === lower);
      report(field, 'found', [text === text.trim() && text !== '' ? text : JSON.stringify(text)], {
        // nothing runs under the old name, for it was never accepted
        fixes: () => [free ? fix(`Rename it to ${lower}`, replaceValue(field, lower)) : undefined],
      });
    }
  },
});
