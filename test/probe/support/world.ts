// All parts together: the control plane, the kubelet, Elastic's servers, and a user with few rights. It runs the probe
// in them and holds against it what no run may ever do.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { markdown, type Probe, type ProbeReport, probe, type Told } from '../../../server/probe/index.ts';
import type { Assets } from './assets.ts';
import { Changes } from './changes.ts';
import { type AuditEvent, type ControlPlane, startControlPlane } from './control-plane.ts';
import { installDefinitions } from './crds.ts';
import { startElasticsearch, startFleetServer } from './elasticsearch.ts';
import { FakeKubelet, type PodPort } from './fake-kubelet.ts';
import { fleetRole, type KibanaTraits, startKibana } from './kibana.ts';
import { allOf, leaksIn, linesOf, printedBy } from './leaks.ts';
import { grantRights } from './roles.ts';
import {
  agentUser,
  type Certificates,
  certificates,
  definitions,
  fleetServerUser,
  namespace,
  secrets,
  seed,
} from './seed.ts';
import type { Logins, StandIn, Tls } from './stand-in.ts';

/** A kubeconfig, as JSON. */
export interface Config {
  clusters: { name: string; cluster: Record<string, unknown> }[];
  users: { name: string; user: Record<string, unknown> }[];
  contexts: { name: string; context: Record<string, unknown> }[];
  'current-context'?: string;
}

/** Tokens of users that the API server knows. */
export const tokens = {
  probe: 'probe-token-SENTINEL-1a2b',
  impersonator: 'impersonator-token-SENTINEL-3c4d',
};

/** The servers of one run. */
export interface Servers {
  readonly kibana: StandIn;
  readonly elasticsearch: StandIn;
  readonly fleetServer: StandIn;
}

/** What a run differs in from one where all is well. */
export interface Differences {
  readonly kibana?: KibanaTraits;
  readonly kibanaTls?: (certificates: Certificates, plane: ControlPlane) => Tls;
  readonly fleetServer?: string;
  readonly logins?: Logins;
  /** what Kibana itself knows, when that is not what Elasticsearch knows */
  readonly kibanaLogins?: Logins;
  /** what listens at the port of the Kibana pod; undefined when nothing does */
  readonly kibanaPort?: PodPort | 'nothing';
  readonly change?: (changes: Changes, world: World) => Promise<void>;
  readonly config?: (config: Config, world: World) => void;
  /** `agent: undefined` asks for all of the namespace */
  readonly call?: { readonly [K in keyof Probe]?: Probe[K] | undefined };
  readonly env?: Readonly<Record<string, string>>;
  /** secrets of this run alone */
  readonly secrets?: readonly string[];
}

/** What a run has come to. */
export interface Ran {
  readonly report: ProbeReport | undefined;
  readonly error: unknown;
  readonly told: readonly Told[];
  readonly servers: Servers;
  readonly audit: readonly AuditEvent[];
  readonly ms: number;
}

/** The logins of a cluster where all is well. */
export function logins({
  password = secrets.fleetServer,
  roles = [fleetRole],
  token = secrets.serviceToken,
}: {
  readonly password?: string;
  readonly roles?: readonly string[];
  readonly token?: string;
} = {}): Logins {
  return {
    users: new Map([
      [fleetServerUser, { password, roles }],
      [agentUser, { password: secrets.agent, roles }],
    ]),
    tokens: new Set([token]),
  };
}

export const everything = { secrets: true, serviceToken: true, logs: true };

export class World {
  readonly plane: ControlPlane;
  readonly certificates: Certificates;
  readonly kubelet: FakeKubelet;
  #count = 0;

  private constructor(plane: ControlPlane, certificates: Certificates, kubelet: FakeKubelet) {
    this.plane = plane;
    this.certificates = certificates;
    this.kubelet = kubelet;
  }

