// Verdicts of admission on random manifests: what the rules refuse is what an independent reading of the conditions
// refuses, with Go's view of a manifest: null is absent, and an empty map or list is there.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { rules } from '../rules/index.ts';
import { lintAll } from './support/lint.ts';

const use = rules.filter((rule) => rule.admission);

/** Says whether a manifest of this kind, and what else is in the file, is refused. */
function judge<S extends object>(
  kind: string,
  apiVersion: string,
  spec: fc.Arbitrary<S>,
  refuses: (spec: S) => boolean,
) {
  test(`${kind}: what is refused`, () => {
    const verdicts = fc.property(spec, (written) => {
      const text = JSON.stringify({ apiVersion, kind, metadata: { name: 'a' }, spec: written });
      const errors = lintAll([{ name: 'a.json', text }], use).filter(({ severity }) => severity === 'error');
      assert.equal(errors.length > 0, refuses(written), `${text}\n${errors.map(({ message }) => message).join('\n')}`);
    });
    fc.assert(verdicts, { seed: 1, numRuns: 400 });
  });
}

type Maybe<T> = T | null | undefined;

const given = (value: unknown): boolean => value !== undefined && value !== null;
const count = (...values: unknown[]): number => values.filter(given).length;
/** Some of these fields; each may be null too. */
const some = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        fc.oneof(
          { weight: 6, arbitrary: fc.constant(undefined) },
          { weight: 1, arbitrary: fc.constant(null) },
          { weight: 3, arbitrary: value as fc.Arbitrary<unknown> },
        ),
      ]),
    ),
  ) as fc.Arbitrary<{ [K in keyof T]?: T[K] | null }>;
const all = <A extends object, B extends object>(a: fc.Arbitrary<A>, b: fc.Arbitrary<B>): fc.Arbitrary<A & B> =>
  fc.tuple(a, b).map(([x, y]) => ({ ...x, ...y }));
const map = fc.constantFrom({}, { a: '1' });
const workload = fc.constantFrom({}, { podTemplate: {} });
const secret = fc.constantFrom({}, { secretName: 's' });

interface Ref {
  name?: string;
  secretName?: string;
}
const ref: fc.Arbitrary<Ref> = fc.constantFrom({}, { name: 'x' }, { name: '' }, { secretName: 's' });
const isSet = (reference: Maybe<Ref>): boolean => Boolean(reference?.name || reference?.secretName);

