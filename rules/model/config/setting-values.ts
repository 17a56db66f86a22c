// What values settings of elasticsearch.yml and kibana.yml take, for those that this project knows. Sources: the setting
// reference of Elasticsearch, and its breaking changes of 6.0 for booleans; the schemas of Kibana's configuration of its
// server, of its connection to Elasticsearch and of its security plugin, and the types of @kbn/config-schema.
import { isUnknown, type Plain } from '../text/plain.ts';

export type ValueType = 'boolean' | 'number' | 'duration' | 'bytes' | 'address' | readonly string[];

const elasticsearch: Readonly<Record<string, ValueType>> = {
  'bootstrap.memory_lock': 'boolean',
  'cluster.info.update.interval': 'duration',
  'cluster.max_shards_per_node': 'number',
  'cluster.publish.timeout': 'duration',
  'cluster.routing.allocation.disk.threshold_enabled': 'boolean',
  'cluster.routing.allocation.enable': ['all', 'primaries', 'new_primaries', 'none'],
  'cluster.routing.rebalance.enable': ['all', 'primaries', 'replicas', 'none'],
  'http.compression': 'boolean',
  'http.cors.allow-credentials': 'boolean',
  'http.cors.enabled': 'boolean',
  'http.max_content_length': 'bytes',
  'http.max_header_size': 'bytes',
  'indices.lifecycle.poll_interval': 'duration',
  'indices.recovery.max_bytes_per_sec': 'bytes',
  'ingest.geoip.downloader.enabled': 'boolean',
  'node.store.allow_mmap': 'boolean',
  'search.default_search_timeout': 'duration',
  'search.max_buckets': 'number',
  'transport.connect_timeout': 'duration',
  'xpack.license.self_generated.type': ['basic', 'trial'],
  'xpack.ml.enabled': 'boolean',
  'xpack.monitoring.collection.enabled': 'boolean',
  'xpack.monitoring.collection.interval': 'duration',
  'xpack.monitoring.elasticsearch.collection.enabled': 'boolean',
  'xpack.security.audit.enabled': 'boolean',
  'xpack.security.authc.anonymous.authz_exception': 'boolean',
  'xpack.security.authc.api_key.enabled': 'boolean',
  'xpack.security.authc.reserved_realm.enabled': 'boolean',
  'xpack.security.authc.token.enabled': 'boolean',
  'xpack.security.authc.token.timeout': 'duration',
  'xpack.security.enabled': 'boolean',
  'xpack.security.enrollment.enabled': 'boolean',
  'xpack.security.fips_mode.enabled': 'boolean',
  'xpack.security.http.ssl.client_authentication': ['none', 'optional', 'required'],
  'xpack.security.http.ssl.enabled': 'boolean',
  'xpack.security.transport.ssl.client_authentication': ['none', 'optional', 'required'],
  'xpack.security.transport.ssl.enabled': 'boolean',
  'xpack.security.transport.ssl.verification_mode': ['full', 'certificate', 'none'],
  'xpack.watcher.enabled': 'boolean',
};

