// The HTTP Service that ECK makes for an Elasticsearch, a Kibana or a Fleet Server. Source: names, ports and the TLS
// switch of ECK's CRDs and controllers.

import type { Field } from '../text/field.ts';
import { fleetVariables } from './agent.ts';
import type { Kind } from './kinds.ts';
import type { Resource } from './resource.ts';

/** What a manifest says about the Service of its resource. */
export interface HttpService {
  /** undefined when that cannot be seen */
  readonly secure: boolean | undefined;
  /** with the certificate of ECK's own making, which nobody trusts by itself */
  readonly selfSigned: boolean;
  /** undefined when they cannot be seen */
  readonly ports: readonly number[] | undefined;
}

export type ServedKind = 'Elasticsearch' | 'Kibana' | 'Agent';

const services: Readonly<Record<ServedKind, { suffix: string; port: number }>> = {
  Agent: { suffix: '-agent-http', port: 8220 },
  Elasticsearch: { suffix: '-es-http', port: 9200 },
  Kibana: { suffix: '-kb-http', port: 5601 },
};

const isServedKind = (kind: Kind): kind is ServedKind => Object.hasOwn(services, kind);

export const serviceNameOf = (kind: ServedKind, name: string): string => name + services[kind].suffix;

/** The resource whose Service has this name. */
export function servedBy(service: string): { kind: ServedKind; name: string } | undefined {
  for (const kind of Object.keys(services) as ServedKind[]) {
    const { suffix } = services[kind];
    if (service.endsWith(suffix) && service.length > suffix.length)
      return { kind, name: service.slice(0, -suffix.length) };
  }
  return undefined;
}

export function httpService(resource: Resource): HttpService | undefined {
  const { kind, root } = resource;
  if (!isServedKind(kind)) return undefined;
  const http = root.at(['spec', 'http']);
  const own = kind === 'Agent' ? fleetVariables(resource) : new Set<string>();
  // variables of the author's decide how Fleet Server listens
  if (!own || [...own].some((name) => /^FLEET_SERVER_(?:INSECURE_HTTP|CERT|HOST|PORT)/.test(name)))
    return { secure: undefined, selfSigned: false, ports: portsOf(http, services[kind].port) };
  const secure = usesTls(http, root);
  const selfSigned = secure === true && !http.at(['tls', 'certificate']).exists;
  return { secure, selfSigned, ports: portsOf(http, services[kind].port) };
}

/** TLS is on unless the certificate ECK makes is switched off and no other is given. */
export function usesTls(http: Field, root: Field): boolean | undefined {
  const tls = http.get('tls');
  const disabled = tls.at(['selfSignedCertificate', 'disabled']);
  const certificate = tls.at(['certificate', 'secretName']);
  const hidden = !root.get('spec').complete && !tls.exists;
  if (hidden || !http.complete || http.shape === 'template' || tls.shape === 'template') return undefined;
  if (disabled.shape === 'template' || certificate.shape === 'template') return undefined;
  return disabled.value !== true || Boolean(certificate.text);
}

function portsOf(http: Field, standard: number): readonly number[] | undefined {
  const ports = http.at(['service', 'spec', 'ports']);
  if (!http.complete || http.shape === 'template') return undefined;
  if (ports.items().length === 0) return ports.shape === 'template' ? undefined : [standard];
  const numbers = ports.items().map((port) => port.get('port').value);
  return numbers.every((n) => typeof n === 'number') ? (numbers as number[]) : undefined;
}
