// What the probe is tried on: a cluster that works, and what can be wrong with one. Each says which steps tell of it and
// what the verdict is.
import type { Mark, Place } from '../../server/probe/report.ts';
import type { Changes } from './support/changes.ts';
import { fleetRole } from './support/kibana.ts';
import { mergePatch } from './support/kube.ts';
import { grantIn, grantRights } from './support/roles.ts';
import { kibanaConf, namespace, operatorNamespace, policyObject, waitingEvent } from './support/seed.ts';
import { type Differences, everything, logins, type World } from './support/world.ts';

export interface Expected {
  /** by step id; a step that is not named here may have any */
  readonly marks?: Readonly<Record<string, Mark | 'not taken'>>;
  readonly sentence: RegExp;
  readonly mark: Mark;
  readonly certain?: boolean;
  readonly step?: string;
  readonly place?: Partial<Place>;
  /** how the path of the place begins */
  readonly pathAt?: Place['path'];
  readonly next?: RegExp;
  /** what stands somewhere in the steps: titles, evidence, causes */
  readonly says?: readonly RegExp[];
}

export interface Scenario extends Differences {
  readonly expected: Expected;
}

const kibanas = `/apis/kibana.k8s.elastic.co/v1/namespaces/${namespace}/kibanas/prod`;
const elasticsearches = `/apis/elasticsearch.k8s.elastic.co/v1/namespaces/${namespace}/elasticsearches/prod`;
const agents = `/apis/agent.k8s.elastic.co/v1alpha1/namespaces/${namespace}/agents`;
const pods = `/api/v1/namespaces/${namespace}/pods`;
const secretsPath = `/api/v1/namespaces/${namespace}/secrets`;
const services = `/api/v1/namespaces/${namespace}/services`;
const workingPolicy = { 'eck-fleet-server': { packages: ['fleet_server'] } };

const samlOnly = { 'xpack.security.authc.providers': { saml: { saml1: { order: 0, realm: 'saml1' } } } };
const refused = 'ECK cannot setup Fleet enrollment. Waiting for Kibana credentials. This should be a transient issue.';
const refusesBasic = /^Kibana prod refuses basic authentication, so the operator cannot set up Fleet/;

const annotate = (annotations: Record<string, string>): object => ({ metadata: { annotations } });

/** Names the port of Kibana's Service otherwise for one run. */
async function renamePort(changes: Changes, { plane: { kube } }: World, to: string): Promise<void> {
  const rename = (name: string) =>
    kube.must(
      'PATCH',
      `${services}/prod-kb-http`,
      { spec: { ports: [{ name, port: 5601, targetPort: 5601 }] } },
      mergePatch,
    );
  await rename(to);
  changes.later(() => rename('https'));
}

