// ECK puts `subjectAltNames[].ip` into the certificate it makes, which takes addresses only.
import { renameKey } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { isIpAddress, isServed } from '../model/index.ts';

export const certificateIpInvalid = defineRule({
  id: 'certificate-ip-invalid',
  topic: 'security',
  summary: 'A subject alternative name under ip is not an IP address.',
  severity: 'error',
  kinds: ['Elasticsearch'],
  admission: ['es-san-ip'],
  fixable: 'sometimes',
  scope: 'resource',
  messages: {
    found: (value) =>
      `${value} is not an IP address, which every ip under subjectAltNames has to be: ECK rejects the manifest.`,
  },
  check(resource, report) {
    if (!isServed(resource)) return;
    const names = resource.root.at(['spec', 'http', 'tls', 'selfSignedCertificate', 'subjectAltNames']);
    for (const item of names.items()) {
      const field = item.get('ip');
      const { text } = field;
      // a number is wrong-type's
      if (!text || field.shape !== 'text' || isIpAddress(text)) continue;
      const isName = /^(?:\*\.)?[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?$/i.test(text) && /[a-z]/i.test(text);
      report(field, 'found', [text === text.trim() ? text : JSON.stringify(text)], {
        fixes: () => [isName && !item.get('dns').exists ? fix('Rename ip to dns', renameKey(field, 'dns')) : undefined],
      });
    }
  },
});
