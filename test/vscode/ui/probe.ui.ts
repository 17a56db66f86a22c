// The live check in the window, against a control plane: from the question to the repaired manifest.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Browser, Locator } from 'playwright-core';
import { scenarios } from '../../probe/scenarios.ts';
import { assets } from '../../probe/support/assets.ts';
import { Changes } from '../../probe/support/changes.ts';
import { leaksIn } from '../../probe/support/leaks.ts';
import { type Differences, type Servers, World } from '../../probe/support/world.ts';
import { launchBrowser } from '../host/browser.ts';
import { results } from '../host/paths.ts';
import { vsix } from '../host/program.ts';
import { type Server, startServer } from '../host/server.ts';
import { openWindow, type Window } from '../host/window.ts';

const found = assets();
if ('missing' in found && process.env.CI_PROBE === 'required') {
  throw new Error(`CI_PROBE=required, but there is ${found.missing}`);
}
const skip = 'missing' in found ? `skipped: ${found.missing}` : false;

const kibana = `\
apiVersion: kibana.k8s.elastic.co/v1
kind: Kibana
metadata:
  name: prod
  namespace: elastic
spec:
  version: 9.1.2
  count: 1
  elasticsearchRef:
    name: prod
  config:
    xpack.security.authc.providers:
      saml:
        saml1:
          order: 0
          realm: saml1
`;

const agents = `\
apiVersion: agent.k8s.elastic.co/v1alpha1
kind: Agent
metadata:
  name: fleet-server
  namespace: elastic
spec:
  version: 9.1.2
  mode: fleet
  fleetServerEnabled: true
  policyID: eck-fleet-server
  kibanaRef:
    name: prod
  elasticsearchRefs:
    - name: prod
  deployment:
    replicas: 1
---
apiVersion: agent.k8s.elastic.co/v1alpha1
kind: Agent
metadata:
  name: elastic-agent
  namespace: elastic
spec:
  version: 9.1.2
  mode: fleet
  policyID: eck-agent
  kibanaRef:
    name: prod
  fleetServerRef:
    name: fleet-server
  daemonSet: {}
`;

const samlOnly = scenarios['only SAML in the settings of Kibana'];
const refused = /Kibana prod refuses basic authentication, so the operator cannot set up Fleet/;

