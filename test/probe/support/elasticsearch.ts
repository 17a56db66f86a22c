// Elasticsearch and Fleet Server, as far as the probe asks them.
import { type Logins, type Reply, StandIn, type Tls } from './stand-in.ts';

export function startElasticsearch(tls: Tls, { users, tokens }: Logins): Promise<StandIn> {
  return StandIn.start(tls, ({ path, credential }) => {
    if (credential === undefined) return refused(`missing authentication credentials for REST request [${path}]`);
    if (credential.scheme === 'basic') {
      const name = credential.user ?? '';
      const known = users.get(name);
      if (!known || known.password !== credential.password) {
        return refused(`unable to authenticate user [${name}] for REST request [${path}]`);
      }
      return whoAmI(path, { username: name, roles: known.roles, realm: { name: 'file1', type: 'file' } });
    }
    if (credential.scheme === 'bearer' && tokens.has(credential.token ?? '')) {
      const realm = { name: '_service_account', type: '_service_account' };
      return whoAmI(path, { username: 'elastic/fleet-server', roles: [], realm });
    }
    return refused('failed to authenticate service account [elastic/fleet-server] with token name [token]');
  });
}

interface User {
  readonly username: string;
  readonly roles: readonly string[];
  readonly realm: { readonly name: string; readonly type: string };
}

function whoAmI(path: string, { username, roles, realm }: User): Reply {
  if (path !== '/_security/_authenticate') {
    return { status: 400, body: { error: `no handler found for uri [${path}] and method [GET]` } };
  }
  const body = { username, roles, enabled: true, authentication_realm: realm, lookup_realm: realm };
  return { status: 200, body, headers: { 'x-elastic-product': 'Elasticsearch' } };
}

function refused(reason: string): Reply {
  const header = { 'WWW-Authenticate': ['Basic realm="security"', 'Bearer realm="security"', 'ApiKey'] };
  const cause = { type: 'security_exception', reason, header };
  return { status: 401, body: { error: { root_cause: [cause], ...cause }, status: 401 } };
}

/** Fleet Server: its state needs no login, and is not declared as JSON. */
export function startFleetServer(tls: Tls, status = 'HEALTHY'): Promise<StandIn> {
  return StandIn.start(tls, ({ path }) =>
    path === '/api/status'
      ? {
          status: status === 'HEALTHY' ? 200 : 503,
          body: { name: 'fleet-server', status },
          headers: { 'content-type': 'text/plain; charset=utf-8' },
        }
      : { status: 404, body: { statusCode: 404, error: 'NotFound', message: 'not found' } },
  );
}
