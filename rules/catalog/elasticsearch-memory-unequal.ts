// Elasticsearch takes what its limit allows, heap and file cache together, so less than that is no honest request.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { type Field, mainResources, quantityOf } from '../model/index.ts';

export const elasticsearchMemoryUnequal = defineRule({
  id: 'elasticsearch-memory-unequal',
  topic: 'pods',
  summary: 'Elasticsearch requests less memory than its limit.',
  severity: 'info',
  kinds: ['Elasticsearch'],
  fixable: 'sometimes',
  scope: 'resource',
  messages: {
    less: (request, limit) =>
      `Elasticsearch uses its limit of ${limit}, but the scheduler reserves only the request of ${request}: when the node runs out of memory, this pod is among the first to be evicted or OOM-killed.`,
  },
  check(resource, report) {
    for (const { beside, container } of mainResources(resource)) {
      const places = [beside, ...(container ? [container.get('resources')] : [])];
      const request = firstOf(places, 'requests');
      const limit = firstOf(places, 'limits');
      if (!request?.text || !limit?.text) continue;
      const [asked, allowed] = [quantityOf(request), quantityOf(limit)];
      if (asked === undefined || allowed === undefined || asked >= allowed) continue;
      const { text } = limit;
      report(request, 'less', [request.text, text], {
        fixes: () => [fix(`Request ${text}`, replaceValue(request, text), false)],
      });
    }
  },
});

/** The memory that counts: what stands beside the pod template comes first. */
const firstOf = (places: readonly Field[], kind: 'requests' | 'limits'): Field | undefined =>
  places.map((place) => place.at([kind, 'memory'])).find((field) => field.exists);
