// A probe that is cancelled ends at once, whatever it is at, and leaves nothing open.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { isCancelled, type ProbeReport, probe } from '../../server/probe/index.ts';
import { namespace } from './support/seed.ts';
import { everything, type World } from './support/world.ts';

/** The promise settles within this many ms; a loaded machine gets some more. */
const soon = 1500;
const moments = 16;

export function cancelling(here: () => World): void {
  describe('cancelled', () => {
    it('before it begins', async () => {
      const { report, error, servers } = await here().run({ call: { signal: AbortSignal.abort() } });
      assert.ok(report?.cancelled || isCancelled(error));
      assert.deepEqual(servers.kibana.seen, []);
    });

    it('at any moment, it settles at once and leaves nothing open', async () => {
      const world = here();
      const servers = await world.serve();
      try {
        const kubeconfig = world.configFile();
        const run = (signal: AbortSignal): Promise<ProbeReport | undefined> =>
          probe({ kubeconfig, namespace, consent: everything, signal, onStep: () => {} }).catch((error) => {
            assert.ok(isCancelled(error), String(error));
            return undefined;
          });
        const start = performance.now();
        await run(new AbortController().signal);
        const whole = performance.now() - start;
        await world.quiet(servers);
        const before = open();
        const late: number[] = [];
        let cancelled = 0;
        for (let i = 0; i < moments; i++) {
          const controller = new AbortController();
          const running = run(controller.signal);
          await pause((whole * i) / moments);
          const at = performance.now();
          controller.abort();
          const report = await running;
          late.push(Math.round(performance.now() - at));
          if (report?.cancelled) {
            cancelled++;
            assert.equal(report.verdict.mark, 'skip');
          }
        }
        assert.ok(Math.max(...late) <= soon, `settled after ${late.join(', ')} ms`);
        assert.ok(cancelled > moments / 2, `${cancelled} of ${moments} were cancelled on the way`);
        await world.quiet(servers);
        await pause(50);
        for (const [kind, count] of Object.entries(open())) {
          assert.ok(count <= (before[kind] ?? 0), `${kind}: ${before[kind] ?? 0} before, ${count} after`);
        }
      } finally {
        await Promise.all([servers.kibana.close(), servers.elasticsearch.close(), servers.fleetServer.close()]);
      }
    });

    it('while a plugin runs', async () => {
      const world = here();
      const plugin = world.file('sleeper', '#!/bin/sh\nsleep 30\n', 0o700);
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 100);
      const { report, error, ms } = await world.run({
        config: (config) => {
          config.users = [
            { name: 'probe-user', user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: plugin } } },
          ];
        },
        call: { signal: controller.signal },
      });
      assert.ok(report?.cancelled || isCancelled(error), String(error));
      assert.ok(ms < 100 + 3 * soon, `${ms} ms`);
    });
  });
}

/** What keeps a process alive, by kind. Sockets that wait to be used again count as open: a probe closes its own. */
function open(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    if (/Socket|TLS|Process|Pipe/.test(kind)) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
