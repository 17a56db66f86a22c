import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { boundedHttp, gate } from '../../../server/probe/access/bounded.ts';
import type { Answer, Http, Server } from '../../../server/probe/cluster.ts';

it('lets so many through at a time and no more, all in the end, whatever fails', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.record({ ms: fc.nat(4), fails: fc.boolean() }), { maxLength: 25 }),
      async (most, jobs) => {
        const through = gate(most);
        let [inside, peak] = [0, 0];
        const results = await Promise.allSettled(
          jobs.map(({ ms, fails }) =>
            through(async () => {
              peak = Math.max(peak, ++inside);
              await pause(ms);
              inside--;
              if (fails) throw new Error('failed');
            }),
          ),
        );
        assert.deepEqual(
          results.map(({ status }) => status),
          jobs.map(({ fails }) => (fails ? 'rejected' : 'fulfilled')),
        );
        assert.ok(peak <= most, `${peak} of ${most}`);
        assert.ok(jobs.length < most || peak === most);
      },
    ),
    { numRuns: 40 },
  );
});

it('lets no newcomer in before those who wait', async () => {
  const through = gate(1);
  const order: number[] = [];
  const first = through(async () => void order.push(1));
  const second = through(async () => void order.push(2));
  await first;
  const third = through(async () => void order.push(3));
  await Promise.all([second, third]);
  assert.deepEqual(order, [1, 2, 3]);
});

it('is never over its bound, whenever somebody comes while another is let in', async () => {
  for (let moment = 0; moment < 12; moment++) {
    const through = gate(1);
    let [inside, peak] = [0, 0];
    const job = async (until?: Promise<void>): Promise<void> => {
      peak = Math.max(peak, ++inside);
      await (until ?? pause(1));
      inside--;
    };
    let resolve = (): void => {};
    const promise = new Promise<void>((done) => {
      resolve = done;
    });
    const all = [through(() => job(promise)), through(() => job())];
    resolve();
    for (let i = 0; i < moment; i++) await Promise.resolve();
    all.push(through(() => job()));
    await Promise.all(all);
    assert.equal(peak, 1, `after ${moment} turns`);
  }
});

it('makes one connection at a time to each pod', async () => {
  const inside = new Map<string, number>();
  let [peak, peakOfPod] = [0, 0];
  const http: Http = {
    async get({ pod }: Server): Promise<Answer> {
      inside.set(pod, (inside.get(pod) ?? 0) + 1);
      peakOfPod = Math.max(peakOfPod, inside.get(pod) ?? 0);
      peak = Math.max(
        peak,
        [...inside.values()].reduce((a, b) => a + b, 0),
      );
      await pause(2);
      inside.set(pod, (inside.get(pod) ?? 0) - 1);
      return { status: 200, json: undefined, certificate: { issuer: '', until: '' } };
    },
  };
  const bounded = boundedHttp(http, 3);
  const server = (pod: string): Server => ({ namespace: 'n', pod, port: 1, trust: 'nothing', name: pod });
  await Promise.all(Array.from({ length: 40 }, (_, i) => bounded.get(server(`pod-${i % 5}`), '/')));
  assert.equal(peakOfPod, 1);
  assert.equal(peak, 3);
});
