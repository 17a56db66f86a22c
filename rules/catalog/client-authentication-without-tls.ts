// Client certificates are part of TLS.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { isAtLeast, isNewestApi } from '../model/index.ts';

export const clientAuthenticationWithoutTls = defineRule({
  id: 'client-authentication-without-tls',
  topic: 'security',
  summary: 'An Elasticsearch requires client certificates while TLS is switched off.',
  severity: 'error',
  kinds: ['Elasticsearch'],
  admission: ['es-client-auth-needs-tls'],
  fixable: 'always',
  scope: 'workspace',
  messages: {
    found: () =>
      'Client certificates need TLS, which is switched off for this Elasticsearch: ECK rejects the manifest.',
  },
  check(entry, report, _, operator) {
    const { root } = entry.resource;
    const tls = root.at(['spec', 'http', 'tls']);
    const required = tls.at(['client', 'authentication']);
    const disabled = tls.at(['selfSignedCertificate', 'disabled']);
    const certificate = tls.at(['certificate', 'secretName']);
    if (required.value !== true || disabled.value !== true || !tls.complete) return;
    if (certificate.shape === 'template' || certificate.text || !isNewestApi(entry.resource)) return;
    if (!isAtLeast(operator, '3.4.0')) return;
    report(required, 'found', [], {
      related: () => [{ entry, path: disabled.pathBelow(root), message: 'TLS is switched off here.' }],
      fixes: () => [fix('Switch TLS on', replaceValue(disabled, false), false)],
    });
  },
});
