// The order of the steps and what they make of odd clusters, in a cluster that is played: JSON by API path.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type Answer,
  Cancelled,
  type Cluster,
  ClusterError,
  type Http,
  HttpError,
} from '../../../server/probe/cluster.ts';
import { type ProbeReport, probe } from '../../../server/probe/index.ts';
import { list } from '../../../server/probe/live.ts';
import type { Step } from '../../../server/probe/report.ts';

type Objects = Record<string, unknown>;

const agents = (namespace: string) => `/apis/agent.k8s.elastic.co/v1alpha1/namespaces/${namespace}/agents`;
const kibanas = (namespace: string) => `/apis/kibana.k8s.elastic.co/v1/namespaces/${namespace}/kibanas`;
const elasticsearches = (namespace: string) =>
  `/apis/elasticsearch.k8s.elastic.co/v1/namespaces/${namespace}/elasticsearches`;
const core = (namespace: string, plural: string) => `/api/v1/namespaces/${namespace}/${plural}`;

const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };

interface AgentTraits {
  readonly namespace?: string;
  readonly spec?: object;
  readonly path?: string;
  readonly annotations?: Record<string, string>;
}

const agent = (name: string, { namespace = 'a', spec = {}, path = '', annotations = {} }: AgentTraits = {}) => ({
  metadata: {
    name,
    namespace,
    annotations: {
      'association.k8s.elastic.co/kb-conf': JSON.stringify({
        authSecretName: `${name}-agent-kb-user`,
        authSecretKey: `${namespace}-${name}-agent-kb-user`,
        url: `https://kb-kb-http.a.svc:5601${path}`,
      }),
      'fleet.eck.k8s.elastic.co/token': 'x',
      ...annotations,
    },
  },
  spec: {
    version: '9.1.2',
    mode: 'fleet',
    policyID: 'p',
    kibanaRef: { name: 'kb' },
    fleetServerRef: { name: 'fs' },
    daemonSet: {},
    ...spec,
  },
  status: { health: 'green', kibanaAssociationStatus: 'Established' },
});

const fleetServer = (more: AgentTraits = {}) =>
  agent('fs', { ...more, spec: { fleetServerEnabled: true, deployment: {}, fleetServerRef: undefined, ...more.spec } });

/** A cluster with a Fleet Server, two Agents, and what they need in the namespace `a`. */
function cluster(): Objects {
  const service = (name: string, port: string, selector: object) => ({
    metadata: { name, namespace: 'a' },
    spec: { selector, ports: [{ name: port, port: 1 }] },
  });
  const kb = { 'kibana.k8s.elastic.co/name': 'kb' };
  const es = { 'elasticsearch.k8s.elastic.co/cluster-name': 'es' };
  const pod = (name: string, labels: object) => ({ metadata: { name, namespace: 'a', labels }, status: ready });
  const secret = { data: { 'ca.crt': Buffer.from('a ca').toString('base64') }, metadata: { labels: {} } };
  const user = (name: string) => ({
    data: { [`a-${name}-agent-kb-user`]: Buffer.from(`pw-${name}`).toString('base64') },
  });
  return {
    '/version': { gitVersion: 'v1.33.0' },
    [agents('a')]: { items: [fleetServer(), agent('one'), agent('two')] },
    [`${agents('a')}/fs`]: fleetServer(),
    [`${agents('a')}/one`]: agent('one'),
    [`${kibanas('a')}/kb`]: {
      metadata: { name: 'kb', namespace: 'a' },
      spec: { version: '9.1.2', elasticsearchRef: { name: 'es' } },
      status: { health: 'green', version: '9.1.2' },
    },
    [`${elasticsearches('a')}/es`]: {
      metadata: { name: 'es', namespace: 'a' },
      spec: { version: '9.1.2' },
      status: { health: 'green' },
    },
    [`${core('a', 'services')}/kb-kb-http`]: service('kb-kb-http', 'https', kb),
    [`${core('a', 'services')}/other`]: service('other', 'https', kb),
    [`${core('a', 'services')}/es-es-http`]: service('es-es-http', 'https', es),
    [`${core('a', 'pods')}?kibana.k8s.elastic.co/name=kb`]: { items: [pod('kb-1', kb)] },
    [`${core('a', 'pods')}?elasticsearch.k8s.elastic.co/cluster-name=es`]: { items: [pod('es-1', es)] },
    [`${core('a', 'pods')}?agent.k8s.elastic.co/name=fs`]: { items: [pod('fs-1', {})] },
    [`${core('a', 'pods')}?agent.k8s.elastic.co/name=one`]: { items: [pod('one-1', {})] },
    [`${core('a', 'pods')}?agent.k8s.elastic.co/name=two`]: { items: [pod('two-1', {})] },
    ...Object.fromEntries(
      [
        'kb-kb-http-certs-public',
        'es-es-http-certs-public',
        'fs-agent-http-certs-public',
        'es-es-xpack-file-realm',
      ].map((it) => [`${core('a', 'secrets')}/${it}`, secret]),
    ),
    ...Object.fromEntries(
      ['fs', 'one', 'two'].flatMap((it) => [
        [`${core('a', 'secrets')}/${it}-agent-kb-user`, user(it)],
        [
          `${core('a', 'secrets')}/a-${it}-agent-kb-user`,
          { metadata: { labels: { 'common.k8s.elastic.co/type': 'user' } } },
        ],
      ]),
    ),
  };
}

