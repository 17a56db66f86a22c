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
      'The operator notes here which enrollment token it has got. Where this Agent is new, the note makes it skip the setup of Fleet.',
    kept: (name) =>
      `The operator writes ${name} by itself. Kept in a manifest it is out of date, and wrong wherever the resource is made anew.`,
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
