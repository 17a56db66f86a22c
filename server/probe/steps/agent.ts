// P1: what the operator has written about an Agent.
import { annotated, annotation, dig, nameOf, namespaceOf, text } from '../live.ts';
import { apiPath, selecting } from '../paths.ts';
import type { Place } from '../report.ts';
import type { Means, Outcome } from '../run.ts';

/** What is known of an Agent in fleet mode. */
export interface AgentSeen {
  readonly object: unknown;
  readonly namespace: string;
  readonly name: string;
  readonly isFleetServer: boolean;
  /** the Kibana it enrolls through, when that is one of this cluster */
  readonly kibana: { readonly namespace: string; readonly name: string; readonly service: string } | undefined;
  /** the Fleet Server it connects to, when that is one of this cluster */
  readonly fleetServer: { readonly namespace: string; readonly name: string } | undefined;
  /** the operator has an enrollment token for it: its login worked once */
  readonly enrolled: boolean;
  readonly health: string | undefined;
}

/** The Agent a live object describes. */
export function agentFrom(object: unknown): AgentSeen {
  const namespace = namespaceOf(object);
  const enrolls = text(object, 'spec', 'mode') === 'fleet';
  const target = (field: string) => {
    const name = text(object, 'spec', field, 'name');
    if (!enrolls || name === undefined) return undefined;
    return { namespace: text(object, 'spec', field, 'namespace') ?? namespace, name };
  };
  const kibana = target('kibanaRef');
  return {
    object,
    namespace,
    name: nameOf(object),
    isFleetServer: dig(object, 'spec', 'fleetServerEnabled') === true,
    kibana: kibana && {
      ...kibana,
      service: text(object, 'spec', 'kibanaRef', 'serviceName') ?? `${kibana.name}-kb-http`,
    },
    fleetServer: target('fleetServerRef'),
    enrolled: annotation(object, 'fleet.eck.k8s.elastic.co/token') !== undefined,
    health: text(object, 'status', 'health'),
  };
}

/** The operator's note of where the Kibana is, and whose login it uses there. */
export interface KibanaAssociation {
  readonly url: string;
  readonly secret: string;
  readonly key: string;
  /** of the Secret with its copy of the CA of Kibana */
  readonly ca: string | undefined;
}

export function kibanaAssociation({ object }: AgentSeen): KibanaAssociation | undefined {
  const conf = annotated(object, 'association.k8s.elastic.co/kb-conf');
  const [url, secret, key] = [text(conf, 'url'), text(conf, 'authSecretName'), text(conf, 'authSecretKey')];
  if (url === undefined || secret === undefined || key === undefined) return undefined;
  return { url, secret, key, ca: text(conf, 'caSecretName') };
}

export const placeIn = ({ namespace, name }: AgentSeen, path: Place['path'], rule?: string): Place => ({
  kind: 'Agent',
  namespace,
  name,
  path,
  ...(rule !== undefined && { rule }),
});

const statuses = ['kibanaAssociationStatus', 'fleetServerAssociationStatus'] as const;

/** P1: mode, references, what the operator says of them. `found` when there is a Kibana of this cluster to go to. */
export async function agentStatus(_: Means, agent: AgentSeen): Promise<Outcome<true>> {
  const { object, name, health, enrolled, kibana, isFleetServer } = agent;
  const states = statuses.flatMap((field) => {
    const state = text(object, 'status', field);
    return state === undefined ? [] : [`${field}: ${state}`];
  });
  const evidence = [
    `health: ${health ?? 'none yet'}`,
    ...states,
    enrolled ? 'the operator holds an enrollment token' : 'the operator holds no enrollment token',
  ];
  if (text(object, 'spec', 'mode') !== 'fleet') {
    return { mark: 'skip', title: `${name} is not in fleet mode: it does not enroll`, evidence };
  }
  if (!kibana) {
    const external = text(object, 'spec', 'kibanaRef', 'secretName');
    return external === undefined
      ? {
          mark: 'fail',
          title: `${name} has no kibanaRef: the operator does not enroll it`,
          evidence,
          place: placeIn(agent, ['spec', 'kibanaRef'], 'fleet-kibana-ref-missing'),
        }
      : {
          mark: 'fail',
          title: `kibanaRef of ${name} names a Secret: the operator looks for a Kibana of that name and finds none`,
          evidence,
          place: placeIn(agent, ['spec', 'kibanaRef', 'secretName'], 'kibana-ref-secret'),
        };
  }
  const server = ['name', 'secretName'].some((key) => text(object, 'spec', 'fleetServerRef', key) !== undefined);
  if (!isFleetServer && !server) {
    return {
      mark: 'warn',
      title: `${name} has no fleetServerRef: it is not told where Fleet Server is`,
      evidence,
      place: placeIn(agent, ['spec', 'fleetServerRef'], 'fleet-server-ref-missing'),
      found: true,
    };
  }
  const state = text(object, 'status', 'kibanaAssociationStatus');
  if (state === 'Failed') {
    return {
      mark: 'warn',
      title: `The association of ${name} with its Kibana has failed`,
      evidence,
      place: placeIn(agent, ['spec', 'kibanaRef'], 'dangling-reference'),
      found: true,
    };
  }
  if (health === undefined && state === 'Established' && !enrolled) {
    return {
      mark: 'warn',
      title: `${name} has its association with Kibana, but no pods: the operator's call to Kibana does not succeed`,
      evidence,
      found: true,
    };
  }
  return {
    mark: health === 'green' ? 'pass' : 'warn',
    title: `${name} is ${health ?? 'not reconciled yet'}`,
    evidence,
    found: true,
  };
}

/** What the operator's events say, by reason and words. Source: the operator's own texts, all of them facts of its code. */
const meanings: readonly [RegExp, string][] = [
  [/Waiting for Kibana credentials/, 'the login was refused with status 401'],
  [/Kibana is not available yet/, 'Kibana is not green, so the operator has not tried'],
  [/likely a mis-?configuration/, 'Kibana answered with status 404'],
  [/Delaying deployment of version/, 'a version is newer than that of what it refers to'],
];

/** P1e: warnings of the operator. They live about an hour: none prove nothing. */
export async function agentEvents({ cluster }: Means, agent: AgentSeen): Promise<Outcome<readonly string[]>> {
  const path = selecting(
    apiPath('events', agent.namespace),
    'fieldSelector',
    `involvedObject.kind=Agent,involvedObject.name=${agent.name},type=Warning`,
  );
  const events = (await cluster.list(path)).map((event) => ({
    reason: text(event, 'reason') ?? '',
    message: text(event, 'message') ?? text(event, 'note') ?? '',
  }));
  const lines = [...new Set(events.map(({ reason, message }) => `${reason}: ${message}`))];
  if (lines.length === 0) {
    return { mark: 'pass', title: 'The operator has reported no recent warnings', found: [] };
  }
  const meaning = meanings.find(([pattern]) => lines.some((line) => pattern.test(line)))?.[1];
  return {
    mark: 'warn',
    title: `The operator warns${meaning === undefined ? '' : `: ${meaning}`}`,
    evidence: lines.slice(0, 5),
    found: lines,
  };
}

export const warned = (lines: readonly string[], pattern: RegExp): boolean => lines.some((line) => pattern.test(line));
export const refusedLogin = /Waiting for Kibana credentials|status is 401/;
export const timedOut = /Client\.Timeout|context deadline|i\/o timeout/;

/** The labels of an Agent's pods. */
export const podsOf = ({ namespace, name }: AgentSeen): string =>
  selecting(apiPath('pods', namespace), 'labelSelector', `agent.k8s.elastic.co/name=${name}`);
