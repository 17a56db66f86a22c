// Passwords, tokens and keys that stand in the manifest itself. The value is never part of a message.
import { defineRule, type Report } from '../engine/rule.ts';
import {
  configs,
  containers,
  eckKindNames,
  type Field,
  isPlainSecret,
  isSecretSetting,
  isSecretVariable,
  podTemplates,
  type Resource,
  secretsInPipeline,
} from '../model/index.ts';

type Where = 'keystore' | 'setting' | 'policy';

export const plaintextCredential = defineRule({
  id: 'plaintext-credential',
  topic: 'security',
  summary: 'A password, token or key stands in the manifest in plain text.',
  severity: 'warning',
  secret: true,
  kinds: eckKindNames.filter((kind) => kind !== 'ElasticsearchAutoscaler'),
  fixable: 'never',
  scope: 'resource',
  messages: {
    keystore: (name) =>
      `${name} stands here in plain text, for everybody who can read the manifest or the resource. A Secret that secureSettings names can hold it.`,
    setting: (name) =>
      `${name} stands here in plain text, for everybody who can read the manifest or the resource. A Secret that configRef names, or a variable from a Secret, can hold it.`,
    policy: (name) =>
      `${name} stands here in plain text, for everybody who can read the manifest or the policy. A Secret that secureSettings of the policy names can hold it.`,
    pipeline: (name) =>
      `${name} stands in this pipeline in plain text, for everybody who can read the manifest or the resource. A variable from a Secret can hold it.`,
    variable: (name) =>
      `The variable ${name} stands here in plain text, for everybody who can read the manifest or the pod. With valueFrom.secretKeyRef it comes from a Secret.`,
  },
  check(resource, report) {
    for (const config of configs(resource)) look(config, whereOf(resource), report);
    for (const pipeline of resource.root.at(['spec', 'pipelines']).items()) {
      const field = pipeline.get('config.string');
      for (const name of secretsInPipeline(String(field.scalar?.value ?? '')))
        report(field, 'pipeline', [name], { onKey: true });
    }
    for (const container of podTemplates(resource).flatMap(containers)) {
      for (const variable of container.get('env').items()) {
        const name = variable.get('name').text ?? '';
        const value = variable.get('value');
        if (isSecretVariable(name) && isPlainSecret(value)) report(value, 'variable', [name], { onKey: true });
      }
    }
  },
});

function whereOf({ kind }: Resource): Where {
  if (kind === 'StackConfigPolicy') return 'policy';
  return kind === 'Kibana' || kind === 'Elasticsearch' ? 'keystore' : 'setting';
}

/** Every setting below a map or list, told at its key so that no list of findings shows the secret. */
function look(field: Field, where: Where, report: Report<Record<Where, (name: string) => string>>, depth = 0): void {
  if (depth > 24) return;
  for (const entry of field.entries()) {
    const name = String(entry.name);
    if (isSecretSetting(name) && isPlainSecret(entry)) report(entry, where, [name], { onKey: true });
    else look(entry, where, report, depth + 1);
  }
  for (const item of field.items()) look(item, where, report, depth + 1);
}
