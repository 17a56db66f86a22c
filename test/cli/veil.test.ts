// No secret is quoted, wherever on the line it stands.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { veil } from '../../server/cli/veil.ts';

const secret = 'hUnTeR2';
const dots = '\u2022'.repeat(secret.length);

for (const line of [
  `elasticsearch.password: ${secret}`,
  `  config: {elasticsearch.password: ${secret}, server.name: kb}`,
  `{"spec":{"config":{"xpack.security.encryptionKey":${secret},"a":1}}}`,
  `- {name: FLEET_ENROLLMENT_TOKEN, value: ${secret}}`,
  `hosts: ["https://elastic:${secret}@es:9200"]`,
  `password => ${secret}`,
]) {
  test(`in ${line.replace(secret, '…')}`, () => assert.equal(veil(line), line.replace(secret, dots)));
}

for (const line of [
  'secretName: my-secret',
  'image: docker.elastic.co/kibana/kibana:9.2.1',
  'password:',
  'a: https://es:9200',
]) {
  test(`not in ${line}`, () => assert.equal(veil(line), line));
}
