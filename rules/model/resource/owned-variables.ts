// Environment variables that ECK sets in its own containers. What an author gives under the same name wins. Source: the
// pod template builders of ECK 3.5 and the settings it writes with these variables.
import type { Field } from '../text/field.ts';
import { agentMode, isNamed } from './agent-mode.ts';
import type { Resource } from './resource.ts';

export interface OwnedVariable {
  /** what breaks with another value; without it the value only stops to follow ECK's */
  readonly breaks?: string;
  /** the field of the pod that ECK takes it from */
  readonly fieldPath?: string;
  /** whether a literal value does no harm */
  readonly allows?: (text: string) => boolean;
}

const probe = 'the readiness probe, which uses it, fails';
const published = 'http.publish_host, which ECK sets from it, does not resolve to the pod';

const elasticsearch = new Map<string, OwnedVariable>([
  ['HEADLESS_SERVICE_NAME', { breaks: published }],
  ['NODE_NAME', { breaks: 'copies of a shard are no longer kept on different hosts', fieldPath: 'spec.nodeName' }],
  [
    'POD_IP',
    { breaks: 'network.publish_host, which ECK sets from it, is not an address of the pod', fieldPath: 'status.podIP' },
  ],
  [
    'POD_NAME',
    {
      breaks: 'the nodes are not named after their pods, so the operator does not recognize them',
      fieldPath: 'metadata.name',
    },
  ],
  ['PROBE_PASSWORD_PATH', { breaks: probe }],
  ['PROBE_USERNAME', { breaks: probe }],
  ['READINESS_PROBE_PROTOCOL', { breaks: probe, allows: (text: string) => /^https?$/.test(text) }],
]);

const packageRegistry = new Map<string, OwnedVariable>([
  [
    'EPR_ADDRESS',
    {
      breaks: 'the Service and the readiness probe use port 8080, where nothing listens',
      allows: (text: string) => /^(?:0\.0\.0\.0|\[::\])?:8080$/.test(text),
    },
  ],
  ['EPR_TLS_CERT', {}],
  ['EPR_TLS_KEY', {}],
]);

const autoOps = new Map<string, OwnedVariable>([
  ['AUTOOPS_ES_URL', { breaks: 'the agents of all clusters of the policy monitor this one' }],
  ['AUTOOPS_OTEL_URL', {}],
  ['AUTOOPS_TOKEN', {}],
  ['AUTOOPS_ES_API_KEY', { breaks: 'the agents of all clusters of the policy use this key' }],
  ['ELASTIC_CLOUD_CONNECTED_MODE_API_KEY', {}],
  ['ELASTIC_CLOUD_CONNECTED_MODE_API_URL', {}],
]);

const apmServer = new Map<string, OwnedVariable>([['SECRET_TOKEN', {}]]);

/** Anything but a clear no. */
const switchedOn = { allows: (text: string) => /^(?!(?:0|f|false|n|no|off)$)/i.test(text) };

/** What ECK sets in the main container of a resource; undefined when it sets nothing of that name. */
export function ownedVariable(name: string, resource: Resource): OwnedVariable | undefined {
  switch (resource.kind) {
    case 'Elasticsearch':
      return name === 'NAMESPACE' ? namespaceVariable(resource) : elasticsearch.get(name);
    case 'PackageRegistry':
      return packageRegistry.get(name);
    case 'AutoOpsAgentPolicy':
      return autoOps.get(name);
    case 'ApmServer':
      return apmServer.get(name);
    case 'Logstash':
      return clusterVariable(name, resource.root.at(['spec', 'elasticsearchRefs']).items());
    case 'Agent':
      return fleetVariable(name, resource);
    default:
      return undefined;
  }
}

/** Its own namespace may stand there literally. */
const namespaceVariable = ({ namespace }: Resource): OwnedVariable | undefined =>
  namespace === undefined
    ? undefined
    : { breaks: published, fieldPath: 'metadata.namespace', allows: (text) => text === namespace };

/** `production` as clusterName gives PRODUCTION_ES_HOSTS and its like. */
function clusterVariable(name: string, references: readonly Field[]): OwnedVariable | undefined {
  const cluster = /^(.+)_ES_(?:HOSTS|USER|PASSWORD|SSL_CERTIFICATE_AUTHORITY)$/.exec(name)?.[1];
  if (cluster === undefined) return undefined;
  const isOwn = references.some(
    (reference) =>
      isNamed(reference) && reference.get('clusterName').text?.toUpperCase().replaceAll('-', '_') === cluster,
  );
  return isOwn ? {} : undefined;
}

function fleetVariable(name: string, resource: Resource): OwnedVariable | undefined {
  if (!name.startsWith('FLEET_') || agentMode(resource) !== 'fleet') return undefined;
  const spec = resource.root.get('spec');
  const server = spec.get('fleetServerEnabled').value === true;
  const withKibana = isNamed(spec.get('kibanaRef'));
  if (name === 'FLEET_ENROLL' && withKibana) return { ...switchedOn, breaks: 'the agent runs without ever enrolling' };
  if (name === 'FLEET_SERVER_ENABLE' && server) return { ...switchedOn, breaks: 'no Fleet Server is started' };
  if (name === 'FLEET_SERVER_POLICY_ID' && server && withKibana && spec.get('policyID').text) return {};
  return undefined;
}
