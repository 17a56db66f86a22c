// Where things stand in the Kubernetes API, and how kubectl is asked for the same.
import { ClusterError } from './cluster.ts';
import type { Live } from './live.ts';

const groups = {
  agents: '/apis/agent.k8s.elastic.co/v1alpha1',
  kibanas: '/apis/kibana.k8s.elastic.co/v1',
  elasticsearches: '/apis/elasticsearch.k8s.elastic.co/v1',
  stackconfigpolicies: '/apis/stackconfigpolicy.k8s.elastic.co/v1alpha1',
  pods: '/api/v1',
  services: '/api/v1',
  secrets: '/api/v1',
  events: '/api/v1',
  networkpolicies: '/apis/networking.k8s.io/v1',
  deployments: '/apis/apps/v1',
  daemonsets: '/apis/apps/v1',
  statefulsets: '/apis/apps/v1',
} as const;

export type Resource = keyof typeof groups;

const kinds = {
  agents: 'Agent',
  kibanas: 'Kibana',
  elasticsearches: 'Elasticsearch',
  stackconfigpolicies: 'StackConfigPolicy',
  networkpolicies: 'NetworkPolicy',
} as const satisfies { [R in Resource]?: string };

/** An object that says what it is: the API server leaves that out of the items of lists. */
export const typed = (resource: keyof typeof kinds, object: unknown): Live => ({
  apiVersion: groups[resource].replace('/apis/', ''),
  kind: kinds[resource],
  ...(object as object),
});

/**
 * The API path of a list, or of one object; without a namespace, of those of all namespaces.
 * @throws ClusterError when a name is none that Kubernetes allows: a reference may say anything, such as `..` or `--server=x`
 */
export function apiPath(resource: Resource, namespace: string | undefined, name?: string): string {
  const below = namespace === undefined ? '' : `/namespaces/${checked(namespace)}`;
  return `${groups[resource]}${below}/${resource}${name === undefined ? '' : `/${checked(name)}`}`;
}

function checked(name: string): string {
  if (name.length <= 253 && /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(name)) return name;
  throw new ClusterError(0, 'InvalidName', `"${name}" is no name that Kubernetes allows`);
}

/** A text as one part of a path of any server; half a character becomes a whole one. */
export const segment = (text: string): string => encodeURIComponent(Buffer.from(text).toString('utf8'));

/** A path with a selection by labels or fields. */
export const selecting = (path: string, by: 'labelSelector' | 'fieldSelector', what: string): string =>
  `${path}?${by}=${encodeURIComponent(what)}`;

/** The kubectl command that shows what a GET of a path shows. Of Secrets it shows metadata alone. */
export function kubectlFor(path: string, context: string): string {
  const url = new URL(path, 'https://api');
  const match = /^\/api(?:s\/([^/]+))?\/v[^/]+(?:\/namespaces\/([^/]+))?\/([a-z]+)(?:\/([^/]+))?$/.exec(url.pathname);
  const own = `kubectl --context ${quoted(context)}`;
  if (!match) return `${own} get --raw ${quoted(path)}`;
  const [, group, namespace, resource, name] = match.map((part) => part && decodeURIComponent(part)) as (
    | string
    | undefined
  )[];
  const selection = ['labelSelector', 'fieldSelector'].flatMap((key) => {
    const value = url.searchParams.get(key);
    return value === null ? [] : [`--${key === 'labelSelector' ? 'selector' : 'field-selector'} ${quoted(value)}`];
  });
  return [
    own,
    ...(namespace !== undefined
      ? [`--namespace ${quoted(namespace)}`]
      : name === undefined
        ? ['--all-namespaces']
        : []),
    'get',
    `${resource}${group?.endsWith('.k8s.elastic.co') ? `.${group}` : ''}`,
    ...(name === undefined ? [] : [quoted(name)]),
    ...selection,
    resource === 'secrets' ? "--output jsonpath='{.metadata.name} {.metadata.labels}'" : '--output yaml',
  ].join(' ');
}

/** A word for a POSIX shell. */
export const quoted = (word: string): string =>
  /^[\w./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
