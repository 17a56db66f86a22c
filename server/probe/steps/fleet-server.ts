// P10 to P12: Fleet Server and the Agents' own pods.
import { type Answer, isClusterError, isHttpError } from '../cluster.ts';
import { annotated, dig, isReady, list, nameOf, secretText, text } from '../live.ts';
import { apiPath } from '../paths.ts';
import type { Means, Outcome } from '../run.ts';
import { type AgentSeen, agentFrom, placeIn, podsOf } from './agent.ts';
import { unreachable, type Way } from './kibana.ts';

const workloads = ['deployment', 'daemonSet', 'statefulSet'] as const;
const resources = { deployment: 'deployments', daemonSet: 'daemonsets', statefulSet: 'statefulsets' } as const;

/** P10: the workload and its pods. A new Agent gets none before its enrollment is set up. */
export async function agentPods({ cluster }: Means, agent: AgentSeen): Promise<Outcome<string>> {
  const { namespace, name, object } = agent;
  const workload = workloads.find((it) => dig(object, 'spec', it) !== undefined);
  const pods = await cluster.list(podsOf(agent));
  const ready = pods.filter(isReady);
  const evidence = pods.slice(0, 10).map((pod) => `pod ${nameOf(pod)}: ${isReady(pod) ? 'ready' : stateOf(pod)}`);
  if (ready.length > 0) {
    return {
      mark: ready.length === pods.length ? 'pass' : 'warn',
      title: `${ready.length} of ${pods.length} pods of ${name} are ready`,
      evidence: ready.length === pods.length ? [] : evidence,
      found: nameOf(ready[0]),
    };
  }
  if (pods.length > 0) {
    return {
      mark: 'fail',
      title: `No pod of ${name} is ready`,
      evidence,
      next: `kubectl logs shows why, for the container agent`,
    };
  }
  const there =
    workload !== undefined && (await exists(cluster, apiPath(resources[workload], namespace, `${name}-agent`)));
  return {
    mark: 'fail',
    title: there
      ? `${name} has no pods`
      : `${name} has no ${workload ?? 'workload'}: the operator waits for its enrollment`,
    evidence: [
      there
        ? `its ${workload} is there and makes none`
        : 'the operator makes it only when its call to Kibana has succeeded',
    ],
  };
}

async function exists(cluster: Means['cluster'], path: string): Promise<boolean> {
  try {
    await cluster.get(path);
    return true;
  } catch (error) {
    if (!isClusterError(error) || error.status !== 404) throw error;
    return false;
  }
}

/** In words of the kubelet, such as CrashLoopBackOff. */
const stateOf = (pod: unknown): string => {
  const waiting = list(pod, 'status', 'containerStatuses').map((it) => text(it, 'state', 'waiting', 'reason'));
  return waiting.find((it) => it !== undefined) ?? text(pod, 'status', 'phase') ?? 'unknown';
};

/** P10: the Fleet Server that an Agent refers to. */
export async function fleetServerThere(
  { cluster }: Means,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  referrer: AgentSeen,
): Promise<Outcome<AgentSeen>> {
  const at = (rule: string) => placeIn(referrer, ['spec', 'fleetServerRef', 'name'], rule);
  let object: unknown;
  try {
    object = await cluster.get(apiPath('agents', namespace, name));
  } catch (error) {
    if (!isClusterError(error) || error.status !== 404) throw error;
    return {
      mark: 'fail',
      title: `There is no Agent ${name} in the namespace ${namespace}`,
      place: at('dangling-reference'),
      next: 'Correct the fleetServerRef, or create the Fleet Server',
    };
  }
  const found = agentFrom(object);
  if (!found.isFleetServer) {
    return {
      mark: 'fail',
      title: `The Agent ${name} is no Fleet Server`,
      place: at('fleet-server-ref-not-server'),
      next: 'Correct the fleetServerRef, or set fleetServerEnabled there',
    };
  }
  return {
    mark: found.health === 'green' ? 'pass' : 'warn',
    title: `The Fleet Server ${name} is ${found.health ?? 'not reconciled yet'}`,
    found,
  };
}

/** P10: what Fleet Server reports of itself; it needs no login. */
export async function fleetServerStatus(
  { http }: Means,
  { server }: Way,
  { object }: AgentSeen,
): Promise<Outcome<true>> {
  let answer: Answer;
  try {
    answer = await http.get(server, '/api/status');
  } catch (error) {
    const wanted = dig(object, 'spec', 'http', 'tls', 'client', 'authentication') === true;
    if (wanted && isHttpError(error) && error.fault === 'client-certificate') {
      return {
        mark: 'skip',
        title: 'Fleet Server asks for a client certificate, as its spec says: the probe has none',
      };
    }
    return unreachable(error, server, 'Fleet Server');
  }
  const status = (text(answer.json, 'status') ?? `status ${answer.status}`).toUpperCase();
  const evidence = [`GET /api/status: ${answer.status}`];
  if (status === 'HEALTHY') return { mark: 'pass', title: 'Fleet Server reports HEALTHY', found: true };
  // some versions serve while degraded, and answer 200 then
  if (status === 'DEGRADED' && answer.status === 200) {
    return {
      mark: 'warn',
      title: 'Fleet Server reports DEGRADED',
      evidence,
      next: 'Look at the log of its pod',
      found: true,
    };
  }
  return {
    mark: 'fail',
    title: `Fleet Server reports ${status}`,
    evidence,
    next: 'Look at the log of its pod: often it cannot reach Elasticsearch, or its token is refused',
  };
}