export const scenarios: Readonly<Record<string, Scenario>> = {
  'all is well': {
    expected: {
      marks: { P3: 'pass', P6a: 'pass', P6b: 'pass', P7: 'pass', P8: 'pass', P10s: 'pass', P11: 'pass', P12: 'pass' },
      sentence: /^The Fleet chain works\.$/,
      mark: 'pass',
      certain: true,
    },
  },

  // Kibana and the scheme
  'only SAML in the settings of Kibana': {
    kibana: { providers: ['saml'] },
    change: async (changes) => {
      await changes.patch(kibanas, { spec: { config: samlOnly } });
      await changes.create('events', waitingEvent(refused));
    },
    expected: {
      marks: { P1e: 'warn', P3: 'fail', P6a: 'fail', P9: 'pass' },
      sentence: refusesBasic,
      mark: 'fail',
      certain: true,
      step: 'P6a',
      place: { kind: 'Kibana', namespace, name: 'prod', rule: 'kibana-basic-auth-missing' },
      pathAt: ['spec', 'config', 'xpack.security.authc.providers'],
      next: /^Add a basic provider/,
    },
  },
  'only SAML, by a StackConfigPolicy beside Kibana': {
    kibana: { providers: ['saml'] },
    change: (changes) =>
      changes.create('stackconfigpolicies', policyObject(namespace, { matchLabels: { team: 'search' } }, samlOnly)),
    expected: {
      marks: { P3: 'fail', P6a: 'fail' },
      sentence: refusesBasic,
      mark: 'fail',
      certain: true,
      step: 'P6a',
      place: { kind: 'StackConfigPolicy', namespace, name: 'settings', rule: 'kibana-basic-auth-missing' },
      pathAt: ['spec', 'kibana', 'config', 'xpack.security.authc.providers'],
    },
  },
  'only SAML, by a StackConfigPolicy of the operator': {
    kibana: { providers: ['saml'] },
    change: (changes) =>
      changes.create(
        'stackconfigpolicies',
        policyObject(operatorNamespace, { matchLabels: { team: 'search' } }, samlOnly),
      ),
    expected: {
      marks: { P3: 'fail', P6a: 'fail' },
      sentence: refusesBasic,
      mark: 'fail',
      certain: true,
      step: 'P6a',
      place: { kind: 'StackConfigPolicy', namespace: operatorNamespace, name: 'settings' },
    },
  },
  'a StackConfigPolicy for other Kibanas': {
    change: (changes) =>
      changes.create('stackconfigpolicies', policyObject(namespace, { matchLabels: { team: 'other' } }, samlOnly)),
    expected: { marks: { P3: 'pass' }, sentence: /^The Fleet chain works\.$/, mark: 'pass', certain: true },
  },
  'SAML, and basic among the schemes': {
    kibana: { providers: ['saml'], http: { schemes: ['apikey', 'bearer', 'basic'] } },
    change: (changes) =>
      changes.patch(kibanas, {
        spec: { config: { ...samlOnly, 'xpack.security.authc.http.schemes': ['apikey', 'bearer', 'basic'] } },
      }),
    expected: { marks: { P3: 'pass', P6a: 'pass', P6b: 'pass' }, sentence: /^The Fleet chain works\.$/, mark: 'pass' },
  },
  'authentication over HTTP switched off': {
    kibana: { http: { enabled: false } },
    change: (changes) => changes.patch(kibanas, { spec: { config: { 'xpack.security.authc.http.enabled': false } } }),
    expected: {
      marks: { P3: 'fail', P6a: 'fail' },
      sentence: refusesBasic,
      mark: 'fail',
      certain: true,
      step: 'P6a',
      place: { kind: 'Kibana', name: 'prod', path: ['spec', 'config', 'xpack.security.authc.http.enabled'] },
      next: /^Remove the setting xpack\.security\.authc\.http\.enabled$/,
    },
  },
  'settings that allow it, pods that do not': {
    kibana: { providers: ['saml'] },
    expected: {
      marks: { P3: 'pass', P6a: 'fail' },
      sentence: /refuses basic authentication, although its settings allow it/,
      mark: 'fail',
      certain: true,
      step: 'P6a',
    },
  },
  'settings that will refuse it after a restart': {
    change: (changes) => changes.patch(kibanas, { spec: { config: samlOnly } }),
    expected: {
      marks: { P3: 'fail', P6a: 'pass', P6b: 'pass' },
      sentence: /^Kibana prod accepts basic authentication now, but its settings say that it will not/,
      mark: 'warn',
      certain: false,
      step: 'P3',
      place: { kind: 'Kibana', name: 'prod' },
    },
  },

  // the user
  'a password that Elasticsearch does not know': {
    logins: logins({ password: 'another-password' }),
    secrets: ['another-password'],
    change: (changes) => changes.create('events', waitingEvent(refused)),
    expected: {
      marks: { P6a: 'pass', P6b: 'fail', P9: 'fail', P7: 'not taken', P8: 'not taken' },
      sentence: /^Elasticsearch refuses the operator's login for fleet-server/,
      mark: 'fail',
      certain: true,
      step: 'P9',
    },
  },
  'a Kibana that talks to another Elasticsearch': {
    kibanaLogins: logins({ password: 'another-password' }),
    expected: {
      marks: { P6a: 'pass', P6b: 'fail', P9: 'pass' },
      sentence: /^Elasticsearch accepts the operator's login for fleet-server, and Kibana does not/,
      mark: 'fail',
      certain: true,
      step: 'P9',
    },
  },
  'a role that is missing, newer Kibana': {
    logins: logins({ roles: [] }),
    expected: {
      marks: { P6a: 'pass', P6b: 'fail' },
      sentence: /lacks the privileges for Fleet/,
      mark: 'fail',
      step: 'P6b',
    },
  },
  'a role that is missing, older Kibana': {
    logins: logins({ roles: ['viewer'] }),
    kibana: { version: '8.15.0' },
    expected: { marks: { P6b: 'fail' }, sentence: /lacks the privileges for Fleet/, mark: 'fail', step: 'P6b' },
  },
  'security switched off': {
    kibana: { security: false },
    expected: { marks: { P6a: 'fail' }, sentence: /security is off in Elasticsearch/, mark: 'fail', step: 'P6a' },
  },
  'an Elasticsearch that the operator leaves alone': {
    logins: logins({ password: 'another-password' }),
    change: (changes) => changes.patch(elasticsearches, annotate({ 'eck.k8s.elastic.co/managed': 'false' })),
    expected: {
      marks: { P2e: 'warn', P6b: 'fail', P9: 'fail' },
      sentence: /an annotation stops the operator from adding users to it/,
      mark: 'fail',
      step: 'P2e',
      says: [/Elasticsearch prod is paused by the annotation eck\.k8s\.elastic\.co\/managed/],
    },
  },
  'a Kibana whose changes are held back': {
    change: (changes) => changes.patch(kibanas, annotate({ 'eck.k8s.elastic.co/pause-orchestration': 'true' })),
    expected: {
      marks: { P2: 'warn' },
      sentence: /^Kibana prod is paused by the annotation eck\.k8s\.elastic\.co\/pause-orchestration/,
      mark: 'warn',
      step: 'P2',
      place: {
        kind: 'Kibana',
        name: 'prod',
        path: ['metadata', 'annotations', 'eck.k8s.elastic.co/pause-orchestration'],
      },
    },
  },
  'a login that was refused a while ago': {
    change: (changes) => changes.create('events', waitingEvent(refused)),
    expected: {
      marks: { P1e: 'warn', P6b: 'pass' },
      sentence: /^The login for fleet-server works now; the operator's warnings are older/,
      mark: 'warn',
      certain: false,
      step: 'P1e',
    },
  },
  'an operator that times out': {
    change: (changes) =>
      changes.create(
        'events',
        waitingEvent('net/http: request canceled (Client.Timeout exceeded while awaiting headers)'),
      ),
    expected: {
      marks: { P1e: 'warn', P6b: 'pass' },
      sentence: /the network between operator and Kibana blocks them/,
      mark: 'warn',
      step: 'P1e',
    },
  },
  'a Secret without the key of the user': {
    change: (changes) =>
      changes.patch(`${secretsPath}/fleet-server-agent-kb-user`, {
        data: { [`${namespace}-fleet-server-agent-kb-user`]: null },
      }),
    expected: { marks: { P5u: 'fail', P6b: 'not taken' }, sentence: /has no key/, mark: 'fail', step: 'P5u' },
  },

  // Fleet and policies
  'a Fleet that waits for its first Fleet Server': {
    kibana: { fleet: { missing: ['fleet_server'], policies: workingPolicy } },
    expected: {
      marks: { P7: 'warn', P8: 'pass' },
      sentence: /no Fleet Server has enrolled yet/,
      mark: 'warn',
      step: 'P7',
    },
  },
  'API keys switched off': {
    kibana: { fleet: { missing: ['api_keys'] } },
    expected: { marks: { P7: 'fail' }, sentence: /API keys are switched off/, mark: 'fail', step: 'P7' },
  },
  'a Fleet without Agents': {
    kibana: { fleet: { agentsEnabled: false } },
    expected: {
      marks: { P6a: 'pass', P6b: 'pass', P7: 'fail' },
      sentence: /^Fleet is enabled, but not for Agents/,
      mark: 'fail',
      step: 'P7',
    },
  },
  'a Kibana without Fleet': {
    kibana: { fleet: { enabled: false } },
    expected: { marks: { P6b: 'fail' }, sentence: /no Fleet API/, mark: 'fail' },
  },
  'a policy that is not there': {
    kibana: { fleet: { policies: {} } },
    expected: {
      marks: { P6b: 'pass', P8: 'fail' },
      sentence: /^There is no agent policy eck-fleet-server in Kibana/,
      mark: 'fail',
      step: 'P8',
      place: { kind: 'Agent', name: 'fleet-server', path: ['spec', 'policyID'], rule: 'fleet-policy-unknown' },
    },
  },
  'a policy without a Fleet Server': {
    kibana: { fleet: { policies: { 'eck-fleet-server': { packages: ['system'] } } } },
    expected: {
      marks: { P8: 'fail' },
      sentence: /has no Fleet Server integration/,
      mark: 'fail',
      step: 'P8',
      place: { kind: 'Agent', name: 'fleet-server', rule: 'fleet-server-policy-without-integration' },
    },
  },
  'a policy in a space': {
    kibana: { spaces: ['default', 'team-a'] },
    change: (changes) => changes.patch(`${agents}/fleet-server`, { spec: { spaceID: 'team-a' } }),
    expected: { marks: { P6b: 'pass', P8: 'pass' }, sentence: /^The Fleet chain works\.$/, mark: 'pass' },
  },
  'a space that is not there': {
    change: (changes) => changes.patch(`${agents}/fleet-server`, { spec: { spaceID: 'elsewhere' } }),
    expected: {
      marks: { P6a: 'pass', P6b: 'fail' },
      sentence: /^Kibana has no space elsewhere/,
      mark: 'fail',
      step: 'P6b',
      place: { kind: 'Agent', name: 'fleet-server', path: ['spec', 'spaceID'] },
    },
  },
  'a base path': {
    kibana: { basePath: '/kibana' },
    change: (changes) =>
      changes.patch(
        `${agents}/fleet-server`,
        annotate({ 'association.k8s.elastic.co/kb-conf': kibanaConf('fleet-server', namespace, '/kibana') }),
      ),
    expected: { marks: { P6c: 'pass', P6b: 'pass', P8: 'pass' }, sentence: /^The Fleet chain works\.$/, mark: 'pass' },
  },
  'a base path that the operator does not know': {
    kibana: { basePath: '/kibana' },
    expected: { marks: { P6c: 'fail', P6a: 'not taken' }, sentence: /404 at its root/, mark: 'fail', step: 'P6c' },
  },

  // the way to Kibana
  'a Kibana that is starting': {
    kibana: { state: 'starting' },
    expected: {
      marks: { P6c: 'fail', P6a: 'not taken', P6b: 'skip' },
      sentence: /is not available/,
      mark: 'fail',
      step: 'P6c',
    },
  },
  'a Kibana that is degraded': {
    kibana: { state: 'degraded' },
    expected: { marks: { P6c: 'warn', P6b: 'pass' }, sentence: /reports degraded/, mark: 'warn', step: 'P6c' },
  },
  'a certificate of another CA': {
    kibanaTls: ({ elasticsearch }) => elasticsearch,
    expected: {
      marks: { P6c: 'fail', P6a: 'not taken', P6b: 'skip' },
      sentence: /is not signed by the CA that ECK publishes/,
      mark: 'fail',
      step: 'P6c',
    },
  },
  'a copy of the CA that is old': {
    change: (changes, { certificates: { elasticsearch } }) =>
      changes.patch(`${secretsPath}/fleet-server-agent-kibana-ca`, {
        data: { 'ca.crt': Buffer.from(elasticsearch.ca).toString('base64') },
      }),
    expected: {
      marks: { P5c: 'warn', P6b: 'pass' },
      sentence: /^The copy of the CA of Kibana in fleet-server-agent-kibana-ca is not the one in use/,
      mark: 'warn',
      step: 'P5c',
    },
  },
  'a certificate for another name': {
    kibanaTls: ({ misnamed }) => misnamed,
    expected: {
      marks: { P6c: 'fail', P6b: 'skip' },
      sentence: /is not valid for prod-kb-http\.elastic\.svc/,
      mark: 'fail',
      step: 'P6c',
    },
  },
  'a certificate that has expired': {
    kibanaTls: ({ expired }) => expired,
    expected: { marks: { P6c: 'fail', P6b: 'skip' }, sentence: /is not valid now/, mark: 'fail', step: 'P6c' },
  },
  'a Kibana that asks for a client certificate': {
    kibanaTls: ({ kibana }, { ca }) => ({ ...kibana, clientCa: ca.cert }),
    expected: {
      marks: { P6c: 'fail', P6b: 'skip' },
      sentence: /asks for a client certificate/,
      mark: 'fail',
      step: 'P6c',
    },
  },
  'a certificate of another CA, and an environment that would not mind': {
    env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    kibanaTls: ({ elasticsearch }) => elasticsearch,
    expected: {
      marks: { P6c: 'fail', P6b: 'skip' },
      sentence: /is not signed by the CA that ECK publishes/,
      mark: 'fail',
      step: 'P6c',
    },
  },
  'nothing that listens in the pod': {
    kibanaPort: 'nothing',
    expected: {
      marks: { P6c: 'fail' },
      sentence: /^Nothing listens on port 5601 in the pod prod-kb-1/,
      mark: 'fail',
      step: 'P6c',
    },
  },
  'a pod that never answers': {
    kibanaPort: 'silent',
    call: { timeout: 1200 },
    expected: { marks: { P6c: 'fail' }, sentence: /does not answer in time/, mark: 'fail', step: 'P6c' },
  },
  'a kubelet that is down': {
    change: (changes) =>
      changes.patch('/api/v1/nodes/node/status', { status: { daemonEndpoints: { kubeletEndpoint: { Port: 1 } } } }),
    expected: {
      marks: { P6c: 'fail', P10s: 'fail' },
      sentence: /^A port-forward to the pod prod-kb-1 could not be opened/,
      mark: 'fail',
      step: 'P6c',
    },
  },
  'no ready pod of Kibana': {
    change: (changes) =>
      changes.patch(`${pods}/prod-kb-1/status`, { status: { conditions: [{ type: 'Ready', status: 'False' }] } }),
    expected: {
      marks: { P4: 'fail', P6c: 'not taken' },
      sentence: /^No ready pod is behind the Service/,
      mark: 'fail',
      step: 'P4',
    },
  },
  'a Service that leads elsewhere': {
    change: (changes) =>
      changes.patch(`${services}/prod-kb-http`, {
        spec: {
          selector: { 'kibana.k8s.elastic.co/name': null, 'elasticsearch.k8s.elastic.co/cluster-name': 'prod' },
        },
      }),
    expected: {
      marks: { P4: 'fail' },
      sentence: /leads to pods that are not those of Kibana prod/,
      mark: 'fail',
      step: 'P4',
    },
  },
  'a Service with another name for its port': {
    change: (changes, world) => renamePort(changes, world, 'web'),
    expected: { marks: { P4: 'fail' }, sentence: /has no port named https/, mark: 'fail', step: 'P4' },
  },
  'NetworkPolicies that block the chain': {
    change: (changes) =>
      changes.create('networkpolicies', {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'default-deny', namespace },
        spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      }),
    expected: {
      marks: { P4n: 'warn', P6a: 'pass', P6b: 'pass' },
      sentence: /^NetworkPolicies do not allow a connection of the chain/,
      mark: 'warn',
      certain: false,
      step: 'P4n',
      place: { kind: 'NetworkPolicy', name: 'default-deny', rule: 'network-policy-blocks-fleet' },
    },
  },
  'a Kibana with TLS switched off': {
    change: async (changes, world) => {
      await changes.patch(kibanas, { spec: { http: { tls: { selfSignedCertificate: { disabled: true } } } } });
      await renamePort(changes, world, 'http');
    },
    expected: {
      marks: { P4: 'pass', P6a: 'skip', P6b: 'skip' },
      sentence: /^No fault was found|TLS switched off/,
      mark: 'pass',
    },
  },
  'a kibanaRef to nothing': {
    change: (changes) => changes.patch(`${agents}/fleet-server`, { spec: { kibanaRef: { name: 'absent' } } }),
    expected: {
      marks: { P2: 'fail', P3: 'not taken' },
      sentence: /^There is no Kibana absent in the namespace elastic/,
      mark: 'fail',
      step: 'P2',
      place: { kind: 'Agent', name: 'fleet-server', rule: 'dangling-reference' },
    },
  },
  'an Elasticsearch that is not there': {
    change: (changes) => changes.patch(kibanas, { spec: { elasticsearchRef: { name: 'absent' } } }),
    expected: {
      marks: { P2e: 'fail' },
      sentence: /^There is no Elasticsearch absent/,
      mark: 'fail',
      step: 'P2e',
      place: { kind: 'Kibana', name: 'prod', path: ['spec', 'elasticsearchRef'], rule: 'dangling-reference' },
    },
  },
  'a Kibana that is red': {
    change: (changes) => changes.patch(`${kibanas}/status`, { status: { health: 'red' } }),
    expected: { marks: { P2: 'fail' }, sentence: /^Kibana prod is red/, mark: 'fail', step: 'P2' },
  },

  // Fleet Server
  'the Fleet Server of an Agent': {
    call: { agent: 'elastic-agent' },
    expected: {
      marks: { P6b: 'pass', P10s: 'pass' },
      sentence: /^The Fleet chain works\.$/,
      mark: 'pass',
      certain: true,
    },
  },
  'a Fleet Server of an Agent that is starting': {
    call: { agent: 'elastic-agent' },
    fleetServer: 'STARTING',
    expected: {
      marks: { P6b: 'pass', P10s: 'fail' },
      sentence: /^Fleet Server reports STARTING/,
      mark: 'fail',
      step: 'P10s',
    },
  },
  'a fleetServerRef to nothing': {
    call: { agent: 'elastic-agent' },
    change: (changes) => changes.patch(`${agents}/elastic-agent`, { spec: { fleetServerRef: { name: 'absent' } } }),
    expected: {
      sentence: /^There is no Agent absent in the namespace elastic/,
      mark: 'fail',
      step: 'P10',
      place: {
        kind: 'Agent',
        name: 'elastic-agent',
        path: ['spec', 'fleetServerRef', 'name'],
        rule: 'dangling-reference',
      },
    },
  },
  'a note that names the Secret of the superuser': {
    change: (changes) => {
      const note = { ...JSON.parse(kibanaConf('fleet-server', namespace)), authSecretName: 'prod-es-elastic-user' };
      const key = 'association.k8s.elastic.co/kb-conf';
      return changes.patch(`${agents}/fleet-server`, annotate({ [key]: JSON.stringify(note) }));
    },
    expected: {
      marks: { P5: 'fail', P5u: 'not taken', P6b: 'not taken' },
      sentence: /names the Secret prod-es-elastic-user, which the operator does not make/,
      mark: 'fail',
      step: 'P5',
    },
  },
  'a service token that Elasticsearch refuses': {
    logins: logins({ token: 'another-token-value' }),
    secrets: ['another-token-value'],
    expected: {
      marks: { P6b: 'pass', P11: 'fail' },
      sentence: /^Elasticsearch refuses Fleet Server's service token/,
      mark: 'fail',
      step: 'P11',
    },
  },
  'a Fleet Server that is degraded': {
    fleetServer: 'DEGRADED',
    expected: { marks: { P10s: 'fail' }, sentence: /^Fleet Server reports DEGRADED/, mark: 'fail', step: 'P10s' },
  },
  'a Fleet Server that is starting': {
    fleetServer: 'STARTING',
    expected: { marks: { P10s: 'fail' }, sentence: /^Fleet Server reports STARTING/, mark: 'fail', step: 'P10s' },
  },
  'a Fleet Server without a workload': {
    change: async (changes) => {
      await changes.remove(`${pods}/fleet-server-1`);
      await changes.patch(`${agents}/fleet-server`, annotate({ 'fleet.eck.k8s.elastic.co/token': '' }));
    },
    expected: {
      marks: { P10: 'fail', P10s: 'not taken' },
      sentence: /^fleet-server has no deployment: the operator waits for its enroll?ment/,
      mark: 'fail',
      step: 'P10',
    },
  },
  'a log with known errors': {
    change: async (changes, { kubelet }) => {
      const before = kubelet.logs.get(`${namespace}/fleet-server-1/agent`) ?? '';
      kubelet.logs.set(
        `${namespace}/fleet-server-1/agent`,
        'x509: certificate signed by unknown authority token=pw-elastic-SENTINEL\nall is well\n',
      );
      changes.later(() => kubelet.logs.set(`${namespace}/fleet-server-1/agent`, before));
    },
    expected: {
      marks: { P12: 'warn' },
      sentence: /^Its log shows known errors/,
      mark: 'warn',
      step: 'P12',
      says: [/1 ×: it does not trust a certificate/],
    },
  },
  'a pod without a log': {
    change: async (changes, { kubelet }) => {
      const before = kubelet.logs.get(`${namespace}/fleet-server-1/agent`) ?? '';
      kubelet.logs.delete(`${namespace}/fleet-server-1/agent`);
      changes.later(() => kubelet.logs.set(`${namespace}/fleet-server-1/agent`, before));
    },
    expected: { marks: { P12: 'skip' }, sentence: /^No fault was found; 1 step was not tried\.$/, mark: 'pass' },
  },

  // secrets in answers
  'answers that show the request': {
    kibana: { echo: true },
    expected: {
      marks: { P6a: 'warn', P6b: 'fail' },
      sentence: /with status 500/,
      mark: 'fail',
      says: [/Authorization: Basic \*\*\*/],
    },
  },

  // consent
  'no consent to anything': {
    call: { consent: { secrets: false, serviceToken: false, logs: false } },
    expected: {
      marks: { P4c: 'skip', P6a: 'pass', P5: 'skip', P6b: 'not taken', P10s: 'pass', P11: 'not taken', P12: 'skip' },
      sentence: /^No fault was found/,
      mark: 'pass',
      certain: false,
    },
  },
  'no consent to Secrets, and only SAML': {
    kibana: { providers: ['saml'] },
    change: (changes) => changes.patch(kibanas, { spec: { config: samlOnly } }),
    call: { consent: { ...everything, secrets: false } },
    expected: {
      marks: { P4c: 'skip', P3: 'fail', P6a: 'fail', P6b: 'not taken', P11: 'not taken' },
      sentence: refusesBasic,
      mark: 'fail',
      certain: true,
      step: 'P6a',
      place: { kind: 'Kibana', name: 'prod', rule: 'kibana-basic-auth-missing' },
    },
  },

  // the whole namespace
  'all Agents of the namespace, one role of their own': {
    call: { agent: undefined },
    logins: logins({ roles: [fleetRole, 'other'] }),
    expected: {
      sentence: /^The Fleet chain works\.$/,
      mark: 'pass',
      certain: true,
      says: [/2 Agents are in the namespace/],
    },
  },
  'all Agents refused': {
    call: { agent: undefined },
    logins: { users: new Map(), tokens: logins().tokens },
    expected: {
      sentence: /^Elasticsearch refuses the logins of all Agents/,
      mark: 'fail',
      certain: true,
      step: 'P9',
    },
  },
  'a login that was deleted': {
    call: { agent: 'elastic-agent' },
    change: async (changes, { plane: { kube } }) => {
      const path = `${secretsPath}/elastic-agent-agent-kb-user`;
      const { data } = await kube.must('GET', path);
      await kube.must('DELETE', path);
      changes.later(() => kube.must('POST', secretsPath, { metadata: { name: 'elastic-agent-agent-kb-user' }, data }));
    },
    expected: {
      marks: { P5: 'fail', P6b: 'not taken' },
      sentence: /^The login that the operator uses for elastic-agent is not complete/,
      mark: 'fail',
      step: 'P5',
      says: [/Secret elastic\/elastic-agent-agent-kb-user is missing/],
    },
  },
  'a namespace without Agents': {
    call: { agent: undefined, namespace: operatorNamespace },
    change: async (changes, { plane: { kube } }) => {
      await grantIn(kube, operatorNamespace);
      changes.later(() => grantRights(kube));
    },
    expected: {
      marks: { agents: 'warn' },
      sentence: /^There is no Agent in the namespace elastic-system/,
      mark: 'warn',
    },
  },
  'an Agent that is not there': {
    call: { agent: 'absent' },
    expected: { marks: { agents: 'fail' }, sentence: /^There is no Agent absent/, mark: 'fail', step: 'agents' },
  },
};