describe('Probe Fleet auth', { skip, timeout: 180_000 }, () => {
  let world: World;
  let servers: Servers;
  let changes: Changes;
  let server: Server;
  let browser: Browser;
  let window: Window;
  let folder: string;

  before(async () => {
    assert.ok(!('missing' in found) && samlOnly);
    world = await World.start(found);
    servers = await world.serve(samlOnly);
    changes = new Changes(world.plane.kube);
    await samlOnly.change?.(changes, world);
    process.env.KUBECONFIG = world.configFile((config) => {
      config.contexts.push({
        name: 'other',
        context: { cluster: 'test', user: 'probe-user', namespace: 'default' },
      });
    });
    folder = mkdtempSync(join(tmpdir(), 'eck-lint-probe-'));
    writeFileSync(join(folder, 'kibana.yaml'), kibana);
    writeFileSync(join(folder, 'agents.yaml'), agents);
    server = await startServer({ vsix: [vsix] });
    browser = await launchBrowser();
    window = await openWindow(browser, server, folder);
    window.page.setDefaultTimeout(15_000);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await changes?.undo();
    await close();
    await world?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async (t) => {
    await picture(t.name);
    await window.page.keyboard.press('Escape');
    await window.command('Notifications: Clear All Notifications');
    await window.command('View: Close All Editors');
  });

  const close = (): Promise<unknown> => Promise.all(Object.values(servers ?? {}).map((it) => it.close()));
  const serve = async (differences: Differences): Promise<void> => {
    await close();
    servers = await world.serve(differences);
  };
  const picture = (name: string): Promise<void> =>
    window.screenshot(join(results, `probe-${name.replace(/\W+/g, '-')}.png`));
  const until = async (holds: () => boolean): Promise<void> => {
    for (const end = Date.now() + 10_000; !holds(); await window.page.waitForTimeout(20)) assert.ok(Date.now() < end);
  };
  const modal = (): Locator => window.page.locator('.monaco-dialog-box');
  const answer = (name: string): Promise<void> => modal().getByRole('button', { name, exact: true }).click();
  const answerSecrets = async (name: string): Promise<void> => {
    await modal().getByText('May the probe read Secrets of the Fleet chain?').waitFor();
    await answer(name);
  };
  const rows = (text: string | RegExp): Locator =>
    window.panel.locator('.tree-explorer-viewlet-tree-view .monaco-list-row').filter({ hasText: text });
  const problems = (): Locator => window.panel.locator('.markers-panel .monaco-list-row');
  const lenses = (): Locator => window.page.locator('.codelens-decoration a').filter({ hasText: 'Probe Fleet auth' });

  test('asks, and walks to where authentication fails', async () => {
    await window.openFile('kibana.yaml');
    await window.squiggles('error').first().waitFor();
    await window.command('ECK Lint: Probe Fleet auth');
    await modal().waitFor();
    await picture('the question');
    const words = await modal().innerText();
    for (const word of ['Context: test', world.plane.server, 'Namespace: elastic', 'User: probe-user']) {
      assert.ok(words.includes(word), `${word} is not in ${words}`);
    }
    assert.deepEqual(servers.kibana.seen, [], 'nothing is asked before the answer');
    await answer('Probe');
    await answerSecrets('Read Secrets');
    await window.toasts().filter({ hasText: refused }).waitFor();
    await rows('it rejects the scheme before it checks the user').waitFor();
    await rows('Add a basic provider beside the others').last().waitFor();
    await picture('the steps');
    const seen = [await window.page.locator('.monaco-workbench').innerText()];

    await window.toasts().getByRole('button', { name: 'Show Report' }).click();
    await window.webview.getByText(refused).first().waitFor();
    await window.webview.getByText('kibana.yaml:12').first().waitFor();
    await picture('the report');
    seen.push(await window.webview.locator('body').innerText());
    assert.deepEqual(leaksIn(seen.join('\n'), world.secrets()), []);
  });

  test('marks the deciding line until it is repaired', async () => {
    await window.openFile('kibana.yaml');
    await window.command('View: Focus Problems');
    await problems().filter({ hasText: refused }).filter({ hasText: 'ECK live (test)' }).waitFor();
    await problems().filter({ hasText: 'kibana-basic-auth-missing' }).waitFor();
    await picture('the problems');
    await window.openFile('kibana.yaml');
    await window.goto(12, 8);
    const titles = await window.quickFixes();
    assert.equal(titles[0], 'Add the basic provider');
    await window.applyFix('Add the basic provider');
    await problems().filter({ hasText: 'ECK live (test)' }).waitFor({ state: 'detached' });
    await problems().filter({ hasText: 'kibana-basic-auth-missing' }).waitFor({ state: 'detached' });
    await window.save();
  });

  test('copies commands, and clears what it has shown', async () => {
    await window.command('ECK Lint: Copy kubectl Commands');
    await window.statusBarItem('ECK Lint: kubectl commands copied').waitFor();
    await window.command('File: New Untitled Text File');
    await window.page.keyboard.press('Control+V');
    await window.editor.getByText('kubectl').first().waitFor();
    await picture('the commands');
    await window.page.keyboard.press('Control+A');
    await window.page.keyboard.press('Delete');
    await window.command('ECK Lint: Clear Probe Results');
    await window.panel.locator('.composite-bar').getByText('Fleet Probe').waitFor({ state: 'detached' });
    await window.searchCommands('ECK Lint: Probe Fleet auth');
    await window.rows('ECK Lint: Probe Fleet auth').first().waitFor();
    await window.page.keyboard.press('Escape');
    await window.searchCommands('ECK Lint: Show Probe Report');
    await window.page.waitForTimeout(300);
    assert.equal(await window.rows('ECK Lint: Show Probe Report').count(), 0);
  });

  test('is cancelled on the way, in another context', async () => {
    assert.ok(samlOnly);
    await serve({ ...samlOnly, kibanaPort: 'silent' });
    await window.openFile('agents.yaml');
    await lenses().first().waitFor();
    assert.equal(await lenses().count(), 2);
    await lenses().first().click();
    await answer('Other Context…');
    await window.rows('other').first().click();
    await window.page.getByText('Namespace of the Agents').first().waitFor();
    await window.page.keyboard.press('Enter');
    await modal().getByText('Context: other').waitFor();
    await answer("Probe, Don't Ask Again Here");
    await answerSecrets('Without Secrets');
    await rows('Cluster').waitFor();
    await until(() => world.kubelet.forwards > 0);
    await picture('on the way');
    await window.toasts().getByRole('button', { name: 'Cancel' }).click();
    await window.panel.getByText('The probe was cancelled. (context other, namespace elastic)').waitFor();
    assert.deepEqual(servers.kibana.seen, []);
  });

  test('remembers what was confirmed for good, and that alone', async () => {
    await serve({});
    await changes.undo();
    await window.openFile('agents.yaml');
    const start = window.page.locator('.editor-actions').getByRole('button', { name: 'Probe Fleet auth' });
    await start.click();
    await modal().getByText('Context: test').waitFor(); // only "other" was
    await answer("Probe, Don't Ask Again Here");
    await answerSecrets('Read Secrets');
    // the manifest was repaired, and not applied
    const works = 'The Fleet chain works, but Kibana prod in the cluster is not what its manifest says.';
    await window.toasts().filter({ hasText: works }).waitFor();
    await picture('all is well');
    await start.click();
    await answerSecrets('Cancel'); // the first thing asked
  });

  test('asked nothing outside', () => {
    assert.deepEqual(window.outside, []);
  });
});
