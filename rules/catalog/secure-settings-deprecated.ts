// Since 2.11 a policy has secure settings for Elasticsearch and for Kibana apart.
import { defineRule } from '../engine/rule.ts';
import { isAtLeast } from '../model/index.ts';

export const secureSettingsDeprecated = defineRule({
  id: 'secure-settings-deprecated',
  topic: 'manifest',
  summary: 'A StackConfigPolicy uses the deprecated field spec.secureSettings.',
  severity: 'warning',
  kinds: ['StackConfigPolicy'],
  admission: ['scp-securesettings-deprecated'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    found: () =>
      'spec.secureSettings is deprecated since ECK 2.11: spec.elasticsearch.secureSettings and spec.kibana.secureSettings take its place.',
  },
  check(entry, report, _, operator) {
    const list = entry.resource.root.at(['spec', 'secureSettings']);
    if (list.items().length > 0 && isAtLeast(operator, '2.11.0')) report(list, 'found', [], { onKey: true });
  },
});
