#!/usr/bin/env node
// Stands in for the executable of desktop VS Code: takes the command line that @vscode/test-electron gives it, runs the tests in
// the headless host, prints what they print and ends with their exit code.
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { type Place, remoteUri, type Server, startServer, workbenchUrl } from './server.ts';

/** Lines of the workbench's own log, which come by the same way as what the tests print. */
const noise =
  /^(Request to '.*package\.nls\.json' failed|Loading development extension|Resolv(ing|ed) connection token|Creating a socket|\[reconnection-grace|Ignoring fetching additional|Updating additional builtin|\[AgentHost|\[AccountPolicyGate|\[Service Worker\]|\[driver\]|\[DefaultAccount|Started local extension host|No search provider|ComputeTargetPlatform|Using default|\[mainThreadSecretState\]|Marketplace|Canceled\b|The web worker extension host|Creation of workbench contribution|Timed out waiting for authentication provider|Extension host \(Remote\) is (un)?responsive)/;

const limit = Number(process.env.VSCODE_HOST_TIMEOUT_MS ?? 120_000);
const tracing = Boolean(process.env.VSCODE_HOST_TRACE);
const trace = (text: string): void => {
  if (tracing) process.stderr.write(text);
};

const { values, positionals } = parseArgs({
  strict: false, // the desktop knows many options that mean nothing here
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: 'string', multiple: true },
    extensionTestsPath: { type: 'string' },
    'user-data-dir': { type: 'string' },
    'extensions-dir': { type: 'string' },
    'folder-uri': { type: 'string' },
    'file-uri': { type: 'string' },
    'disable-extensions': { type: 'boolean' },
  },
});
const option = (name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};

/** What the command line asks for, as the address of the workbench says it. */
function place(server: Server): Place {
  const payload: [string, string][] = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  for (const path of [values.extensionDevelopmentPath].flat())
    if (typeof path === 'string') payload.push(['extensionDevelopmentPath', remoteUri(server, path)]);
  const tests = option('extensionTestsPath');
  if (tests) payload.push(['extensionTestsPath', remoteUri(server, tests)]);
  if (values['disable-extensions']) payload.push(['disableExtensions', 'true']);
  const uris = [option('folder-uri'), option('file-uri')].filter((uri) => uri !== undefined);
  let folder: string | undefined;
  let workspace: string | undefined;
  for (const path of [...positionals, ...uris.map((uri) => fileURLToPath(uri))].map((each) => resolve(each))) {
    if (path.endsWith('.code-workspace')) workspace = path;
    else if (existsSync(path) && statSync(path).isDirectory()) folder = path;
    else payload.push(['openFile', remoteUri(server, path)]);
  }
  return { folder, workspace, payload };
}

/** Prints what the tests print. */
function print(type: string, values: unknown[]): void {
  const line = format(...values);
  if (!tracing && noise.test(line)) return;
  (type === 'error' || type === 'warn' ? process.stderr : process.stdout).write(`${line}\n`);
}

let server: Server | undefined;
let browser: Browser | undefined;
let ending = false;

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  await browser?.close().catch(() => {});
  await server?.stop().catch(() => {});
  process.exitCode = code;
  setTimeout(() => process.exit(code), 500).unref();
}

process.on('SIGINT', () => void end(130));
process.on('SIGTERM', () => void end(143));
process.on('SIGHUP', () => void end(129));
const parent = process.ppid;
setInterval(() => process.ppid !== parent && void end(129), 1000).unref(); // whoever started this is gone

async function runTests(): Promise<number> {
  const [userDataDir, extensionsDir] = [option('user-data-dir'), option('extensions-dir')];
  server = await startServer({
    ...(userDataDir && { userDataDir }),
    ...(extensionsDir && { extensionsDir }),
    driver: true,
    onLog: trace,
  });
  browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on('console', (message) => trace(`[${message.type()}] ${message.text()}\n`));
  page.on('pageerror', (error) => trace(`[page] ${error.stack ?? error}\n`));
  let finish: (code: number) => void = () => {};
  const finished = new Promise<number>((resolve) => {
    finish = resolve;
  });
  const give = (code: number, why: string): void => {
    process.stderr.write(`${why}\n`);
    finish(code);
  };
  page.on('crash', () => give(70, 'the page crashed'));
  setTimeout(() => give(124, `the tests did not end within ${limit} ms`), limit).unref();
  await page.exposeFunction('codeAutomationLog', print);
  await page.exposeFunction('codeAutomationExit', finish);
  await page.goto(workbenchUrl(server, place(server)), { waitUntil: 'commit' });
  return finished;
}

try {
  await end(await runTests());
} catch (error) {
  if (!ending) process.stderr.write(`${format(error)}\n`);
  await end(70);
}