const invented: Answer['json'] = { message: '[security_exception] unable to authenticate user' };
/** Kibana, Elasticsearch and Fleet Server where all is well. */
function well(path: string, real: boolean | undefined): [status: number, json: unknown] {
  if (path.endsWith('/api/status'))
    return [200, { status: real === undefined ? { overall: { level: 'available' } } : 0 }];
  if (real !== true) return [401, invented];
  return [200, { isReady: true, missing_requirements: [] }];
}

interface Played {
  readonly objects?: Objects;
  readonly answer?: typeof well;
  readonly agent?: string;
  readonly secrets?: boolean;
  readonly fault?: (port: number) => HttpError | undefined;
}

interface Ran {
  readonly report: ProbeReport;
  readonly asked: readonly string[];
  readonly steps: readonly Step[];
  step(id: string, branch?: RegExp): Step | undefined;
}

async function run({ objects = cluster(), answer = well, agent, secrets = true, fault }: Played = {}): Promise<Ran> {
  const asked: string[] = [];
  const at = (path: string): unknown => {
    const [way = '', query = ''] = path.split('?');
    const selector = new URLSearchParams(query).get('labelSelector');
    asked.push(path);
    const key = selector === null ? way : `${way}?${selector}`;
    if (key in objects) return objects[key];
    if (query !== '' || /\/(?:agents|stackconfigpolicies|networkpolicies)$/.test(way)) return { items: [] };
    throw new ClusterError(404, 'NotFound', `${path} not found`);
  };
  const played: Cluster = {
    get: async (path) => at(path),
    list: async (path) => {
      return list(at(path), 'items');
    },
    text: async () => '',
    metadata: async (path) => (path.includes('customresourcedefinitions') ? { metadata: { labels: {} } } : at(path)),
    can: async () => true,
  };
  const http: Http = {
    get: async ({ namespace, pod, port }, path, login) => {
      asked.push(`${namespace}/${pod}:${port}${path}`);
      const failed = fault?.(port);
      if (failed) throw failed;
      if (port === 8220) return { status: 200, json: { status: 'HEALTHY' }, certificate };
      const [status, json] = answer(path, login && !login.invented);
      return { status, json, certificate };
    },
  };
  const certificate = { issuer: 'ca', until: 'never' };
  const report = await probe({
    namespace: 'a',
    ...(agent !== undefined && { agent }),
    consent: { secrets, serviceToken: false, logs: false },
    signal: new AbortController().signal,
    patience: 0,
    onStep: () => {},
    open: async () => ({ context: 'c', cluster: played, http, close: () => {} }),
  });
  const steps = report.branches.flatMap((branch) => branch.steps);
  return {
    report,
    asked,
    steps,
    step: (id, branch = /./) =>
      report.branches
        .filter(({ title }) => branch.test(title))
        .flatMap((it) => it.steps)
        .find((it) => it.id === id),
  };
}

