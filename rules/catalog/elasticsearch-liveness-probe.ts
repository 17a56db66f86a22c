// ECK gives Elasticsearch a readiness probe and, on purpose, no liveness probe.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { mainContainersOf } from '../model/index.ts';

export const elasticsearchLivenessProbe = defineRule({
  id: 'elasticsearch-liveness-probe',
  topic: 'pods',
  summary: 'A liveness probe restarts Elasticsearch while it is busy.',
  severity: 'warning',
  kinds: ['Elasticsearch'],
  fixable: 'sometimes',
  scope: 'resource',
  messages: {
    found: () =>
      'A node answers late under load, during a long garbage collection or while it recovers shards. The liveness probe then restarts it ("failed liveness probe, will be restarted"), and the recovery starts again with one node less.',
  },
  check(resource, report) {
    for (const { container } of mainContainersOf(resource)) {
      const probe = container.get('livenessProbe');
      if (probe.shape !== 'map') continue;
      report(probe, 'found', [], {
        onKey: true,
        fixes: () => [fix('Remove the liveness probe', remove(probe), false)],
      });
    }
  },
});
