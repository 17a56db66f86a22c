// Settings of elasticsearch.yml and kibana.yml that went away or got another name. Sources: the migration guides of
// Elasticsearch 8.0 (docs/reference/migration/migrate_8_0) and its release notes of 9.0; the migration guide of Kibana 7.0
// (docs/migration/migrate_7_0), kibana#84363 for the logging of 8.0, kibana#125590 for what it says when it starts, and
// the deprecations in Kibana's configuration of its server. A name that ends in `.*` stands for all below it.

export interface RemovedSetting {
  /** the first version that does not know it, or does nothing with it */
  readonly since: string;
  /** `stops`: the application does not start with it; `idle`: it does nothing; `renamed`: it is still read */
  readonly effect: 'stops' | 'idle' | 'renamed';
  /** the name that took its place, for the same value */
  readonly to?: string;
  /** what to use instead, as a sentence */
  readonly instead?: string;
}

type Table = Readonly<Record<string, Omit<RemovedSetting, 'since' | 'effect'>>>;

const roles = { instead: 'List the roles in node.roles.' };
const always = { instead: 'The feature is always there.' };
const delays = { instead: 'There are gateway.expected_data_nodes and gateway.recover_after_data_nodes.' };

const elasticsearch8: Table = {
  'bootstrap.system_call_filter': { instead: 'System call filters are always there.' },
  'cluster.join.timeout': {},
  'cluster.remote.connect': { instead: 'The role remote_cluster_client in node.roles says it.' },
  'cluster.routing.allocation.disk.include_relocations': {},
  'cluster.routing.allocation.exclude._tier': {},
  'cluster.routing.allocation.include._tier': {},
  'cluster.routing.allocation.require._tier': {},
  'discovery.zen.*': { instead: 'ECK sets what nodes need to find each other.' },
  'gateway.auto_import_dangling_indices': {},
  'gateway.expected_master_nodes': delays,
  'gateway.expected_nodes': delays,
  'gateway.recover_after_master_nodes': delays,
  'gateway.recover_after_nodes': delays,
  'http.content_type.required': {},
  'http.tcp_no_delay': { to: 'http.tcp.no_delay' },
  'network.tcp.connect_timeout': { to: 'transport.connect_timeout' },
  'node.data': roles,
  'node.ingest': roles,
  'node.local_storage': {},
  'node.master': roles,
  'node.max_local_storage_nodes': {},
  'node.ml': roles,
  'node.remote_cluster_client': roles,
  'node.transform': roles,
  'node.voting_only': roles,
  pidfile: { to: 'node.pidfile' },
  processors: { to: 'node.processors' },
  'repositories.fs.compress': { instead: 'The setting compress of each repository says it.' },
  'search.remote.*': { instead: 'The settings are called cluster.remote.' },
  'thread_pool.listener.*': {},
  'transport.tcp.compress': { to: 'transport.compress' },
  'transport.tcp.connect_timeout': { to: 'transport.connect_timeout' },
  'transport.tcp.port': { to: 'transport.port' },
  'transport.tcp_no_delay': { to: 'transport.tcp.no_delay' },
  'xpack.enrich.enabled': always,
  'xpack.flattened.enabled': always,
  'xpack.ilm.enabled': always,
  'xpack.monitoring.enabled': always,
  'xpack.rollup.enabled': always,
  'xpack.security.authc.accept_default_password': {},
  'xpack.security.authz.store.roles.index.cache.max_size': {},
  'xpack.security.authz.store.roles.index.cache.ttl': {},
  'xpack.slm.enabled': always,
  'xpack.sql.enabled': always,
  'xpack.transform.enabled': always,
  'xpack.vectors.enabled': always,
};

/** Of any name in place of the star. */
const profiles8: Table = {
  'transport.profiles.*.receive_buffer_size': { to: 'transport.profiles.*.tcp.receive_buffer_size' },
  'transport.profiles.*.reuse_address': { to: 'transport.profiles.*.tcp.reuse_address' },
  'transport.profiles.*.send_buffer_size': { to: 'transport.profiles.*.tcp.send_buffer_size' },
  'transport.profiles.*.tcp_keep_alive': { to: 'transport.profiles.*.tcp.keep_alive' },
  'transport.profiles.*.tcp_no_delay': { to: 'transport.profiles.*.tcp.no_delay' },
  'transport.profiles.*.xpack.security.type': {},
};

const elasticsearch9: Table = { 'cluster.routing.allocation.disk.watermark.enable_for_single_data_node': {} };

const kibana7: Table = {
  'elasticsearch.ssl.ca': { to: 'elasticsearch.ssl.certificateAuthorities' },
  'elasticsearch.ssl.cert': { to: 'elasticsearch.ssl.certificate' },
  'elasticsearch.ssl.verify': { instead: 'Set elasticsearch.ssl.verificationMode.' },
  'elasticsearch.url': { to: 'elasticsearch.hosts' },
  'i18n.defaultLocale': { to: 'i18n.locale' },
  'logging.useUTC': {},
  'server.ssl.cert': { to: 'server.ssl.certificate' },
};

const logging = { instead: 'Logging is set by logging.appenders, logging.loggers and logging.root.' };

const kibana8: Table = {
  'logging.dest': logging,
  'logging.events.*': logging,
  'logging.filter.*': logging,
  'logging.json': logging,
  'logging.quiet': logging,
  'logging.rotate.*': logging,
  'logging.silent': logging,
  'logging.timezone': logging,
  'logging.verbose': logging,
};

const tables: Readonly<Record<'Elasticsearch' | 'Kibana', Readonly<Record<string, RemovedSetting>>>> = {
  Elasticsearch: { ...gone('8.0.0', elasticsearch8), ...gone('9.0.0', elasticsearch9) },
  Kibana: {
    ...gone('7.0.0', kibana7),
    ...gone('8.0.0', kibana8),
    'elasticsearch.logQueries': {
      since: '8.0.0',
      effect: 'idle',
      instead: 'Set the level of the logger elasticsearch.query to debug.',
    },
    'server.maxPayloadBytes': { since: '8.0.0', effect: 'renamed', to: 'server.maxPayload' },
  },
};

function gone(since: string, table: Table): Record<string, RemovedSetting> {
  return Object.fromEntries(
    Object.entries(table).map(([name, more]): [string, RemovedSetting] => [name, { since, effect: 'stops', ...more }]),
  );
}

const profiles = gone('8.0.0', profiles8);

/** What became of a setting in some version; undefined when that is not known, and most are as they were. */
export function removedSetting(kind: 'Elasticsearch' | 'Kibana', name: string): RemovedSetting | undefined {
  const table = tables[kind];
  if (Object.hasOwn(table, name)) return table[name];
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    const all = `${name.slice(0, dot)}.*`;
    if (Object.hasOwn(table, all)) return table[all];
  }
  const [, profile, rest] = /^transport\.profiles\.([^.]+)\.(.+)$/.exec(name) ?? [];
  const found = kind === 'Elasticsearch' && rest ? profiles[`transport.profiles.*.${rest}`] : undefined;
  return found?.to && profile ? { ...found, to: found.to.replace('*', profile) } : found;
}
