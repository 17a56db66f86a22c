// What an author sets in the environment of the main container beats what ECK sets there, and the settings ECK writes
// are made of it. What fleet-variable-pinned and plaintext-credential speak about is left to them.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import {
  type Field,
  isPlainSecret,
  isSecretVariable,
  mainContainersOf,
  type OwnedVariable,
  ownedVariable,
  podKinds,
  type Resource,
  reservedSettings,
  settingOfVariable,
  usesTls,
} from '../model/index.ts';

export const envOwnedByEck = defineRule({
  id: 'env-owned-by-eck',
  topic: 'pods',
  summary: 'An environment variable replaces one that ECK sets.',
  severity: { breaks: 'warning', setting: 'warning', pinned: 'info' },
  kinds: podKinds.filter((kind) => !['Beat', 'ElasticMapsServer', 'EnterpriseSearch', 'Kibana'].includes(kind)),
  fixable: 'sometimes',
  scope: 'resource',
  messages: {
    breaks: (name, effect) => `ECK sets ${name} itself, and this value overrides it: ${effect}.`,
    setting: (name, setting) =>
      `The image turns ${name} into the setting ${setting === name ? 'of that name' : setting}, which ECK manages. The operator does not check it, and it overrides what ECK writes into elasticsearch.yml.`,
    pinned: (name) => `ECK sets ${name} itself. This value overrides it and does not follow later changes.`,
  },
  check(resource, report) {
    for (const { container } of mainContainersOf(resource)) {
      for (const variable of container.get('env').items()) {
        const at = variable.get('name');
        const name = at.text ?? '';
        const details = { fixes: () => [fix(`Remove ${name}`, remove(variable), false)] };
        const setting = resource.kind === 'Elasticsearch' ? managedSetting(name) : undefined;
        if (setting) {
          if (!repeats(setting, variable, resource)) report(at, 'setting', [name, setting], details);
          continue;
        }
        const owned = ownedVariable(name, resource);
        if (!owned || isLikeOwn(variable, owned)) continue;
        if (isSecretVariable(name) && isPlainSecret(variable.get('value'))) continue;
        // what a Secret or ConfigMap holds may be right
        const isSeen = variable.get('value').exists || variable.at(['valueFrom', 'fieldRef']).exists;
        if (owned.breaks && isSeen) report(at, 'breaks', [name, owned.breaks], details);
        else report(at, 'pinned', [name], details);
      }
    }
  },
});

/** The managed setting that the image makes of a variable. */
function managedSetting(name: string): string | undefined {
  const setting = settingOfVariable(name);
  if (setting === undefined) return undefined;
  // it cannot go with the initial master nodes that ECK sets
  return setting === 'discovery.type' || Object.hasOwn(reservedSettings, setting) ? setting : undefined;
}

/** Whether a variable says what ECK says, or may for all that can be seen. */
function repeats(setting: string, variable: Field, { root }: Resource): boolean {
  const { text, shape } = variable.get('value');
  if (setting === 'discovery.type') return shape === 'template' || text !== 'single-node';
  const isTls = setting === 'xpack.security.http.ssl.enabled';
  const own = isTls ? usesTls(root.at(['spec', 'http']), root) : reservedSettings[setting];
  return shape === 'template' || (own !== undefined && text === String(own));
}

/** Whether a variable comes from where ECK takes it, or may for all that can be seen. */
function isLikeOwn(variable: Field, { fieldPath, allows }: OwnedVariable): boolean {
  const value = variable.get('value');
  if (value.shape === 'template' || !variable.complete) return true;
  const from = variable.at(['valueFrom', 'fieldRef', 'fieldPath']);
  if (from.exists && fieldPath !== undefined) return from.text === undefined || from.text === fieldPath;
  if (allows === undefined) return false;
  // from a Secret or ConfigMap nothing is known
  return value.text === undefined || allows(value.text);
}
