// Who has to reach whom for Fleet to work, and which of it the NetworkPolicies of the workspace cut. Ports are those of
// the containers, for policies act behind the Service. Source: ECK's controllers and the default ports of its pods.

import { kibanaConfig } from '../config/layers.ts';
import { member } from '../text/plain.ts';
import type { Entry } from '../workspace/entry.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { clusterOfKibana, enrolledThrough, targetIn } from './chain.ts';
import {
  allows,
  type Direction,
  type Endpoint,
  type Labelled,
  labelAskedFor,
  type Policy,
  restricts,
} from './network.ts';

/** One end of a connection; without an entry it is something that no manifest describes. */
interface End {
  readonly entry?: Entry;
  readonly name: string;
  /** one for each kind of pod; none when too little is known of them */
  readonly endpoints: readonly Endpoint[];
  /** only that it is in none of the namespaces at hand is known */
  readonly elsewhere?: boolean;
}

interface Flow {
  readonly from: End;
  readonly to: End;
  /** any of them will do */
  readonly ports: readonly number[];
  readonly protocol: 'TCP' | 'UDP';
  /** what the user sees when it is cut */
  readonly outcome: string;
}

/** A connection that is cut at one end: by policies that restrict that end and do not allow it. */
export interface Cut {
  readonly flow: Flow;
  readonly direction: Direction;
  readonly policies: readonly Entry[];
}

const known = new WeakMap<Workspace, { generation: number; cuts: ReadonlyMap<Entry, readonly Cut[]> }>();

/** The connections of Fleet that are cut and for which this policy is the one to look at. */
export function cutsAt(policy: Entry, workspace: Workspace): readonly Cut[] {
  let last = known.get(workspace);
  if (last?.generation !== workspace.generation) {
    last = { generation: workspace.generation, cuts: findCuts(workspace) };
    known.set(workspace, last);
  }
  return last.cuts.get(policy) ?? [];
}

function findCuts(workspace: Workspace): ReadonlyMap<Entry, readonly Cut[]> {
  const policies = placed(workspace);
  const found = new Map<Entry, Cut[]>();
  for (const cut of policies ? flowsIn(workspace).flatMap((flow) => cutsOf(flow, policies)) : []) {
    // of several policies that restrict one end, the one that is most about it
    const culprit = mostAbout(cut.policies);
    const known = culprit && found.get(culprit);
    if (known) known.push(cut);
    else if (culprit) found.set(culprit, [cut]);
  }
  return found;
}

/** The first of those that select their pods most closely. */
function mostAbout(policies: readonly Entry[]): Entry | undefined {
  let most: Entry | undefined;
  let weight = -1;
  for (const policy of policies) {
    const own = weightOf(policy);
    if (own > weight) [most, weight] = [policy, own];
  }
  return most;
}

/** How closely a policy selects its pods. */
const weightOf = ({ facts }: Entry): number =>
  Object.keys(member(member(facts.networkPolicy, 'podSelector'), 'matchLabels') ?? {}).length;

interface Placed extends Policy {
  readonly entry: Entry;
  /** nothing of it can be out of sight */
  readonly whole: boolean;
}

/** The policies that may restrict an endpoint: those of its namespace, then those that may be in any. */
type Placement = (own: Endpoint) => readonly Placed[];

/** A namespace's policies, those that may be in any last. */
interface Group {
  readonly all: Placed[];
  /** places of those that ask for no label of a pod, or for one that cannot be seen */
  readonly open: number[];
  /** places of the others, by the name and the value of a label that they ask for */
  readonly byLabel: Map<string, Map<string, number[]>>;
}

function placed(workspace: Workspace): Placement | undefined {
  const namespaces = new Map<string | undefined, Placed[]>();
  for (const entry of workspace.all('NetworkPolicy')) {
    const namespace = workspace.namespaceOf(entry);
    const whole = workspace.standingOf(entry) === 'whole';
    const policy = { entry, namespace, spec: entry.facts.networkPolicy ?? null, whole };
    const known = namespaces.get(namespace);
    if (known) known.push(policy);
    else namespaces.set(namespace, [policy]);
  }
  if (namespaces.size === 0) return undefined;
  const anywhere = namespaces.get(undefined) ?? [];
  const groups = new Map<string | undefined, Group>();
  for (const [namespace, policies] of namespaces)
    groups.set(namespace, grouped(namespace === undefined ? policies : [...policies, ...anywhere]));
  const known = new Map<Endpoint, readonly Placed[]>();
  return (own) => {
    let found = known.get(own);
    if (!found) {
      const group = groups.get(own.namespace) ?? groups.get(undefined);
      found = group ? mayRestrict(group, own.pod) : [];
      known.set(own, found);
    }
    return found;
  };
}

