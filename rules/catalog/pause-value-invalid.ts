// `eck.k8s.elastic.co/pause-orchestration` is the one switch of ECK whose value is checked.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { isAtLeast, isServed, versionedKinds } from '../model/index.ts';

const annotation = 'eck.k8s.elastic.co/pause-orchestration';

export const pauseValueInvalid = defineRule({
  id: 'pause-value-invalid',
  topic: 'manifest',
  summary: 'The annotation that pauses orchestration is neither "true" nor "false".',
  severity: 'error',
  kinds: versionedKinds,
  admission: ['es', 'kb', 'apm', 'beat', 'agent', 'ent', 'ems', 'ls', 'epr', 'aop'].map(
    (kind) => `${kind}-pause-value`,
  ),
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    wrong: (value) => `${annotation} has to be "true" or "false" in lowercase, not ${value}: ECK rejects the manifest.`,
    unquoted: (value) =>
      `Values of annotations are strings, and ${value} without quotes is not one: the API server refuses the manifest.`,
  },
  check(entry, report, _, operator) {
    const { resource } = entry;
    const field = resource.root.at(['metadata', 'annotations', annotation]);
    if (!field.exists || !isServed(resource) || !isAtLeast(operator, '3.5.0')) return;
    const { shape, text = '' } = field;
    if (shape === 'template' || field.value === 'true' || field.value === 'false') return;
    const meant = typeof field.value === 'boolean' ? String(field.value) : text.trim().toLowerCase();
    const fixes = () => [
      meant === 'true' || meant === 'false' ? fix(`Set it to "${meant}"`, replaceValue(field, meant)) : undefined,
    ];
    if (shape === 'boolean' || shape === 'number') report(field, 'unquoted', [text], { fixes });
    else if (shape === 'text' || shape === 'null') report(field, 'wrong', [JSON.stringify(text)], { fixes });
  },
});
