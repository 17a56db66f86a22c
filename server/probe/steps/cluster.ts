// Before the chain: does the API server answer, does it know the user, and what may he do?
import { type Access, isClusterError } from '../cluster.ts';
import { dig, list, map, namespaceOf, text } from '../live.ts';
import { apiPath, selecting } from '../paths.ts';
import type { Means, Outcome } from '../run.ts';

/** The API server and its version. Everybody may ask for it, so it proves no login. */
export async function apiAnswers({ cluster }: Means): Promise<Outcome<string>> {
  try {
    const version = text(await cluster.get('/version'), 'gitVersion') ?? 'unknown';
    return { mark: 'pass', title: `The API server answers (Kubernetes ${version})`, found: version };
  } catch (error) {
    if (!isClusterError(error)) throw error;
    // credentials that are no longer good are refused before anything else: the next step tells of them
    if (error.status === 401 || error.status === 403) {
      return { mark: 'pass', title: 'The API server answers, but does not report its version', found: 'unknown' };
    }
    return {
      mark: 'fail',
      title: 'The API server cannot be reached',
      evidence: [`${error.status || error.reason}: ${error.message}`],
      next: 'Check the context, the network (VPN, proxy) and the certificate in the kubeconfig: kubectl version shows the same',
    };
  }
}

/** The first access review is what proves the credentials. */
export async function loginAccepted({ cluster }: Means, namespace: string): Promise<Outcome<true>> {
  try {
    await cluster.can({ verb: 'get', resource: 'pods', namespace });
    return { mark: 'pass', title: 'The API server accepts the credentials of the kubeconfig', found: true };
  } catch (error) {
    if (!isClusterError(error)) throw error;
    const refused = error.status === 401 || error.message.includes('system:anonymous');
    return {
      mark: 'fail',
      title: refused
        ? 'The API server does not accept the credentials of the kubeconfig'
        : 'The API server does not answer an access review',
      evidence: [`${error.status || error.reason}: ${error.message}`],
      ...(refused && { next: 'They may have expired: log in again, in the way of your cluster' }),
    };
  }
}

const eck = (group: string, resource: string, verb = 'get'): Access => ({
  verb,
  group: `${group}.k8s.elastic.co`,
  resource,
});

/** What the probe reads. Rights to Secrets are best given by name, so each step finds out for itself. */
function needs(logs: boolean): Access[] {
  return [
    eck('agent', 'agents', 'list'),
    eck('kibana', 'kibanas'),
    eck('elasticsearch', 'elasticsearches'),
    eck('stackconfigpolicy', 'stackconfigpolicies', 'list'),
    { verb: 'list', resource: 'events' },
    { verb: 'get', resource: 'services' },
    { verb: 'list', resource: 'pods' },
    { verb: 'list', group: 'networking.k8s.io', resource: 'networkpolicies' },
    // a WebSocket is a GET; newer API servers want create for it as well
    { verb: 'get', resource: 'pods', subresource: 'portforward' },
    { verb: 'create', resource: 'pods', subresource: 'portforward' },
    ...(logs ? [{ verb: 'get', resource: 'pods', subresource: 'log' }] : []),
  ];
}

/** What the user may not read, told at once. Each step copes with what is missing. */
export async function rightsGiven({ cluster, consent }: Means, namespace: string): Promise<Outcome<true>> {
  const wanted = needs(consent.logs);
  const allowed = await Promise.all(wanted.map((access) => cluster.can({ ...access, namespace })));
  const missing = wanted.filter((_, i) => !allowed[i]).map(wordsFor);
  return missing.length === 0
    ? { mark: 'pass', title: 'You may read what the probe needs', found: true }
    : {
        mark: 'warn',
        title: 'You may not read everything that the probe needs; the steps that depend on it are skipped',
        evidence: missing,
        next: `Ask for a Role with these rights in the namespace ${namespace}`,
        found: true,
      };
}

const wordsFor = ({ verb, group, resource, subresource }: Access): string =>
  `${verb} ${resource}${subresource ? `/${subresource}` : ''}${group ? `.${group}` : ''}`;

export interface OperatorSeen {
  /** MAJOR.MINOR.PATCH of its image */
  readonly version: string | undefined;
  readonly namespace: string;
}

const usualNamespace = 'elastic-system';
const operatorLabels = ['control-plane=elastic-operator', 'app.kubernetes.io/name=elastic-operator'];

