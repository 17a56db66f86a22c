// Elasticsearch asks for client certificates that ECK knows nothing of, so it gives none to whoever it connects.
import { insert, remove } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import {
  type Field,
  isAtLeast,
  isNewestApi,
  nodeSets,
  type Operator,
  type Resource,
  settingsOf,
} from '../model/index.ts';

const setting = 'xpack.security.http.ssl.client_authentication';

export const clientAuthenticationInConfig = defineRule({
  id: 'client-authentication-in-config',
  topic: 'security',
  summary: 'Client certificates are required by a setting of Elasticsearch that ECK does not read.',
  severity: 'warning',
  kinds: ['Elasticsearch'],
  admission: ['es-client-auth-config'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    found: () =>
      `${setting}: required locks out the operator and everything that refers to this Elasticsearch, because ECK does not read the setting and issues no client certificates.`,
  },
  check(entry, report, _, operator) {
    const { resource } = entry;
    if (!isNewestApi(resource) || !isAtLeast(operator, '2.7.0')) return;
    const sets = nodeSets(resource);
    const written = sets.flatMap((set) => settingsOf(set.get('config')).at(setting).written);
    for (const field of written)
      if (field.value === 'required')
        report(field, 'found', [], {
          fixes: () => (written.length === 1 && sets.length === 1 ? [moved(field, resource, operator)] : []),
        });
  },
});

/** The field that ECK reads is for all node sets. */
function moved(field: Field, { root }: Resource, operator: Operator): Fix | undefined {
  const http = root.at(['spec', 'http']);
  const required = http.at(['tls', 'client', 'authentication']);
  const gone = remove(field);
  if (!gone || required.exists || !isAtLeast(operator, '3.4.0')) return undefined;
  const added = http.exists
    ? insert(required, true)
    : insert(http, { tls: { client: { authentication: true } } }, 'version');
  return fix('Set http.tls.client.authentication instead', added && [...gone, ...added], false);
}
