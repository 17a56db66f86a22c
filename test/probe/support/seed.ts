// What the operator leaves in a cluster: Elasticsearch, Kibana, a Fleet Server and an Agent that work, with their
// Secrets, Services and pods. Scenarios take something away from it.
import { join } from 'node:path';
import { authority, leaf, type Pair } from './certs.ts';
import { type Kube, type KubeObject, mergePatch } from './kube.ts';

export const namespace = 'elastic';
export const operatorNamespace = 'elastic-system';
export const version = '9.1.2';

export const definitions = [
  'agents.agent.k8s.elastic.co',
  'kibanas.kibana.k8s.elastic.co',
  'elasticsearches.elasticsearch.k8s.elastic.co',
  'stackconfigpolicies.stackconfigpolicy.k8s.elastic.co',
];

/** The secrets of the cluster. No shape of one may leave the probe. */
export const secrets = {
  fleetServer: 'pw/fs+SENTINEL=1?&"x',
  agent: 'pw-ea-SENTINEL-äöü',
  serviceToken: 'AAEAAWVsYXN0aWMvZmxlZXQtc2VydmVyL3Q6U0VOVElORUw',
  superuser: 'pw-elastic-SENTINEL',
};

export const fleetServerUser = `${namespace}-fleet-server-agent-kb-user`;
export const agentUser = `${namespace}-elastic-agent-agent-kb-user`;

/** A certificate and its CA, PEM. */
export interface Served extends Pair {
  readonly ca: string;
}

export interface Certificates {
  readonly elasticsearch: Served;
  readonly kibana: Served;
  readonly fleetServer: Served;
  /** of the same CA as Kibana's, with a fault each */
  readonly expired: Served;
  readonly misnamed: Served;
}

/** Certificates as the operator makes them: a CA for each resource, and the names of its Service. */
export async function certificates(folder: string): Promise<Certificates> {
  const names = (service: string): string[] =>
    ['', `.${namespace}`, `.${namespace}.svc`].map((below) => `DNS:${service}${below}`);
  const [ofElasticsearch, ofKibana, ofFleetServer] = await Promise.all(
    ['elasticsearch', 'kibana', 'fleet-server'].map((it) => authority(join(folder, it), `${it}-ca`)),
  );
  if (!ofElasticsearch || !ofKibana || !ofFleetServer) throw new Error('no CA');
  const [elasticsearch, kibana, fleetServer, expired, misnamed] = await Promise.all([
    leaf(ofElasticsearch, 'http', { names: names('prod-es-http') }),
    leaf(ofKibana, 'http', { names: names('prod-kb-http') }),
    leaf(ofFleetServer, 'http', { names: names('fleet-server-agent-http') }),
    leaf(ofKibana, 'expired', { names: names('prod-kb-http'), expired: true }),
    leaf(ofKibana, 'misnamed', { names: ['DNS:kibana.example.org'] }),
  ]);
  const by = (ca: Pair, pair: Pair): Served => ({ ...pair, ca: ca.cert });
  return {
    elasticsearch: by(ofElasticsearch, elasticsearch),
    kibana: by(ofKibana, kibana),
    fleetServer: by(ofFleetServer, fleetServer),
    expired: by(ofKibana, expired),
    misnamed: by(ofKibana, misnamed),
  };
}

const group = {
  Agent: 'agent.k8s.elastic.co/v1alpha1',
  Kibana: 'kibana.k8s.elastic.co/v1',
  Elasticsearch: 'elasticsearch.k8s.elastic.co/v1',
  StackConfigPolicy: 'stackconfigpolicy.k8s.elastic.co/v1alpha1',
} as const;

const metadata = (name: string, more: object = {}): KubeObject['metadata'] => ({ name, namespace, ...more });

export const secret = (name: string, data: Record<string, string>, labels: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  type: 'Opaque',
  metadata: metadata(name, { labels }),
  stringData: data,
});

const service = (name: string, port: number, selector: object): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: metadata(name),
  spec: { ports: [{ name: 'https', port, targetPort: port, protocol: 'TCP' }], selector },
});

const pod = (name: string, labels: object, image: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: metadata(name, { labels }),
  spec: { nodeName: 'node', terminationGracePeriodSeconds: 0, containers: [{ name: 'agent', image }] },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});

/** The operator's note about what an association leads to. */
const association = (conf: object): string =>
  JSON.stringify({ isApiKey: false, isServiceAccount: false, caCertProvided: true, version, ...conf });

/** The note about an Agent's Kibana. */
export const kibanaConf = (agent: string, home: string, path = ''): string =>
  association({
    authSecretName: `${agent}-agent-kb-user`,
    authSecretKey: `${home}-${agent}-agent-kb-user`,
    caSecretName: `${agent}-agent-kibana-ca`,
    url: `https://prod-kb-http.${namespace}.svc:5601${path}`,
  });

export const agentObject = (name: string, home: string, spec: object, annotations: object = {}): KubeObject => ({
  apiVersion: group.Agent,
  kind: 'Agent',
  metadata: {
    name,
    namespace: home,
    annotations: {
      'association.k8s.elastic.co/kb-conf': kibanaConf(name, home),
      'fleet.eck.k8s.elastic.co/token': 'enrollment-token-of-the-policy',
      ...annotations,
    },
  },
  spec: { version, mode: 'fleet', kibanaRef: { name: 'prod', namespace }, ...spec },
  status: {
    health: 'green',
    expectedNodes: 1,
    availableNodes: 1,
    kibanaAssociationStatus: 'Established',
    fleetServerAssociationStatus: 'Established',
  },
});

