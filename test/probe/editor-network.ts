// VS Code's extension host puts its own functions in place of those of node:http, node:https, node:tls and node:net. The
// probe runs under that patch, the real one, in a process of its own. An address of this machine would be spared by it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serverMain } from '../vscode/host/paths.ts';
import { Relay } from './many-agents.ts';
import { leaksIn } from './support/leaks.ts';
import type { Config, World } from './support/world.ts';

const agent = join(serverMain, '..', '..', 'node_modules', '@vscode', 'proxy-agent');
const patch = fileURLToPath(new URL('./support/editor-patch.cjs', import.meta.url));
const once = fileURLToPath(new URL('./support/probe-once.ts', import.meta.url));

const required = process.env.CI_PROBE === 'required';
const skip = existsSync(agent) || required ? false : 'skipped: no VS Code server: npm run test:vscode installs one';

/** How the editor deals with proxies and certificates: http.proxySupport, and the newer way of adding certificates. */
const modes = [
  { support: 'override', certificates: '' },
  { support: 'override', certificates: '1' },
  { support: 'fallback', certificates: '' },
  { support: 'off', certificates: '' },
];

export function editorNetwork(here: () => World): void {
  describe("under the editor's network patch", { skip }, () => {
    it('reaches everything, and sends every login where it belongs', async () => {
      const world = here();
      const relay = await Relay.start(world.plane.port);
      const servers = await world.serve();
      try {
        const kubeconfig = world.configFile((config) => redirect(config, `https://${relay.host}:${world.plane.port}`));
        await Promise.all(
          modes.map(async (mode) => {
            const { report, printed } = await runOnce(kubeconfig, mode);
            assert.equal(report?.verdict?.sentence, 'The Fleet chain works.', `${JSON.stringify(mode)} ${printed}`);
            assert.deepEqual(leaksIn(printed, world.secrets()), []);
          }),
        );
        assert.ok(servers.kibana.seen.length >= 3 * modes.length);
      } finally {
        await relay.close();
        await Promise.all([servers.kibana.close(), servers.elasticsearch.close(), servers.fleetServer.close()]);
      }
    });

    it('does not go around a proxy that the editor would leave out', async () => {
      const world = here();
      const kubeconfig = world.configFile((config) => {
        redirect(config, `https://127.0.0.2:${world.plane.port}`);
        Object.assign(config.clusters[0]?.cluster ?? {}, { 'proxy-url': 'http://127.0.0.3:1' });
      });
      const { error, printed } = await runOnce(kubeconfig, { support: 'override', certificates: '' });
      assert.match(error ?? '', /^The editor replaces the proxy of this cluster/, printed);
    });
  });
}

function redirect(config: Config, server: string): void {
  Object.assign(config.clusters[0]?.cluster ?? {}, { server });
}

interface Once {
  readonly report?: { readonly verdict?: { readonly sentence: string } };
  readonly error?: string;
  readonly printed: string;
}

async function runOnce(kubeconfig: string, mode: (typeof modes)[number]): Promise<Once> {
  const child = spawn(process.execPath, ['--require', patch, once, kubeconfig], {
    env: { ...process.env, PROXY_AGENT: agent, PROXY_SUPPORT: mode.support, NEWER_CERTIFICATES: mode.certificates },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const printed = out + err;
  try {
    return { ...JSON.parse(out), printed };
  } catch {
    return { printed };
  }
}
