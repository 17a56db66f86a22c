// Where things stand in the Kubernetes API, and how kubectl is asked for the same.

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

/** The API path of a list, or of one object; without a namespace, of those of all namespaces. */
export function apiPath(resource: Resource, namespace: string | undefined, name?: string): string {
  const below = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${groups[resource]}${below}/${resource}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;
}

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
