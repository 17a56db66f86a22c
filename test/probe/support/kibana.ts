// Kibana, as far as a reader of its Fleet API meets it: which schemes it takes, how it refuses, what Fleet says.
import { type Asked, type Logins, type Reply, StandIn, type Tls } from './stand-in.ts';

type Provider = 'basic' | 'saml' | 'oidc' | 'token' | 'kerberos' | 'pki' | 'anonymous';

export interface KibanaTraits {
  readonly version?: string;
  readonly providers?: readonly Provider[];
  /** xpack.security.authc.http */
  readonly http?: {
    readonly enabled?: boolean;
    readonly autoSchemesEnabled?: boolean;
    readonly schemes?: readonly string[];
  };
  readonly state?: 'available' | 'degraded' | 'unavailable' | 'starting';
  /** answers with what a debug page of a proxy shows: the request */
  readonly echo?: boolean;
  readonly basePath?: string;
  readonly spaces?: readonly string[];
  /** security of Elasticsearch */
  readonly security?: boolean;
  readonly fleet?: {
    /** without it there is no Fleet API at all */
    readonly enabled?: boolean;
    readonly agentsEnabled?: boolean;
    readonly missing?: readonly string[];
    readonly policies?: Readonly<Record<string, Policy>>;
  };
}

export interface Policy {
  readonly status?: string;
  readonly packages?: readonly string[];
}

/** The scheme that a provider takes. */
const schemeOf: Readonly<Record<Provider, string>> = {
  basic: 'basic',
  anonymous: 'basic',
  saml: 'bearer',
  oidc: 'bearer',
  token: 'bearer',
  kerberos: 'bearer',
  pki: 'bearer',
};

export const fleetRole = 'eck_fleet_admin_user_role';

const usualPolicies: Readonly<Record<string, Policy>> = {
  'eck-fleet-server': { packages: ['fleet_server'] },
  'eck-agent': { packages: ['system'] },
};

export function startKibana(tls: Tls, logins: Logins, traits: KibanaTraits = {}): Promise<StandIn> {
  const { basePath = '', state = 'available' } = traits;
  return StandIn.start(tls, (asked) => {
    if (!asked.path.startsWith(`${basePath}/`)) return error(404, 'Not Found');
    const [, space, path = ''] = /^(?:\/s\/([^/]+))?(\/.*)$/.exec(asked.path.slice(basePath.length)) ?? [];
    if (state === 'starting' && path !== '/api/status') {
      return { status: 503, body: 'Kibana server is not ready yet', headers: { 'content-type': 'text/html' } };
    }
    if (traits.echo && path !== '/api/status') return echo(asked);
    const user = whoIs(asked, logins, traits);
    // here alone a bad login is no fault: it only makes the answer short
    if (path === '/api/status') return status(traits, 'roles' in user);
    if ('status' in user) return user;
    if (space !== undefined && !(traits.spaces ?? ['default']).includes(decodeURIComponent(space))) {
      return error(404, 'Not Found');
    }
    return fleet(path, user.roles, traits);
  });
}

/** The roles of who asks, or the refusal. */
function whoIs(
  { credential, path }: Asked,
  { users }: Logins,
  { http = {}, providers = ['basic'], security = true }: KibanaTraits,
): Reply | { readonly roles: readonly string[] } {
  if (!security) return { roles: [] };
  const { enabled = true, autoSchemesEnabled = true, schemes = ['apikey', 'bearer'] } = http;
  const taken = enabled ? [...schemes, ...(autoSchemesEnabled ? providers.map((it) => schemeOf[it]) : [])] : [];
  if (credential === undefined || !taken.includes(credential.scheme)) return error(401, 'Unauthorized');
  const known = users.get(credential.user ?? '');
  if (known && known.password === credential.password) return known;
  const reason = `unable to authenticate user [${credential.user}] for REST request [/_security/_authenticate]`;
  return path === ''
    ? error(401, 'Unauthorized')
    : error(401, `[security_exception\n\tRoot causes:\n\t\tsecurity_exception: ${reason}]: ${reason}`);
}

function status({ state = 'available', version = '9.1.2' }: KibanaTraits, known: boolean): Reply {
  const level = state === 'starting' ? 'unavailable' : state;
  const overall = { status: { overall: { level } } };
  return {
    status: level === 'unavailable' ? 503 : 200,
    body: known ? { name: 'kibana', version: { number: version }, ...overall } : overall,
  };
}

function fleet(path: string, roles: readonly string[], traits: KibanaTraits): Reply {
  const { fleet: traitsOfFleet = {}, version = '9.1.2', security = true } = traits;
  const { enabled = true, agentsEnabled = true, missing = [], policies = usualPolicies } = traitsOfFleet;
  if (!enabled) return error(404, 'Not Found');
  const may = roles.includes(fleetRole) || roles.includes('superuser');
  const refusal = (privilege: string): Reply => {
    if (!security) return error(403, 'Kibana security must be enabled to use Fleet');
    return error(
      403,
      Number.parseInt(version, 10) >= 9
        ? `API [GET ${path}] is unauthorized for user, this action is granted by the Kibana privileges [${privilege}]`
        : 'Forbidden',
    );
  };
  if (path === '/api/fleet/check-permissions') {
    const fault = !security ? 'MISSING_SECURITY' : may ? undefined : 'MISSING_PRIVILEGES';
    return { status: 200, body: fault ? { success: false, error: fault } : { success: true } };
  }
  if (path === '/api/fleet/agents/setup') {
    if (!agentsEnabled) return error(404, 'Not Found');
    if (!may) return refusal('fleet-agents-read,fleet-agent-policies-read,fleet-setup');
    const body = { isReady: missing.length === 0, missing_requirements: missing, missing_optional_features: [] };
    return { status: 200, body };
  }
  const [, id] = /^\/api\/fleet\/agent_policies\/([^/]+)$/.exec(path) ?? [];
  if (id === undefined) return error(404, 'Not Found');
  if (!may) return refusal('fleet-agent-policies-read');
  const policy = policies[decodeURIComponent(id)];
  if (!policy) return error(404, `Agent policy ${id} not found`);
  const packages = (policy.packages ?? []).map((name) => ({ package: { name } }));
  const item = { id, name: id, namespace: 'default', status: policy.status ?? 'active', package_policies: packages };
  return { status: 200, body: { item } };
}

function echo({ header, credential }: Asked): Reply {
  const page = `debug page: Authorization: ${header}; password=${credential?.password}`;
  return { status: 500, body: { statusCode: 500, error: 'Internal Server Error', message: page } };
}

const names: Readonly<Record<number, string>> = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' };

const error = (status: number, message: string): Reply => ({
  status,
  body: { statusCode: status, error: names[status], message },
});
