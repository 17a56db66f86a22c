// P5 to P9: the operator's login, from its Secrets to what Kibana and Elasticsearch answer to it.
import { type Answer, basic, isClusterError, type Login } from '../cluster.ts';
import { dig, list, map, secretText, text, texts } from '../live.ts';
import { apiPath, segment } from '../paths.ts';
import { wayIn } from '../remedy.ts';
import type { Place } from '../report.ts';
import type { Means, Outcome } from '../run.ts';
import { type AgentSeen, type KibanaAssociation, placeIn } from './agent.ts';
import { type KibanaSeen, unreachable, type Way } from './kibana.ts';

/** How Kibana answers a login. */
export type LoginAnswer =
  | 'accepted'
  /** 401 with nothing but `Unauthorized`: no provider takes the scheme */
  | 'scheme-refused'
  /** 401 that names a user: Elasticsearch does not know it, or not with this password */
  | 'user-refused'
  | 'no-privilege'
  /** Elasticsearch has no security, which Fleet needs */
  | 'no-security'
  | 'not-found'
  | 'unavailable'
  | 'other';

/** Tells the two kinds of 401 apart by the message. */
export function loginAnswer({ status, json }: Answer): LoginAnswer {
  const message = text(json, 'message') ?? '';
  if (status === 200) return 'accepted';
  if (status === 401) {
    if (message === 'Unauthorized') return 'scheme-refused';
    return /security_exception|unable to authenticate/.test(message) ? 'user-refused' : 'other';
  }
  if (status === 403) return /security must be enabled/.test(message) ? 'no-security' : 'no-privilege';
  if (status === 404) return 'not-found';
  return status === 502 || status === 503 ? 'unavailable' : 'other';
}

const setup = '/api/fleet/agents/setup';
const permissions = '/api/fleet/check-permissions';

interface Asked {
  readonly answer: Answer;
  readonly kind: LoginAnswer;
  /** Fleet is there, but not for Agents: only then does it lack the first path */
  readonly agentsOff: boolean;
  readonly evidence: readonly string[];
}

/** Asks Fleet for its state with a login. Both paths want one and change nothing. */
async function askFleet(http: Means['http'], { server, base }: Way, login: Login): Promise<Asked> {
  const first = await http.get(server, base + setup, login);
  if (first.status !== 404) {
    return { answer: first, kind: loginAnswer(first), agentsOff: false, evidence: [seen(base + setup, first)] };
  }
  const second = await http.get(server, base + permissions, login);
  const evidence = [seen(base + setup, first), seen(base + permissions, second)];
  return { answer: second, kind: loginAnswer(second), agentsOff: second.status !== 404, evidence };
}

const seen = (path: string, { status, json }: Answer): string => {
  const message = text(json, 'message') ?? text(json, 'error') ?? '';
  return `GET ${path}: ${status}${message === '' ? '' : ` ${message}`}`;
};

/** P6a: an invented user. It cannot get in; how it is refused tells whether Kibana takes the scheme at all. */
export async function canary(
  { http }: Means,
  way: Way,
  kibana: KibanaSeen,
  decided: Place | undefined,
  repeat: (() => Promise<void>) | undefined,
): Promise<Outcome<LoginAnswer>> {
  const name = `eck-lint-${crypto.randomUUID().slice(0, 8)}`;
  const login = basic(name, crypto.randomUUID(), true);
  const evidence: string[] = [];
  let asked: Asked;
  try {
    asked = await askFleet(http, way, login);
    evidence.push(...asked.evidence);
    if (asked.kind === 'scheme-refused' && repeat) {
      await repeat();
      asked = await askFleet(http, way, login);
      evidence.push(...asked.evidence);
    }
  } catch (error) {
    return unreachable(error, way.server, 'Kibana');
  }
  const { kind: found, answer } = asked;
  switch (found) {
    case 'user-refused':
      return {
        mark: 'pass',
        title: 'Kibana accepts basic authentication: it passes the login of a test user to Elasticsearch',
        evidence,
        found,
      };
    case 'scheme-refused':
      return {
        mark: 'fail',
        title: `Kibana ${kibana.name} refuses basic authentication: it rejects the scheme before it checks the user`,
        evidence,
        cause: 'No enabled authentication provider accepts the scheme Basic, and the operator uses no other',
        next: wayIn(decided),
        found,
      };
    case 'accepted':
    case 'no-security':
      return {
        mark: 'fail',
        title: 'Kibana accepts a user that does not exist: security is off in Elasticsearch',
        evidence,
        cause: 'Fleet needs security',
        found,
      };
    case 'not-found':
      return {
        mark: 'fail',
        title: 'Kibana has no Fleet API here',
        evidence,
        cause: 'Fleet is switched off in Kibana, or it serves below another base path',
        found,
      };
    case 'unavailable':
      return { mark: 'fail', title: `Kibana is not ready: status ${answer.status}`, evidence, found };
    default:
      return { mark: 'warn', title: `Kibana answers the test user with status ${answer.status}`, evidence, found };
  }
}

