// In FIPS mode the keystore of Elasticsearch needs a password, which ECK sets by itself from 9.4 on only.
import { defineRule } from '../engine/rule.ts';
import {
  compareVersions,
  type Entry,
  elasticsearchConfigs,
  isAtLeast,
  isNewestApi,
  nodeSets,
  switchedOn,
} from '../model/index.ts';

const setting = 'xpack.security.fips_mode.enabled';
const variables = ['KEYSTORE_PASSWORD', 'KEYSTORE_PASSWORD_FILE', 'ES_KEYSTORE_PASSPHRASE_FILE'];

export const fipsKeystorePasswordMissing = defineRule({
  id: 'fips-keystore-password-missing',
  topic: 'security',
  summary: 'FIPS mode is on, but the keystore of Elasticsearch has no password.',
  severity: 'warning',
  kinds: ['Elasticsearch'],
  admission: ['es-fips-keystore'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    found: (version) =>
      `In FIPS mode Elasticsearch does not start without a keystore password. ECK sets one from 9.4.0 on; with ${version} set KEYSTORE_PASSWORD_FILE or KEYSTORE_PASSWORD in the container elasticsearch.`,
  },
  check(entry, report, workspace, operator) {
    const { resource } = entry;
    const version = resource.root.at(['spec', 'version']);
    const order = compareVersions(version.text ?? '', '9.4.0');
    if (order === undefined || order >= 0 || !isNewestApi(resource) || !isAtLeast(operator, '3.4.0')) return;
    const config = elasticsearchConfigs(entry, workspace).find((own) => switchedOn(own, setting));
    const decided = config?.scalar(setting);
    if (!decided || workspace.standingOf(entry) !== 'whole' || mayHavePassword(entry)) return;
    const own = decided.layer.entry === entry;
    report(own ? resource.root.at(decided.path) : version, 'found', [version.text ?? ''], {
      onKey: own,
      related: () =>
        own ? [] : [{ entry: decided.layer.entry, path: decided.path, message: 'FIPS mode is switched on here.' }],
    });
  },
});

/** What `envFrom` brings is out of sight. */
const mayHavePassword = ({ resource }: Entry): boolean =>
  nodeSets(resource).some((set) => {
    const template = set.get('podTemplate');
    if (!set.complete || template.shape === 'template') return true;
    const container = template
      .at(['spec', 'containers'])
      .items()
      .find((item) => item.get('name').text === 'elasticsearch');
    if (!container) return false;
    const names = container
      .get('env')
      .items()
      .map((variable) => variable.get('name').text);
    return container.get('envFrom').exists || names.some((name) => name === undefined || variables.includes(name));
  });
