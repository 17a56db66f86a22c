// How requests to one API server are made: address, certificates and login of a context.
import https, { type RequestOptions } from 'node:https';
import { Cancelled, isCancelled } from '../cluster.ts';
import { type AuthProvider, KubeConfig } from './client-node.ts';
import { runPlugin } from './exec-plugin.ts';
import { type Context, type Impersonation, KubeconfigError } from './kubeconfig.ts';

/** Ready-made options for requests to an API server; `close` gives its sockets up. */
export interface Connection {
  readonly server: URL;
  readonly options: RequestOptions;
  /** what proves who asks: no answer may bring it back */
  readonly secrets: readonly string[];
  close(): void;
}

/**
 * Gets the credentials of a context, from its plugin when it has one, and prepares requests with them.
 * @throws KubeconfigError, Cancelled
 */
export async function connect(
  context: Context,
  limits: { readonly signal: AbortSignal; readonly timeout: number },
): Promise<Connection> {
  const { cluster, user } = context;
  if (cluster.proxyUrl !== undefined && networkIsPatched()) {
    throw new KubeconfigError(
      'The editor replaces the proxy of this cluster by its own. Set http.proxySupport to fallback, then probe again.',
    );
  }
  const handed = user.exec ? await runPlugin(user.exec, cluster, limits) : {};
  const config = new KubeConfig();
  const { exec: _, impersonate, ...own } = user;
  config.loadFromOptions({
    clusters: [cluster],
    users: [
      {
        ...own,
        authProvider: own.authProvider as AuthProvider | undefined,
        ...(handed.token !== undefined && { token: handed.token }),
        ...(handed.certificate !== undefined && {
          certData: base64(handed.certificate),
          keyData: base64(handed.key ?? ''),
          certFile: undefined,
          keyFile: undefined,
        }),
      },
    ],
    contexts: [{ name: context.name, cluster: cluster.name, user: user.name, namespace: context.namespace }],
    currentContext: context.name,
  });
  // set beforehand, so that NODE_TLS_REJECT_UNAUTHORIZED has no say; what the kubeconfig itself allows still counts
  const options: RequestOptions = { rejectUnauthorized: true };
  if (user.authProvider?.name === 'oidc' && process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    throw new KubeconfigError(
      `NODE_TLS_REJECT_UNAUTHORIZED is 0: the login of the user ${user.name} could not be renewed over verified TLS. Unset it.`,
    );
  }
  try {
    await inTime(config.applyToHTTPSOptions(options), limits);
  } catch (error) {
    if (isCancelled(error)) throw error;
    throw new KubeconfigError(`The credentials of the user ${user.name} cannot be used: ${reasonOf(error)}.`);
  }
  // the library's agent makes a connection for each request, and a run makes dozens
  if (options.agent) Object.assign(options.agent, { keepAlive: true });
  const headers = (options.headers ?? {}) as Record<string, unknown>;
  if (typeof headers.Authorization === 'string') {
    // a token in a file mostly ends with a line break
    headers.Authorization = headers.Authorization.trim();
    if (/[^\x20-\x7e]/.test(headers.Authorization as string)) {
      throw new KubeconfigError(`The credentials of the user ${user.name} have characters that no header can carry.`);
    }
  }
  if (cluster.server.startsWith('http:') && (options.auth || headers.Authorization)) {
    throw new KubeconfigError(
      `The address of the cluster ${cluster.name} is not https: credentials are not sent there.`,
    );
  }
  if (impersonate) options.headers = { ...options.headers, ...impersonation(impersonate) };
  return {
    server: new URL(cluster.server),
    options,
    secrets: secretsOf(options, user),
    close: () => (options.agent as https.Agent | undefined)?.destroy(),
  };
}

/** A login by OIDC may be renewed over the network, and the library waits for ever. */
async function inTime(
  work: Promise<void>,
  { signal, timeout }: { readonly signal: AbortSignal; readonly timeout: number },
): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
  let stop = (): void => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal.aborted ? new Cancelled() : Object.assign(new Error(), { code: 'ETIMEDOUT' }));
    if (limit.aborted) stop();
    else limit.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([work, stopped]);
  } finally {
    limit.removeEventListener('abort', stop);
  }
}

function secretsOf({ headers, auth }: RequestOptions, { password }: Context['user']): string[] {
  const { Authorization: header } = (headers ?? {}) as Record<string, unknown>;
  return [typeof header === 'string' ? header.replace(/^\S+ /, '') : undefined, auth, password].filter(
    (it) => typeof it === 'string',
  );
}

/** The code of a failure, or its kind: its message may quote a file. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown failure';
  const { code, path } = error as NodeJS.ErrnoException;
  return code === undefined ? error.name : path === undefined ? code : `${path}: ${code}`;
}

/** kubectl sends all of them; the library knows only the user. */
function impersonation({ user, groups, uid, extra }: Impersonation): Record<string, string | string[]> {
  return {
    'Impersonate-User': user,
    ...(groups.length > 0 && { 'Impersonate-Group': [...groups] }),
    ...(uid !== undefined && { 'Impersonate-Uid': uid }),
    ...Object.fromEntries(
      Object.entries(extra).map(([key, values]) => [`Impersonate-Extra-${encodeURIComponent(key)}`, [...values]]),
    ),
  };
}

/** VS Code's extension host puts its own functions in place of those of node:https, and its own agent into requests. */
const networkIsPatched = (): boolean => '__vscodeOriginal' in https;

const base64 = (text: string): string => Buffer.from(text).toString('base64');