describe('verdicts of admission', () => {
  judge(
    'Beat',
    'beat.k8s.elastic.co/v1beta1',
    all(
      fc.record({ version: fc.constant('9.1.0'), type: fc.constantFrom('filebeat', 'mysqlbeat', 'File_beat', 'x-1') }),
      some({
        image: fc.constantFrom('', 'a/b:1'),
        daemonSet: workload,
        deployment: workload,
        config: map,
        configRef: secret,
      }),
    ),
    ({ type, image, daemonSet, deployment, config, configRef }) =>
      count(daemonSet, deployment) !== 1 ||
      (type !== 'filebeat' && !image) ||
      !/^[a-zA-Z0-9-]+$/.test(type) ||
      count(config, configRef) === 2,
  );

  judge(
    'Logstash',
    'logstash.k8s.elastic.co/v1alpha1',
    all(
      fc.record({ version: fc.constant('9.1.0') }),
      some({
        config: map,
        configRef: secret,
        pipelines: fc.constantFrom([], [{ 'pipeline.id': 'main' }]),
        pipelinesRef: secret,
        elasticsearchRefs: fc.array(
          fc.constantFrom({ name: 'es', clusterName: 'es' }, { name: 'a', clusterName: '' }),
          {
            maxLength: 2,
          },
        ),
      }),
    ),
    ({ config, configRef, pipelines, pipelinesRef, elasticsearchRefs }) =>
      count(config, configRef) === 2 ||
      count(pipelines, pipelinesRef) === 2 ||
      (elasticsearchRefs ?? []).some(({ clusterName }) => clusterName === ''),
  );

  judge(
    'AutoOpsAgentPolicy',
    'autoops.k8s.elastic.co/v1alpha1',
    all(
      fc.record({
        version: fc.constant('9.2.4'),
        autoOpsRef: fc.constantFrom({ secretName: 's' }, { secretName: 's' }, { secretName: '' }, null),
        resourceSelector: fc.constantFrom<Maybe<{ matchLabels?: object | null; matchExpressions?: object[] }>>(
          ...[undefined, null, {}, { matchLabels: {} }, { matchLabels: { a: 'b' } }, { matchLabels: null }],
          ...[{ matchExpressions: [] }, { matchExpressions: [{ key: 'a', operator: 'Exists' }] }],
        ),
      }),
      some({ config: map, configRef: secret }),
    ),
    ({ config, configRef, autoOpsRef, resourceSelector }) =>
      !autoOpsRef?.secretName ||
      (!given(resourceSelector?.matchLabels) && !resourceSelector?.matchExpressions?.length) ||
      count(config, configRef) === 2,
  );

  const workloads = fc.constantFrom<{ [K in 'daemonSet' | 'deployment' | 'statefulSet']?: object | null }>(
    { daemonSet: {} },
    { statefulSet: { podTemplate: {} } },
    { daemonSet: null, deployment: {} },
    { daemonSet: null },
    { daemonSet: {}, statefulSet: {} },
  );
  const ports = fc.constantFrom([], [{ port: 8220, name: 'https' }]);
  judge(
    'Agent',
    'agent.k8s.elastic.co/v1alpha1',
    all(
      all(fc.record({ version: fc.constantFrom('8.12.9', '8.13.0-SNAPSHOT', '8.13.0', '9.5.0') }), workloads),
      some({
        mode: fc.constantFrom('standalone', 'fleet'),
        fleetServerEnabled: fc.boolean(),
        config: map,
        configRef: secret,
        kibanaRef: ref,
        fleetServerRef: ref,
        elasticsearchRefs: fc.array(
          fc.record({ name: fc.constant('es'), outputName: fc.constantFrom('', 'default', 'other') }),
          { maxLength: 3 },
        ),
        http: some({
          service: some({
            metadata: some({ labels: fc.constant({}) }),
            spec: some({ type: fc.constantFrom('', 'NodePort'), ports }),
          }),
          tls: some({ selfSignedCertificate: fc.constant({}), certificate: some({ secretName: fc.constant('') }) }),
        }),
      }),
    ),
    (agent) => {
      const { version, kibanaRef, fleetServerRef, http, config, configRef } = agent;
      const outputs = (agent.elasticsearchRefs ?? []).map(({ outputName }) => outputName);
      const server = agent.fleetServerEnabled === true;
      const fleet = agent.mode === 'fleet';
      const service = http?.service;
      const says =
        given(service?.metadata?.labels) ||
        Boolean(service?.spec?.type) ||
        given(service?.spec?.ports) ||
        given(http?.tls?.selfSignedCertificate);
      return (
        count(agent.daemonSet, agent.deployment, agent.statefulSet) !== 1 ||
        count(config, configRef) === 2 ||
        outputs.filter((name) => name === 'default').length > 1 ||
        (outputs.length > 1 && outputs.includes('')) ||
        (!server && says) ||
        (server && isSet(fleetServerRef)) ||
        (fleet
          ? outputs.length > (server ? 1 : 0) || (/^8\.12|-/.test(version) && count(config, configRef) > 0)
          : server || isSet(kibanaRef) || isSet(fleetServerRef))
      );
    },
  );

  const amounts = { 0: 0, '500m': 0.5, 1: 1, '1999M': 1_999_000_000, '2G': 2e9, '2Gi': 2 ** 31, '3e9': 3e9 };
  const amount = fc.constantFrom(...(Object.keys(amounts) as (keyof typeof amounts & string)[]));
  const range = fc.record({ min: amount, max: amount });
  const roles = [['ml'], ['data'], ['master', 'data'], ['data', 'master'], ['ml', 'remote_cluster_client'], []];
  judge(
    'ElasticsearchAutoscaler',
    'autoscaling.k8s.elastic.co/v1alpha1',
    fc.record({
      elasticsearchRef: fc.constant({ name: 'es' }),
      policies: fc.array(
        fc.record(
          {
            name: fc.constantFrom('a', 'b', 'c', ''),
            roles: fc.constantFrom(...roles, ['ml', 'ingest']),
            resources: all(
              fc.record({
                nodeCount: fc.record({ min: fc.integer({ min: -1, max: 3 }), max: fc.integer({ min: 0, max: 9 }) }),
              }),
              some({ cpu: range, memory: range, storage: range }),
            ),
          },
          { requiredKeys: ['resources'] },
        ),
        { minLength: 1, maxLength: 2 },
      ),
    }),
    ({ policies }) =>
      policies.some(({ name, roles, resources }, i) => {
        const earlier = policies.slice(0, i);
        const same = (other: (typeof policies)[number]): boolean =>
          [...(other.roles ?? [])].sort().join() === [...(roles ?? [])].sort().join();
        const { min, max } = resources.nodeCount;
        return (
          !name ||
          !roles?.length ||
          earlier.some((other) => other.name === name || same(other)) ||
          (roles.includes('ml') && earlier.some((other) => other.roles?.includes('ml'))) ||
          (roles.includes('ml') && roles.filter((role) => role !== 'remote_cluster_client').length > 1) ||
          min < 0 ||
          max < Math.max(1, min) ||
          (['cpu', 'memory', 'storage'] as const).some((what) => {
            const { min: from, max: to } = resources[what] ?? { min: '2G', max: '2G' };
            return amounts[from] <= 0 || amounts[from] > amounts[to] || (what === 'memory' && amounts[from] < 2e9);
          })
        );
      }),
  );
});