/** P11: Fleet Server's own token at Elasticsearch. */
export async function serviceToken(
  { cluster, http, redactor }: Means,
  agent: AgentSeen,
  way: Way,
): Promise<Outcome<true>> {
  const conf = associations(agent).find((it) => dig(it, 'isServiceAccount') === true);
  const [name, key] = [text(conf, 'authSecretName'), text(conf, 'authSecretKey')];
  if (name === undefined || key === undefined) {
    return { mark: 'skip', title: 'Fleet Server has no service account token of the operator' };
  }
  // as with the login: a note decides nothing about what is read
  if (!name.endsWith('-agent-user')) {
    return { mark: 'fail', title: `An annotation names the Secret ${name}, which the operator does not make` };
  }
  const secret = await cluster.get(apiPath('secrets', agent.namespace, name));
  const token = secretText(secret, key);
  if (token === undefined) return { mark: 'fail', title: `The Secret ${name} has no key ${key}` };
  redactor.add(token);
  const path = '/_security/_authenticate';
  let answer: Answer;
  try {
    answer = await http.get(way.server, path, { authorization: `Bearer ${token}`, invented: false });
  } catch (error) {
    return unreachable(error, way.server, 'Elasticsearch');
  }
  const username = text(answer.json, 'username');
  if (answer.status === 200) {
    return username === 'elastic/fleet-server'
      ? { mark: 'pass', title: "Elasticsearch accepts Fleet Server's service token", found: true }
      : { mark: 'fail', title: `Fleet Server's token belongs to ${username ?? 'another user'}` };
  }
  return {
    mark: 'fail',
    title: "Elasticsearch refuses Fleet Server's service token",
    evidence: [`GET ${path}: ${answer.status} ${text(answer.json, 'error', 'reason') ?? ''}`.trim()],
    next: 'Delete the Secret of the token: the operator makes a new one',
  };
}

/** What the operator has noted about the Elasticsearches of an Agent. */
function associations({ object }: AgentSeen): unknown[] {
  const annotations = (dig(object, 'metadata', 'annotations') ?? {}) as Record<string, unknown>;
  return Object.keys(annotations)
    .filter((key) => key.startsWith('association.k8s.elastic.co/es-conf'))
    .map((key) => annotated(object, key));
}

/** What a line of an Agent's log means. Sources: Elastic Agent, Fleet Server. Lines themselves are never shown. */
const patterns: readonly [RegExp, string][] = [
  [/invalid api key to authenticate with fleet/i, 'its state is of another cluster, or its key was revoked'],
  [/failed to authenticate service account/i, "Fleet Server's service token is refused"],
  [/x509: certificate signed by unknown authority/i, 'it does not trust a certificate'],
  [/x509: certificate is (?:not )?valid for/i, 'a certificate is for another name'],
  [/tls: certificate required/i, 'a client certificate is asked for'],
  [/dial tcp .*(?:localhost|127\.0\.0\.1)/i, 'it was given a localhost address'],
  [/no such host/i, 'a name does not resolve'],
  [/connection refused/i, 'a connection is refused'],
  [/i\/o timeout|context deadline exceeded/i, 'a connection times out: check NetworkPolicies'],
  [/FLEET_URL is required/i, 'it was not told where Fleet Server is'],
  [/status code: 401|returned 401|unauthorized/i, 'a login is refused'],
  [/permission denied|mkdir .*state/i, 'it may not write its state'],
  [/forbidden: User .* cannot/i, 'its ServiceAccount lacks rights'],
];

const tail = 200;
const mostBytes = 1 << 20;
/** The patterns take time, and a line may have any length. */
const longestLine = 2000;

/** P12: known phrases at the end of the log, counted. */
export async function knownPhrases({ cluster, consent }: Means, agent: AgentSeen): Promise<Outcome<true>> {
  if (!consent.logs) return { mark: 'skip', title: 'Logs were not read: that was not allowed' };
  const pods = await cluster.list(podsOf(agent));
  const counts = new Map<string, number>();
  const unread: string[] = [];
  const looked = pods.slice(0, 3);
  for (const pod of looked) {
    const path = `${apiPath('pods', agent.namespace, nameOf(pod))}/log?container=agent&tailLines=${tail}&limitBytes=${mostBytes}`;
    let log: string;
    try {
      log = await cluster.text(path);
    } catch (error) {
      // a container that has not started has no log; that alone breaks no chain
      if (!isClusterError(error) || error.status === 403) throw error;
      unread.push(`pod ${nameOf(pod)}: ${error.message}`);
      continue;
    }
    for (const whole of log.split('\n')) {
      const line = whole.slice(0, longestLine);
      const meaning = patterns.find(([pattern]) => pattern.test(line))?.[1];
      if (meaning !== undefined) counts.set(meaning, (counts.get(meaning) ?? 0) + 1);
    }
  }
  if (unread.length === looked.length) return { mark: 'skip', title: 'There is no log to read', evidence: unread };
  if (counts.size === 0)
    return { mark: 'pass', title: `The last ${tail} lines of its log show no known error`, found: true };
  return {
    mark: 'warn',
    title: 'Its log shows known errors',
    evidence: [...counts].sort((a, b) => b[1] - a[1]).map(([meaning, count]) => `${count} ×: ${meaning}`),
    found: true,
  };
}
