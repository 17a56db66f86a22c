// Monitoring data goes to one Elasticsearch, although the field is a list.
import { defineRule } from '../engine/rule.ts';
import { isNamed, isNewestApi } from '../model/index.ts';

export const monitoringTargetCount = defineRule({
  id: 'monitoring-target-count',
  topic: 'references',
  summary: 'Monitoring data is sent to more than one Elasticsearch.',
  severity: { found: 'error', later: 'warning' },
  kinds: ['Beat', 'Elasticsearch', 'Kibana', 'Logstash'],
  admission: ['es', 'kb', 'beat'].flatMap((kind) => [
    `${kind}-monitoring-metrics-count`,
    `${kind}-monitoring-logs-count`,
  ]),
  fixable: 'never',
  scope: 'resource',
  messages: {
    found: (part, count) =>
      `ECK sends the ${part} of a resource to one Elasticsearch, and this list has ${count}: it rejects the manifest.`,
    later: (part, count) =>
      `ECK sends the ${part} of a resource to one Elasticsearch, and this list has ${count}. The manifest of a Logstash is accepted, but never rolled out.`,
  },
  check(resource, report) {
    if (!isNewestApi(resource)) return;
    for (const part of ['metrics', 'logs']) {
      const list = resource.root.at(['spec', 'monitoring', part, 'elasticsearchRefs']);
      const targets = list.items();
      // one that is empty switches all of them off
      if (targets.length < 2 || !list.complete || !targets.every(isNamed)) continue;
      report(list, resource.kind === 'Logstash' ? 'later' : 'found', [part, String(targets.length)], { onKey: true });
    }
  },
});
