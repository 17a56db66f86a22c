// The operator keeps notes in annotations. Exported together with a resource and applied somewhere else, they tell it
// things that are not true there.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';

export const operatorAnnotationKept = defineRule({
  id: 'operator-annotation-kept',
  topic: 'manifest',
  summary: 'A manifest holds an annotation that the ECK operator writes.',
  severity: { token: 'warning', kept: 'info' },
  kinds: ['Agent', 'ApmServer', 'Beat', 'ElasticMapsServer', 'Elasticsearch', 'EnterpriseSearch', 'Kibana', 'Logstash'],
  fixable: 'sometimes',
  scope: 'resource',
  messages: {
    token: () =>
      'The operator records the enrollment token here. If this Agent is new, the annotation makes it skip the Fleet setup (/api/fleet/setup).',
    kept: (name) =>
      `The operator writes ${name} itself. In a manifest it becomes outdated, and it is wrong when the resource is created elsewhere.`,
  },
  check(resource, report) {
    for (const field of resource.root.at(['metadata', 'annotations']).entries()) {
      const name = String(field.name);
      const token = name === 'fleet.eck.k8s.elastic.co/token';
      if (!token && !own.test(name)) continue;
      report(field, token ? 'token' : 'kept', token ? [] : [name], {
        onKey: true,
        fixes: () => [fix('Remove the annotation', remove(field), false)],
      });
    }
  },
});

/** Source: the annotations that ECK's controllers set. */
const own =
  /^(?:association\.k8s\.elastic\.co\/[a-z-]*-conf.*|elasticsearch\.k8s\.elastic\.co\/(?:cluster-uuid|initial-master-nodes|managed-remote-clusters)|eck\.k8s\.elastic\.co\/(?:orchestration-hints|client-authentication-required)|policy\.k8s\.elastic\.co\/.+|enterprisesearch\.k8s\.elastic\.co\/read-only)$/;
