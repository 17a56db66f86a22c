// Where an address of Fleet Server or Elasticsearch leads among the Services that ECK makes in this workspace.

import { elasticsearchConfigs } from '../config/layers.ts';
import { type ServedKind, servedBy, serviceNameOf } from '../resource/http-service.ts';
import { isLoopback, portOf, printServiceUrl, type ServiceUrl, serviceUrl } from '../resource/service-url.ts';
import { hasPlaceholder } from '../text/template.ts';
import type { Entry } from '../workspace/entry.ts';
import type { Facts, Reference } from '../workspace/facts.ts';
import { compatible, type Workspace } from '../workspace/workspace.ts';
import { clusterOfKibana, enrolledThrough, targetIn } from './chain.ts';
import type { FleetHosts } from './hosts.ts';

/** What is wrong with an address, and the resources it may have meant. */
export type Lead =
  | { readonly state: 'fits' }
  /** an Ingress, an address, a Service that is not ECK's or not in this workspace */
  | { readonly state: 'unknown' }
  | {
      readonly state: 'namespace' | 'near' | 'port' | 'scheme';
      readonly url: ServiceUrl;
      readonly targets: readonly Entry[];
    }
  /** a Service of another Elasticsearch cluster than that of the Kibana that hands the address out */
  | { readonly state: 'cluster'; readonly url: ServiceUrl; readonly targets: readonly Entry[] }
  /** whoever uses it is led back to itself */
  | { readonly state: 'loopback' }
  /** a Service of ECK's kind that no resource of the workspace gets */
  | { readonly state: 'absent'; readonly url: ServiceUrl };

export function leadOf(text: string, of: FleetHosts['of'], kibana: Entry, workspace: Workspace): Lead {
  if (isLoopback(text)) return { state: 'loopback' };
  const url = serviceUrl(text);
  const served = url && servedBy(url.service);
  if (!url || served?.kind !== of || isOwnService(url, workspace)) return { state: 'unknown' };
  const found = workspace.resolve(kibana, referenceTo(served, url.namespace, kibana));
  const serving = 'entries' in found ? found.entries.filter((entry) => serves(entry)) : [];
  switch (found.state) {
    case 'unknown':
      return { state: 'unknown' };
    case 'absent':
      return { state: 'absent', url };
    case 'near':
    case 'elsewhere':
      // without a namespace the asking pod's own counts, and agents may be anywhere
      if (serving.length === 0 || url.namespace === undefined) return { state: 'unknown' };
      return { state: found.state === 'near' ? 'near' : 'namespace', url, targets: serving };
    case 'found':
      return judge(url, serving, kibana, workspace);
  }
}

const asked = new WeakMap<Facts, Map<string, Reference>>();

/** An address as a reference; the same one each time, for the workspace remembers what each leads to. */
function referenceTo(
  { kind, name }: { kind: ServedKind; name: string },
  namespace: string | undefined,
  kibana: Entry,
): Reference {
  const own = asked.get(kibana.facts) ?? new Map<string, Reference>();
  asked.set(kibana.facts, own);
  const key = `${kind} ${name} ${namespace}`;
  const reference = own.get(key) ?? { path: [], target: kind, name, namespace, namespaceUnknown: false };
  own.set(key, reference);
  return reference;
}

function judge(url: ServiceUrl, targets: readonly Entry[], kibana: Entry, workspace: Workspace): Lead {
  const [target, second] = targets;
  if (!target || second || workspace.standingOf(target) !== 'whole') return { state: 'unknown' };
  const own = clusterOfKibana(kibana, workspace);
  const other = otherCluster(target, kibana, workspace);
  if (own && other && own !== other && url.namespace !== undefined && workspace.together(kibana, own)) {
    const meant = target.resource.kind === 'Elasticsearch' ? [own] : serversOf(kibana, own, workspace);
    return { state: 'cluster', url, targets: meant };
  }
  const { ports } = target.facts.http ?? {};
  const secure = secureOf(target, workspace);
  if (ports && !ports.includes(portOf(url))) return { state: 'port', url, targets };
  if (secure !== undefined && secure !== (url.scheme === 'https')) return { state: 'scheme', url, targets };
  return { state: 'fits' };
}

