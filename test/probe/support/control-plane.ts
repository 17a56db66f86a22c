// A real control plane on the loopback interface: etcd and kube-apiserver, with RBAC and an audit log.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Assets } from './assets.ts';
import { type Authority, authority, leaf, type Pair, signingKey } from './certs.ts';
import { Kube } from './kube.ts';

/** One line of the audit log. */
export interface AuditEvent {
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username: string; readonly groups?: readonly string[] };
  readonly impersonatedUser?: { readonly username: string };
  readonly objectRef?: {
    readonly resource?: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
}

export interface ControlPlane {
  /** its own folder, removed when it stops */
  readonly folder: string;
  readonly server: string;
  readonly port: number;
  readonly ca: Authority;
  /** the certificate of the user `probe-user` */
  readonly user: Pair;
  /** the certificate of the kubelet */
  readonly kubelet: Pair;
  readonly kube: Kube;
  /** What users other than the administrator have asked for since the last call. */
  audited(): AuditEvent[];
  stop(): Promise<void>;
}

/** Users by token, as the API server reads them. */
export type Tokens = readonly (readonly [token: string, user: string, group: string])[];

const attempts = 3;

/** Starts a control plane. Its ports are chosen free, so several can run side by side. */
export async function startControlPlane(assets: Assets, tokens: Tokens): Promise<ControlPlane> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(assets, tokens);
    } catch (error) {
      // somebody else may have taken a port in between
      if (attempt === attempts || !/address already in use/.test(String(error))) throw error;
    }
  }
}

async function start({ etcd, apiServer }: Assets, tokens: Tokens): Promise<ControlPlane> {
  const folder = await mkdtemp(join(tmpdir(), 'eck-lint-probe-'));
  const pki = join(folder, 'pki');
  const [ca, ports] = await Promise.all([authority(pki, 'cluster-ca'), freePorts(3)]);
  const [serving, admin, user, toKubelet, kubelet, signing] = await Promise.all([
    leaf(ca, 'kube-apiserver', { names: ['DNS:localhost', 'IP:127.0.0.1', 'IP:127.0.0.2'] }),
    leaf(ca, 'admin', { groups: ['system:masters'] }),
    leaf(ca, 'probe-user', { groups: ['probe-users'] }),
    leaf(ca, 'to-kubelet', { groups: ['system:masters'] }),
    leaf(ca, 'kubelet', { cn: 'system:node:node', groups: ['system:nodes'], names: ['DNS:node', 'IP:127.0.0.1'] }),
    signingKey(pki),
  ]);
  const [client, peer, port] = ports as [number, number, number];
  const store = `http://127.0.0.1:${client}`;
  const server = `https://127.0.0.1:${port}`;
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const audit = join(folder, 'audit.log');
  const programs = [
    [
      etcd,
      ...['--data-dir', join(folder, 'etcd')],
      ...['--listen-client-urls', store, '--advertise-client-urls', store],
      ...['--listen-peer-urls', `http://127.0.0.1:${peer}`],
      ...['--initial-advertise-peer-urls', `http://127.0.0.1:${peer}`],
      ...['--initial-cluster', `default=http://127.0.0.1:${peer}`],
    ],
    [
      apiServer,
      ...['--etcd-servers', store, '--bind-address', '127.0.0.1', '--secure-port', `${port}`, '--cert-dir', pki],
      ...['--tls-cert-file', serving.certFile, '--tls-private-key-file', serving.keyFile],
      ...['--client-ca-file', ca.certFile, '--authorization-mode', 'Node,RBAC'],
      ...['--token-auth-file', file('tokens.csv', tokens.map(([t, u, g]) => `${t},${u},${u},"${g}"\n`).join(''))],
      ...['--service-cluster-ip-range', '10.0.0.0/24', '--endpoint-reconciler-type', 'none'],
      ...['--service-account-issuer', 'https://kubernetes.default.svc', '--service-account-key-file', signing.pub],
      ...['--service-account-signing-key-file', signing.key, '--disable-admission-plugins', 'ServiceAccount'],
      ...['--kubelet-certificate-authority', ca.certFile, '--kubelet-preferred-address-types', 'InternalIP'],
      ...['--kubelet-client-certificate', toKubelet.certFile, '--kubelet-client-key', toKubelet.keyFile],
      ...['--audit-policy-file', file('audit.json', JSON.stringify(auditPolicy)), '--audit-log-path', audit],
    ],
  ];
  const supervisor = spawn(
    process.execPath,
    [fileURLToPath(new URL('./supervisor.ts', import.meta.url)), folder, JSON.stringify(programs)],
    // a process group of its own: Ctrl-C must reach the programs through it alone
    { stdio: ['pipe', 'pipe', 'inherit'], detached: true },
  );
  const kube = new Kube(server, ca.cert, admin);
  const stop = async (): Promise<void> => {
    kube.close();
    if (supervisor.exitCode !== null) return;
    const gone = once(supervisor, 'exit');
    supervisor.stdin.end();
    await gone;
  };
  try {
    await ready(kube, supervisor, folder);
  } catch (error) {
    await stop();
    throw error;
  }
  let read = 0;
  const audited = (): AuditEvent[] => {
    if (!existsSync(audit)) return [];
    const log = readFileSync(audit);
    const end = log.lastIndexOf(10) + 1;
    const lines = log.subarray(read, end).toString('utf8').split('\n').filter(Boolean);
    read = end;
    return lines.map((line) => JSON.parse(line) as AuditEvent);
  };
  return { folder, server, port, ca, user, kubelet, kube, audited, stop };
}

/** Who asks for what, without bodies; the administrator sets the cluster up and is of no interest. */
const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived', 'ResponseStarted'],
  rules: [{ level: 'None', userGroups: ['system:masters'] }, { level: 'Metadata' }],
};

async function ready(kube: Kube, supervisor: ChildProcess, folder: string): Promise<void> {
  let ended: string | undefined;
  supervisor.stdout?.on('data', (line: Buffer) => {
    ended = line.toString('utf8').trim();
  });
  for (const until = Date.now() + 90_000; Date.now() < until; await pause(100)) {
    if (ended !== undefined) {
      const log = readFileSync(join(folder, `${ended.split(' ')[0]}.log`), 'utf8');
      throw new Error(`${ended}: ${log.slice(-1000)}`);
    }
    const answer = await kube.request('GET', '/readyz').catch(() => undefined);
    if (answer?.status === 200) return;
  }
  throw new Error('the API server was not ready in 90 s');
}

/** Ports that nobody listens on, all different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listening(createServer())));
  const ports = servers.map((server) => portOf(server));
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/** A server that has begun to listen. */
export function listening<T extends Server>(server: T, host = '127.0.0.1', port = 0): Promise<T> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => resolve(server));
  });
}

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return address.port;
}
