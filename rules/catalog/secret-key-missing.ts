// A Secret of the workspace without the keys that ECK reads from it. Only names of keys are looked at, never values.
import { renameKey } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import {
  compatible,
  type Entry,
  enrolledThrough,
  nearest,
  type SecretNeed,
  secretNeeds,
  versionedKinds,
  type Workspace,
} from '../model/index.ts';

const outcomes: Readonly<Record<SecretNeed['purpose'], string>> = {
  association: 'the association fails',
  certificate: 'ECK cannot use the certificate and rolls nothing out',
  config: 'ECK cannot read the configuration and rolls nothing out',
  keystore: 'ECK cannot create the keystore and rolls nothing out',
  users: 'ECK cannot read the users or roles and rolls nothing out',
};

export const secretKeyMissing = defineRule({
  id: 'secret-key-missing',
  topic: 'references',
  summary: 'A Secret lacks a key that ECK reads from it.',
  severity: { misspelt: 'error', missing: 'warning', mixed: 'error', noCa: 'info' },
  kinds: versionedKinds,
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    misspelt: (secret, key, near, outcome) =>
      `The Secret ${secret} has the key ${near}, but ECK looks for ${key}: ${outcome}.`,
    missing: (secret, keys, outcome) =>
      `The Secret ${secret} lacks ${keys}. Unless something else adds this, ${outcome}.`,
    mixed: (secret) =>
      `The Secret ${secret} holds a certificate (tls.crt, tls.key) and the key of a CA (ca.key), but ECK accepts only one of the two: it rolls nothing out.`,
    noCa: (secret) =>
      `The Secret ${secret} has no ca.crt. Unless a public CA has signed the certificate, the operator cannot log in to this Kibana to enroll its Agents ("x509: certificate signed by unknown authority").`,
  },
  check(entry, report, workspace) {
    if (workspace.all('Secret').length === 0 || workspace.standingOf(entry) === 'partial') return;
    for (const { field, purpose, anyOf } of secretNeeds(entry.resource)) {
      const name = field.text as string;
      const secret = secretOf(entry, name, workspace);
      const keys = secret?.facts.secret?.keys;
      if (!secret || !keys) continue;
      const related = () => [{ entry: secret, path: ['metadata', 'name'], message: 'The Secret is here.' }];
      const served = purpose === 'certificate' && field.path.includes('http');
      if (served && keys.includes('ca.key') && keys.some((key) => key === 'tls.crt' || key === 'tls.key')) {
        report(field, 'mixed', [name], { related });
        continue;
      }
      // of several ways the one that most is there of
      const ways = anyOf.map((wanted) => ({ wanted, lacking: wanted.filter((key) => !keys.includes(key)) }));
      const [way] = ways.toSorted((a, b) => a.lacking.length - b.lacking.length || b.wanted.length - a.wanted.length);
      const least = way?.lacking ?? [];
      if (least.length === 0) {
        if (
          served &&
          entry.resource.kind === 'Kibana' &&
          !keys.includes('ca.crt') &&
          enrolledThrough(entry, workspace).length > 0
        )
          report(field, 'noCa', [name], { related });
        continue;
      }
      const spare = keys.filter((key) => !anyOf.flat().includes(key));
      const near = least.length === 1 ? nearest(least[0] as string, spare) : undefined;
      if (near === undefined) {
        report(field, 'missing', [name, list(least), outcomes[purpose]], { related });
        continue;
      }
      const wanted = least[0] as string;
      const places = ['data', 'stringData']
        .map((map) => secret.resource.root.get(map).get(near))
        .filter((f) => f.exists);
      report(field, 'misspelt', [name, wanted, near, outcomes[purpose]], {
        related,
        fixes: () => [
          places.length === 1 && places[0]
            ? fix(`Rename the key to ${wanted}`, renameKey(places[0], wanted), false)
            : undefined,
        ],
      });
    }
  },
});

/** The one Secret of the deployment that is meant, if all its keys can be seen. */
function secretOf(entry: Entry, name: string, workspace: Workspace): Entry | undefined {
  const own = workspace.namespaceOf(entry);
  const named = workspace.withName('Secret', name).filter((secret) => compatible(workspace.namespaceOf(secret), own));
  const [secret, second] = named;
  if (!secret || second || !secret.facts.secret?.complete || !workspace.together(entry, secret)) return undefined;
  return workspace.standingOf(secret) === 'whole' ? secret : undefined;
}

const list = (keys: readonly string[]): string =>
  keys.length < 2 ? keys.join('') : `${keys.slice(0, -1).join(', ')} and ${keys.at(-1)}`;
