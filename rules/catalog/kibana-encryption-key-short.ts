// Kibana stops at a short key when it starts. Source: the schemas of its security and encrypted saved objects plugins.
import { defineRule, type Related } from '../engine/rule.ts';
import { isUnknown, kibanaConfig, kibanasOf } from '../model/index.ts';

const least = 32;
const keys = ['xpack.encryptedSavedObjects.encryptionKey', 'xpack.security.encryptionKey'];

export const kibanaEncryptionKeyShort = defineRule({
  id: 'kibana-encryption-key-short',
  topic: 'security',
  summary: 'An encryption key of Kibana has fewer than 32 characters.',
  severity: 'error',
  secret: true,
  kinds: ['Kibana', 'StackConfigPolicy'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    found: (name, length, who) =>
      `${name} has ${length} characters, and ${who} does not start with fewer than ${least} ("it must have a minimum length of [${least}]"). ECK creates a key if none is set.`,
  },
  check(entry, report, workspace) {
    for (const kibana of kibanasOf(entry, workspace)) {
      const config = kibanaConfig(kibana, workspace);
      const who = kibana === entry ? 'Kibana' : `the Kibana ${kibana.resource.called}`;
      for (const name of keys) {
        const decided = config.scalar(name);
        const text = decided && !isUnknown(decided.value) ? String(decided.value) : undefined;
        if (decided?.layer.entry !== entry || config.hidden || text === undefined) continue;
        if (text === '' || text.length >= least || text.includes('\uE000')) continue;
        report(entry.resource.root.at(decided.path), 'found', [name, String(text.length), who], {
          onKey: true,
          related: (): Related[] =>
            kibana === entry
              ? []
              : [{ entry: kibana, path: ['metadata', 'name'], message: 'The policy selects this Kibana.' }],
        });
      }
    }
  },
});
