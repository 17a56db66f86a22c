// The probe against real parts: an API server with its rights and its audit log, the kubelet's protocol, TLS. Elastic's
// servers alone are played. One cluster serves all tests, so they run one after the other.
import { after, before, describe } from 'node:test';
import { cancelling } from './cancelling.ts';
import { commands } from './commands.ts';
import { editorNetwork } from './editor-network.ts';
import { hostile } from './hostile.ts';
import { kubeconfigs } from './kubeconfigs.ts';
import { manyAgents } from './many-agents.ts';
import { rightsMissing } from './rights.ts';
import { scenarioTests } from './scenario-tests.ts';
import { assets } from './support/assets.ts';
import { World } from './support/world.ts';

const found = assets();
const required = process.env.CI_PROBE === 'required';
if ('missing' in found && required) throw new Error(`CI_PROBE=required, but there is ${found.missing}`);

const skip = 'missing' in found ? `skipped: ${found.missing}` : false;

describe('the probe against a real API server', { skip, timeout: 300_000 }, () => {
  let world: World | undefined;

  before(async () => {
    if (!('missing' in found)) world = await World.start(found);
  });
  after(() => world?.stop());

  const here = (): World => {
    if (!world) throw new Error('the control plane has not started');
    return world;
  };

  scenarioTests(here);
  rightsMissing(here);
  kubeconfigs(here);
  cancelling(here);
  commands(here);
  hostile(here);
  editorNetwork(here);
  manyAgents(here);
});
