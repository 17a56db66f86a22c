// The kinds this project knows: ECK's own and the neighbours its rules need. Source: the CRDs of ECK 3.5 and the
// Kubernetes API.

/** One API a kind is served in. */
interface Served {
  readonly group: string;
  readonly versions: readonly string[];
}

export const eckKinds = {
  Agent: { group: 'agent.k8s.elastic.co', versions: ['v1alpha1'] },
  ApmServer: { group: 'apm.k8s.elastic.co', versions: ['v1', 'v1beta1'] },
  AutoOpsAgentPolicy: { group: 'autoops.k8s.elastic.co', versions: ['v1alpha1'] },
  Beat: { group: 'beat.k8s.elastic.co', versions: ['v1beta1'] },
  ElasticMapsServer: { group: 'maps.k8s.elastic.co', versions: ['v1alpha1'] },
  Elasticsearch: { group: 'elasticsearch.k8s.elastic.co', versions: ['v1', 'v1beta1'] },
  ElasticsearchAutoscaler: { group: 'autoscaling.k8s.elastic.co', versions: ['v1alpha1'] },
  EnterpriseSearch: { group: 'enterprisesearch.k8s.elastic.co', versions: ['v1', 'v1beta1'] },
  Kibana: { group: 'kibana.k8s.elastic.co', versions: ['v1', 'v1beta1'] },
  Logstash: { group: 'logstash.k8s.elastic.co', versions: ['v1alpha1'] },
  PackageRegistry: { group: 'packageregistry.k8s.elastic.co', versions: ['v1alpha1'] },
  StackConfigPolicy: { group: 'stackconfigpolicy.k8s.elastic.co', versions: ['v1alpha1'] },
} as const satisfies Record<string, Served>;

const neighbourKinds = {
  ClusterRole: { group: 'rbac.authorization.k8s.io', versions: ['v1'] },
  ClusterRoleBinding: { group: 'rbac.authorization.k8s.io', versions: ['v1'] },
  ConfigMap: { group: '', versions: ['v1'] },
  Kustomization: { group: 'kustomize.config.k8s.io', versions: ['v1beta1', 'v1'] },
  Namespace: { group: '', versions: ['v1'] },
  NetworkPolicy: { group: 'networking.k8s.io', versions: ['v1'] },
  Role: { group: 'rbac.authorization.k8s.io', versions: ['v1'] },
  RoleBinding: { group: 'rbac.authorization.k8s.io', versions: ['v1'] },
  Secret: { group: '', versions: ['v1'] },
  Service: { group: '', versions: ['v1'] },
  ServiceAccount: { group: '', versions: ['v1'] },
} as const satisfies Record<string, Served>;

export type EckKind = keyof typeof eckKinds;
export type NeighbourKind = keyof typeof neighbourKinds;

/**
 * `Unrecognised`: the apiVersion or the kind looks like ECK's, but no ECK release serves the pair. `EckOperator`: the
 * workload that runs the operator.
 */
export type Kind = EckKind | NeighbourKind | 'Unrecognised' | 'EckOperator';

export const eckKindNames = Object.keys(eckKinds) as EckKind[];

/** Kinds that carry `spec.version`, the Elastic Stack version they run. */
export const versionedKinds = eckKindNames.filter(
  (kind) => !['ElasticsearchAutoscaler', 'StackConfigPolicy'].includes(kind),
);

export const isEckKind = (kind: string): kind is EckKind => Object.hasOwn(eckKinds, kind);
const isNeighbour = (kind: string): kind is NeighbourKind => Object.hasOwn(neighbourKinds, kind);

/** The charts that Elastic's chart `eck-stack` consists of, and what each of them makes. */
export const chartKinds = {
  'eck-agent': 'Agent',
  'eck-apm-server': 'ApmServer',
  'eck-autoops-agent-policy': 'AutoOpsAgentPolicy',
  'eck-beats': 'Beat',
  'eck-elasticsearch': 'Elasticsearch',
  'eck-enterprise-search': 'EnterpriseSearch',
  'eck-fleet-server': 'Agent',
  'eck-kibana': 'Kibana',
  'eck-logstash': 'Logstash',
  'eck-package-registry': 'PackageRegistry',
} as const satisfies Record<string, EckKind>;

export const isChart = (name: string): name is keyof typeof chartKinds => Object.hasOwn(chartKinds, name);

/** Group and version of an `apiVersion`; the core group is ''. */
export function splitApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** The ECK kind whose API group this is. */
export const kindOfGroup = (group: string): EckKind | undefined =>
  eckKindNames.find((kind) => eckKinds[kind].group === group);

/** What an apiVersion and kind stand for here; undefined for everything that is not ours to judge. */
export function kindOf(apiVersion: string, kind: string): Kind | undefined {
  const { group } = splitApiVersion(apiVersion);
  if (isEckKind(kind) && eckKinds[kind].group === group) return kind;
  if (isNeighbour(kind) && neighbourKinds[kind].group === group) return kind;
  // a component is written and works like a kustomization
  if (kind === 'Component' && group === neighbourKinds.Kustomization.group) return 'Kustomization';
  if (group.endsWith('.k8s.elastic.co')) return 'Unrecognised';
  // Other products have an Elasticsearch, a Kibana or an Agent too: only a group near ECK's own is a slip.
  if (isEckKind(kind) && (group === '' || group === 'apps' || /(?:^|\.)elastic\.com?$|k8s\.elastic/.test(group)))
    return 'Unrecognised';
  return undefined;
}

/** A quick look: may this text hold a resource of a known kind? False means it need not be parsed. */
export const mayHoldResource = (text: string): boolean =>
  text.includes('k8s.elastic.co') ||
  text.includes('elastic-operator') ||
  text.includes('eck-operator') ||
  candidate.test(text) ||
  (text.includes('eck-') && chartKey.test(text));

const chartKey = new RegExp(`(?:^|[{,])[ \\t]*["']?(?:${Object.keys(chartKinds).join('|')})["']?[ \\t]*:`, 'm');

const candidate = new RegExp(
  `kind["']?[ \\t]*:[ \\t]*["']?(?:List|Component|${[...eckKindNames, ...Object.keys(neighbourKinds)].join('|')})\\b|^(?:resources|bases|components):`,
  'm',
);

/** The same for ECK's own kinds only: what decides whether a document that cannot be read is worth a word. */
export const mentionsEck = (text: string): boolean => text.includes('k8s.elastic.co');
