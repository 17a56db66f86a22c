// `eck.k8s.elastic.co/managed` stops ECK altogether, certificates included. Since 3.5 there is a gentler switch.
import { remove, renameKey, replaceValue } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import { type Field, isAtLeast, isNewestApi } from '../model/index.ts';

const annotation = 'eck.k8s.elastic.co/managed';
const successor = 'eck.k8s.elastic.co/pause-orchestration';

export const managedAnnotationDeprecated = defineRule({
  id: 'managed-annotation-deprecated',
  topic: 'manifest',
  summary: 'The annotation eck.k8s.elastic.co/managed is deprecated.',
  severity: 'warning',
  kinds: ['Elasticsearch'],
  admission: ['es-managed-annotation'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    found: () =>
      `ECK 3.5 deprecates this annotation. Use ${successor}, which pauses rollouts and keeps certificates and users up to date.`,
  },
  check(entry, report, _, operator) {
    const { resource } = entry;
    const field = resource.root.at(['metadata', 'annotations', annotation]);
    if (!field.exists || !isNewestApi(resource) || !isAtLeast(operator, '3.5.0')) return;
    report(field, 'found', [], { onKey: true, fixes: () => [successorOf(field)] });
  },
});

/** Only `false` says anything. */
function successorOf(field: Field): Fix | undefined {
  if (field.text === undefined) return undefined;
  if (field.text !== 'false') return fix(`Remove ${annotation}`, remove(field));
  const [renamed, set] = [renameKey(field, successor), replaceValue(field, 'true')];
  return fix(`Use ${successor}`, renamed && set && [...renamed, ...set], false);
}
