// ECK reads the delay as a duration of Go, and goes on without one when it cannot.
import { defineRule } from '../engine/rule.ts';
import { durationOf, isAtLeast, isNewestApi } from '../model/index.ts';

const annotation = 'eck.k8s.elastic.co/restart-allocation-delay';

export const restartDelayInvalid = defineRule({
  id: 'restart-delay-invalid',
  topic: 'manifest',
  summary: 'The restart delay in an annotation is not a valid duration.',
  severity: 'warning',
  kinds: ['Elasticsearch'],
  admission: ['es-restart-delay-invalid'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    unreadable: (value) => `${value} is not a duration such as 5m or 1h30m: ECK ignores the annotation.`,
    negative: (value) => `${value} is negative, and a delay has to be 0 or more: ECK ignores the annotation.`,
  },
  check(entry, report, _, operator) {
    const { resource } = entry;
    const field = resource.root.at(['metadata', 'annotations', annotation]);
    const { text } = field;
    // what is no text the API server refuses
    if (!text || field.shape !== 'text' || !isNewestApi(resource) || !isAtLeast(operator, '3.4.0')) return;
    const duration = durationOf(text);
    if (duration === undefined) report(field, 'unreadable', [text === text.trim() ? text : JSON.stringify(text)]);
    else if (duration < 0) report(field, 'negative', [text]);
  },
});
