// Passwords, tokens and keys that stand in the manifest itself. The value is never part of a message.
import { defineRule } from '../engine/rule.ts';
import { toKeystore, toSecretKey } from '../engine/secret-fix.ts';
import {
  configs,
  containers,
  eckKindNames,
  type Field,
  hasPlainPassword,
  isKeystoreOnly,
  isPlainSecret,
  isSecretSetting,
  isSecretVariable,
  nodeSets,
  podTemplates,
  type Resource,
  secretsInPipeline,
} from '../model/index.ts';

type Where = 'keystore' | 'setting' | 'policy' | 'refused';

export const plaintextCredential = defineRule({
  id: 'plaintext-credential',
  topic: 'security',
  summary: 'A password, token or key is in the manifest in plain text.',
  severity: {
    keystore: 'warning',
    setting: 'warning',
    policy: 'warning',
    pipeline: 'warning',
    variable: 'warning',
    refused: 'error',
  },
  secret: true,
  kinds: eckKindNames.filter((kind) => kind !== 'ElasticsearchAutoscaler'),
  fixable: 'sometimes',
  scope: 'resource',
  aliases: ['env-var-secret', 'C-0012'],
  messages: {
    keystore: (name) =>
      `${name} is in plain text, readable for everyone with access to the manifest or the resource. Use a Secret named in secureSettings.`,
    setting: (name) =>
      `${name} is in plain text, readable for everyone with access to the manifest or the resource. Use a Secret named in configRef, or a variable from a Secret.`,
    policy: (name) =>
      `${name} is in plain text, readable for everyone with access to the manifest or the policy. Use a Secret named in secureSettings of the policy.`,
    refused: (name) =>
      `${name} belongs in the keystore: Elasticsearch does not start with it here ("is a secure setting and must be stored inside the Elasticsearch keystore"). Use a Secret named in secureSettings.`,
    pipeline: (name) =>
      `${name} is in this pipeline in plain text, readable for everyone with access to the manifest or the resource. Use a variable from a Secret.`,
    variable: (name) =>
      `The variable ${name} is in plain text, readable for everyone with access to the manifest or the pod. Use valueFrom.secretKeyRef.`,
  },
  check(resource, report) {
    for (const config of configs(resource)) {
      const elasticsearch = resource.kind === 'Elasticsearch' || config.parent?.name === 'elasticsearch';
      const isSecret = (name: string): boolean => isSecretSetting(name) || (elasticsearch && isKeystoreOnly(name));
      const tell = (field: Field, name: string): void => {
        const refused = elasticsearch && isKeystoreOnly(name);
        // only there one name means the same in both places
        const owner = !elasticsearch || refused ? keystoreOwner(resource, config) : undefined;
        const called = isSecret(name) ? name : `The password in ${name}`;
        report(field, refused ? 'refused' : whereOf(resource), [called], {
          onKey: true,
          fixes: () => [
            owner && typeof field.name === 'string' ? toKeystore(field, config, owner, resource) : undefined,
          ],
        });
      };
      look(config, '', isSecret, tell);
    }
    for (const pipeline of resource.root.at(['spec', 'pipelines']).items()) {
      const field = pipeline.get('config.string');
      for (const name of secretsInPipeline(String(field.scalar?.value ?? '')))
        report(field, 'pipeline', [name], { onKey: true });
    }
    for (const container of podTemplates(resource).flatMap(containers)) {
      for (const variable of container.get('env').items()) {
        const name = variable.get('name').text ?? '';
        const value = variable.get('value');
        if ((isSecretVariable(name) && isPlainSecret(value)) || hasPlainPassword(value))
          report(value, 'variable', [name], { onKey: true, fixes: () => [toSecretKey(variable, resource)] });
      }
    }
  },
});

function whereOf({ kind }: Resource): Where {
  if (kind === 'StackConfigPolicy') return 'policy';
  return kind === 'Kibana' || kind === 'Elasticsearch' ? 'keystore' : 'setting';
}

/** What holds the secureSettings for a `config` map; undefined when they would reach more than that map does. */
function keystoreOwner(resource: Resource, config: Field): Field | undefined {
  const spec = resource.root.get('spec');
  if (resource.kind === 'Kibana') return spec;
  if (resource.kind === 'StackConfigPolicy') return config.parent;
  return resource.kind === 'Elasticsearch' && nodeSets(resource).length === 1 ? spec : undefined;
}

/** Every setting below a map or list, told at its key so that no list of findings shows the secret. */
function look(
  field: Field,
  above: string,
  isSecret: (name: string) => boolean,
  tell: (field: Field, name: string) => void,
  depth = 0,
): void {
  if (depth > 24) return;
  for (const entry of field.entries()) {
    const name = above === '' ? String(entry.name) : `${above}.${String(entry.name)}`;
    if ((isSecret(name) && isPlainSecret(entry)) || hasPlainPassword(entry)) tell(entry, name);
    else look(entry, name, isSecret, tell, depth + 1);
  }
  for (const item of field.items())
    if (hasPlainPassword(item)) tell(item, above);
    else look(item, above, isSecret, tell, depth + 1);
}
