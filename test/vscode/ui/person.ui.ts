// The packaged extension, installed and used as a person would: squiggles, hover, quick fix, commands, status, the page of a rule.
import assert from 'node:assert/strict';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { copyExamples } from '../examples.ts';
import { launchBrowser } from '../host/browser.ts';
import { results } from '../host/paths.ts';
import { check, vsix } from '../host/program.ts';
import { type Server, startedBy, startServer } from '../host/server.ts';
import { openWindow, type Window } from '../host/window.ts';
import type { Finding } from '../suite/given.ts';

let server: Server;
let browser: Browser;
let folder: string;
let window: Window;

before(async () => {
  folder = copyExamples();
  writeFileSync(join(folder, 'unrelated.yaml'), 'image: nginx:latest\n');
  server = await startServer({ vsix: [vsix] });
  browser = await launchBrowser();
  window = await openWindow(browser, server, folder);
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(async (t) => {
  await picture(t.name);
  await window.page.keyboard.press('Escape'); // a menu that a failed test has left open
  await window.command('View: Close All Editors');
});

const picture = (name: string): Promise<void> => window.screenshot(join(results, `${name.replace(/\W+/g, '-')}.png`));

const findings = (): Finding[] => JSON.parse(check(folder, 'broken')).findings;

/** Opens the file of the first error that can be fixed, and waits until the window shows it. */
async function openBroken(): Promise<Finding> {
  const finding = findings().find(({ severity, fixes }) => severity === 'error' && fixes.length > 0);
  assert.ok(finding, 'no example has an error that can be fixed');
  await window.openFile(finding.file);
  await window.squiggles('error').first().waitFor();
  return finding;
}

const gotoFinding = ({ range: { start } }: Finding): Promise<void> => window.goto(start.line + 1, start.character + 1);

// One window for all, as opening one takes longest: so the order counts, and the first file that is about ECK comes third.

test('YAML that is not about ECK starts no server', async (t) => {
  await window.openFile('unrelated.yaml');
  await window.statusBarItem('YAML').waitFor();
  await window.command('Developer: Show Running Extensions');
  const list = window.page.locator('.runtime-extensions-editor .monaco-list');
  const row = list.locator('.monaco-list-row').filter({ hasText: 'ECK Lint' });
  await list.locator('.monaco-list-row').first().click();
  await window.page.keyboard.press('End'); // the fastest come last, and only what is in sight exists
  await row.waitFor();
  const [, milliseconds] = /(\d+)ms/.exec((await row.textContent()) ?? '') ?? [];
  t.diagnostic(`activation took ${milliseconds} ms`); // 10 to 20 on a quiet machine
  assert.ok(Number(milliseconds) <= 200, `activation took ${milliseconds} ms`);
  assert.deepEqual(startedBy(server, 'dist/server.js'), []);
});

test('the rules are listed, and a page opens', async () => {
  await window.command('ECK Lint: Show Rules'); // starts the server, as nothing else has so far
  await window.quickInput.locator('.quick-input-list .monaco-list-row').first().waitFor();
  await picture('the list of rules');
  await window.quickInput.locator('input').fill('kibana-basic-auth-missing');
  await window.rows('kibana-basic-auth-missing').first().click();
  await window.webview.locator('h1').first().waitFor();
});

test('problems', async () => {
  const finding = await openBroken();
  await window.page.keyboard.press('Control+Shift+M');
  await window.panel.locator('.markers-panel .monaco-list-row').filter({ hasText: finding.message }).first().waitFor();
  await picture('the problems');
  await window.page.keyboard.press('Control+Shift+M');
});

test('the status tells what was found', async () => {
  await openBroken();
  await window.hoverLanguageStatus();
  await window.page
    .getByText(/ECK Lint: .*\d+ error/)
    .first()
    .waitFor();
  await window.page
    .getByText(/\d+ resources? in \d+ files?/)
    .first()
    .waitFor();
});

test('the commands are in the palette', async () => {
  for (const title of ['ECK Lint: Restart Server', 'ECK Lint: Open Output', 'ECK Lint: Show Rules']) {
    await window.searchCommands(title);
    await window.rows(title).first().waitFor();
    await picture('the palette');
    await window.page.keyboard.press('Escape');
  }
});

test('the server restarts, and the output opens', async () => {
  await openBroken();
  await window.command('ECK Lint: Restart Server');
  await window.statusBarItem('ECK Lint: server restarted').waitFor();
  await window.squiggles('error').first().waitFor();
  await window.command('ECK Lint: Open Output');
  await window.panel.locator('.output-view').getByText('The language server runs.').first().waitFor();
  await picture('the output');
  await window.page.keyboard.press('Control+J'); // closes the panel
});

test('a server that crashes is started again, but not forever', async () => {
  await openBroken();
  await window.hoverLanguageStatus();
  const stopped = window.page.getByText('ECK Lint: server stopped').first();
  const [first] = startedBy(server, 'dist/server.js');
  let crashes = 0;
  while (!(await stopped.isVisible())) {
    for (const pid of startedBy(server, 'dist/server.js')) {
      process.kill(pid, 'SIGKILL');
      crashes++;
    }
    await window.page.waitForTimeout(1000);
    assert.ok(crashes < 10, 'it is started again and again');
  }
  assert.ok(first);
  assert.ok(crashes > 1, 'it was not started again');
  await picture('the server has crashed');
  await window.command('ECK Lint: Restart Server');
  await window.squiggles('error').first().waitFor();
});

test('hover, quick fix, save', async () => {
  const finding = await openBroken();
  await gotoFinding(finding);
  await picture('the squiggle');

  await window.command('Show or Focus Hover');
  await window.page.locator('.monaco-hover:visible').getByText(finding.rule).first().waitFor();
  await window.page.locator('.monaco-hover:visible').getByText('Quick Fix').first().waitFor();
  await picture('the hover');
  await window.page.keyboard.press('Escape');

  await gotoFinding(finding);
  const titles = await window.quickFixes();
  await picture('the quick fixes');
  const fix = finding.fixes[0]?.title ?? '';
  assert.ok(titles.includes(fix), `${fix} is not among ${titles.join(', ')}`);
  await window.applyFix(fix);
  await window.save();
  assert.ok(!findings().some(({ file, message }) => file === finding.file && message === finding.message));
});

test('nobody was disturbed, and nothing outside was asked', async () => {
  assert.equal(await window.toasts().count(), 0);
  assert.deepEqual(window.outside, []);
});

test('the package is small', () => {
  assert.ok(statSync(vsix).size <= 1 << 20, `${statSync(vsix).size} bytes`);
});
