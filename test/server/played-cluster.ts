// A cluster that is played: one Agent, and a Kibana whose settings allow SAML alone. What stands in it is JSON by API
// path; every login is refused, or waited for.
import type { Answer, Cluster, Http } from '../../server/probe/cluster.ts';
import { Cancelled, ClusterError } from '../../server/probe/cluster.ts';
import type { Open } from '../../server/probe/index.ts';

export const password = 'played-password-4711';

export interface Played {
  /** how Kibana answers a login */
  readonly kibana?: 'refuses' | 'accepts' | 'silent';
  /** the API server refuses the user */
  readonly stranger?: boolean;
  /** hears of each path that is asked for */
  readonly asked?: (path: string) => void;
}

const providers = { saml: { saml1: { order: 0, realm: 'saml1' } } };
const labels = { 'kibana.k8s.elastic.co/name': 'prod' };
const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
const home = 'namespaces/elastic';

const association = {
  authSecretName: 'fleet-server-agent-kb-user',
  authSecretKey: 'elastic-fleet-server-agent-kb-user',
  isServiceAccount: false,
  url: 'https://prod-kb-http.elastic.svc:5601',
};

const agent = {
  metadata: {
    name: 'fleet-server',
    namespace: 'elastic',
    annotations: { 'association.k8s.elastic.co/kb-conf': JSON.stringify(association) },
  },
  spec: { version: '9.1.2', mode: 'fleet', fleetServerEnabled: true, kibanaRef: { name: 'prod' } },
  status: { health: 'green', kibanaAssociationStatus: 'Established' },
};

const kibana = (accepts: boolean): object => ({
  metadata: { name: 'prod', namespace: 'elastic' },
  spec: {
    version: '9.1.2',
    elasticsearchRef: { name: 'prod' },
    config: {
      'xpack.security.authc.providers': { ...providers, ...(accepts && { basic: { basic1: { order: 1 } } }) },
    },
  },
  status: { health: 'green', version: '9.1.2' },
});

const objects = (accepts: boolean): Readonly<Record<string, unknown>> => ({
  '/version': { gitVersion: 'v1.33.0' },
  [`/apis/agent.k8s.elastic.co/v1alpha1/${home}/agents/fleet-server`]: agent,
  [`/apis/kibana.k8s.elastic.co/v1/${home}/kibanas/prod`]: kibana(accepts),
  [`/apis/elasticsearch.k8s.elastic.co/v1/${home}/elasticsearches/prod`]: {
    metadata: { name: 'prod', namespace: 'elastic' },
    spec: { version: '9.1.2' },
    status: { health: 'green' },
  },
  [`/api/v1/${home}/services/prod-kb-http`]: {
    metadata: { name: 'prod-kb-http', namespace: 'elastic' },
    spec: { selector: labels, ports: [{ name: 'https', port: 5601 }] },
  },
  [`/api/v1/${home}/secrets/fleet-server-agent-kb-user`]: {
    metadata: { name: 'fleet-server-agent-kb-user', namespace: 'elastic' },
    data: { 'elastic-fleet-server-agent-kb-user': Buffer.from(password).toString('base64') },
  },
  [`/api/v1/${home}/secrets/prod-kb-http-certs-public`]: { data: {} },
});

const lists: Readonly<Record<string, readonly unknown[]>> = {
  [`/apis/agent.k8s.elastic.co/v1alpha1/${home}/agents`]: [agent],
  [`/api/v1/${home}/pods`]: [{ metadata: { name: 'prod-kb-1', namespace: 'elastic', labels }, status: ready }],
};

/** The way to such a cluster. */
export function playedCluster({ kibana = 'refuses', stranger = false, asked = () => {} }: Played = {}): Open {
  return async (_kubeconfig, context, { signal }) => {
    const there = objects(kibana === 'accepts');
    const look = <T>(found: T | undefined, path: string): T => {
      asked(path);
      if (signal.aborted) throw new Cancelled();
      if (stranger && path !== '/version') throw new ClusterError(401, 'Unauthorized', 'Unauthorized');
      if (found === undefined) throw new ClusterError(404, 'NotFound', `${path} not found`);
      return found;
    };
    const cluster: Cluster = {
      get: async (path) => look(there[path], path),
      list: async (path) => look(lists[path.split('?')[0] ?? ''] ?? [], path),
      text: async (path) => look('', path),
      metadata: async (path) => look(there[path] ?? { metadata: { labels: {} } }, path),
      can: async () => look(true, 'selfsubjectaccessreviews'),
    };
    const http: Http = {
      get: async ({ port }, path, login) => {
        asked(path);
        if (port === 8220) return answer(200, { name: 'fleet-server', status: 'HEALTHY' });
        if (kibana === 'silent') await aborted(signal);
        return answerTo(path, login?.invented === false, kibana);
      },
    };
    return { context: context ?? 'prod', cluster, http, close: () => asked('closed') };
  };
}

const answer = (status: number, json: unknown): Answer => ({ status, json, certificate: { issuer: 'ca', until: '' } });

function answerTo(path: string, real: boolean, kibana: Played['kibana']): Answer {
  if (path.endsWith('/api/status')) return answer(200, { status: { overall: { level: 'available' } } });
  if (kibana === 'refuses') return answer(401, { message: 'Unauthorized' });
  if (!real) return answer(401, { message: '[security_exception] unable to authenticate user' });
  if (path.endsWith('/agents/setup')) return answer(200, { isReady: true, missing_requirements: [] });
  return answer(200, { success: true, items: [], total: 0 });
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const stop = (): void => reject(new Cancelled());
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });

/** A kubeconfig for it, with a token that nobody may see. */
export const token = 'token-in-the-kubeconfig-0815';
export const kubeconfig = `\
apiVersion: v1
kind: Config
current-context: prod
clusters:
  - name: c1
    cluster: { server: "https://192.0.2.1:6443" }
users:
  - name: jane
    user: { token: ${token} }
contexts:
  - name: prod
    context: { cluster: c1, user: jane, namespace: elastic }
  - name: staging
    context: { cluster: c1, user: jane }
`;

/** The manifests of it. */
export const manifests = {
  kibana: `\
apiVersion: kibana.k8s.elastic.co/v1
kind: Kibana
metadata:
  name: prod
  namespace: elastic
spec:
  version: 9.1.2
  elasticsearchRef:
    name: prod
  config:
    xpack.security.authc.providers:
      saml:
        saml1:
          order: 0
          realm: saml1
`,
  agent: `\
apiVersion: agent.k8s.elastic.co/v1alpha1
kind: Agent
metadata:
  name: fleet-server
  namespace: elastic
spec:
  version: 9.1.2
  mode: fleet
  fleetServerEnabled: true
  kibanaRef:
    name: prod
`,
};
