// Settings of elasticsearch.yml that ECK keeps for itself. Source: the list ECK 3.5 warns about.

/** Each with the value ECK sets unless the resource says otherwise. */
export const reservedSettings: Readonly<Record<string, string | boolean | undefined>> = {
  'cluster.initial_master_nodes': undefined,
  'cluster.name': undefined,
  'discovery.seed_hosts': undefined,
  'discovery.seed_providers': undefined,
  'network.host': undefined,
  'network.publish_host': undefined,
  'node.name': undefined,
  'path.data': undefined,
  'path.logs': undefined,
  'xpack.security.authc.reserved_realm.enabled': false,
  'xpack.security.enabled': true,
  'xpack.security.http.ssl.certificate': undefined,
  'xpack.security.http.ssl.enabled': true,
  'xpack.security.http.ssl.key': undefined,
  'xpack.security.transport.ssl.enabled': true,
  'xpack.security.transport.ssl.verification_mode': 'certificate',
};

/** Those of the API version v1beta1. */
export const olderReservedSettings: typeof reservedSettings = {
  ...Object.fromEntries(Object.entries(reservedSettings).filter(([name]) => !name.startsWith('discovery.'))),
  'xpack.security.transport.ssl.certificate': undefined,
  'xpack.security.transport.ssl.key': undefined,
};

/**
 * The setting that the image makes of an environment variable: of names in lower case with dots, and of `ES_SETTING_…`,
 * where a single underscore stands for a dot and two for one underscore.
 */
export function settingOfVariable(name: string): string | undefined {
  if (/^[a-z0-9_]+(?:\.[a-z0-9_]+)+$/.test(name)) return name;
  if (!name.startsWith('ES_SETTING_')) return undefined;
  return name
    .slice('ES_SETTING_'.length)
    .toLowerCase()
    .replace(/__|_/g, (line) => (line === '_' ? '.' : '_'));
}