function grouped(all: Placed[]): Group {
  const group: Group = { all, open: [], byLabel: new Map() };
  for (const [place, { spec }] of all.entries()) {
    const label = labelAskedFor(member(spec, 'podSelector'));
    if (!label) {
      group.open.push(place);
      continue;
    }
    const [key, value] = label;
    const values = group.byLabel.get(key) ?? new Map<string, number[]>();
    group.byLabel.set(key, values);
    const places = values.get(value);
    if (places) places.push(place);
    else values.set(value, [place]);
  }
  return group;
}

/** All policies of a group but those that ask for a label which the pod surely lacks. */
function mayRestrict({ all, open, byLabel }: Group, { labels, mayHave }: Labelled): Placed[] {
  const places = [open];
  for (const [key, values] of byLabel) {
    const own = labels[key];
    if (own !== undefined) places.push(values.get(own) ?? []);
    else if (mayHave(key)) for (const some of values.values()) places.push(some);
  }
  return places
    .flat()
    .sort((a, b) => a - b)
    .map((place) => all[place] as Placed);
}

function flowsIn(workspace: Workspace): Flow[] {
  const flows: Flow[] = [];
  const ends = new Map<Entry, End>();
  const endOf = (entry: Entry): End => {
    const end = ends.get(entry) ?? readEnd(entry, workspace);
    ends.set(entry, end);
    return end;
  };
  const add = (from: Entry, to: Entry | undefined, port: number, outcome: string): void => {
    if (to && workspace.together(from, to))
      flows.push({ from: endOf(from), to: endOf(to), ports: [port], protocol: 'TCP', outcome });
  };
  const addDns = (from: Entry): void =>
    void flows.push({
      from: endOf(from),
      to: { name: 'DNS', endpoints: [unseen], elsewhere: true },
      ports: [53, 5353],
      protocol: 'UDP',
      outcome: 'it resolves no name ("no such host")',
    });
  const operator = operatorIn(workspace);
  for (const kibana of workspace.all('Kibana')) {
    add(kibana, clusterOfKibana(kibana, workspace), 9200, 'Kibana stays unavailable');
    if (enrolledThrough(kibana, workspace).length === 0) continue;
    addDns(kibana);
    // a setting of the author's beats what ECK makes of the reference
    if (kibanaConfig(kibana, workspace).written('xpack.fleet.registryUrl').length === 0)
      add(
        kibana,
        targetIn(kibana, 'packageRegistryRef', workspace),
        8080,
        'Kibana installs no packages but its own, and setting up Fleet may fail ("…/api/fleet/setup, status is 502")',
      );
    const outcome =
      'setting up Fleet times out ("…/api/fleet/setup … Client.Timeout exceeded") and no new Agent gets pods';
    // where policies and operator meet by custom, a guess is worth nothing
    if (operator.elsewhere && workspace.namespaceOf(kibana) === 'elastic-system') continue;
    flows.push({ from: operator, to: endOf(kibana), ports: [5601], protocol: 'TCP', outcome });
  }
  for (const cluster of workspace.all('Elasticsearch'))
    if ((cluster.facts.nodes ?? 0) > 1) add(cluster, cluster, 9300, 'its nodes do not form a cluster');
  for (const agent of workspace.all('Agent')) {
    if (!agent.facts.fleetMode) continue;
    const server = agent.facts.fleetServer ? agent : targetIn(agent, 'fleetServerRef', workspace);
    const cluster = server && targetIn(server, 'elasticsearchRefs', workspace);
    addDns(agent);
    if (agent === server) {
      add(agent, cluster, 9200, 'Fleet Server never becomes healthy');
      add(agent, agent, 8220, 'Fleet Server cannot enroll into itself');
    } else {
      add(agent, server, 8220, 'the Agent does not enroll');
      add(agent, cluster, 9200, 'the Agent looks healthy and sends no data');
    }
  }
  return flows;
}

/** Where a flow is cut; nothing when it passes, or when something that decides is out of sight. */
function cutsOf(flow: Flow, all: Placement): Cut[] {
  const cuts: Cut[] = [];
  for (const direction of ['egress', 'ingress'] as const) {
    const [own, other] = direction === 'egress' ? [flow.from, flow.to] : [flow.to, flow.from];
    if (own.elsewhere) continue;
    const pairs = own.endpoints.flatMap((a) => other.endpoints.map((b) => ({ a, b })));
    const policies = pairs.map(({ a, b }) => cutting(a, b, direction, flow, all));
    // one pair of pods that gets through, or may, is enough to stay silent
    if (policies.length === 0 || policies.some((found) => found.length === 0)) continue;
    cuts.push({ flow, direction, policies: [...new Set(policies.flat())] });
  }
  return cuts;
}

