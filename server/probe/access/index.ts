// The way to a cluster: the one part of the probe that needs the Kubernetes client, loaded from a file of its own when
// the first probe begins.
import type { Cluster, Http } from '../cluster.ts';
import { quoted } from '../paths.ts';
import type { Contexts, Destination } from '../report.ts';
import { ApiServer } from './api-server.ts';
import { boundedCluster, boundedHttp } from './bounded.ts';
import { connect } from './connection.ts';
import { type Context, type ExecPlugin, Kubeconfig, KubeconfigError, kubeconfigFiles } from './kubeconfig.ts';
import { PodHttp } from './pod-http.ts';

/** The contexts of the kubeconfig. @throws KubeconfigError */
export function contexts(kubeconfig: string | undefined): Contexts {
  const config = new Kubeconfig(kubeconfigFiles(kubeconfig));
  return { current: config.current, names: config.contexts };
}

/** Where a context leads; nothing is run or asked for it. @throws KubeconfigError */
export const destination = (kubeconfig: string | undefined, context?: string): Destination =>
  destinationOf(new Kubeconfig(kubeconfigFiles(kubeconfig)).context(context));

function destinationOf({ name, cluster, user, namespace }: Context): Destination {
  return {
    context: name,
    cluster: cluster.name,
    server: cluster.server,
    user: user.name,
    namespace,
    ...(user.exec && { plugin: commandLine(user.exec) }),
    unverified: cluster.skipTLSVerify,
  };
}

/** A plugin as a shell would be told to run it; of its environment the names alone, for values may be secret. */
const commandLine = ({ command, args, env }: ExecPlugin): string =>
  [...Object.keys(env).map((name) => `${name}=…`), ...[command, ...args].map(quoted)].join(' ');

/** A cluster that can be asked, until it is closed. */
export interface Opened {
  readonly context: string;
  readonly cluster: Cluster;
  readonly http: Http;
  /** the credentials for the API server */
  readonly secrets?: readonly string[];
  close(): void;
}

export interface Limits {
  readonly signal: AbortSignal;
  /** of one request, ms */
  readonly timeout: number;
  /** of the kubeconfig's plugin, ms */
  readonly pluginTimeout: number;
  /** what the user has agreed to; another destination is refused */
  readonly confirmed?: Destination;
}

const mostRequests = 6;
const mostForwards = 4;

/** Opens the cluster of a context. Its plugin runs now; no request is made yet. @throws KubeconfigError, Cancelled */
export async function open(
  kubeconfig: string | undefined,
  name: string | undefined,
  { signal, timeout, pluginTimeout, confirmed }: Limits,
): Promise<Opened> {
  const context = new Kubeconfig(kubeconfigFiles(kubeconfig)).context(name);
  // the file is read again, and what stands there now may run another program
  if (confirmed && JSON.stringify(destinationOf(context)) !== JSON.stringify(confirmed)) {
    throw new KubeconfigError(`The context ${context.name} has changed since you confirmed it. Probe again.`);
  }
  const connection = await connect(context, { signal, timeout: pluginTimeout });
  return {
    context: context.name,
    cluster: boundedCluster(new ApiServer(connection, signal, timeout), mostRequests),
    http: boundedHttp(new PodHttp(connection, signal, timeout), mostForwards),
    secrets: connection.secrets,
    close: () => connection.close(),
  };
}
