// The checks of ECK's admission webhooks, one by one: what a manifest has to pass when it is applied. Rules name those
// that they repeat in `admission`; every other one stands here with the reason. rules/ADMISSION.md lists both. Only the
// generator and the tests read this file. Source: the validating webhooks of ECK 3.5 and its main branch; the ids are ours.
import type { EckKind } from './model/index.ts';

export interface AdmissionCheck {
  readonly id: string;
  readonly kind: EckKind;
  /** an error refuses the manifest, a warning lets it through */
  readonly level: 'error' | 'warning';
}

interface OfKind {
  readonly error: readonly string[];
  readonly warning?: readonly string[];
}

const byKind: Partial<Record<EckKind, OfKind>> = {
  Elasticsearch: {
    error: [
      'es-unknown-field',
      'es-name-too-long',
      'es-nodeset-duplicate',
      'es-nodeset-name-dns',
      'es-nodeset-suffix-too-long',
      'es-nodeset-statefulset-too-long',
      'es-version-parse',
      'es-version',
      'es-config-invalid',
      'es-config-unparseable',
      'es-roles-too-new',
      'es-roles-mixed',
      'es-no-master',
      'es-san-ip',
      'es-autoscaling-annotation',
      'es-pvc-unmounted',
      'es-node-label-not-exposed',
      'es-zone-key-not-exposed',
      'es-zone-key-conflict',
      'es-zone-affinity-disjoint',
      'es-monitoring-version',
      'es-monitoring-metrics-count',
      'es-monitoring-logs-count',
      'es-monitoring-metrics-ref',
      'es-monitoring-logs-ref',
      'es-remote-server-version',
      'es-remote-apikey-version',
      'es-license-annotation',
      'es-client-auth-needs-tls',
      'es-client-auth-license',
      'es-pause-value',
      'es-downgrade',
      'es-upgrade-path',
      'es-upgrade-target',
      'es-pvc-immutable',
      'es-pvc-shrink',
      'es-pvc-no-expansion',
      'es-pvc-claim-unknown',
      'es-nodeset-name-reuse',
    ],
    warning: [
      'es-version-eol',
      'es-resources-shadowed',
      'es-zone-affinity-doesnotexist',
      'es-zone-affinity-notin',
      'es-managed-annotation',
      'es-fips-mixed',
      'es-fips-keystore',
      'es-restart-delay-invalid',
      'es-restart-trigger-removed',
      'es-restart-trigger-same',
      'es-reserved-setting',
      'es-client-auth-config',
    ],
  },
  Kibana: {
    error: [
      'kb-unknown-field',
      'kb-name-too-long',
      'kb-version',
      'kb-monitoring-version',
      'kb-monitoring-metrics-count',
      'kb-monitoring-logs-count',
      'kb-monitoring-needs-es',
      'kb-monitoring-metrics-ref',
      'kb-monitoring-logs-ref',
      'kb-es-ref',
      'kb-ent-ref',
      'kb-epr-ref',
      'kb-pause-value',
      'kb-license-annotation',
      'kb-downgrade',
    ],
    warning: ['kb-version-eol', 'kb-resources-shadowed'],
  },
  ApmServer: {
    error: [
      'apm-unknown-field',
      'apm-name-too-long',
      'apm-version',
      'apm-kibana-version',
      'apm-es-ref',
      'apm-kibana-ref',
      'apm-pause-value',
      'apm-license-annotation',
      'apm-downgrade',
    ],
    warning: ['apm-version-eol', 'apm-resources-shadowed'],
  },
  Beat: {
    error: [
      'beat-unknown-field',
      'beat-name-too-long',
      'beat-version',
      'beat-two-workloads',
      'beat-workload-count',
      'beat-image-required',
      'beat-type-format',
      'beat-two-configs',
      'beat-es-ref',
      'beat-kibana-ref',
      'beat-monitoring-metrics-ref',
      'beat-monitoring-logs-ref',
      'beat-monitoring-version',
      'beat-monitoring-metrics-count',
      'beat-monitoring-logs-count',
      'beat-pause-value',
      'beat-license-annotation',
      'beat-downgrade',
    ],
    warning: ['beat-version-eol', 'beat-resources-shadowed'],
  },
  Agent: {
    error: [
      'agent-unknown-field',
      'agent-name-too-long',
      'agent-version',
      'agent-many-workloads',
      'agent-workload-count',
      'agent-default-output-twice',
      'agent-output-unnamed',
      'agent-two-configs',
      'agent-fleet-config',
      'agent-fleet-configref',
      'agent-version-reparse',
      'agent-fleetserver-standalone',
      'agent-http-without-fleetserver',
      'agent-fleetserver-and-ref',
      'agent-standalone-fleetref',
      'agent-standalone-kibanaref',
      'agent-fleet-esrefs',
      'agent-fleet-many-esrefs',
      'agent-es-ref',
      'agent-kibana-ref',
      'agent-fleetserver-ref',
      'agent-client-auth-not-server',
      'agent-client-auth-needs-tls',
      'agent-client-auth-version',
      'agent-client-auth-license',
      'agent-pause-value',
      'agent-license-annotation',
      'agent-downgrade',
      'agent-pvc-immutable',
    ],
    warning: ['agent-version-eol', 'agent-policy-id-missing', 'agent-resources-shadowed'],
  },
  EnterpriseSearch: {
    error: [
      'ent-unknown-field',
      'ent-name-too-long',
      'ent-version',
      'ent-es-ref',
      'ent-pause-value',
      'ent-license-annotation',
      'ent-downgrade',
    ],
    warning: ['ent-version-eol', 'ent-resources-shadowed'],
  },
  ElasticMapsServer: {
    error: [
      'ems-unknown-field',
      'ems-name-too-long',
      'ems-version',
      'ems-es-ref',
      'ems-pause-value',
      'ems-license-annotation',
    ],
    warning: ['ems-version-eol', 'ems-resources-shadowed'],
  },
  Logstash: {
    error: [
      'ls-unknown-field',
      'ls-name-too-long',
      'ls-version',
      'ls-two-configs',
      'ls-cluster-name',
      'ls-two-pipelines',
      'ls-pipelinesref-both',
      'ls-es-ref',
      'ls-monitoring-metrics-ref',
      'ls-monitoring-logs-ref',
      'ls-pause-value',
      'ls-downgrade',
      'ls-pvc-immutable',
      'ls-pvc-shrink',
      'ls-pvc-no-expansion',
      'ls-pvc-claim-unknown',
    ],
    warning: ['ls-version-eol', 'ls-resources-shadowed'],
  },
  StackConfigPolicy: {
    error: [
      'scp-unknown-field',
      'scp-name-too-long',
      'scp-empty',
      'scp-mount-path-duplicate',
      'scp-variables-namespace',
      'scp-license-annotation',
    ],
    warning: ['scp-securesettings-deprecated'],
  },
  ElasticsearchAutoscaler: {
    error: [
      'esa-unknown-field',
      'esa-name-too-long',
      'esa-license-annotation',
      'esa-policy-name-missing',
      'esa-policy-name-duplicate',
      'esa-roles-missing',
      'esa-roles-duplicate',
      'esa-ml-many-policies',
      'esa-ml-not-dedicated',
      'esa-count-min',
      'esa-count-max',
      'esa-count-order',
      'esa-memory-floor',
      'esa-quantity-positive',
      'esa-quantity-order',
      'esa-nodeset-roles-missing',
      'esa-roles-unused',
      'esa-many-claims',
      'esa-target-annotation',
    ],
  },
  PackageRegistry: {
    error: ['epr-unknown-field', 'epr-name-too-long', 'epr-version', 'epr-pause-value', 'epr-license-annotation'],
    warning: ['epr-version-eol', 'epr-resources-shadowed'],
  },
  AutoOpsAgentPolicy: {
    error: [
      'aop-unknown-field',
      'aop-name-too-long',
      'aop-version',
      'aop-secret-missing',
      'aop-selector-missing',
      'aop-two-configs',
      'aop-pause-value',
    ],
    warning: ['aop-resources-shadowed'],
  },
};

/** Every check, kind by kind. */
export const admissionChecks: readonly AdmissionCheck[] = Object.entries(byKind).flatMap(
  ([kind, { error, warning = [] }]) =>
    [
      ...error.map((id) => ({ id, level: 'error' as const })),
      ...warning.map((id) => ({ id, level: 'warning' as const })),
    ].map((check) => ({ ...check, kind: kind as EckKind })),
);

const cluster = 'It compares with what runs in the cluster.';
const both =
  'It compares with the object as it was before, and with the storage classes or autoscalers of the cluster.';

/** The checks that no rule repeats, each with the reason. */
export const uncoveredChecks: Readonly<Record<string, string>> = {
  'es-pvc-no-expansion': cluster,
  'es-pvc-claim-unknown': cluster,
  'es-nodeset-name-reuse': cluster,
  'es-restart-trigger-removed': both,
  'es-restart-trigger-same': both,
  'ls-pvc-no-expansion': both,
};