/** The policies that restrict an endpoint, when none of them lets the flow through. */
function cutting(own: Endpoint, other: Endpoint, direction: Direction, flow: Flow, all: Placement): Entry[] {
  const sure: Entry[] = [];
  for (const policy of all(own)) {
    const restricted = restricts(policy, own, direction);
    if (restricted === false) continue;
    const allowed = flow.ports.map((port) => allows(policy, direction, own, other, port, flow.protocol));
    if (!policy.whole || allowed.some((answer) => answer !== false)) return [];
    if (restricted) sure.push(policy.entry);
  }
  return sure;
}

const anything: Labelled = { labels: {}, mayHave: () => true };
const unseen: Endpoint = { namespace: '', namespaceLabels: anything, pod: anything };

/** Labels that Kubernetes and ECK put on pods beside those that are known. */
const assigned =
  /(?:^|\.)k8s\.(?:alpha\.)?elastic\.co\/|^(?:pod-template-|controller-revision-)|(?:^|\.)(?:statefulset|apps|topology|batch)\.kubernetes\.io\//;

/** Labels of one kind of ECK are never on the pods of another. */
const ofKind =
  /^(agent|apm|beat|elasticsearch|enterprisesearch|kibana|logstash|maps|packageregistry)\.k8s\.elastic\.co\//;

function isForeign(key: string, { resource }: Entry): boolean {
  const owner = ofKind.exec(key)?.[1];
  return owner !== undefined && owner !== resource.kind.toLowerCase();
}

function readEnd(entry: Entry, workspace: Workspace): End {
  const name = `the ${entry.resource.kind} ${entry.resource.called}`;
  const namespace = workspace.namespaceOf(entry);
  const pods = entry.facts.pods ?? [];
  // policies do not see pods in the network of their node
  const hidden = namespace === undefined || pods.some(({ hostNetwork }) => hostNetwork !== false);
  if (hidden || workspace.standingOf(entry) !== 'whole') return { entry, name, endpoints: [] };
  const namespaceLabels = labelsOf(namespace, entry, workspace);
  const endpoints = pods.map(({ labels, open }) => ({
    namespace,
    namespaceLabels,
    pod: { labels, mayHave: (key: string) => open || (assigned.test(key) && !isForeign(key, entry)) },
  }));
  return { entry, name, endpoints };
}

/** The labels of a namespace: all that its manifest shows, else the one that Kubernetes always gives. */
function labelsOf(namespace: string, near: Entry, workspace: Workspace): Labelled {
  const manifests = workspace
    .all('Namespace')
    .filter((entry) => entry.resource.name === namespace && workspace.together(entry, near));
  const labels = { ...manifests[0]?.facts.labels, 'kubernetes.io/metadata.name': namespace };
  const seen = manifests.length === 1 && manifests.every((entry) => workspace.standingOf(entry) === 'whole');
  return { labels, mayHave: () => !seen };
}

const operatorLabels: Readonly<Record<string, string>> = {
  'app.kubernetes.io/name': 'elastic-operator',
  'control-plane': 'elastic-operator',
};

/** The operator is no ECK resource; a policy of its own, as ECK's chart makes one, tells where it runs. */
function operatorIn(workspace: Workspace): End {
  const own = workspace.all('NetworkPolicy').filter((entry) => {
    const selected = member(member(entry.facts.networkPolicy, 'podSelector'), 'matchLabels');
    return Object.entries(operatorLabels).some(([key, value]) => member(selected, key) === value);
  });
  const [policy, second] = own;
  const namespace = policy && !second ? workspace.namespaceOf(policy) : undefined;
  const name = 'the ECK operator';
  if (!policy || namespace === undefined) return { name, endpoints: [unseen], elsewhere: true };
  const selected = member(member(policy.facts.networkPolicy, 'podSelector'), 'matchLabels');
  const labels = typeof selected === 'object' && selected !== null ? selected : {};
  const texts = Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, String(value)]));
  return {
    name,
    endpoints: [
      {
        namespace,
        namespaceLabels: labelsOf(namespace, policy, workspace),
        pod: { labels: texts, mayHave: () => true },
      },
    ],
  };
}