const titles = ({ report }: Ran): string[] => report.branches.map(({ title }) => title);
const failures = ({ steps }: Ran): string[] => steps.filter(({ mark }) => mark === 'fail').map(({ title }) => title);

it('a cluster where all is well', async () => {
  const ran = await run();
  assert.deepEqual(failures(ran), []);
  assert.deepEqual(titles(ran), ['Cluster', 'Kibana kb', 'Agent fs', 'Agent one', 'Agent two']);
});

describe('Kibana', () => {
  const withKibana = (spec: object, more: Objects = {}): Objects => {
    const objects = cluster();
    const kibana = objects[`${kibanas('a')}/kb`] as { spec: object };
    return { ...objects, [`${kibanas('a')}/kb`]: { ...kibana, spec: { ...kibana.spec, ...spec } }, ...more };
  };

  it('with TLS switched off has a port of that name, and gets no login', async () => {
    const tls = { selfSignedCertificate: { disabled: true } };
    const objects = withKibana({ http: { tls } });
    const service = objects[`${core('a', 'services')}/kb-kb-http`] as { spec: object };
    objects[`${core('a', 'services')}/kb-kb-http`] = {
      ...service,
      spec: { ...service.spec, ports: [{ name: 'http', port: 1 }] },
    };
    const ran = await run({ objects });
    assert.deepEqual(failures(ran), []);
    assert.equal(ran.step('P6a')?.mark, 'skip');
    assert.deepEqual(
      ran.asked.filter((it) => it.includes(':5601')),
      [],
    );
  });

  it('through two Services is climbed through each', async () => {
    const objects = cluster();
    objects[agents('a')] = {
      items: [agent('one'), agent('two', { spec: { kibanaRef: { name: 'kb', serviceName: 'other' } } })],
    };
    const ran = await run({ objects });
    assert.deepEqual(titles(ran).slice(1, 3), ['Kibana kb', 'Kibana kb (Service other)']);
    assert.match(ran.step('P4', /Service other/)?.title ?? '', /^The Service other leads to 1 ready pod/);
  });

  it('of the same name in two namespaces is two', async () => {
    const objects = cluster();
    objects[agents('a')] = {
      items: [agent('one'), agent('two', { spec: { kibanaRef: { name: 'kb', namespace: 'b' } } })],
    };
    const ran = await run({ objects });
    assert.deepEqual(titles(ran).slice(1, 3), ['Kibana kb', 'Kibana b/kb']);
    assert.match(ran.step('P2', /b\/kb/)?.title ?? '', /no Kibana kb in the namespace b/);
  });

  it('has the base path that any of its Agents is told of', async () => {
    const objects = cluster();
    const untold = agent('one', { annotations: { 'association.k8s.elastic.co/kb-conf': '' } });
    objects[agents('a')] = { items: [untold, agent('two', { path: '/base' })] };
    const ran = await run({ objects });
    assert.ok(ran.asked.includes('a/kb-1:5601/base/api/status'), ran.asked.join('\n'));
  });

  it('without an elasticsearchRef', async () => {
    const ran = await run({ objects: withKibana({ elasticsearchRef: undefined }) });
    assert.match(ran.report.verdict.sentence, /^Kibana kb has no elasticsearchRef/);
    assert.equal(ran.report.verdict.place?.rule, 'fleet-kibana-without-elasticsearch');
  });

  it('with an Elasticsearch elsewhere: the Secret of its user is not read', async () => {
    const objects = withKibana({ elasticsearchRef: { secretName: 'mine' } });
    objects[agents('a')] = {
      items: [
        agent('one', {
          annotations: {
            'association.k8s.elastic.co/kb-conf': JSON.stringify({
              authSecretName: 'mine',
              authSecretKey: 'password',
              url: 'https://x',
            }),
          },
        }),
      ],
    };
    const ran = await run({ objects });
    assert.deepEqual(failures(ran), []);
    assert.equal(ran.step('P2e')?.mark, 'skip');
    assert.equal(ran.step('P5')?.mark, 'skip');
    assert.ok(!ran.asked.some((it) => it.includes('secrets/mine')));
  });

  it('that is not green is not asked', async () => {
    const objects = cluster();
    const kibana = objects[`${kibanas('a')}/kb`] as object;
    objects[`${kibanas('a')}/kb`] = { ...kibana, status: { health: 'red' } };
    const ran = await run({ objects });
    assert.equal(ran.report.verdict.step, 'P2');
    assert.deepEqual(
      ran.asked.filter((it) => it.includes(':5601')),
      [],
    );
  });

  it('that refuses all logins while its Elasticsearch is red proves nothing of its settings', async () => {
    const objects = cluster();
    objects[`${elasticsearches('a')}/es`] = { metadata: { name: 'es', namespace: 'a' }, status: { health: 'red' } };
    const refuses: typeof well = (path, real) =>
      path.endsWith('/api/status') ? well(path, real) : [401, { message: 'Unauthorized' }];
    assert.equal((await run({ objects, answer: refuses })).report.verdict.certain, false);
    const { verdict } = (await run({ answer: refuses })).report;
    assert.deepEqual([verdict.step, verdict.certain], ['P6a', true]);
  });
});

