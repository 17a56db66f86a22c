// Settings of elasticsearch.yml that ECK manages. A user's value is not stripped: it takes effect, against the operator.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import {
  type Field,
  isFalse,
  isNewestApi,
  isServed,
  nodeSets,
  olderReservedSettings,
  type Resource,
  reservedSettings,
  settingsOf,
} from '../model/index.ts';

export const elasticsearchReservedSetting = defineRule({
  id: 'elasticsearch-reserved-setting',
  topic: 'manifest',
  summary: 'A node set overrides a setting of Elasticsearch that ECK manages.',
  severity: 'warning',
  kinds: ['Elasticsearch'],
  admission: ['es-reserved-setting'],
  fixable: 'sometimes',
  scope: 'resource',
  messages: {
    overrides: (setting) =>
      `${setting} is managed by ECK. The operator warns about this value and still applies it, which can break nodes, probes and logins.`,
    repeats: (setting) =>
      `${setting} is managed by ECK and has this value already. The operator warns about it on every apply.`,
  },
  check(resource, report) {
    const isV1beta1 = isServed(resource) && !isNewestApi(resource);
    for (const set of nodeSets(resource)) {
      const settings = settingsOf(set.get('config'));
      for (const [name, value] of Object.entries(isV1beta1 ? olderReservedSettings : reservedSettings)) {
        const own = name === 'xpack.security.http.ssl.enabled' ? usesTls(resource) : value;
        const written = settings.at(name).written.filter((field) => !isSecurityOff(name, field));
        for (const field of written) {
          const repeats = own !== undefined && String(field.value) === String(own);
          report(field, repeats ? 'repeats' : 'overrides', [name], {
            onKey: true,
            fixes: () => [fix(`Remove ${name}`, remove(field), repeats)],
          });
        }
      }
    }
  },
});

/** TLS is on unless it is switched off and no certificate is given; undefined when a template decides. */
function usesTls(resource: Resource): boolean | undefined {
  const tls = resource.root.at(['spec', 'http', 'tls']);
  const disabled = tls.at(['selfSignedCertificate', 'disabled']);
  const certificate = tls.at(['certificate', 'secretName']);
  if (disabled.shape === 'template' || certificate.shape === 'template' || !tls.complete) return undefined;
  return disabled.value !== true || Boolean(certificate.text);
}

/** elasticsearch-security-disabled says more about this one. */
const isSecurityOff = (name: string, field: Field): boolean => name === 'xpack.security.enabled' && isFalse(field);
