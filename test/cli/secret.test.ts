// What stands behind a finding about a secret is not quoted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rules } from '../../rules/index.ts';
import { temporary } from '../host/temporary.ts';
import { eckLint } from './given.ts';

test('no format tells the secret', async (t) => {
  const place = temporary(t, {
    'kibana.yaml': `apiVersion: kibana.k8s.elastic.co/v1
kind: Kibana
metadata: {name: kb}
spec:
  version: 9.2.1
  config:
    elasticsearch.password: opensesame
`,
  });
  for (const format of ['text', 'json', 'sarif', 'junit', 'github']) {
    const { out } = await eckLint(place.path, ['check', '--format', format], { rules });
    assert.ok(out.includes('plaintext-credential'), format);
    assert.ok(!out.includes('opensesame'), format);
  }
});