describe('Elasticsearch', () => {
  it('with TLS switched off gets no login, and that is no fault', async () => {
    const objects = cluster();
    const service = objects[`${core('a', 'services')}/es-es-http`] as { spec: object };
    objects[`${core('a', 'services')}/es-es-http`] = {
      ...service,
      spec: { ...service.spec, ports: [{ name: 'http', port: 1 }] },
    };
    const ran = await run({ objects, answer: (path, real) => (real === true ? [401, invented] : well(path, real)) });
    assert.equal(ran.step('P9s')?.mark, 'skip');
    assert.deepEqual(
      ran.asked.filter((it) => it.includes(':9200')),
      [],
    );
    assert.match(ran.report.verdict.sentence, /^Elasticsearch refuses/);
    assert.equal(ran.report.verdict.certain, false);
  });
});

describe('Fleet Server', () => {
  it('that one Agent refers to is looked at', async () => {
    const ran = await run({ agent: 'one' });
    assert.deepEqual(titles(ran), ['Cluster', 'Kibana kb', 'Agent one', 'Fleet Server fs']);
    assert.deepEqual(failures(ran), []);
    assert.ok(ran.asked.includes('a/fs-1:8220/api/status'));
  });

  it('in another namespace is looked for there', async () => {
    const objects = cluster();
    objects[`${agents('a')}/one`] = agent('one', { spec: { fleetServerRef: { name: 'fs', namespace: 'b' } } });
    const ran = await run({ objects, agent: 'one' });
    assert.equal(titles(ran).at(-1), 'Fleet Server b/fs');
    assert.match(ran.step('P10', /Fleet Server/)?.title ?? '', /^There is no Agent fs in the namespace b$/);
    assert.deepEqual(ran.report.verdict.place?.path, ['spec', 'fleetServerRef', 'name']);
    objects[`${agents('b')}/fs`] = agent('fs', { namespace: 'b' });
    const other = await run({ objects, agent: 'one' });
    assert.equal(other.report.verdict.place?.rule, 'fleet-server-ref-not-server');
  });

  it('that wants the certificate of a client, as its spec says, is not at fault', async () => {
    const fault = (port: number) => (port === 8220 ? new HttpError('client-certificate', 'x') : undefined);
    assert.match(failures(await run({ fault, agent: 'fs' })).join(), /asks for a client certificate/);
    const objects = cluster();
    objects[`${agents('a')}/fs`] = fleetServer({ spec: { http: { tls: { client: { authentication: true } } } } });
    assert.deepEqual(failures(await run({ objects, fault, agent: 'fs' })), []);
  });

  it('by a Secret is not looked for, and no warning either', async () => {
    const objects = cluster();
    objects[`${agents('a')}/one`] = agent('one', { spec: { fleetServerRef: { secretName: 's' } } });
    const ran = await run({ objects, agent: 'one' });
    assert.equal(ran.step('P1')?.mark, 'pass');
    assert.equal(titles(ran).at(-1), 'Agent one');
  });
});

