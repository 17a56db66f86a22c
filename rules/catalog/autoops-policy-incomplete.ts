// An AutoOpsAgentPolicy says which Elasticsearch clusters are looked at and, in a Secret, where the findings are sent.
// The schema requires neither, the operator both.
import { insert } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { type Field, isAtLeast } from '../model/index.ts';

export const autoopsPolicyIncomplete = defineRule({
  id: 'autoops-policy-incomplete',
  topic: 'manifest',
  summary: 'An AutoOpsAgentPolicy names no Secret for AutoOps, or does not select its clusters.',
  severity: 'error',
  kinds: ['AutoOpsAgentPolicy'],
  fixable: 'sometimes',
  admission: ['aop-secret-missing', 'aop-selector-missing'],
  scope: 'workspace',
  messages: {
    secret: () =>
      'autoOpsRef.secretName is missing, and the agents need that Secret to connect to AutoOps: ECK rejects the manifest.',
    selector: () =>
      'Without matchLabels or matchExpressions resourceSelector selects nothing, and ECK rejects the manifest.',
  },
  check(entry, report, workspace, operator) {
    const spec = entry.resource.root.get('spec');
    if (!spec.map || workspace.standingOf(entry) !== 'whole') return;
    const secret = spec.at(['autoOpsRef', 'secretName']);
    if (isEmpty(secret)) report(secret, 'secret', []);
    const selector = spec.get('resourceSelector');
    const labels = selector.get('matchLabels');
    const expressions = selector.get('matchExpressions');
    // empty labels select everything, an empty list of expressions is as good as none
    const selects = (field: Field): boolean => !isEmpty(field) && field.list?.items.length !== 0;
    if (!isAtLeast(operator, '3.3.1') || selector.shape === 'template' || selects(labels) || selects(expressions))
      return;
    report(selector, 'selector', [], {
      onKey: true,
      fixes: () => [fix('Select every Elasticsearch', insert(labels, {}), false)],
    });
  },
});

const isEmpty = (field: Field): boolean =>
  field.parent?.shape !== 'template' && (!field.exists || field.shape === 'null' || field.value === '');
