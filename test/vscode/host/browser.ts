// A headless Chromium: the one that CHROME_PATH names, or that comes with the npm package @sparticuz/chromium, or an installed one.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { cache } from './paths.ts';

/** Starts it. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--lang=en-US',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', // nothing else can be reached
    ],
  });
}

function browserPath(): string {
  const path = process.env.CHROME_PATH ?? shippedBrowser() ?? installedBrowser();
  if (path === undefined) throw new Error('no Chromium: install Chromium or Chrome, or set CHROME_PATH');
  return path;
}

/** Unpacked once: 2 s, 207 MB. */
function shippedBrowser(): string | undefined {
  const address = shippedAddress();
  if (address === undefined) return undefined;
  const folder = join(cache, 'chromium');
  const path = join(folder, 'chromium');
  if (existsSync(path)) return path;
  // it unpacks itself into the folder for temporary files, and takes whatever lies there already for whole: so a new folder
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  const unpack = `import(${JSON.stringify(address)}).then((module) => module.default.executablePath())`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', unpack], {
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: fresh },
  });
  if (status !== 0) throw new Error(stderr);
  try {
    renameSync(fresh, folder);
  } catch {
    rmSync(fresh, { recursive: true, force: true }); // another process was first
  }
  return path;
}

/** Optional, and for Linux on x64 only. */
function shippedAddress(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  try {
    return import.meta.resolve('@sparticuz/chromium');
  } catch {
    return undefined;
  }
}

function installedBrowser(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
}
