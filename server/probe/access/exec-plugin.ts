// Runs the program that a kubeconfig names for credentials: without a shell, without stdin, with a time limit, and
// with nothing of what it prints in any message.
import { spawn } from 'node:child_process';
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
    const limit = AbortSignal.timeout(timeout);
    const child = spawn(plugin.command, [...plugin.args], {
      env: { ...process.env, KUBERNETES_EXEC_INFO: JSON.stringify(info), ...plugin.env },
      stdio: ['ignore', 'pipe', 'ignore'],
      signal: AbortSignal.any([limit, signal]),
      killSignal: 'SIGKILL',
      shell: false,
    });
    const parts: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (part: Buffer) => {
      size += part.length;
      parts.push(part);
      if (size > most) child.kill('SIGKILL');
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      // a child of the plugin may still hold the pipe
      child.stdout.destroy();
      if (signal.aborted) reject(new Cancelled());
      else if (limit.aborted) {
        reject(
          new KubeconfigError(
            `${plugin.command} gave no credentials in ${timeout / 1000} s. Log in in a terminal, then probe again.`,
          ),
        );
      } else {
        const why = error.code === 'ENOENT' ? 'is not found' : `cannot be started (${error.code})`;
        reject(new KubeconfigError(`${plugin.command}, which the kubeconfig names for credentials, ${why}.`));
      }
    });
    child.on('close', (code) => {
      if (size > most) reject(new KubeconfigError(`${plugin.command} prints more than credentials.`));
      else if (code !== 0) {
        reject(
          new KubeconfigError(`${plugin.command} ended with status ${code}. Log in in a terminal, then probe again.`),
        );
      } else resolve(Buffer.concat(parts).toString('utf8'));
    });
  });
}