/** P1v: the operator's version, by which its messages differ. */
export async function operatorVersion({ cluster }: Means, expected: string): Promise<Outcome<OperatorSeen>> {
  const pods = await operatorPods(cluster);
  const pod = pods[0];
  if (!pod) {
    return { mark: 'skip', title: 'The pod of the ECK operator was not seen', evidence: ['its version is unknown'] };
  }
  const images = list(pod, 'spec', 'containers').map((it) => text(it, 'image') ?? '');
  const version = images.map((image) => /:v?(\d+\.\d+\.\d+)/.exec(image)?.[1]).find((it) => it !== undefined);
  const found = { version, namespace: namespaceOf(pod) };
  if (version === undefined) {
    return { mark: 'skip', title: 'The image of the ECK operator has no version in its tag', evidence: images, found };
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 2 || (major === 2 && minor < 4)) {
    return {
      mark: 'warn',
      title: `The ECK operator is version ${version}: there, the pods of the Agents set up Fleet themselves`,
      cause: 'Before 2.4.0 a refused login shows in the log of the Agent pods, not at the operator',
      found,
    };
  }
  const short = expected.split('.').slice(0, 2).join('.');
  const differs = `${major}.${minor}` !== short;
  return {
    mark: 'pass',
    title: `The ECK operator is version ${version}`,
    evidence: differs
      ? [`manifests are checked for ECK ${short}: set eckVersion to "${major}.${minor}" to check them for this one`]
      : [],
    found,
  };
}

async function operatorPods(cluster: Means['cluster']): Promise<readonly unknown[]> {
  for (const namespace of [undefined, usualNamespace]) {
    for (const labels of operatorLabels) {
      try {
        const pods = await cluster.list(selecting(apiPath('pods', namespace), 'labelSelector', labels));
        if (pods.length > 0) return pods;
      } catch (error) {
        if (!isClusterError(error)) throw error;
        if (error.status !== 403) throw error;
        break; // not in all namespaces, then
      }
    }
  }
  return [];
}

const definitions = [
  'agents.agent.k8s.elastic.co',
  'kibanas.kibana.k8s.elastic.co',
  'elasticsearches.elasticsearch.k8s.elastic.co',
  'stackconfigpolicies.stackconfigpolicy.k8s.elastic.co',
];

/** The installed definitions of ECK's kinds against the operator: an upgrade may have left one of them behind. */
export async function schemaFits({ cluster }: Means, operator: string | undefined): Promise<Outcome<true>> {
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  const versions = await Promise.all(
    definitions.map(async (name) => {
      try {
        return (
          map(await cluster.metadata(`${path}/${name}`), 'metadata', 'labels')['app.kubernetes.io/version'] ?? 'unknown'
        );
      } catch (error) {
        if (isClusterError(error) && error.status === 404) return 'missing';
        throw error;
      }
    }),
  );
  const missing = definitions.filter((_, i) => versions[i] === 'missing');
  if (missing.includes(definitions[0] as string)) {
    return {
      mark: 'fail',
      title: 'The cluster does not know the kind Agent: ECK is not installed there',
      next: 'Install ECK, or choose another context',
    };
  }
  const other = [...new Set(versions)].filter((it) => it !== 'unknown' && it !== 'missing' && it !== operator);
  if (operator !== undefined && other.length > 0) {
    return {
      mark: 'warn',
      title: `ECK's CRDs are version ${other.join(', ')}, the operator is version ${operator}`,
      cause: 'Fields that one of the two does not know are silently dropped',
      next: 'Apply the crds.yaml of the release of the operator',
      found: true,
    };
  }
  const known = versions.find((it) => it !== 'unknown' && it !== 'missing');
  return {
    mark: 'pass',
    title: known === undefined ? "ECK's kinds are installed" : `ECK's kinds are installed, version ${known}`,
    evidence: missing.map((name) => `${name} is not installed`),
    found: true,
  };
}

/** All Agents of a namespace, or the one by name. */
export async function agentsOf(
  { cluster }: Means,
  namespace: string,
  name?: string,
): Promise<Outcome<readonly unknown[]>> {
  let agents: readonly unknown[];
  try {
    agents =
      name === undefined
        ? await cluster.list(apiPath('agents', namespace))
        : [await cluster.get(apiPath('agents', namespace, name))];
  } catch (error) {
    if (name === undefined || !isClusterError(error) || error.status !== 404) throw error;
    return {
      mark: 'fail',
      title: `There is no Agent ${name} in the namespace ${namespace}`,
      next: 'Correct its name, or the namespace',
    };
  }
  if (agents.length === 0) {
    return {
      mark: 'warn',
      title: `There is no Agent in the namespace ${namespace}`,
      next: 'Name the namespace of the Agents',
    };
  }
  const fleet = agents.filter((agent) => dig(agent, 'spec', 'mode') === 'fleet').length;
  return {
    mark: 'pass',
    title: `${agents.length === 1 ? '1 Agent is' : `${agents.length} Agents are`} in the namespace ${namespace}, ${fleet} in fleet mode`,
    found: agents,
  };
}
