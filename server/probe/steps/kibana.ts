// P2 to P4 and the liveness of Kibana: is it there, what do its settings say, and is there a way to it?
import { type Answer, type Certificate, type HttpError, isClusterError, isHttpError, type Server } from '../cluster.ts';
import { annotation, dig, isReady, list, map, nameOf, secretText, text } from '../live.ts';
import { apiPath, selecting, typed } from '../paths.ts';
import type { LiveState, Prediction } from '../prediction.ts';
import { wayIn } from '../remedy.ts';
import type { Place } from '../report.ts';
import type { Means, Outcome } from '../run.ts';

export interface KibanaSeen {
  readonly object: unknown;
  readonly namespace: string;
  readonly name: string;
  readonly green: boolean;
  /** its Elasticsearch, when that is one of this cluster */
  readonly elasticsearch: { readonly namespace: string; readonly name: string } | undefined;
  /** the Secret that describes an Elasticsearch elsewhere */
  readonly external: string | undefined;
  readonly tls: boolean;
}

const place = (kind: string, namespace: string, name: string, path: Place['path'], rule?: string): Place => ({
  kind,
  namespace,
  name,
  path,
  ...(rule !== undefined && { rule }),
});

const unmanaged = (object: unknown): string | undefined => {
  if (annotation(object, 'eck.k8s.elastic.co/managed') === 'false') return 'eck.k8s.elastic.co/managed';
  if (annotation(object, 'common.k8s.elastic.co/pause') === 'true') return 'common.k8s.elastic.co/pause';
  return undefined;
};

const pause = 'eck.k8s.elastic.co/pause-orchestration';

/** P2: the Kibana. The operator calls it only while it is green. */
export async function kibanaStatus(
  { cluster }: Means,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  referrer: Place,
): Promise<Outcome<KibanaSeen>> {
  let object: unknown;
  try {
    object = await cluster.get(apiPath('kibanas', namespace, name));
  } catch (error) {
    if (!isClusterError(error) || error.status !== 404) throw error;
    return {
      mark: 'fail',
      title: `There is no Kibana ${name} in the namespace ${namespace}`,
      place: { ...referrer, rule: 'dangling-reference' },
      next: 'Correct the kibanaRef, or create the Kibana',
    };
  }
  const health = text(object, 'status', 'health');
  const target = text(object, 'spec', 'elasticsearchRef', 'name');
  const found: KibanaSeen = {
    object,
    namespace,
    name,
    green: health === 'green',
    elasticsearch:
      target === undefined
        ? undefined
        : { namespace: text(object, 'spec', 'elasticsearchRef', 'namespace') ?? namespace, name: target },
    external: target === undefined ? text(object, 'spec', 'elasticsearchRef', 'secretName') : undefined,
    tls:
      dig(object, 'spec', 'http', 'tls', 'selfSignedCertificate', 'disabled') !== true ||
      text(object, 'spec', 'http', 'tls', 'certificate', 'secretName') !== undefined,
  };
  const version = text(object, 'status', 'version') ?? text(object, 'spec', 'version') ?? 'unknown';
  const [seen, now] = [dig(object, 'status', 'observedGeneration'), dig(object, 'metadata', 'generation')];
  const behind = typeof seen === 'number' && typeof now === 'number' && now > seen;
  const evidence = [
    `health: ${health ?? 'none yet'}`,
    `version: ${version}`,
    ...(behind ? ['the operator has not seen its last change yet'] : []),
  ];
  const paused = annotation(object, pause) === 'true';
  const held = unmanaged(object) ?? (paused ? pause : undefined);
  if (held !== undefined) {
    return {
      mark: found.green ? 'warn' : 'fail',
      title: `Kibana ${name} is paused by the annotation ${held}: changes of its settings do not reach its pods`,
      evidence,
      place: place('Kibana', namespace, name, ['metadata', 'annotations', held]),
      next: 'Remove the annotation',
      found,
    };
  }
  if (!found.green) {
    return {
      mark: 'fail',
      title: `Kibana ${name} is ${health ?? 'not reconciled yet'}`,
      evidence,
      cause: 'The operator does not set up Fleet before Kibana is green',
      next: 'Look at the pods and the log of Kibana',
      found,
    };
  }
  return { mark: 'pass', title: `Kibana ${name} is green, version ${version}`, evidence: evidence.slice(2), found };
}

