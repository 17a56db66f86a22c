// Autoscaling was once configured in an annotation. Since 2.9 ECK refuses an Elasticsearch that has it.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { isAtLeast, isNewestApi } from '../model/index.ts';

const annotation = 'elasticsearch.alpha.elastic.co/autoscaling-spec';

export const autoscalingAnnotationRemoved = defineRule({
  id: 'autoscaling-annotation-removed',
  topic: 'manifest',
  summary: 'An Elasticsearch is autoscaled by an annotation that ECK no longer accepts.',
  severity: 'error',
  kinds: ['Elasticsearch'],
  admission: ['es-autoscaling-annotation'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    found: () => 'Since 2.9 ECK rejects an Elasticsearch with this annotation. Use an ElasticsearchAutoscaler instead.',
  },
  check(entry, report, _, operator) {
    const { resource } = entry;
    const field = resource.root.at(['metadata', 'annotations', annotation]);
    if (!field.exists || !isNewestApi(resource) || !isAtLeast(operator, '2.9.0')) return;
    report(field, 'found', [], { onKey: true, fixes: () => [fix('Remove the annotation', remove(field), false)] });
  },
});