describe('an Agent', () => {
  for (const [title, more, status, mark, rule] of [
    ['without a kibanaRef', { kibanaRef: undefined }, {}, 'fail', 'fleet-kibana-ref-missing'],
    ['with a kibanaRef to a Secret', { kibanaRef: { secretName: 's' } }, {}, 'fail', 'kibana-ref-secret'],
    ['without a fleetServerRef', { fleetServerRef: undefined }, {}, 'warn', 'fleet-server-ref-missing'],
    ['whose association has failed', {}, { kibanaAssociationStatus: 'Failed' }, 'warn', 'dangling-reference'],
    ['that is red', {}, { health: 'red' }, 'warn', undefined],
    ['that was not reconciled yet', {}, { health: undefined }, 'warn', undefined],
  ] as const) {
    it(`${title}: ${mark}`, async () => {
      const one = agent('one', { spec: more });
      const ran = await run({
        objects: {
          ...cluster(),
          [agents('a')]: { items: [fleetServer(), { ...one, status: { ...one.status, ...status } }] },
        },
      });
      const step = ran.step('P1', /one/);
      assert.deepEqual([step?.mark, step?.place?.rule], [mark, rule]);
    });
  }

  it('that has an association, no token and no pods: the call of the operator does not succeed', async () => {
    const one = { ...agent('one', { annotations: { 'fleet.eck.k8s.elastic.co/token': '' } }) };
    const status = { kibanaAssociationStatus: 'Established' };
    const ran = await run({ objects: { ...cluster(), [agents('a')]: { items: [{ ...one, status }] } } });
    assert.match(ran.step('P1')?.title ?? '', /has its association with Kibana, but no pods|does not succeed/);
  });
});

describe('the operator', () => {
  for (const [image, mark] of [
    ['eck-operator:2.3.0', 'warn'],
    ['eck-operator:3.3.0', 'pass'],
    ['eck-operator@sha256:0123', 'skip'],
  ] as const) {
    it(`${image}: ${mark}`, async () => {
      const pod = { metadata: { name: 'o', namespace: 'elastic-system' }, spec: { containers: [{ image }] } };
      const objects = { ...cluster(), '/api/v1/pods?control-plane=elastic-operator': { items: [pod] } };
      assert.equal((await run({ objects })).step('P1v')?.mark, mark);
    });
  }
});

