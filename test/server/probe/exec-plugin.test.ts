// A program that a kubeconfig names for credentials, and that does not do what such a program should.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { runPlugin } from '../../../server/probe/access/exec-plugin.ts';
import type { ExecPlugin } from '../../../server/probe/access/kubeconfig.ts';
import { temporary } from '../../host/temporary.ts';

const cluster = { name: 'c', server: 'https://c', skipTLSVerify: false };
const plugin = (script: string, more: Partial<ExecPlugin> = {}): ExecPlugin => ({
  apiVersion: 'v1',
  command: 'sh',
  args: ['-c', script],
  env: {},
  provideClusterInfo: false,
  interactiveMode: '',
  ...more,
});
const never = new AbortController().signal;
/** Runs still; what has ended and was not yet fetched by anybody does not. */
const runs = (pid: string): boolean =>
  /^\s*[^Z\s]/.test(spawnSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' }).stdout);

describe('a plugin', { skip: process.platform === 'win32' ? 'skipped: no sh' : false }, () => {
  for (const [title, script] of [
    ['that does not want to end', 'trap "" TERM INT; echo $$ > PID; while :; do sleep 1; done'],
    ['that has ended, and whose child holds the pipe', 'sleep 30 & echo $! > PID'],
    ['that has failed, and whose child holds the pipe', 'sleep 30 & echo $! > PID; exit 3'],
  ] as const) {
    it(`${title} is given up in time, and ended with its children`, async (t) => {
      const { at } = temporary(t, { pid: '' });
      const start = performance.now();
      await assert.rejects(
        runPlugin(plugin(script.replace('PID', at('pid'))), cluster, { signal: never, timeout: 300 }),
        { name: 'KubeconfigError', message: /^sh gave no credentials in 0\.3 s/ },
      );
      assert.ok(performance.now() - start < 8000);
      await pause(50);
      assert.equal(runs(readFileSync(at('pid'), 'utf8').trim()), false);
    });

    it(`${title} is given up at once when the user says so`, async (t) => {
      const { at } = temporary(t, { pid: '' });
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 100);
      const start = performance.now();
      const run = runPlugin(plugin(script.replace('PID', at('pid'))), cluster, {
        signal: controller.signal,
        timeout: 20_000,
      });
      await assert.rejects(run, { name: 'Cancelled' });
      assert.ok(performance.now() - start < 5000);
    });
  }

  it('is not started for a run that was cancelled', async () => {
    const run = runPlugin(plugin('sleep 30'), cluster, { signal: AbortSignal.abort(), timeout: 20_000 });
    await assert.rejects(run, { name: 'Cancelled' });
  });

  it('that prints without an end is ended', async () => {
    const run = runPlugin(plugin('yes hidden-SENTINEL'), cluster, { signal: never, timeout: 10_000 });
    await assert.rejects(run, { name: 'KubeconfigError', message: 'sh prints more than credentials.' });
  });

  for (const [title, more] of [
    ['argument', { args: ['hidden\0SENTINEL'] }],
    ['variable', { env: { NAME: 'hidden\0SENTINEL' } }],
  ] as const) {
    it(`with an ${title} that none can have is not quoted`, async () => {
      await assert.rejects(
        runPlugin(plugin('', more), cluster, { signal: never, timeout: 500 }),
        (error: Error) => error.name === 'KubeconfigError' && !/hidden|SENTINEL/.test(error.message + error.cause),
      );
    });
  }
});
