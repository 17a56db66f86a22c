// Runs the program that a kubeconfig names for credentials: without a shell, without stdin, with a time limit, and
// with nothing of what it prints in any message.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { Cancelled } from '../cluster.ts';
import { type ClusterOfConfig, type ExecPlugin, KubeconfigError } from './kubeconfig.ts';

/** What a plugin hands out. */
export interface PluginCredentials {
  readonly token?: string;
  /** PEM */
  readonly certificate?: string;
  /** PEM */
  readonly key?: string;
}

const most = 1 << 20;

/** Asks a plugin. @throws KubeconfigError when it gives none in `timeout` ms, Cancelled */
export async function runPlugin(
  plugin: ExecPlugin,
  cluster: ClusterOfConfig,
  { signal, timeout }: { readonly signal: AbortSignal; readonly timeout: number },
): Promise<PluginCredentials> {
  if (plugin.interactiveMode === 'Always') {
    throw new KubeconfigError(`${plugin.command} needs a terminal. Log in there, then probe again.`);
  }
  if (signal.aborted) throw new Cancelled();
  const printed = await outputOf(plugin, cluster, signal, timeout);
  let status: Record<string, unknown> | undefined;
  try {
    status = JSON.parse(printed).status;
  } catch {
    // told below, without the output
  }
  const text = (name: string): string | undefined =>
    typeof status?.[name] === 'string' && status[name] !== '' ? status[name] : undefined;
  const [token, certificate, key] = [text('token'), text('clientCertificateData'), text('clientKeyData')];
  if (token === undefined && certificate === undefined) {
    throw new KubeconfigError(`${plugin.command} did not print an ExecCredential with a token or a certificate.`);
  }
  return {
    ...(token !== undefined && { token }),
    ...(certificate !== undefined && { certificate }),
    ...(key !== undefined && { key }),
  };
}

function outputOf(plugin: ExecPlugin, cluster: ClusterOfConfig, signal: AbortSignal, timeout: number): Promise<string> {
  const info = {
    apiVersion: plugin.apiVersion,
    kind: 'ExecCredential',
    spec: {
      interactive: false,
      ...(plugin.provideClusterInfo && {
        cluster: {
          server: cluster.server,
          'certificate-authority-data': cluster.caData,
          'insecure-skip-tls-verify': cluster.skipTLSVerify || undefined,
          'tls-server-name': cluster.tlsServerName,
          'proxy-url': cluster.proxyUrl,
        },
      }),
    },
  };
  return new Promise((resolve, reject) => {
    const child = started(plugin, info);
    const parts: Buffer[] = [];
    let size = 0;
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      settle();
    };
    // with whatever it has started: a child of the plugin may hold the pipe when the plugin itself has long ended
    const fail = (error: Error): void => {
      kill(child);
      child.stdout.destroy();
      end(() => reject(error));
    };
    const cancel = (): void => fail(new Cancelled());
    const timer = setTimeout(
      () =>
        fail(
          new KubeconfigError(
            `${plugin.command} gave no credentials in ${timeout / 1000} s. Log in in a terminal, then probe again.`,
          ),
        ),
      timeout,
    );
    child.stdout.on('data', (part: Buffer) => {
      size += part.length;
      parts.push(part);
      if (size > most) fail(new KubeconfigError(`${plugin.command} prints more than credentials.`));
    });
    child.on('error', (error: NodeJS.ErrnoException) => fail(notStarted(plugin, error)));
    child.on('close', (code) => {
      if (code === 0) end(() => resolve(Buffer.concat(parts).toString('utf8')));
      else
        fail(
          new KubeconfigError(`${plugin.command} ended with status ${code}. Log in in a terminal, then probe again.`),
        );
    });
    signal.addEventListener('abort', cancel, { once: true });
  });
}

type Child = ChildProcessByStdio<null, Readable, null>;

/** A group of its own can be ended whole; Windows has none. */
const detached = process.platform !== 'win32';

function started(plugin: ExecPlugin, info: object): Child {
  try {
    return spawn(plugin.command, [...plugin.args], {
      env: { ...process.env, KUBERNETES_EXEC_INFO: JSON.stringify(info), ...plugin.env },
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: false,
      windowsHide: true,
      detached,
    });
  } catch (error) {
    // such as a character that no argument may have: the message would quote it
    throw notStarted(plugin, error as NodeJS.ErrnoException);
  }
}

function notStarted({ command }: ExecPlugin, { code }: NodeJS.ErrnoException): KubeconfigError {
  const why = code === 'ENOENT' ? 'is not found' : `cannot be started (${code})`;
  return new KubeconfigError(`${command}, which the kubeconfig names for credentials, ${why}.`);
}

function kill(child: Child): void {
  try {
    if (detached && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // all of them have ended
  }
}