describe('Kibana answers', () => {
  const setup =
    (status: number, json: unknown): typeof well =>
    (path, real) =>
      path.includes('/api/fleet/') ? [status, json] : well(path, real);
  const policy =
    (status: number, json: unknown): typeof well =>
    (path, real) =>
      path.includes('/agent_policies') ? [status, json] : well(path, real);
  for (const [title, answer, id, mark] of [
    ['an invented user with 200', setup(200, { isReady: true }), 'P6a', 'fail'],
    ['that security is off', setup(403, { message: 'Kibana security must be enabled to use Fleet' }), 'P6a', 'fail'],
    ['that it is not ready', setup(503, { message: 'not ready' }), 'P6a', 'fail'],
    ['with an error of its own', setup(500, { message: 'x' }), 'P6a', 'warn'],
    ['with another kind of 401', setup(401, { message: 'x' }), 'P6a', 'warn'],
    ['with a policy that is not active', policy(200, { item: { status: 'inactive' } }), 'P8', 'fail'],
    ['that the policy may not be read', policy(403, {}), 'P8', 'warn'],
    ['that there is no such policy', policy(404, {}), 'P8', 'fail'],
    [
      'that privileges are missing',
      (path, real) => (real === true ? [200, { success: false, error: 'MISSING_PRIVILEGES' }] : well(path, real)),
      'P6b',
      'fail',
    ],
    [
      'that security is missing',
      (path, real) => (real === true ? [200, { success: false, error: 'MISSING_SECURITY' }] : well(path, real)),
      'P6b',
      'fail',
    ],
  ] as const satisfies readonly (readonly [string, typeof well, string, string])[]) {
    it(`${title}: ${id} ${mark}`, async () => {
      assert.equal((await run({ answer, agent: 'one' })).step(id)?.mark, mark);
    });
  }
});

it('an Agent that does not enroll leads to no Kibana', async () => {
  const objects = cluster();
  objects[agents('a')] = { items: [agent('one', { spec: { mode: 'standalone', kibanaRef: { name: 'absent' } } })] };
  const ran = await run({ objects });
  assert.deepEqual(titles(ran), ['Cluster', 'Agent one']);
  assert.deepEqual(failures(ran), []);
});

it('a copy of the CA that is old', async () => {
  const objects = cluster();
  const key = 'association.k8s.elastic.co/kb-conf';
  const one = agent('one');
  const note = JSON.stringify({
    ...JSON.parse(one.metadata.annotations[key] ?? ''),
    caSecretName: 'one-agent-kibana-ca',
  });
  objects[agents('a')] = { items: [agent('one', { annotations: { [key]: note } })] };
  const path = `${core('a', 'secrets')}/one-agent-kibana-ca`;
  for (const [ca, mark] of [
    ['a ca\n', 'pass'],
    ['an old ca', 'warn'],
  ] as const) {
    objects[path] = { data: { 'ca.crt': Buffer.from(ca).toString('base64') } };
    assert.equal((await run({ objects })).step('P5c')?.mark, mark);
  }
});

it('a note that names another Secret is not followed', async () => {
  const objects = cluster();
  const conf = { authSecretName: 'es-es-elastic-user', authSecretKey: 'elastic', url: 'https://x' };
  objects[agents('a')] = {
    items: [agent('one', { annotations: { 'association.k8s.elastic.co/kb-conf': JSON.stringify(conf) } })],
  };
  const ran = await run({ objects });
  assert.equal(ran.report.verdict.step, 'P5');
  assert.ok(!ran.asked.some((it) => it.includes('elastic-user')));
});

it('references that are no names lead nowhere', async () => {
  for (const name of ['..', '--server=http://x', 'a/../../secrets', 'a\nb', '\ud800']) {
    const objects = cluster();
    const reference = { name, namespace: name };
    objects[agents('a')] = {
      items: [
        agent('one', { spec: { kibanaRef: reference, fleetServerRef: reference, policyID: name, spaceID: name } }),
        agent('two', { spec: { kibanaRef: { name: 'kb', serviceName: name } } }),
      ],
    };
    const { report, asked } = await run({ objects });
    assert.ok(report.verdict.mark === 'fail');
    assert.ok(!asked.some((it) => it.startsWith('/') && decodeURIComponent(it).includes(name)), asked.join('\n'));
    assert.doesNotMatch(
      report.branches.flatMap((it) => it.steps.flatMap((step) => step.commands)).join('\n'),
      /\s--server/,
    );
  }
});

