// The order of the steps: the cluster, then each Kibana once, then each Agent. Several Agents climb at the same time;
// the report keeps their order.
import { newestEck, type Workspace } from '../../rules/index.ts';
import { isCancelled, type Server } from './cluster.ts';
import { drift } from './drift.ts';
import { dig, nameOf, namespaceOf, text } from './live.ts';
import { typed } from './paths.ts';
import { LiveState } from './prediction.ts';
import type { ProbeReport, Subject } from './report.ts';
import { type Climb, Run, type Setting } from './run.ts';
import {
  type AgentSeen,
  agentEvents,
  agentFrom,
  agentStatus,
  kibanaAssociation,
  placeIn,
  refusedLogin,
  timedOut,
  warned,
} from './steps/agent.ts';
import { agentsOf, apiAnswers, loginAccepted, operatorVersion, rightsGiven, schemaFits } from './steps/cluster.ts';
import { agentPods, fleetServerStatus, fleetServerThere, knownPhrases, serviceToken } from './steps/fleet-server.ts';
import {
  elasticsearchStatus,
  type KibanaSeen,
  kibanaAnswers,
  kibanaStatus,
  networkPolicies,
  pathTo,
  predicted,
  type Target,
  trustFor,
  type Way,
} from './steps/kibana.ts';
import {
  atElasticsearch,
  caCopy,
  canary,
  fleetReady,
  type LoginAnswer,
  operatorUser,
  policyThere,
  realLogin,
  userObjects,
} from './steps/login.ts';
import { type AgentEvidence, type KibanaEvidence, verdict } from './verdict.ts';

export interface Question {
  readonly namespace: string;
  /** one Agent; without it, all of the namespace */
  readonly agent?: string;
  /** ECK release that the manifests are checked for */
  readonly eckVersion?: string;
  /** manifests to compare with */
  readonly manifests?: Workspace;
  /** the file the user looks at: of several manifests of one resource, the nearest counts */
  readonly near?: string;
  /** how long to wait before a refusal counts as lasting, ms */
  readonly patience?: number;
}

const defaultPatience = 30_000;

/** What a port-forward leaves open, whatever it shows. */
const limits = [
  'A port-forward bypasses Services and NetworkPolicies: it does not prove that the operator or an Agent can reach a server. NetworkPolicies were judged by their content.',
  'Only the current state was checked; nothing was changed, and the Fleet setup was not tried.',
];

/** Walks the chain and tells each step as it ends. Never throws for anything of the cluster; a cancelled run ends early. */
export async function probe(question: Question, setting: Setting): Promise<ProbeReport> {
  const start = setting.clock();
  const run = new Run(setting);
  const chain = new Chain(question, run);
  let cancelled = false;
  try {
    await chain.climb();
  } catch (error) {
    if (!isCancelled(error)) throw error;
    cancelled = true;
  }
  const branches = run.branches.filter(({ steps }) => steps.length > 0);
  const found = verdict(run.branches, chain.kibanas, chain.agents);
  return setting.redactor.data({
    context: setting.context,
    namespace: question.namespace,
    versions: chain.versions,
    verdict: cancelled ? { mark: 'skip', sentence: endOf(setting.signal), certain: false } : found,
    branches,
    limits,
    cancelled,
    ms: Math.round(setting.clock() - start),
  });
}

const endOf = ({ reason }: AbortSignal): string =>
  reason instanceof Error && reason.name === 'TimeoutError'
    ? 'The probe took too long and was ended.'
    : 'The probe was cancelled.';

/** A Kibana that Agents share, through one Service: climbed once. */
interface SharedKibana {
  readonly seen: KibanaSeen | undefined;
  readonly way: Way | undefined;
  readonly evidence: KibanaEvidence;
}

class Chain {
  readonly kibanas: KibanaEvidence[] = [];
  readonly agents: AgentEvidence[] = [];
  versions: ProbeReport['versions'] = {};
  readonly #question: Question;
  readonly #run: Run;
  readonly #state = new LiveState();
  #fleetAsked = new Set<string>();