/** P2: the Elasticsearch that Kibana authenticates against. */
export async function elasticsearchStatus(
  { cluster }: Means,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  kibana: KibanaSeen,
): Promise<Outcome<unknown>> {
  let object: unknown;
  try {
    object = await cluster.get(apiPath('elasticsearches', namespace, name));
  } catch (error) {
    if (!isClusterError(error) || error.status !== 404) throw error;
    return {
      mark: 'fail',
      title: `There is no Elasticsearch ${name} in the namespace ${namespace}`,
      place: place('Kibana', kibana.namespace, kibana.name, ['spec', 'elasticsearchRef'], 'dangling-reference'),
    };
  }
  const health = text(object, 'status', 'health');
  const held = unmanaged(object);
  if (held !== undefined) {
    return {
      mark: 'warn',
      title: `Elasticsearch ${name} is paused by the annotation ${held}: new users do not reach it`,
      cause: "The operator writes the Agent's user into the file realm of Elasticsearch, and leaves this one alone",
      next: 'Remove the annotation',
      place: place('Elasticsearch', namespace, name, ['metadata', 'annotations', held], 'elasticsearch-not-reconciled'),
      found: object,
    };
  }
  if (health !== 'green' && health !== 'yellow') {
    return {
      mark: 'warn',
      title: `Elasticsearch ${name} is ${health ?? 'not reconciled yet'}`,
      next: 'Look at the pods and the log of Elasticsearch',
      found: object,
    };
  }
  return { mark: 'pass', title: `Elasticsearch ${name} is ${health}`, found: object };
}

/** P3: what the settings say, all layers together. */
export async function predicted(
  { cluster }: Means,
  kibana: KibanaSeen,
  state: LiveState,
  operatorNamespace: string,
): Promise<Outcome<Prediction>> {
  let seen = true;
  const unseen: string[] = [];
  for (const namespace of new Set([kibana.namespace, operatorNamespace])) {
    try {
      for (const policy of await cluster.list(apiPath('stackconfigpolicies', namespace))) {
        state.add(typed('stackconfigpolicies', policy));
      }
    } catch (error) {
      if (!isClusterError(error)) throw error;
      // a cluster without the kind has no policies
      if (error.status === 404) continue;
      seen = false;
      unseen.push(`StackConfigPolicies of the namespace ${namespace}: ${error.message}`);
    }
  }
  const found = state.basicAuthAt(kibana.object, seen);
  if (found.accepts === false) {
    return {
      mark: 'fail',
      title: `By its settings, Kibana ${kibana.name} refuses basic authentication`,
      evidence: unseen,
      ...(found.why !== undefined && { cause: found.why }),
      next: wayIn(found.place),
      ...(found.place && { place: found.place }),
      found,
    };
  }
  return found.accepts === true
    ? { mark: 'pass', title: `By its settings, Kibana ${kibana.name} accepts basic authentication`, found }
    : {
        mark: 'skip',
        title: `The settings of Kibana ${kibana.name} do not show whether it accepts basic authentication`,
        evidence: unseen,
        found,
      };
}

/** A server in a pod that can be asked. */
export interface Way {
  readonly server: Server;
  /** path in front of every request: the base path */
  readonly base: string;
}

/** What a Service leads to. */
export interface Target {
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
  /** undefined when that is not known */
  readonly scheme: 'https' | 'http' | undefined;
  /** the label that the pods of the right resource carry */
  readonly label: readonly [key: string, value: string];
  readonly what: string;
}