export const policyObject = (home: string, selector: object, config: object): KubeObject => ({
  apiVersion: group.StackConfigPolicy,
  kind: 'StackConfigPolicy',
  metadata: { name: 'settings', namespace: home },
  spec: { resourceSelector: selector, kibana: { config } },
});

/** The Warning that the operator leaves when Kibana has answered 401. */
export const waitingEvent = (message: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: metadata('fleet-server.1'),
  involvedObject: { apiVersion: group.Agent, kind: 'Agent', name: 'fleet-server', namespace },
  reason: 'Delayed',
  type: 'Warning',
  message,
});

/** Creates all of it. */
export async function seed(
  kube: Kube,
  { elasticsearch, kibana, fleetServer }: Certificates,
  kubelet: number,
): Promise<void> {
  for (const name of [namespace, operatorNamespace])
    await kube.must('POST', '/api/v1/namespaces', { metadata: { name } });
  await kube.create('nodes', {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'node' },
    status: {
      addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
      daemonEndpoints: { kubeletEndpoint: { Port: kubelet } },
    },
  });
  const ca = (name: string, { ca, cert }: Served): KubeObject => secret(name, { 'ca.crt': ca, 'tls.crt': cert });
  const secretsFirst = [
    ca('prod-es-http-certs-public', elasticsearch),
    ca('prod-kb-http-certs-public', kibana),
    ca('fleet-server-agent-http-certs-public', fleetServer),
    ca('fleet-server-agent-kibana-ca', kibana),
    ca('elastic-agent-agent-kibana-ca', kibana),
    secret('fleet-server-agent-kb-user', { [fleetServerUser]: secrets.fleetServer }),
    secret('elastic-agent-agent-kb-user', { [agentUser]: secrets.agent }),
    secret(fleetServerUser, { name: fleetServerUser }, { 'common.k8s.elastic.co/type': 'user' }),
    secret(agentUser, { name: agentUser }, { 'common.k8s.elastic.co/type': 'user' }),
    secret(`fleet-server-${namespace}-prod-agent-user`, { token: secrets.serviceToken }),
    secret('prod-es-elastic-user', { elastic: secrets.superuser }), // nobody may ask for this one
  ];
  await Promise.all(secretsFirst.map((it) => kube.create('secrets', it)));
  const labels = {
    elasticsearch: { 'elasticsearch.k8s.elastic.co/cluster-name': 'prod' },
    kibana: { 'kibana.k8s.elastic.co/name': 'prod' },
    fleetServer: { 'agent.k8s.elastic.co/name': 'fleet-server' },
    agent: { 'agent.k8s.elastic.co/name': 'elastic-agent' },
  };
  const image = (name: string): string => `docker.elastic.co/${name}:${version}`;
  await Promise.all([
    kube.create('secrets', secret('prod-es-xpack-file-realm', { users: '' })), // later than the users
    kube.create('elasticsearches', {
      apiVersion: group.Elasticsearch,
      kind: 'Elasticsearch',
      metadata: metadata('prod'),
      spec: { version, nodeSets: [{ name: 'default', count: 1 }] },
      status: { health: 'green', phase: 'Ready', version },
    }),
    kube.create('kibanas', {
      apiVersion: group.Kibana,
      kind: 'Kibana',
      metadata: metadata('prod', { labels: { team: 'search' } }),
      spec: { version, count: 1, elasticsearchRef: { name: 'prod' } },
      status: { health: 'green', availableNodes: 1, version },
    }),
    kube.create(
      'agents',
      agentObject(
        'fleet-server',
        namespace,
        {
          fleetServerEnabled: true,
          policyID: 'eck-fleet-server',
          elasticsearchRefs: [{ name: 'prod' }],
          deployment: { replicas: 1 },
        },
        {
          'association.k8s.elastic.co/es-conf-1234567890': association({
            authSecretName: `fleet-server-${namespace}-prod-agent-user`,
            authSecretKey: 'token',
            isServiceAccount: true,
            url: `https://prod-es-http.${namespace}.svc:9200`,
          }),
        },
      ),
    ),
    kube.create(
      'agents',
      agentObject('elastic-agent', namespace, {
        policyID: 'eck-agent',
        fleetServerRef: { name: 'fleet-server' },
        daemonSet: {},
      }),
    ),
    kube.create('services', service('prod-es-http', 9200, labels.elasticsearch)),
    kube.create('services', service('prod-kb-http', 5601, labels.kibana)),
    kube.create('services', service('fleet-server-agent-http', 8220, labels.fleetServer)),
    kube.create('pods', pod('prod-es-default-0', labels.elasticsearch, image('elasticsearch'))),
    kube.create('pods', pod('prod-kb-1', labels.kibana, image('kibana'))),
    kube.create('pods', pod('fleet-server-1', labels.fleetServer, image('elastic-agent'))),
    kube.create('pods', pod('elastic-agent-1', labels.agent, image('elastic-agent'))),
    kube.create('pods', {
      ...pod('elastic-operator-0', {}, 'docker.elastic.co/eck/eck-operator:3.3.0'),
      metadata: {
        name: 'elastic-operator-0',
        namespace: operatorNamespace,
        labels: { 'control-plane': 'elastic-operator' },
      },
    }),
    ...definitions.map((name) =>
      kube.must(
        'PATCH',
        `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`,
        { metadata: { labels: { 'app.kubernetes.io/version': '3.3.0' } } },
        mergePatch,
      ),
    ),
  ]);
}