  constructor(question: Question, run: Run) {
    this.#question = question;
    this.#run = run;
  }

  async climb(): Promise<void> {
    const { namespace, agent, eckVersion = newestEck } = this.#question;
    const cluster = this.#run.branch('Cluster');
    const kubernetes = await cluster.take('api', 'The API server', apiAnswers);
    if (kubernetes === undefined) return;
    this.versions = { kubernetes };
    if (!(await cluster.take('login', 'The login', (means) => loginAccepted(means, namespace)))) return;
    await cluster.take('rights', 'What you may read', (means) => rightsGiven(means, namespace));
    const operator = await cluster.take('P1v', 'The ECK operator', (means) => operatorVersion(means, eckVersion));
    if (operator?.version !== undefined) this.versions = { kubernetes, operator: operator.version };
    await cluster.take('schema', 'The definitions of ECK', (means) => schemaFits(means, operator?.version));
    const objects = await cluster.take('agents', `The Agents of the namespace ${namespace}`, (means) =>
      agentsOf(means, namespace, agent),
    );
    if (!objects) return;
    const agents = objects.map((object) => typed('agents', object)).map(agentFrom);
    for (const { object } of agents) this.#state.add(object);
    // opened in order, whatever ends first
    const shared = new Map<string, Promise<SharedKibana>>();
    for (const agent of agents) {
      const key = keyOfKibana(agent);
      if (key === undefined || shared.has(key)) continue;
      const referrers = agents.filter((it) => keyOfKibana(it) === key);
      shared.set(key, this.#kibana(referrers, operator?.namespace ?? 'elastic-system'));
    }
    await settled([
      // an Agent that is cancelled does not wait for its Kibana any more, and somebody has to
      ...shared.values(),
      ...agents.map((it) => {
        const climb = this.#run.branch(`Agent ${it.name}`, subjectOf(it));
        return this.#agent(it, climb, this.#run.branches.length - 1, shared.get(keyOfKibana(it) ?? ''));
      }),
      ...this.#fleetServersOf(agents),
    ]);
  }

  /** Those that the Agents refer to and that are not among them. */
  #fleetServersOf(agents: readonly AgentSeen[]): Promise<void>[] {
    const keyOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }) =>
      `${namespace}/${name}`;
    const known = new Set(agents.map(keyOf));
    return agents.flatMap((agent) => {
      const reference = agent.fleetServer;
      if (!reference || agent.isFleetServer || known.has(keyOf(reference))) return [];
      known.add(keyOf(reference));
      return [this.#referredFleetServer(reference, agent)];
    });
  }

  async #referredFleetServer(
    reference: { readonly namespace: string; readonly name: string },
    referrer: AgentSeen,
  ): Promise<void> {
    const title = `Fleet Server ${this.#called(reference)}`;
    const climb = this.#run.branch(title, { kind: 'Agent', ...reference });
    const server = await climb.take('P10', title, (means) => fleetServerThere(means, reference, referrer));
    if (!server) return;
    this.#drift(climb, server.object);
    const pod = await climb.take('P10p', `The pods of ${server.name}`, (means) => agentPods(means, server));
    if (pod !== undefined) await this.#fleetServer(server, climb, pod);
  }

  /** A name, with its namespace when that is not the one that is probed. */
  #called({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
    return namespace === this.#question.namespace ? name : `${namespace}/${name}`;
  }

  async #kibana(referrers: readonly AgentSeen[], operatorNamespace: string): Promise<SharedKibana> {
    const [referrer] = referrers as readonly [AgentSeen];
    const { namespace, name, service } = referrer.kibana as NonNullable<AgentSeen['kibana']>;
    const through = service === `${name}-kb-http` ? '' : ` (Service ${service})`;
    const reference = { namespace, name };
    const climb = this.#run.branch(`Kibana ${this.#called(reference)}${through}`, { kind: 'Kibana', ...reference });
    const branch = this.#run.branches.length - 1;
    let evidence: KibanaEvidence = {
      name,
      branch,
      healthy: false,
      predicted: undefined,
      place: undefined,
      canary: undefined,
    };
    const done = (seen: KibanaSeen | undefined, way?: Way): SharedKibana => {
      this.kibanas.push(evidence);
      return { seen, way, evidence };
    };
    const seen = await climb.take('P2', `Kibana ${name}`, (means) =>
      kibanaStatus(means, reference, placeIn(referrer, ['spec', 'kibanaRef', 'name'])),
    );
    if (!seen) return done(undefined);
    const object = typed('kibanas', seen.object);
    const kibana = { ...seen, object };
    this.#state.add(object);
    this.#drift(climb, object);
    const target = kibana.elasticsearch;
    let cluster: unknown;
    if (target) {
      cluster = await climb.take('P2e', `Elasticsearch ${target.name}`, (means) =>
        elasticsearchStatus(means, target, kibana),
      );
      if (cluster) {
        const live = typed('elasticsearches', cluster);
        this.#state.add(live);
        this.#drift(climb, live);
      }
    } else if (kibana.external !== undefined) {
      climb.skip('P2e', `The Elasticsearch of Kibana ${name} is not one of this cluster`);
    } else {
      climb.note({
        id: 'P2e',
        mark: 'fail',
        title: `Kibana ${name} has no elasticsearchRef`,
        evidence: [],
        cause: 'The operator does not know where to make the user for its login, and the Agents stay Pending',
        place: { kind: 'Kibana', namespace, name, path: ['spec'], rule: 'fleet-kibana-without-elasticsearch' },
      });
    }
    const prediction = await climb.take('P3', `The settings of Kibana ${name}`, (means) =>
      predicted(means, kibana, this.#state, operatorNamespace),
    );
    const health = text(cluster, 'status', 'health');
    const healthy = seen.green && (health === undefined || health === 'green' || health === 'yellow');
    evidence = { ...evidence, healthy, predicted: prediction?.accepts, place: prediction?.place };
    const pod = await climb.take('P4', `The Service ${service}`, (means) => pathTo(means, targetOf(kibana, service)));
    await climb.take('P4n', 'NetworkPolicies', (means) =>
      networkPolicies(means, [referrer.namespace, namespace, ...(target ? [target.namespace] : [])], this.#state),
    );
    // the operator does not ask it before it is green, and then the cause is in Kibana itself
    if (pod === undefined || !seen.green) return done(kibana);
    if (!kibana.tls) {
      climb.skip('P6a', `Kibana ${name} has TLS switched off: no login is sent there`);
      return done(kibana);
    }
    const trust = await climb.take('P4c', `The CA of Kibana ${name}`, (means) =>
      trustFor(means, namespace, `${name}-kb-http-certs-public`, `Kibana ${name}`),
    );
    if (trust === undefined) return done(kibana);
    const way = {
      server: { namespace, pod, port: 5601, trust, name: `${service}.${namespace}.svc` },
      base: baseOf(referrers),
    };
    if (!(await climb.take('P6c', `Kibana ${name}`, (means) => kibanaAnswers(means, way)))) return done(kibana);
    const { patience = defaultPatience } = this.#question;
    // what is predicted needs no second look
    const repeat = prediction?.accepts === false ? undefined : () => this.#run.setting.wait(patience);
    const answer = await climb.take('P6a', `Kibana ${name}`, (means) =>
      canary(means, way, kibana, prediction?.place, repeat),
    );
    evidence = { ...evidence, canary: answer };
    return answer === undefined ? done(kibana) : done(kibana, way);
  }

  async #agent(
    agent: AgentSeen,
    climb: Climb,
    branch: number,
    shared: Promise<SharedKibana> | undefined,
  ): Promise<void> {
    const goesOn = await climb.take('P1', `Agent ${agent.name}`, (means) => agentStatus(means, agent));
    this.#drift(climb, agent.object);
    const events = await climb.take('P1e', 'Events', (means) => agentEvents(means, agent));
    const lines = events ?? [];
    let evidence: AgentEvidence = {
      name: agent.name,
      branch,
      kibana: undefined,
      login: undefined,
      elasticsearch: undefined,
      events: warned(lines, timedOut) ? 'timeout' : warned(lines, refusedLogin) ? 'refused' : undefined,
    };
    if (goesOn && shared) {
      const kibana = await shared;
      evidence = { ...evidence, kibana: kibana.evidence, ...(await this.#login(agent, climb, kibana)) };
    }
    this.agents.push(evidence);
    if (text(agent.object, 'spec', 'mode') !== 'fleet') return;
    const pod = await climb.take('P10', `The pods of ${agent.name}`, (means) => agentPods(means, agent));
    if (agent.isFleetServer && pod !== undefined) await this.#fleetServer(agent, climb, pod);
    await climb.take('P12', 'Logs', (means) => knownPhrases(means, agent));
  }

  /** P5 to P9 for one Agent. */
  async #login(
    agent: AgentSeen,
    climb: Climb,
    { seen, way, evidence }: SharedKibana,
  ): Promise<{ login?: LoginAnswer; elasticsearch?: boolean }> {
    const association = kibanaAssociation(agent);
    if (!association) {
      climb.skip('P5', 'The operator has not noted a login for this Agent yet (no annotation kb-conf)');
      return {};
    }
    if (!seen) return {};
    const there = await climb.take('P5', 'The login', (means) => userObjects(means, agent, association, seen));
    const { consent } = this.#run.setting;
    if (!there || !consent.secrets) return {};
    if (!way) {
      climb.skip('P6b', 'The login was not tried: Kibana could not be asked');
      return {};
    }
    if (way.server.trust === 'nothing') {
      climb.skip('P6b', 'The login was not tried: the certificate of Kibana could not be verified');
      return {};
    }
    const { trust } = way.server;
    // a Secret of any other name holds no copy
    if (typeof trust === 'object' && association.ca?.endsWith('-kibana-ca')) {
      const { ca } = association;
      await climb.take('P5c', 'The copy of the CA', (means) => caCopy(means, agent, ca, trust.ca));
    }
    const user = await climb.take('P5u', 'The login', (means) => operatorUser(means, agent, association));
    if (!user) return {};
    const result = await climb.take('P6b', 'The login', (means) => realLogin(means, way, user, agent));
    if (!result) return {};
    if (result.answer === 'accepted' && !result.lacking) {
      const key = `${seen.namespace}/${seen.name}`;
      if (!this.#fleetAsked.has(key)) {
        this.#fleetAsked.add(key);
        await climb.take('P7', 'Fleet', (means) => fleetReady(means, result));
      }
      await climb.take('P8', 'The agent policy', (means) => policyThere(means, way, user, agent));
      return { login: result.answer };
    }
    if (
      !['user-refused', 'scheme-refused', 'accepted', 'no-privilege'].includes(result.answer) ||
      evidence.canary === 'accepted'
    )
      return { login: result.answer };
    const cluster = await this.#elasticsearch(climb, seen);
    if (!cluster) return { login: result.answer };
    const known = await climb.take('P9', 'Elasticsearch', (means) => atElasticsearch(means, cluster, user));
    return { login: result.answer, ...(known && { elasticsearch: known.accepted }) };
  }

  /** A way to the Elasticsearch of a Kibana. */
  async #elasticsearch(climb: Climb, { elasticsearch }: Pick<KibanaSeen, 'elasticsearch'>): Promise<Way | undefined> {
    if (!elasticsearch) return undefined;
    const { namespace, name } = elasticsearch;
    return this.#way(
      climb,
      {
        namespace,
        service: `${name}-es-http`,
        port: 9200,
        scheme: undefined,
        label: ['elasticsearch.k8s.elastic.co/cluster-name', name],
        what: `Elasticsearch ${name}`,
      },
      `${name}-es-http-certs-public`,
    );
  }

  async #way(climb: Climb, target: Target, certificates: string): Promise<Way | undefined> {
    const { namespace, service, port, what } = target;
    const pod = await climb.take('P9s', `The Service ${service}`, (means) => pathTo(means, target));
    if (pod === undefined) return undefined;
    const trust = await climb.take('P9c', `The CA of ${what}`, (means) =>
      trustFor(means, namespace, certificates, what),
    );
    if (trust === undefined || trust === 'nothing') return undefined;
    const server: Server = { namespace, pod, port, trust, name: `${service}.${namespace}.svc` };
    return { server, base: '' };
  }

  async #fleetServer(agent: AgentSeen, climb: Climb, pod: string): Promise<void> {
    const { namespace, name, object } = agent;
    const plain =
      dig(object, 'spec', 'http', 'tls', 'selfSignedCertificate', 'disabled') === true &&
      text(object, 'spec', 'http', 'tls', 'certificate', 'secretName') === undefined;
    if (plain) {
      climb.skip('P10s', 'Fleet Server has TLS switched off and was not asked');
    } else {
      const trust = await climb.take('P10c', 'The CA of Fleet Server', (means) =>
        trustFor(means, namespace, `${name}-agent-http-certs-public`, 'Fleet Server'),
      );
      if (trust !== undefined) {
        const server: Server = { namespace, pod, port: 8220, trust, name: `${name}-agent-http.${namespace}.svc` };
        await climb.take('P10s', 'Fleet Server', (means) => fleetServerStatus(means, { server, base: '' }, agent));
      }
    }
    const { consent } = this.#run.setting;
    if (!consent.serviceToken || !consent.secrets) return;
    const cluster = text(object, 'spec', 'elasticsearchRefs', 0, 'name');
    if (cluster === undefined) return;
    const way = await this.#elasticsearch(climb, {
      elasticsearch: {
        name: cluster,
        namespace: text(object, 'spec', 'elasticsearchRefs', 0, 'namespace') ?? namespace,
      },
    });
    if (way) await climb.take('P11', "Fleet Server's token", (means) => serviceToken(means, agent, way));
  }

  /** Names a manifest that is not what runs. Comparing reads nothing. */
  #drift(climb: Climb, object: unknown): void {
    const { manifests, near } = this.#question;
    const [first, ...more] = manifests ? drift(object, manifests, near) : [];
    if (!first) return;
    const subject = { kind: text(object, 'kind') ?? '', namespace: namespaceOf(object), name: nameOf(object) };
    climb.note({
      id: 'drift',
      mark: 'warn',
      title: `${subject.kind} ${subject.name} in the cluster is not what its manifest says`,
      evidence: [first, ...more].map((path) => `${path.join('.')} differs`),
      place: { ...subject, path: first },
      cause: 'The manifest was changed and not applied, or the object was changed in the cluster',
    });
  }
}

const targetOf = ({ namespace, name, tls }: KibanaSeen, service: string): Target => ({
  namespace,
  service,
  port: 5601,
  scheme: tls ? 'https' : 'http',
  label: ['kibana.k8s.elastic.co/name', name],
  what: `Kibana ${name}`,
});

const keyOfKibana = ({ kibana }: AgentSeen): string | undefined =>
  kibana && `${kibana.namespace}/${kibana.name}/${kibana.service}`;

const subjectOf = ({ namespace, name }: AgentSeen): Subject => ({ kind: 'Agent', namespace, name });

/** The base path in the address that the operator uses. */
function baseOf(agents: readonly AgentSeen[]): string {
  const url = agents.map((agent) => kibanaAssociation(agent)?.url).find((it) => it !== undefined);
  if (url === undefined || !URL.canParse(url)) return '';
  return new URL(url).pathname.replace(/\/$/, '');
}

/** Waits for all of them, and only then tells of the first that failed: nothing goes on behind the report. */
async function settled(all: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(all);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
