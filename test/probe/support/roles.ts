// The rights that the probe's user has: those that it needs and no more, rule by rule, so that a test can leave one out.
import type { Kube } from './kube.ts';
import { namespace, operatorNamespace } from './seed.ts';

const read = ['get', 'list'];

const rules = {
  agents: { apiGroups: ['agent.k8s.elastic.co'], resources: ['agents'], verbs: read },
  kibanas: { apiGroups: ['kibana.k8s.elastic.co'], resources: ['kibanas'], verbs: read },
  elasticsearches: { apiGroups: ['elasticsearch.k8s.elastic.co'], resources: ['elasticsearches'], verbs: read },
  stackconfigpolicies: {
    apiGroups: ['stackconfigpolicy.k8s.elastic.co'],
    resources: ['stackconfigpolicies'],
    verbs: read,
  },
  events: { apiGroups: [''], resources: ['events'], verbs: read },
  services: { apiGroups: [''], resources: ['services'], verbs: read },
  pods: { apiGroups: [''], resources: ['pods'], verbs: read },
  workloads: { apiGroups: ['apps'], resources: ['deployments', 'daemonsets', 'statefulsets'], verbs: read },
  networkpolicies: { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: read },
  logins: {
    apiGroups: [''],
    resources: ['secrets'],
    verbs: ['get'],
    resourceNames: [
      'fleet-server-agent-kb-user',
      'elastic-agent-agent-kb-user',
      `${namespace}-fleet-server-agent-kb-user`,
      `${namespace}-elastic-agent-agent-kb-user`,
      'prod-es-xpack-file-realm',
      `fleet-server-${namespace}-prod-agent-user`,
    ],
  },
  certificates: {
    apiGroups: [''],
    resources: ['secrets'],
    verbs: ['get'],
    resourceNames: [
      'prod-kb-http-certs-public',
      'prod-es-http-certs-public',
      'fleet-server-agent-http-certs-public',
      'fleet-server-agent-kibana-ca',
      'elastic-agent-agent-kibana-ca',
    ],
  },
  // a WebSocket is a GET; newer API servers want create for it as well
  portforward: { apiGroups: [''], resources: ['pods/portforward'], verbs: ['get', 'create'] },
  logs: { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
} as const;

export type Right = keyof typeof rules | 'operator' | 'definitions';

export const rights: readonly Right[] = [...(Object.keys(rules) as (keyof typeof rules)[]), 'operator', 'definitions'];

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const name = 'eck-lint-probe';

/** The user of the tests, and a group for those who act as somebody. */
const subjects = [
  { kind: 'User', name: 'probe-user', apiGroup: 'rbac.authorization.k8s.io' },
  { kind: 'Group', name: 'fleet-probers', apiGroup: 'rbac.authorization.k8s.io' },
];

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

async function grant(kube: Kube, where: string | undefined, kept: readonly Rule[]): Promise<void> {
  const [kind, below] = where === undefined ? ['ClusterRole', rbac] : ['Role', `${rbac}/namespaces/${where}`];
  const prefix = where === undefined ? 'cluster' : '';
  const plural = `${prefix}roles`;
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata: { name }, rules: kept };
  const { status } = await kube.request('PUT', `${below}/${plural}/${name}`, role);
  if (status === 404) await kube.must('POST', `${below}/${plural}`, role);
  const binding = await kube.request('POST', `${below}/${prefix}rolebindings`, {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
    subjects,
  });
  if (binding.status >= 300 && binding.status !== 409) throw new Error(binding.text);
}

/** Gives the user its rights in the namespaces of the chain, without some of them. */
export async function grantRights(kube: Kube, without: readonly Right[] = []): Promise<void> {
  const has = (right: Right): boolean => !without.includes(right);
  const kept = Object.entries(rules).flatMap(([right, rule]) => (has(right as Right) ? [rule] : []));
  const { pods, stackconfigpolicies } = rules;
  const definitions = {
    apiGroups: ['apiextensions.k8s.io'],
    resources: ['customresourcedefinitions'],
    verbs: ['get'],
  };
  await Promise.all([
    grant(kube, namespace, kept),
    grant(kube, operatorNamespace, has('operator') ? [pods, stackconfigpolicies] : []),
    grant(kube, undefined, has('definitions') ? [definitions] : []),
  ]);
}

/** Rights to all that the probe reads, in one more namespace. */
export const grantIn = (kube: Kube, where: string): Promise<void> =>
  grant(kube, where, [...Object.values(rules), { apiGroups: [''], resources: ['secrets'], verbs: ['get'] }]);
