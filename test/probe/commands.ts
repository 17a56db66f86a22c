// The commands that a report names do by hand what the probe did: kubectl itself runs them.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { leaksIn } from './support/leaks.ts';
import type { World } from './support/world.ts';

const there = spawnSync('kubectl', ['version', '--client']).status === 0;
const skip = there ? false : 'skipped: no kubectl';

export function commands(here: () => World): void {
  describe('the commands of a report', { skip }, () => {
    it('run, and print no secret', async () => {
      const world = here();
      const kubeconfig = world.configFile();
      const { report } = await world.run({ call: { kubeconfig } });
      const all = new Set((report?.branches ?? []).flatMap(({ steps }) => steps.flatMap((step) => step.commands)));
      // a port-forward stays open, and curl needs it; whether all namespaces may be read is up to the rights
      const runnable = [...all].filter((it) => / get | auth can-i /.test(it) && !it.includes('--all-namespaces'));
      // of the questions about rights, those about a part of a resource are the odd ones
      const tried = runnable.filter((it) => !it.includes('can-i') || it.includes('--subresource'));
      assert.ok(tried.length > 15, `${tried.length} commands`);
      // in one shell, for speed; each says how it ended
      const script = tried.map((it, i) => `(${it}) 2>&1; echo "ended ${i} $?"`).join('\n');
      const shell = spawn('sh', ['-c', script], { env: { ...process.env, KUBECONFIG: kubeconfig }, timeout: 60_000 });
      // the kubelet is in this process: it has to go on
      const stdout = await text(shell.stdout);
      const failed = [...stdout.matchAll(/^ended (\d+) (\d+)$/gm)].filter(([, , status]) => status !== '0');
      assert.deepEqual(
        failed.map(([, i]) => tried[Number(i)]),
        [],
        stdout,
      );
      assert.deepEqual(leaksIn(stdout, world.secrets()), []);
    });
  });
}
