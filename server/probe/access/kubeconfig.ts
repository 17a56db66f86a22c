// The kubeconfig, read with the rules of kubectl: several files, of which the first to name a thing decides, and paths
// that start at the file they stand in. Nothing is run and nobody is asked here: a plugin waits until the user agrees.
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { loadAll } from 'js-yaml';
import { Redactor } from '../redactor.ts';
import { proxyFromEnvironment } from './proxy.ts';

/** A program that hands out credentials. */
export interface ExecPlugin {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly provideClusterInfo: boolean;
  readonly interactiveMode: string;
}

export interface ClusterOfConfig {
  readonly name: string;
  readonly server: string;
  readonly caData?: string;
  readonly caFile?: string;
  readonly skipTLSVerify: boolean;
  readonly tlsServerName?: string;
  readonly proxyUrl?: string;
}

export interface UserOfConfig {
  readonly name: string;
  readonly certData?: string;
  readonly certFile?: string;
  readonly keyData?: string;
  readonly keyFile?: string;
  readonly token?: string;
  readonly username?: string;
  readonly password?: string;
  readonly authProvider?: { readonly name: string; readonly config: Readonly<Record<string, unknown>> };
  readonly exec?: ExecPlugin;
  readonly impersonate?: Impersonation;
}

export interface Impersonation {
  readonly user: string;
  readonly groups: readonly string[];
  readonly uid?: string;
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** One context with all it stands for. */
export interface Context {
  readonly name: string;
  /** `default` when the context names none, as for kubectl */
  readonly namespace: string;
  readonly cluster: ClusterOfConfig;
  readonly user: UserOfConfig;
}

/** Something the user has to set right. The message never quotes the contents of a kubeconfig beyond names. */
export class KubeconfigError extends Error {
  override readonly name = 'KubeconfigError';

  constructor(message: string) {
    super(new Redactor().text(message));
  }
}

type Environment = Readonly<Record<string, string | undefined>>;
type Raw = Readonly<Record<string, unknown>>;

/** All files together, before a context is chosen. */
export class Kubeconfig {
  readonly current: string | undefined;
  readonly #env: Environment;
  readonly #files: readonly string[];
  readonly #clusters = new Map<string, { readonly value: Raw; readonly folder: string }>();
  readonly #users = new Map<string, { readonly value: Raw; readonly folder: string }>();
  readonly #contexts = new Map<string, Raw>();

