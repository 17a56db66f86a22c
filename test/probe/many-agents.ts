// A namespace full of Agents: quick all the same, and with few connections at a time.
import assert from 'node:assert/strict';
import net from 'node:net';
import { describe, it } from 'node:test';
import { listening } from './support/control-plane.ts';
import { grantIn } from './support/roles.ts';
import { agentObject, namespace, secret } from './support/seed.ts';
import type { Logins } from './support/stand-in.ts';
import { logins, type World } from './support/world.ts';

const home = 'many';
const count = 50;
/** ms; a machine with nothing else to do needs half of that, and one Agent takes it a third of a second */
const limit = 10_000;
const one = 350;
const mostRequests = 6;
const mostForwards = 4;

export function manyAgents(here: () => World): void {
  describe(`${count} Agents`, () => {
    it('are probed in time, with few connections', async () => {
      const world = here();
      const known = await populate(world);
      const relay = await Relay.start(world.plane.port);
      const single = await world.run();
      world.kubelet.most = { all: 0, pod: 0 };
      try {
        const { report, ms, servers } = await world.run({
          logins: known,
          config: (config) => {
            Object.assign(config.clusters[0]?.cluster ?? {}, { server: `https://${relay.host}:${world.plane.port}` });
          },
          call: { namespace: home, agent: undefined },
        });
        assert.ok(report);
        assert.equal(
          report.branches.filter(({ subject }) => subject?.kind === 'Agent' && subject.namespace === home).length,
          count,
        );
        assert.equal(report.branches.filter(({ subject }) => subject?.kind === 'Kibana').length, 1, 'asked once');
        const steps = report.branches.flatMap((branch) => branch.steps);
        assert.equal(steps.filter(({ id, mark }) => id === 'P8' && mark === 'pass').length, count);
        assert.equal(servers.kibana.seen.filter(({ path }) => path === '/api/status').length, 1);
        const { most } = world.kubelet;
        // one at a time, while the one before may still be closing
        assert.ok(most.pod <= 2, `${most.pod} forwards to one pod at a time`);
        assert.ok(most.all <= mostForwards, `${most.all} forwards at a time`);
        assert.ok(relay.most <= mostRequests + mostForwards + 1, `${relay.most} connections to the API server`);
        const load = Math.max(1, single.ms / one);
        assert.ok(ms <= limit * load, `${Math.round(ms)} ms, and ${Math.round(single.ms)} ms for one`);
      } finally {
        await relay.close();
      }
    });
  });
}

/** The Agents with their Secrets, and the logins that Elasticsearch knows. */
async function populate(world: World): Promise<Logins> {
  const { kube } = world.plane;
  await kube.must('POST', '/api/v1/namespaces', { metadata: { name: home } });
  await grantIn(kube, home);
  await grantIn(kube, namespace);
  const { users, tokens } = logins();
  const role = [...users.values()][0]?.roles ?? [];
  const all = new Map(users);
  const names = Array.from({ length: count }, (_, i) => `agent-${i}`);
  await Promise.all(
    names.flatMap((name) => {
      const user = `${home}-${name}-agent-kb-user`;
      all.set(user, { password: `pw-SENTINEL-${name}`, roles: role });
      const inHome = secret(`${name}-agent-kb-user`, { [user]: `pw-SENTINEL-${name}` });
      const copy = secret(`${name}-agent-kibana-ca`, { 'ca.crt': world.certificates.kibana.ca });
      return [
        kube.create('secrets', { ...inHome, metadata: { ...inHome.metadata, namespace: home } }),
        kube.create('secrets', { ...copy, metadata: { ...copy.metadata, namespace: home } }),
        kube.create('secrets', secret(user, { name: user }, { 'common.k8s.elastic.co/type': 'user' })),
        kube.create(
          'agents',
          agentObject(name, home, {
            policyID: 'eck-agent',
            daemonSet: {},
            fleetServerRef: { name: 'fleet-server', namespace },
          }),
        ),
      ];
    }),
  );
  return { users: all, tokens };
}

/** Passes connections on to the API server and counts them. Its address is none that anybody treats as this machine. */
export class Relay {
  readonly host = '127.0.0.2';
  /** the most connections at the same time */
  most = 0;
  readonly #server: net.Server;
  readonly #open = new Set<net.Socket>();

  private constructor(server: net.Server) {
    this.#server = server;
  }

  static async start(port: number): Promise<Relay> {
    const relay = new Relay(net.createServer((socket) => relay.#pass(socket, port)));
    await listening(relay.#server, relay.host, port);
    return relay;
  }

  close(): Promise<void> {
    return new Promise((done) => {
      this.#server.close(() => done());
      for (const socket of this.#open) socket.destroy();
    });
  }

  #pass(socket: net.Socket, port: number): void {
    const onwards = net.connect(port, '127.0.0.1');
    this.#open.add(socket);
    this.most = Math.max(this.most, this.#open.size);
    socket.pipe(onwards).pipe(socket);
    socket.on('error', () => onwards.destroy());
    onwards.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#open.delete(socket);
      onwards.destroy();
    });
    onwards.on('close', () => socket.destroy());
  }
}
