// How long a user waits for a live check, once it is confirmed: for its first step, and for all of one healthy Agent.
// Against a control plane on this machine, where there is one to start.
import { assets } from '../test/probe/support/assets.ts';
import { World } from '../test/probe/support/world.ts';
import { LanguageServer } from './language-server.ts';
import { median } from './statistics.ts';
import type { Table } from './table.ts';

const runs = 5;

export async function probe(table: Table, own: readonly string[]): Promise<void> {
  const found = assets();
  table.heading(`Probe of one healthy Agent, the first of a server, median of ${runs}`);
  if ('missing' in found) {
    process.stdout.write(`  not measured: ${found.missing}\n`);
    return;
  }
  const world = await World.start(found);
  const servers = await world.serve();
  const first: number[] = [];
  const whole: number[] = [];
  try {
    const kubeconfig = world.configFile();
    for (let run = 0; run < runs; run++) {
      const server = new LanguageServer(own);
      try {
        await server.initialize();
        server.notify('eckLint/trusted', {});
        // what the question to the user is made of
        await server.request('eckLint/probe/destination', { kubeconfig });
        const told = server.notified('eckLint/probe/step', () => true).then(() => performance.now());
        const start = performance.now();
        await server.request('eckLint/probe', {
          kubeconfig,
          context: 'test',
          namespace: 'elastic',
          agent: 'fleet-server',
          consent: { secrets: true, serviceToken: false, logs: false },
        });
        whole.push(performance.now() - start);
        first.push((await told) - start);
      } finally {
        server.stop();
      }
    }
  } finally {
    await Promise.all([servers.kibana.close(), servers.elasticsearch.close(), servers.fleetServer.close()]);
    await world.stop();
  }
  table.row('confirmed to first step', median(first), 'ms', 300);
  table.row('confirmed to report', median(whole), 'ms', 2000);
}
