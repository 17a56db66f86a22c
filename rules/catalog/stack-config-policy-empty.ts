// ECK wants a policy to configure something, and does not count secure settings.
import { defineRule } from '../engine/rule.ts';

const parts = [
  'elasticsearch.clusterSettings',
  'elasticsearch.snapshotRepositories',
  'elasticsearch.snapshotLifecyclePolicies',
  'elasticsearch.securityRoleMappings',
  'elasticsearch.securityRoles',
  'elasticsearch.indexLifecyclePolicies',
  'elasticsearch.ingestPipelines',
  'elasticsearch.indexTemplates.componentTemplates',
  'elasticsearch.indexTemplates.composableIndexTemplates',
  'elasticsearch.config',
  'elasticsearch.secretMounts',
  'kibana.config',
].map((name) => name.split('.'));

const secureParts = [['secureSettings'], ['elasticsearch', 'secureSettings'], ['kibana', 'secureSettings']];

export const stackConfigPolicyEmpty = defineRule({
  id: 'stack-config-policy-empty',
  topic: 'manifest',
  summary: 'A StackConfigPolicy configures nothing.',
  severity: 'error',
  kinds: ['StackConfigPolicy'],
  admission: ['scp-empty'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    empty: () => 'This policy configures nothing: ECK rejects the manifest.',
    secure: () => 'This policy has only secure settings, which ECK does not count as content: it rejects the manifest.',
  },
  check(entry, report, workspace) {
    const { root } = entry.resource;
    const spec = root.get('spec');
    if (!root.complete || workspace.standingOf(entry) !== 'whole') return;
    const isFilled = (path: readonly string[]): boolean => {
      const field = spec.at(path);
      return field.shape === 'template' || field.entries().length > 0 || field.items().length > 0;
    };
    // a placeholder may bring all of it
    const isOpen = [['elasticsearch'], ['kibana'], []].some((path) => spec.at(path).shape === 'template');
    if (isOpen || parts.some(isFilled)) return;
    const secure = secureParts.map((path) => spec.at(path)).find((field) => field.items().length > 0);
    if (secure) report(secure, 'secure', [], { onKey: true });
    else report(spec, 'empty', [], { onKey: true });
  },
});
