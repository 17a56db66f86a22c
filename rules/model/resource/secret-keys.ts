// Which keys ECK looks for in the Secrets that a resource names. Source: ECK's association, configuration and certificate
// controllers. Values are never looked at.
import type { Field } from '../text/field.ts';
import type { EckKind, Kind } from './kinds.ts';
import { type Resource, references } from './resource.ts';

/** The keys of a Secret; values stay where they are. */
export interface SecretKeys {
  readonly keys: readonly string[];
  /** no other key may be there; a Secret without any is filled by something else */
  readonly complete: boolean;
}

export function secretKeys({ root }: Resource): SecretKeys {
  const maps = [root.get('data'), root.get('stringData')];
  const keys = maps.flatMap((map) => map.entries().map((entry) => String(entry.name)));
  const seen = maps.every((map) => !map.exists || ((map.shape === 'map' || map.shape === 'null') && map.complete));
  return {
    keys,
    complete: seen && keys.length > 0 && root.complete && keys.every((key) => /^[-._a-zA-Z0-9]+$/.test(key)),
  };
}

/** A Secret that a resource names, in its own namespace. */
export interface SecretNeed {
  /** where its name stands */
  readonly field: Field;
  readonly purpose: 'association' | 'config' | 'certificate' | 'keystore' | 'users';
  /** one of these lists has to be there in full */
  readonly anyOf: readonly (readonly string[])[];
}

const configKeys: Partial<Record<Kind, string>> = {
  Agent: 'agent.yml',
  AutoOpsAgentPolicy: 'autoops_es.yml',
  Beat: 'beat.yml',
  ElasticMapsServer: 'elastic-maps-server.yml',
  EnterpriseSearch: 'enterprise-search.yml',
  Logstash: 'logstash.yml',
  PackageRegistry: 'config.yml',
};

export function secretNeeds(resource: Resource): SecretNeed[] {
  const { kind, root } = resource;
  const spec = root.get('spec');
  const needs: SecretNeed[] = [];
  const need = (field: Field, purpose: SecretNeed['purpose'], ...anyOf: readonly string[][]): void => {
    if (field.text) needs.push({ field, purpose, anyOf });
  };
  const login = ['url', 'username', 'password'];
  for (const { field, target } of references(resource)) {
    if (field.get('name').text === undefined && !field.get('name').exists)
      need(field.get('secretName'), 'association', login, ...(takesApiKey(kind, target) ? [['url', 'api-key']] : []));
    need(field.get('clientCertificateSecretName'), 'certificate', ['tls.crt', 'tls.key']);
  }
  const configKey = configKeys[kind];
  if (configKey) need(spec.at(['configRef', 'secretName']), 'config', [configKey]);
  if (kind === 'Logstash') need(spec.at(['pipelinesRef', 'secretName']), 'config', ['pipelines.yml']);
  need(
    spec.at(['http', 'tls', 'certificate', 'secretName']),
    'certificate',
    ['tls.crt', 'tls.key'],
    ['ca.crt', 'ca.key'],
  );
  need(spec.at(['autoOpsRef', 'secretName']), 'association', [
    'cloud-connected-mode-api-key',
    'autoops-otel-url',
    'autoops-token',
  ]);
  for (const source of spec.get('secureSettings').items()) {
    const wanted = source
      .get('entries')
      .items()
      .map((entry) => entry.get('key').text);
    if (wanted.length > 0 && wanted.every((key) => key !== undefined))
      need(source.get('secretName'), 'keystore', wanted);
  }
  for (const source of spec.at(['auth', 'fileRealm']).items())
    need(source.get('secretName'), 'users', ['users'], ['users_roles'], ['username', 'password']);
  for (const source of spec.at(['auth', 'roles']).items()) need(source.get('secretName'), 'users', ['roles.yml']);
  return needs;
}

const takesApiKey = (kind: Kind, target: EckKind): boolean =>
  target === 'Elasticsearch' && (kind === 'Agent' || kind === 'Beat');