const kibana: Readonly<Record<string, ValueType>> = {
  'elasticsearch.healthCheck.delay': 'duration',
  'elasticsearch.pingTimeout': 'duration',
  'elasticsearch.requestTimeout': 'duration',
  'elasticsearch.shardTimeout': 'duration',
  'elasticsearch.sniffOnConnectionFault': 'boolean',
  'elasticsearch.sniffOnStart': 'boolean',
  'elasticsearch.ssl.alwaysPresentCertificate': 'boolean',
  'elasticsearch.ssl.verificationMode': ['none', 'certificate', 'full'],
  'server.compression.enabled': 'boolean',
  'server.cors.allowCredentials': 'boolean',
  'server.cors.enabled': 'boolean',
  'server.keepaliveTimeout': 'number',
  'server.maxPayload': 'bytes',
  'server.port': 'number',
  'server.publicBaseUrl': 'address',
  'server.rewriteBasePath': 'boolean',
  'server.shutdownTimeout': 'duration',
  'server.socketTimeout': 'number',
  'server.ssl.clientAuthentication': ['none', 'optional', 'required'],
  'server.ssl.enabled': 'boolean',
  'server.ssl.redirectHttpFromPort': 'number',
  'server.xsrf.disableProtection': 'boolean',
  'xpack.fleet.agents.enabled': 'boolean',
  'xpack.security.audit.enabled': 'boolean',
  'xpack.security.authc.http.autoSchemesEnabled': 'boolean',
  'xpack.security.authc.http.enabled': 'boolean',
  'xpack.security.authc.selector.enabled': 'boolean',
  'xpack.security.sameSiteCookies': ['Strict', 'Lax', 'None'],
  'xpack.security.secureCookies': 'boolean',
  'xpack.security.session.cleanupInterval': 'duration',
  'xpack.security.session.idleTimeout': 'duration',
  'xpack.security.session.lifespan': 'duration',
  'xpack.security.showInsecureClusterWarning': 'boolean',
};

/** The logger's levels; before 8.0 the settings of logging were others. */
const levels: ValueType = ['all', 'fatal', 'error', 'warn', 'info', 'debug', 'trace', 'off'];

/** The settings with a known type. */
export const typedSettings: Readonly<Record<'Elasticsearch' | 'Kibana', ReadonlyMap<string, ValueType>>> = {
  Elasticsearch: new Map(Object.entries(elasticsearch)),
  Kibana: new Map([...Object.entries(kibana), ['logging.root.level', levels]]),
};

const number = /^[-+]?\d+(?:\.\d+)?$/;
const words = new Map([
  ['yes', true],
  ['on', true],
  ['y', true],
  ['1', true],
  ['no', false],
  ['off', false],
  ['n', false],
  ['0', false],
]);

/** The boolean that somebody has meant by a value that is none. */
export const meantBoolean = (value: Plain): boolean | undefined => {
  const text = String(value).toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : words.get(text);
};

/** Whether the application takes a value for a setting of this type. What is not literal, or no scalar, may be right. */
export function accepts(kind: 'Elasticsearch' | 'Kibana', type: ValueType, value: Plain): boolean {
  if (value === null || isUnknown(value) || typeof value === 'object') return true;
  const text = String(value);
  if (text === '' || text.includes('\uE000')) return true;
  return kind === 'Elasticsearch' ? elasticsearchAccepts(type, value, text) : kibanaAccepts(type, value, text);
}

/** To Elasticsearch every value is a text. */
function elasticsearchAccepts(type: ValueType, value: Plain, text: string): boolean {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean' || text === 'true' || text === 'false';
    case 'number':
      return number.test(text);
    case 'duration':
      return text === '0' || text === '-1' || /^\s*-?\d+(?:\.\d+)?\s*(?:nanos|micros|ms|s|m|h|d)\s*$/i.test(text);
    case 'bytes':
      return text === '0' || text === '-1' || /^\s*\d+(?:\.\d+)?\s*(?:b|kb?|mb?|gb?|tb?|pb?)\s*$/i.test(text);
    case 'address':
      return true;
    default:
      return type.includes(text.toLowerCase());
  }
}

/** Kibana tells booleans from texts, but for these two. */
function kibanaAccepts(type: ValueType, value: Plain, text: string): boolean {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean' || /^(?:true|false)$/i.test(text);
    case 'number':
      return typeof value === 'number' || number.test(text);
    case 'duration':
      return typeof value === 'number' || /^(?:\d+(?:ms|s|m|h|d|w|M|Y)?)+$/.test(text);
    case 'bytes':
      return typeof value === 'number' || /^\d+$/.test(text) || /[1-9][0-9]*(?:b|kb|mb|gb)/.test(text);
    case 'address':
      return /^https?:\/\//i.test(text);
    default:
      return type.includes(text);
  }
}