/** The user that the operator made for an Agent. */
export interface OperatorUser {
  readonly name: string;
  readonly login: Login;
}

/** P5: the Secrets that carry the login, by their metadata. */
export async function userObjects(
  { cluster, consent }: Means,
  agent: AgentSeen,
  association: KibanaAssociation,
  { elasticsearch, external }: KibanaSeen,
): Promise<Outcome<true>> {
  if (!consent.secrets) {
    return {
      mark: 'skip',
      title: "The Secrets of the Agent's login were not checked: reading Secrets was not allowed",
    };
  }
  if (external !== undefined) {
    return {
      mark: 'skip',
      title: `The login of ${agent.name} is in the Secret ${external}, which is yours: it was not read`,
      evidence: ['the Elasticsearch of Kibana is not one of this cluster, so the operator makes no user'],
    };
  }
  // the note may be somebody else's: no other Secret is read, and its password sent, because a note says so
  if (!association.secret.endsWith('-kb-user')) {
    return {
      mark: 'fail',
      title: `The annotation kb-conf names the Secret ${association.secret}, which the operator does not make`,
      next: 'Remove the annotation: the operator writes it anew',
    };
  }
  const { namespace, name } = agent;
  const stored = `${namespace}-${name}-agent-kb-user`;
  const secrets: [namespace: string, name: string, why: string][] = [
    [namespace, association.secret, 'the operator has not created the login, or it was deleted'],
    ...(elasticsearch
      ? ([
          [elasticsearch.namespace, stored, 'the user was not created for Elasticsearch'],
          [elasticsearch.namespace, `${elasticsearch.name}-es-xpack-file-realm`, 'Elasticsearch has no file realm'],
        ] as [string, string, string][])
      : []),
  ];
  const times = new Map<string, number>();
  const problems: string[] = [];
  const unseen: string[] = [];
  for (const [where, secret, why] of secrets) {
    try {
      const object = await cluster.metadata(apiPath('secrets', where, secret));
      times.set(secret, changedAt(object));
      if (secret === stored && map(object, 'metadata', 'labels')['common.k8s.elastic.co/type'] !== 'user') {
        problems.push(
          `Secret ${where}/${secret} has no label common.k8s.elastic.co/type: user, so it is not collected`,
        );
      }
    } catch (error) {
      if (!isClusterError(error)) throw error;
      if (error.status === 404) problems.push(`Secret ${where}/${secret} is missing: ${why}`);
      else if (error.status === 403) unseen.push(`Secret ${where}/${secret}: ${error.message}`);
      else throw error;
    }
  }
  const realm = elasticsearch && times.get(`${elasticsearch.name}-es-xpack-file-realm`);
  const user = times.get(stored);
  if (realm !== undefined && user !== undefined && realm > 0 && realm < user) {
    problems.push('the file realm is older than the user: the controller of Elasticsearch has not collected it');
  }
  if (problems.length > 0) {
    return {
      mark: 'fail',
      title: `The login that the operator uses for ${name} is not complete`,
      evidence: [...problems, ...unseen],
      next: 'Look at the log of the operator for this Elasticsearch; it recreates these Secrets when they are deleted',
      found: true,
    };
  }
  if (unseen.length > 0) {
    return { mark: 'skip', title: 'Some Secrets of the login could not be checked', evidence: unseen, found: true };
  }
  return { mark: 'pass', title: `The login that the operator uses for ${name} is complete`, found: true };
}

/** P5: the copy of Kibana's CA that the operator and the Agent verify with. */
export async function caCopy(
  { cluster }: Means,
  agent: AgentSeen,
  secret: string,
  current: string,
): Promise<Outcome<true>> {
  const copy = secretText(await cluster.get(apiPath('secrets', agent.namespace, secret)), 'ca.crt');
  if (copy?.trim() === current.trim()) {
    return { mark: 'pass', title: `The copy of the CA of Kibana in ${secret} is the one in use`, found: true };
  }
  return {
    mark: 'warn',
    title: `The copy of the CA of Kibana in ${secret} is ${copy === undefined ? 'missing' : 'not the one in use'}`,
    cause: 'The operator and the Agent verify with the copy: "certificate signed by unknown authority"',
    next: `Delete the Secret ${secret}: the operator makes it again`,
    found: true,
  };
}

/** When an object was last written, ms since 1970; 0 when unknown. */
const changedAt = (object: unknown): number =>
  Math.max(0, ...list(object, 'metadata', 'managedFields').map((it) => Date.parse(text(it, 'time') ?? '') || 0));