  /**
   * @param files by rank; those that do not exist are passed over
   * @throws KubeconfigError when a file cannot be read, or is no kubeconfig
   */
  constructor(files: readonly string[], env: Environment = process.env) {
    this.#env = env;
    this.#files = files;
    for (const file of files) {
      const raw = readFile(file);
      if (!raw) continue;
      const folder = dirname(resolve(file));
      this.current ??= textOf(raw['current-context']);
      for (const [name, value] of named(raw.clusters, 'cluster'))
        if (!this.#clusters.has(name)) this.#clusters.set(name, { value, folder });
      for (const [name, value] of named(raw.users, 'user'))
        if (!this.#users.has(name)) this.#users.set(name, { value, folder });
      for (const [name, value] of named(raw.contexts, 'context'))
        if (!this.#contexts.has(name)) this.#contexts.set(name, value);
    }
  }

  /** The names of the contexts, in the order of the files. */
  get contexts(): string[] {
    return [...this.#contexts.keys()];
  }

  /** A context by name, or the current one. @throws KubeconfigError when it is not there or not whole */
  context(name = this.current): Context {
    const where = this.#files.join(', ');
    if (name === undefined) {
      throw new KubeconfigError(
        this.#contexts.size === 0
          ? `There is no context in ${where}. Name a kubeconfig, or set one up with kubectl config.`
          : `No context is current in ${where}. Choose one of ${few(this.contexts)}.`,
      );
    }
    const context = this.#contexts.get(name);
    if (!context) throw new KubeconfigError(`There is no context ${name} in ${where}.${among(this.contexts)}`);
    const clusterName = textOf(context.cluster);
    const cluster = clusterName === undefined ? undefined : this.#clusters.get(clusterName);
    if (clusterName === undefined || !cluster) {
      throw new KubeconfigError(
        `The context ${name} names the cluster ${clusterName ?? '""'}, which is not in ${where}.`,
      );
    }
    const userName = textOf(context.user);
    const user = userName === undefined ? undefined : this.#users.get(userName);
    if (userName !== undefined && !user) {
      throw new KubeconfigError(`The context ${name} names the user ${userName}, who is not in ${where}.`);
    }
    return {
      name,
      namespace: textOf(context.namespace) ?? 'default',
      cluster: this.#cluster(clusterName, cluster.value, cluster.folder),
      user: user ? userFrom(userName ?? '', user.value, user.folder) : { name: '' },
    };
  }

  #cluster(name: string, value: Raw, folder: string): ClusterOfConfig {
    const server = textOf(value.server)?.replace(/\/$/, '');
    if (server === undefined || !/^https?:\/\/[^/\s]+/.test(server) || !URL.canParse(server)) {
      throw new KubeconfigError(`The cluster ${name} has no server address.`);
    }
    const proxyUrl = textOf(value['proxy-url']) ?? proxyFromEnvironment(server, this.#env);
    return {
      name,
      server,
      skipTLSVerify: value['insecure-skip-tls-verify'] === true,
      ...some({
        caData: textOf(value['certificate-authority-data']),
        caFile: pathOf(value['certificate-authority'], folder),
        tlsServerName: textOf(value['tls-server-name']),
        proxyUrl,
      }),
    };
  }
}

/** The files that count: the user's own choice, else $KUBECONFIG, else the one in the home folder. */
export function kubeconfigFiles(chosen: string | undefined, env: Environment = process.env): string[] {
  const list = chosen || env.KUBECONFIG;
  const files = list ? list.split(delimiter).filter(Boolean) : [join(homedir(), '.kube', 'config')];
  return files.map((file) => (file.startsWith('~/') ? join(homedir(), file.slice(2)) : file));
}

/** Bytes; real ones have some thousands. */
const mostOfAFile = 8 << 20;

function readFile(file: string): Raw | undefined {
  let text: string;
  try {
    if (statSync(file).size > mostOfAFile) throw new KubeconfigError(`${file} is too large for a kubeconfig.`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof KubeconfigError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new KubeconfigError(`${file} cannot be read (${code}).`);
  }
  let data: unknown;
  try {
    // as for kubectl, an empty file is no fault, and a second document is not looked at
    [data] = loadAll(text);
  } catch {
    // the parser's message quotes the line it stumbled over
    throw new KubeconfigError(`${file} is not valid YAML.`);
  }
  if (data === null || data === undefined) return undefined;
  if (!isRaw(data)) throw new KubeconfigError(`${file} is no kubeconfig.`);
  return data;
}

function userFrom(name: string, value: Raw, folder: string): UserOfConfig {
  const tokenFile = pathOf(value.tokenFile, folder);
  const as = textOf(value.as);
  return {
    name,
    ...some({
      certData: textOf(value['client-certificate-data']),
      certFile: pathOf(value['client-certificate'], folder),
      keyData: textOf(value['client-key-data']),
      keyFile: pathOf(value['client-key'], folder),
      username: textOf(value.username),
      password: textOf(value.password),
      // as for kubectl, the file wins, and it is read again when it changes
      token: tokenFile === undefined ? textOf(value.token) : undefined,
      authProvider:
        tokenFile !== undefined
          ? { name: 'tokenFile', config: { tokenFile } }
          : isRaw(value['auth-provider'])
            ? providerFrom(name, value['auth-provider'])
            : undefined,
      exec: isRaw(value.exec) ? pluginFrom(name, value.exec, folder) : undefined,
      impersonate:
        as === undefined
          ? undefined
          : {
              user: as,
              groups: texts(value['as-groups']),
              ...some({ uid: textOf(value['as-uid']) }),
              extra: Object.fromEntries(
                Object.entries(isRaw(value['as-user-extra']) ? value['as-user-extra'] : {}).map(([k, v]) => [
                  k,
                  texts(v),
                ]),
              ),
            },
    }),
  };
}

/** OIDC alone: kubectl knows no other, and the library would run programs for some that nobody has agreed to. */
function providerFrom(user: string, provider: Raw): UserOfConfig['authProvider'] {
  if (provider.name !== 'oidc') {
    throw new KubeconfigError(
      `The user ${user} logs in by the auth-provider ${textOf(provider.name) ?? '""'}, which kubectl has dropped. Use a plugin (exec).`,
    );
  }
  const config = isRaw(provider.config) ? provider.config : {};
  const own = Object.entries(config).filter(([key, it]) => /^(?:id|idp|client|refresh)-/.test(key) && textOf(it));
  return { name: 'oidc', config: Object.fromEntries(own.map(([key, it]) => [key, textOf(it)])) };
}

function pluginFrom(user: string, exec: Raw, folder: string): ExecPlugin {
  const command = textOf(exec.command);
  if (command === undefined) throw new KubeconfigError(`The plugin of the user ${user} has no command.`);
  return {
    apiVersion: textOf(exec.apiVersion) ?? '',
    // a bare name is looked up on the PATH
    command: /[\\/]/.test(command) ? (pathOf(command, folder) ?? command) : command,
    args: texts(exec.args),
    env: Object.fromEntries(
      (Array.isArray(exec.env) ? exec.env : []).filter(isRaw).map(({ name, value }) => [String(name), String(value)]),
    ),
    provideClusterInfo: exec.provideClusterInfo === true,
    interactiveMode: textOf(exec.interactiveMode) ?? '',
  };
}

function named(list: unknown, key: string): [name: string, value: Raw][] {
  return (Array.isArray(list) ? list : []).flatMap((item): [string, Raw][] => {
    const name = isRaw(item) ? textOf(item.name) : undefined;
    const value = isRaw(item) ? item[key] : undefined;
    return name === undefined ? [] : [[name, isRaw(value) ? value : {}]];
  });
}

const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.flatMap((item) => textOf(item) ?? []) : []);
const pathOf = (value: unknown, folder: string): string | undefined => {
  const path = textOf(value);
  return path === undefined || isAbsolute(path) ? path : join(folder, path);
};
const mostNames = 20;
const few = (names: readonly string[]): string =>
  names.slice(0, mostNames).join(', ') + (names.length > mostNames ? ', …' : '');
const among = (names: readonly string[]): string => (names.length > 0 ? ` There are ${few(names)}.` : '');

/** Without what is undefined. */
function some<T extends object>(value: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as never;
}
