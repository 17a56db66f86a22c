// A headless VS Code: the server of VS Code, on a free loopback port. A browser that opens its page is the window.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { serverMain } from './paths.ts';
import { writeQuietSettings } from './settings.ts';

export interface ServerOptions {
  readonly userDataDir?: string;
  readonly extensionsDir?: string;
  /** Packaged extensions to install before the start. */
  readonly vsix?: readonly string[];
  /**
   * With it, a page may load an extension from a folder and run its tests, but VS Code shows no toasts.
   * Without it, the window is what a person gets.
   */
  readonly driver?: boolean;
  /** Runs until it is stopped; else it ends by itself some minutes after its last window, whatever became of us. */
  readonly endless?: boolean;
  readonly onLog?: (text: string) => void;
}

export interface Server {
  /** Host and port. */
  readonly authority: string;
  readonly pid: number;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<unknown>;
  /** Ends the server and everything it started, and removes its folders. */
  stop(): Promise<void>;
}

/** Starts the server, and resolves when it listens. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'vscode-host-'));
  const userDataDir = options.userDataDir ?? join(folder, 'user-data');
  const extensionsDir = options.extensionsDir ?? join(folder, 'extensions');
  const sockets = join(folder, 't');
  for (const each of [userDataDir, extensionsDir, sockets]) mkdirSync(each, { recursive: true });
  writeQuietSettings(userDataDir);
  const common = [
    serverMain,
    '--accept-server-license-terms',
    ...['--server-data-dir', join(folder, 'server'), '--user-data-dir', userDataDir, '--extensions-dir', extensionsDir],
  ];
  const env = {
    ...process.env,
    EXTENSIONS_GALLERY: '{"serviceUrl":""}', // asks no marketplace
    ...(process.platform === 'linux' && { TMPDIR: sockets, XDG_RUNTIME_DIR: sockets }), // else its sockets outlive it
  };
  try {
    install(options.vsix ?? [], common, env);
    const flags = [...(options.driver ? [driverFlag] : []), ...(options.endless ? [] : autoShutdown)];
    const { child, authority } = await listen([...common, ...serverFlags, ...flags], env, options.onLog);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    return { authority, pid: child.pid ?? 0, ended, stop: () => stop(child, ended, folder) };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

const driverFlag = '--enable-smoke-test-driver';

const serverFlags = [
  ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token'],
  '--disable-telemetry',
  '--disable-experiments',
  '--disable-workspace-trust',
  '--disable-getting-started-override',
  '--disable-update-check',
];

const autoShutdown = ['--enable-remote-auto-shutdown', '--reconnection-grace-time', '20'];

function install(files: readonly string[], common: readonly string[], env: NodeJS.ProcessEnv): void {
  if (files.length === 0) return;
  const args = [...common, ...files.flatMap((file) => ['--install-extension', file])];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`cannot install ${files.join(', ')}:\n${stdout}${stderr}`);
}

async function listen(args: readonly string[], env: NodeJS.ProcessEnv, onLog: (text: string) => void = () => {}) {
  // a process group of its own, so that the extension host can be ended with it
  const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env });
  const kill = (): void => signal(child, 'SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  let text = '';
  const port = await new Promise<string>((found, failed) => {
    const read = (data: Buffer): void => {
      onLog(String(data));
      text = `${text}${data}`.slice(-4000);
      const match = /Extension host agent listening on (\d+)/.exec(text);
      if (match?.[1]) found(match[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', failed);
    child.once('exit', (code) =>
      failed(new Error(`the VS Code server ended with ${code} before it listened:\n${text}`)),
    );
  });
  return { child, authority: `127.0.0.1:${port}` };
}

async function stop(child: ChildProcess, ended: Promise<unknown>, folder: string): Promise<void> {
  signal(child, 'SIGTERM');
  const late = setTimeout(() => signal(child, 'SIGKILL'), 3000);
  await ended;
  clearTimeout(late);
  signal(child, 'SIGKILL'); // what is left of the group
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // the group is gone
  }
}

/** What the page is to open. The payload is what the workbench takes in place of command line options. */
export interface Place {
  readonly folder?: string | undefined;
  readonly workspace?: string | undefined;
  readonly payload?: readonly (readonly [string, string])[];
}

/** The address of the workbench. */
export function workbenchUrl(server: Server, { folder, workspace, payload = [] }: Place): string {
  const query = new URLSearchParams();
  if (workspace) query.set('workspace', workspace);
  else if (folder) query.set('folder', folder);
  else query.set('ew', 'true');
  if (payload.length > 0) query.set('payload', JSON.stringify(payload));
  return `http://${server.authority}/?${query}`;
}

/** A path on this machine, as the workbench in the browser addresses it. */
export function remoteUri(server: Server, path: string): string {
  return `vscode-remote://${server.authority}${encodeURI(resolve(path))}`;
}

/** The ids of the processes under the server whose command line holds a text. */
export function startedBy(server: Server, text: string): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pgid=,pid=,args='], { encoding: 'utf8' });
  const own = stdout.split('\n').filter((line) => Number.parseInt(line, 10) === server.pid && line.includes(text));
  return own.map((line) => Number(line.trim().split(/\s+/)[1]));
}