/** Reads the login. Its values never leave the run. */
export async function operatorUser(
  { cluster, redactor }: Means,
  agent: AgentSeen,
  association: KibanaAssociation,
): Promise<Outcome<OperatorUser>> {
  const object = await cluster.get(apiPath('secrets', agent.namespace, association.secret));
  for (const value of Object.keys(map(object, 'data'))) redactor.add(secretText(object, value) ?? '');
  const password = secretText(object, association.key);
  const name = secretText(object, 'username') ?? association.key;
  if (password === undefined) {
    return { mark: 'fail', title: `The Secret ${association.secret} has no key ${association.key}` };
  }
  redactor.addLogin(name, password);
  return { mark: 'pass', title: `The operator logs in as ${name}`, found: { name, login: basic(name, password) } };
}

/** What Kibana made of the operator's own login. */
export interface LoginResult {
  readonly answer: LoginAnswer;
  /** the login is good, and still not enough for Fleet */
  readonly lacking: boolean;
  /** what Fleet says of its state; undefined when it does not */
  readonly state?: unknown;
}

/** P6b: the operator's own login. */
export async function realLogin(
  { http }: Means,
  { server, base }: Way,
  user: OperatorUser,
  agent: AgentSeen,
): Promise<Outcome<LoginResult>> {
  const space = spaceOf(agent);
  let asked: Asked;
  try {
    asked = await askFleet(http, { server, base: base + space }, user.login);
  } catch (error) {
    return unreachable(error, server, 'Kibana');
  }
  const { answer, kind, agentsOff, evidence } = asked;
  const problem = text(answer.json, 'error');
  const lacking = kind === 'accepted' && dig(answer.json, 'success') === false;
  const found = { answer: kind, lacking, ...(!agentsOff && kind === 'accepted' && { state: answer.json }) };
  if (lacking) {
    return problem === 'MISSING_SECURITY'
      ? { mark: 'fail', title: 'Kibana accepts the login, but security is off in Elasticsearch', evidence, found }
      : {
          mark: 'fail',
          title: `Kibana accepts ${user.name}, who lacks the privileges for Fleet`,
          ...lackingRole,
          evidence,
          found,
        };
  }
  if (kind === 'accepted') return { mark: 'pass', title: `Kibana accepts ${user.name}`, evidence, found };
  const titles: Record<Exclude<LoginAnswer, 'accepted'>, string> = {
    'scheme-refused': 'Kibana refuses basic authentication, whoever logs in',
    'user-refused': `Elasticsearch refuses ${user.name}`,
    'no-security': 'Security is off in Elasticsearch, and Fleet needs it',
    'no-privilege': `${user.name} is known, but lacks the privileges for Fleet`,
    'not-found':
      space === ''
        ? 'Kibana has no Fleet API, or Fleet is switched off for Agents'
        : `Kibana has no space ${text(agent.object, 'spec', 'spaceID')}, or no Fleet API in it`,
    unavailable: 'Kibana is not ready',
    other: `Kibana answers the login with status ${answer.status}`,
  };
  return {
    mark: 'fail',
    title: titles[kind],
    ...(kind === 'no-privilege' && lackingRole),
    ...(kind === 'not-found' && space !== '' && { place: placeIn(agent, ['spec', 'spaceID']) }),
    evidence,
    found,
  };
}

const lackingRole = {
  cause: 'The role eck_fleet_admin_user_role is missing, or one of your own has its name',
  next: 'Rename a role of that name in spec.auth.roles or in a StackConfigPolicy',
};

/** The path of the space that an Agent enrolls in. */
export function spaceOf({ object }: AgentSeen): string {
  const space = text(object, 'spec', 'spaceID');
  return space === undefined || space === 'default' ? '' : `/s/${segment(space)}`;
}

const requirements: Readonly<Record<string, string>> = {
  fleet_server: 'no Fleet Server has enrolled yet',
  api_keys: 'API keys are switched off in Elasticsearch',
  security_required: 'security is off in Elasticsearch',
  tls_required: 'TLS is off in Elasticsearch',
  fleet_admin_user: 'the user has no right to set up Fleet',
  encrypted_saved_object_encryption_key_required: 'Kibana has no encryption key',
};

/** P7: what Fleet itself says it lacks. */
export async function fleetReady(_: Means, { state }: LoginResult): Promise<Outcome<true>> {
  if (state === undefined) {
    return {
      mark: 'fail',
      title: 'Fleet is enabled, but not for Agents: xpack.fleet.agents.enabled is false',
      evidence: [`GET ${setup}: 404`],
    };
  }
  const missing = texts(state, 'missing_requirements');
  const optional = texts(state, 'missing_optional_features').map(
    (it) => `optional, missing: ${requirements[it] ?? it}`,
  );
  if (missing.length === 0) return { mark: 'pass', title: 'Fleet is ready', evidence: optional, found: true };
  return {
    mark: missing.every((it) => it === 'fleet_server') ? 'warn' : 'fail',
    title: `Fleet is not ready: ${missing.map((it) => requirements[it] ?? it).join('; ')}`,
    evidence: [`missing_requirements: ${missing.join(', ')}`, ...optional],
    found: true,
  };
}