describe('whatever is answered', () => {
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(
      { toString: 1, valueOf: 1 },
      [{ toString: 1 }],
      'x\n\u001b]0;y\u0007 [z](command:w) `a` <img src=x>\u202e',
      { metadata: 5, spec: [], status: 'x' },
      {
        items: [
          null,
          5,
          'x',
          { metadata: null },
          { spec: { selector: { a: { b: 1 } }, ports: [{ port: { toString: 1 } }] } },
        ],
      },
    ),
  );
  const clean = ({ report, steps }: Ran): void => {
    const all = JSON.stringify(report);
    assert.doesNotMatch(all, /\\u00[01][0-9a-f]|\\[nrt]|\]\(|\u202e|pw-(?:fs|one|two)/i);
    for (const { commands } of steps)
      for (const command of commands) assert.match(command, /^(?:kubectl|curl) [^\n]*$/);
  };

  it('by the API server, the probe goes on to its end, and the report holds nothing but text', async () => {
    const whole = cluster();
    await fc.assert(
      fc.asyncProperty(fc.subarray(Object.keys(whole), { minLength: 1, maxLength: 4 }), odd, async (paths, value) => {
        const objects = { ...whole, ...Object.fromEntries(paths.map((path) => [path, value])) };
        clean(await run({ objects }));
      }),
      { numRuns: 150 },
    );
  });

  it('by a part of an object', async () => {
    const whole = cluster();
    const withOdd = (object: unknown, at: number, value: unknown): unknown => {
      let left = at;
      const walk = (it: unknown): unknown => {
        if (left-- === 0) return value;
        if (Array.isArray(it)) return it.map(walk);
        if (typeof it !== 'object' || it === null) return it;
        return Object.fromEntries(Object.entries(it).map(([key, item]) => [key, walk(item)]));
      };
      return walk(object);
    };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(whole)), fc.nat(60), odd, async (path, at, value) => {
        clean(await run({ objects: { ...whole, [path]: withOdd(whole[path], at, value) } }));
      }),
      { numRuns: 200 },
    );
  });

  it("by Elastic's servers", async () => {
    const statuses = fc.constantFrom(200, 200, 200, 204, 301, 401, 403, 404, 500, 503);
    await fc.assert(
      fc.asyncProperty(
        statuses,
        odd,
        fc.constantFrom('status', 'setup', 'agent_policies', ''),
        async (status, json, on) => {
          const wrapped = [
            json,
            { message: json, error: json, status: { overall: { level: json } }, item: json, items: json },
          ];
          for (const body of wrapped) {
            clean(await run({ answer: (path, real) => (path.includes(on) ? [status, body] : well(path, real)) }));
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

it('what is nested without end ends no run', async () => {
  let deep: unknown = 1;
  for (let i = 0; i < 9000; i++) deep = { a: deep };
  const objects = cluster();
  const kibana = objects[`${kibanas('a')}/kb`] as { spec: object };
  objects[`${kibanas('a')}/kb`] = { ...kibana, spec: { ...kibana.spec, config: deep } };
  objects[agents('a')] = { items: [fleetServer(), agent('one', { spec: { config: deep } })] };
  const { report } = await run({ objects });
  assert.ok(report.branches.some(({ title }) => title === 'Agent fs'));
});

it('a run that takes too long is ended, and says so', async () => {
  const wait = (signal: AbortSignal): Promise<never> =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Cancelled())));
  const report = await probe({
    namespace: 'a',
    consent: { secrets: false, serviceToken: false, logs: false },
    signal: new AbortController().signal,
    runTimeout: 100,
    onStep: () => {},
    open: async (_, __, { signal }) => {
      const stuck = () => wait(signal);
      const cluster = { get: stuck, list: stuck, text: stuck, metadata: stuck, can: stuck };
      return { context: 'c', cluster, http: { get: stuck }, close: () => {} };
    },
  });
  assert.deepEqual([report.cancelled, report.verdict.sentence], [true, 'The probe took too long and was ended.']);
});