/** The cluster that checks keys at an address; of a Fleet Server of this very Kibana its references are the matter. */
function otherCluster(target: Entry, kibana: Entry, workspace: Workspace): Entry | undefined {
  if (target.resource.kind === 'Elasticsearch') return target;
  const through = targetIn(target, 'kibanaRef', workspace);
  return through && through !== kibana ? targetIn(target, 'elasticsearchRefs', workspace) : undefined;
}

/** The Fleet Servers that enroll through a Kibana and work with its cluster. */
const serversOf = (kibana: Entry, cluster: Entry, workspace: Workspace): Entry[] =>
  enrolledThrough(kibana, workspace)
    .map(({ entry }) => entry)
    .filter((entry) => entry.facts.fleetServer && targetIn(entry, 'elasticsearchRefs', workspace) === cluster);

/** The address that was meant; undefined when some part of it cannot be told. */
export function corrected(url: ServiceUrl, target: Entry, workspace: Workspace): ServiceUrl | undefined {
  const { kind } = target.resource;
  const name = workspace.finalName(target);
  const namespace = workspace.namespaceOf(target);
  const port = target.facts.http?.ports?.[0];
  const secure = secureOf(target, workspace);
  if (name === undefined || port === undefined || target.facts.http?.ports?.length !== 1) return undefined;
  const scheme = secure === undefined ? url.scheme : secure ? 'https' : 'http';
  return {
    ...url,
    scheme,
    service: serviceNameOf(kind as FleetHosts['of'], name),
    namespace: url.namespace === undefined ? undefined : (namespace ?? url.namespace),
    port: url.port === undefined && portOf({ ...url, scheme }) === port ? undefined : port,
  };
}

/** The address of the Service of a resource; undefined when some part of it cannot be told. */
export function addressOf(target: Entry, workspace: Workspace): string | undefined {
  const kind = target.resource.kind as ServedKind;
  const [name, namespace] = [workspace.finalName(target), workspace.namespaceOf(target)];
  if (name === undefined || namespace === undefined || workspace.standingOf(target) !== 'whole') return undefined;
  const service = serviceNameOf(kind, name);
  const plain: ServiceUrl = { scheme: 'https', service, namespace, domain: '.svc', port: 0, rest: '' };
  const url = corrected(plain, target, workspace);
  return url && printServiceUrl(url);
}

const serves = (entry: Entry): boolean => entry.resource.kind !== 'Agent' || entry.facts.fleetServer === true;

/** TLS by the resource, unless settings of Elasticsearch decide against ECK. */
function secureOf(entry: Entry, workspace: Workspace): boolean | undefined {
  const own = entry.facts.http?.secure;
  if (entry.resource.kind !== 'Elasticsearch') return own;
  const decides = ['xpack.security.http.ssl.enabled', 'xpack.security.enabled'];
  const configs = elasticsearchConfigs(entry, workspace);
  return configs.some((config) => config.hidden || decides.some((name) => config.written(name).length > 0))
    ? undefined
    : own;
}

/** A Service that the workspace itself defines. */
const isOwnService = (url: ServiceUrl, workspace: Workspace): boolean =>
  workspace.withName('Service', url.service).some((entry) => compatible(workspace.namespaceOf(entry), url.namespace));

/** The resource whose Service an address leads to and fits; undefined for anything else. */
export function servingAt(data: unknown, of: FleetHosts['of'], kibana: Entry, workspace: Workspace): Entry | undefined {
  if (typeof data !== 'string' || hasPlaceholder(data)) return undefined;
  const url = serviceUrl(data);
  const served = url && servedBy(url.service);
  if (!served || leadOf(data, of, kibana, workspace).state !== 'fits') return undefined;
  const found = workspace.resolve(kibana, referenceTo(served, url.namespace, kibana));
  return found.state === 'found' ? found.entries[0] : undefined;
}