/** P8: the policy that the Agent is to enroll in. */
export async function policyThere(
  { http }: Means,
  { server, base }: Way,
  user: OperatorUser,
  agent: AgentSeen,
): Promise<Outcome<true>> {
  const id = text(agent.object, 'spec', 'policyID');
  if (id === undefined) {
    return {
      mark: 'warn',
      title: `${agent.name} names no policy: the operator takes the default one, if there is any`,
      place: placeIn(agent, ['spec', 'policyID'], 'fleet-policy-id-missing'),
      found: true,
    };
  }
  const path = `${base}${spaceOf(agent)}/api/fleet/agent_policies/${segment(id)}`;
  const answer = await http.get(server, path, user.login);
  if (answer.status === 404) {
    const known = await policyIds(http, { server, base: base + spaceOf(agent) }, user);
    if (known?.includes(id)) return { mark: 'pass', title: `The agent policy ${id} exists`, found: true };
    return {
      mark: 'fail',
      title: `There is no agent policy ${id} in Kibana`,
      evidence: [`GET ${path}: 404`, ...(known ? [`policies: ${known.slice(0, 20).join(', ') || 'none'}`] : [])],
      cause: 'The operator asks for an enrollment token of that policy and gets status 404',
      next: 'Correct policyID, or add the policy to xpack.fleet.agentPolicies',
      place: placeIn(agent, ['spec', 'policyID'], 'fleet-policy-unknown'),
    };
  }
  if (answer.status !== 200) {
    return {
      mark: 'warn',
      title: `The agent policy ${id} could not be read: status ${answer.status}`,
      evidence: [`GET ${path}: ${answer.status}`],
    };
  }
  // nothing but this of the policy is used: it may hold secrets of integrations
  const packages = list(answer.json, 'item', 'package_policies').map((it) => text(it, 'package', 'name'));
  const status = text(answer.json, 'item', 'status');
  if (status !== undefined && status !== 'active') {
    return { mark: 'fail', title: `The agent policy ${id} is ${status}`, place: placeIn(agent, ['spec', 'policyID']) };
  }
  if (agent.isFleetServer && packages.length > 0 && !packages.includes('fleet_server')) {
    return {
      mark: 'fail',
      title: `The agent policy ${id} of the Fleet Server has no Fleet Server integration`,
      cause: 'The Agent enrolls and then does not start Fleet Server',
      place: placeIn(agent, ['spec', 'policyID'], 'fleet-server-policy-without-integration'),
    };
  }
  return { mark: 'pass', title: `The agent policy ${id} exists`, found: true };
}

/** The ids of the policies; undefined when they are not told. */
async function policyIds(
  http: Means['http'],
  { server, base }: Way,
  user: OperatorUser,
): Promise<string[] | undefined> {
  const answer = await http.get(server, `${base}/api/fleet/agent_policies?perPage=100&page=1`, user.login);
  // a long list is not read to its end: it is no JSON then
  return answer.status === 200 && answer.json !== undefined
    ? list(answer.json, 'items').flatMap((it) => text(it, 'id') ?? [])
    : undefined;
}

/** P9: the same user at Elasticsearch; says whose fault a refusal is. */
export async function atElasticsearch(
  { http }: Means,
  { server }: Way,
  user: OperatorUser,
): Promise<Outcome<{ readonly accepted: boolean; readonly roles: readonly string[] }>> {
  const path = '/_security/_authenticate';
  let answer: Answer;
  try {
    answer = await http.get(server, path, user.login);
  } catch (error) {
    return unreachable(error, server, 'Elasticsearch');
  }
  const roles = texts(answer.json, 'roles');
  if (answer.status === 200) {
    return {
      mark: 'pass',
      title: `Elasticsearch accepts ${user.name}`,
      evidence: [
        `roles: ${roles.join(', ') || 'none'}`,
        `realm: ${text(answer.json, 'authentication_realm', 'type') ?? 'unknown'}`,
      ],
      found: { accepted: true, roles },
    };
  }
  return {
    mark: 'fail',
    title: `Elasticsearch refuses ${user.name}`,
    evidence: [`GET ${path}: ${answer.status} ${text(answer.json, 'error', 'reason') ?? ''}`.trim()],
    cause: 'The user is not in the file realm, or has another password there',
    next: 'This is normal for a minute after a change. If it persists, check whether the operator reconciles this Elasticsearch',
    found: { accepted: false, roles },
  };
}