  static async start(assets: Assets): Promise<World> {
    const plane = await startControlPlane(assets, [
      [tokens.probe, 'probe-user', 'probe-users'],
      [tokens.impersonator, 'impersonator', 'people'],
    ]);
    try {
      const [made, kubelet] = await Promise.all([
        certificates(join(plane.folder, 'certificates')),
        FakeKubelet.start(plane.ca.cert, plane.kubelet),
        installDefinitions(plane.kube, assets.definitions, definitions),
      ]);
      await seed(plane.kube, made, kubelet.port);
      await grantRights(plane.kube);
      kubelet.logs.set(`${namespace}/fleet-server-1/agent`, 'started\n');
      kubelet.logs.set(`${namespace}/elastic-agent-1/agent`, 'started\n');
      return new World(plane, made, kubelet);
    } catch (error) {
      await plane.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.kubelet.close();
    await this.plane.stop();
  }

  /** A kubeconfig of the user with few rights. */
  config(): Config {
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const { server, ca, user } = this.plane;
    return {
      clusters: [{ name: 'test', cluster: { server, 'certificate-authority-data': base64(ca.cert) } }],
      users: [
        {
          name: 'probe-user',
          user: { 'client-certificate-data': base64(user.cert), 'client-key-data': base64(user.key) },
        },
      ],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'probe-user', namespace } }],
      'current-context': 'test',
    };
  }

  /** Writes a file into the folder of the control plane, and gives its path. */
  file(name: string, contents: string | Config, mode = 0o600): string {
    const path = join(this.plane.folder, name);
    writeFileSync(path, typeof contents === 'string' ? contents : JSON.stringify(contents), { mode });
    return path;
  }

  /** A kubeconfig file with a name of its own. */
  configFile(change: (config: Config) => void = () => {}): string {
    const config = this.config();
    change(config);
    return this.file(`kubeconfig-${++this.#count}`, config);
  }

  /** Every secret that a run could give away. */
  secrets(more: readonly string[] = []): string[] {
    return [...Object.values(secrets), ...Object.values(tokens), ...linesOf(this.plane.user.key), ...more];
  }

  /** Elastic's servers, where the kubelet finds them. */
  async serve(differences: Differences = {}): Promise<Servers> {
    const { logins: known = logins(), kibanaLogins = known, kibanaTls, fleetServer, kibanaPort } = differences;
    const made = this.certificates;
    const servers = {
      kibana: await startKibana(kibanaTls?.(made, this.plane) ?? made.kibana, kibanaLogins, differences.kibana),
      elasticsearch: await startElasticsearch(made.elasticsearch, known),
      fleetServer: await startFleetServer(made.fleetServer, fleetServer),
    };
    this.kubelet.ports.clear();
    const listens = kibanaPort ?? servers.kibana.port;
    if (listens !== 'nothing') this.kubelet.ports.set(`${namespace}/prod-kb-1:5601`, listens);
    this.kubelet.ports.set(`${namespace}/prod-es-default-0:9200`, servers.elasticsearch.port);
    this.kubelet.ports.set(`${namespace}/fleet-server-1:8220`, servers.fleetServer.port);
    return servers;
  }

  /** Probes once, in a cluster that differs, and then sets everything back. */
  async run(differences: Differences = {}): Promise<Ran> {
    const { change, config, call, env = {} } = differences;
    const servers = await this.serve(differences);
    const changes = new Changes(this.plane.kube);
    const told: Told[] = [];
    const before = Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name]]));
    try {
      await change?.(changes, this);
      const kubeconfig = call?.kubeconfig ?? this.configFile((it) => config?.(it, this));
      this.plane.audited();
      Object.assign(process.env, env);
      const start = performance.now();
      let error: unknown;
      const { result: report, printed } = await printedBy(() =>
        probe({
          kubeconfig,
          namespace,
          agent: 'fleet-server',
          consent: everything,
          signal: new AbortController().signal,
          timeout: 8000,
          pluginTimeout: 8000,
          patience: 20,
          ...(call as Partial<Probe>),
          onStep: (it) => told.push(it),
        }).catch((thrown) => {
          error = thrown;
          return undefined;
        }),
      );
      const ms = performance.now() - start;
      await this.quiet(servers);
      const audit = this.plane.audited();
      this.#judge({ report, error, told, servers, audit, ms }, printed, differences.secrets);
      return { report, error, told, servers, audit, ms };
    } finally {
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
      await changes.undo();
      await Promise.all(Object.values(servers).map((it: StandIn) => it.close()));
    }
  }

  /** Waits until nothing of a run is open any more. */
  async quiet({ kibana, elasticsearch, fleetServer }: Servers): Promise<void> {
    const open = (): number =>
      this.kubelet.forwards + kibana.connections + elasticsearch.connections + fleetServer.connections;
    for (const until = Date.now() + 5000; open() > 0; await pause(5)) {
      assert.ok(Date.now() < until, `${open()} connections stay open after the probe`);
    }
  }

  /** What no run may ever do, however it ends. */
  #judge({ report, error, told, servers, audit }: Ran, printed: string, more?: readonly string[]): void {
    const all = this.secrets(more);
    const shown = { report: JSON.stringify(report) ?? '', markdown: report ? markdown(report, 'now') : '' };
    const places = { ...shown, told: JSON.stringify(told), error: allOf(error), printed };
    for (const [place, text] of Object.entries(places)) {
      assert.deepEqual(leaksIn(text, all), [], `no secret is in: ${place}`);
    }
    for (const { seen } of Object.values(servers) as StandIn[]) {
      assert.deepEqual(
        seen.filter(({ method }) => method !== 'GET'),
        [],
        "Elastic's servers are asked with GET alone",
      );
      assert.deepEqual(
        seen.filter(({ user, path }) => user === 'elastic' || path.includes('enrollment_api_keys')),
        [],
        'neither the superuser nor an enrollment token is used',
      );
    }
    assert.deepEqual(audit.filter((event) => !isRead(event)).map(wordsFor), [], 'the API server is only read');
  }
}

/** Reads, the access review and port-forwards; of Secrets, single ones that the probe has any business with. */
function isRead({ verb, requestURI, objectRef = {} }: AuditEvent): boolean {
  const { resource, subresource, name = '' } = objectRef;
  if (resource === 'selfsubjectaccessreviews') return verb === 'create';
  if (resource === 'pods' && subresource === 'portforward') return verb === 'get' || verb === 'create';
  if (resource === 'secrets') {
    return verb === 'get' && /-kb-user$|-agent-user$|-http-certs-public$|-kibana-ca$|-xpack-file-realm$/.test(name);
  }
  return verb === 'get' || verb === 'list' || (resource === undefined && verb === 'get' && requestURI === '/version');
}

const wordsFor = ({ verb, requestURI }: AuditEvent): string => `${verb} ${requestURI}`;