/** P4: the Service and a ready pod behind it. */
export async function pathTo({ cluster }: Means, target: Target): Promise<Outcome<string>> {
  const { namespace, service, port, scheme, what } = target;
  const [key, value] = target.label;
  const object = await cluster.get(apiPath('services', namespace, service));
  const selector = Object.entries(map(object, 'spec', 'selector'));
  const pods =
    selector.length === 0
      ? []
      : await cluster.list(
          selecting(apiPath('pods', namespace), 'labelSelector', selector.map(([k, v]) => `${k}=${v}`).join(',')),
        );
  const evidence = pods.map(
    (pod) =>
      `pod ${nameOf(pod)}: ${isReady(pod) ? 'ready' : `not ready, ${text(pod, 'status', 'phase') ?? 'unknown'}`}`,
  );
  const strangers = pods.filter((pod) => map(pod, 'metadata', 'labels')[key] !== value);
  if (strangers.length > 0) {
    return {
      mark: 'fail',
      title: `The Service ${service} leads to pods that are not those of ${what}`,
      evidence: strangers.map((pod) => `pod ${nameOf(pod)} has no label ${key}: ${value}`),
      next: 'Correct the selector of the Service, or the serviceName that names it',
    };
  }
  const has = (name: string): boolean => list(object, 'spec', 'ports').some((it) => dig(it, 'name') === name);
  if (scheme === undefined && has('http') && !has('https')) {
    return { mark: 'skip', title: `${what} has TLS switched off: no login is sent there` };
  }
  if (!has(scheme ?? 'https')) {
    return {
      mark: 'fail',
      title: `The Service ${service} has no port named ${scheme ?? 'https'}`,
      cause: 'The operator finds the port by that name',
      evidence: list(object, 'spec', 'ports').map(
        (it) => `port ${text(it, 'name') ?? '(no name)'}: ${JSON.stringify(dig(it, 'port'))}`,
      ),
    };
  }
  const pod = pods.find(isReady);
  if (!pod) {
    return {
      mark: 'fail',
      title: `No ready pod is behind the Service ${service}`,
      evidence: evidence.length > 0 ? evidence : ['no pod matches its selector'],
      next: `Look at the pods of ${what} and their events`,
    };
  }
  return {
    mark: 'pass',
    title: `The Service ${service} leads to ${pods.filter(isReady).length} ready ${pods.length === 1 ? 'pod' : 'pods'} on port ${port}`,
    evidence: evidence.length > 1 ? evidence : [],
    found: nameOf(pod),
  };
}

/** What a server is verified with: the CA that ECK publishes for it. Needs consent to read Secrets. */
export async function trustFor(
  { cluster, consent }: Means,
  namespace: string,
  secret: string,
  what: string,
): Promise<Outcome<Server['trust']>> {
  if (!consent.secrets) {
    return {
      mark: 'skip',
      title: `The certificate of ${what} is not verified: its CA is in a Secret, and reading Secrets was not allowed`,
      found: 'nothing',
    };
  }
  try {
    const ca = secretText(await cluster.get(apiPath('secrets', namespace, secret)), 'ca.crt');
    return ca === undefined
      ? { mark: 'pass', title: `${what} has a certificate of a public CA`, found: 'system' }
      : { mark: 'pass', title: `The CA of ${what} is known`, found: { ca } };
  } catch (error) {
    if (!isClusterError(error) || error.status !== 403) throw error;
    return {
      mark: 'skip',
      title: `The certificate of ${what} is not verified: you may not read the Secret ${secret}`,
      evidence: [error.message],
      found: 'nothing',
    };
  }
}

/** What a failed connection means. */
export function unreachable(error: unknown, server: Server, what: string): Outcome<never> {
  if (!isHttpError(error)) throw error;
  const titles: Record<HttpError['fault'], string> = {
    forbidden: 'You may not forward a port to a pod',
    forward: `A port-forward to the pod ${server.pod} could not be opened`,
    refused: `Nothing listens on port ${server.port} in the pod ${server.pod}`,
    timeout: `${what} does not answer in time`,
    'plain-http': `${what} speaks plain HTTP where TLS is expected`,
    untrusted: `The certificate of ${what} is not signed by the CA that ECK publishes for it`,
    expired: `The certificate of ${what} is not valid now`,
    name: `The certificate of ${what} is not valid for ${server.name}`,
    'client-certificate': `${what} asks for a client certificate`,
    lost: `The connection to ${what} was lost`,
  };
  const next: Partial<Record<HttpError['fault'], string>> = {
    untrusted: 'The operator reports "certificate signed by unknown authority": give the certificate Secret its ca.crt',
    name: 'The operator does not check the name, but Agents do: add it to subjectAltNames of the certificate',
    'plain-http': 'TLS is switched off in config or in the environment while spec.http.tls has it on',
    refused: `Look at the log of the pod ${server.pod}`,
    expired: 'Renew the certificate in the Secret that spec.http.tls.certificate names',
  };
  return {
    mark: error.fault === 'forbidden' ? 'skip' : 'fail',
    title: titles[error.fault],
    evidence: [error.message],
    ...(next[error.fault] !== undefined && { next: next[error.fault] as string }),
  };
}

const soon = 30 * 24 * 3600 * 1000;

const certificateNote = ({ issuer, until }: Certificate): string[] => {
  const left = Date.parse(until) - Date.now();
  return Number.isNaN(left) || left > soon ? [] : [`the certificate of ${issuer} is valid until ${until}`];
};

/** Kibana's own word on its state, asked without any login: TLS is judged before a secret is sent. */
export async function kibanaAnswers({ http }: Means, { server, base }: Way): Promise<Outcome<true>> {
  let answer: Answer;
  try {
    answer = await http.get(server, `${base}/api/status`);
  } catch (error) {
    return unreachable(error, server, 'Kibana');
  }
  const level = text(answer.json, 'status', 'overall', 'level');
  const verified = server.trust === 'nothing' ? 'over TLS that is not verified' : 'over verified TLS';
  const evidence = certificateNote(answer.certificate);
  if (answer.status === 404) {
    return {
      mark: 'fail',
      title: `Kibana answers 404 ${base === '' ? 'at its root' : `below ${base}`}`,
      cause: 'It serves below another base path than the operator knows',
      evidence,
    };
  }
  if (level === undefined || level === 'unavailable' || level === 'critical') {
    return {
      mark: 'fail',
      title: `Kibana answers ${verified}, but is not available: ${level ?? `status ${answer.status}`}`,
      evidence,
      next: 'Look at the log of Kibana: often it cannot reach Elasticsearch',
    };
  }
  return {
    mark: level === 'available' ? 'pass' : 'warn',
    title: `Kibana answers ${verified} and reports ${level}`,
    evidence,
    found: true,
  };
}

/** Network policies, judged from the objects alone: a port-forward does not pass them. */
export async function networkPolicies(
  { cluster }: Means,
  namespaces: readonly string[],
  state: LiveState,
): Promise<Outcome<true>> {
  let count = 0;
  for (const namespace of new Set(namespaces)) {
    for (const policy of await cluster.list(apiPath('networkpolicies', namespace))) {
      count++;
      state.add(typed('networkpolicies', policy));
    }
  }
  if (count === 0) return { mark: 'pass', title: 'No NetworkPolicy is in the namespaces of the chain', found: true };
  const cuts = state.cuts();
  const [first] = cuts;
  if (!first) {
    return { mark: 'pass', title: `${count} NetworkPolicies were read; none certainly blocks the chain`, found: true };
  }
  return {
    mark: 'warn',
    title: 'NetworkPolicies do not allow a connection of the chain',
    evidence: cuts.map(
      ({ policy, from, to, port, outcome }) =>
        `${policy.name} blocks ${from} from reaching ${to}, port ${port}: ${outcome}`,
    ),
    place: { ...first.policy, path: ['spec'], rule: 'network-policy-blocks-fleet' },
    found: true,
  };
}
