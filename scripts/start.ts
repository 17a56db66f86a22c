// `npm start`: builds, prints what ECK Lint finds in examples/, and opens them in a VS Code that has the extension: the desktop's,
// or one in the browser where there is none. `npm start -- --once` ends after that instead of waiting for Ctrl+C.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installHost } from '../test/vscode/host/install.ts';
import { root } from '../test/vscode/host/paths.ts';
import { packageExtension, vsix } from '../test/vscode/host/program.ts';
import { startServer, workbenchUrl } from '../test/vscode/host/server.ts';

const examples = join(root, 'examples');
const once = process.argv.includes('--once');

packageExtension();
printFindings();
const desktop = desktopCode();
if (desktop === undefined) await serve();
else openDesktop(desktop);

/** Findings are what the examples are for: only a command line that does not work is a failure. */
function printFindings(): void {
  const { status } = spawnSync(process.execPath, [join('dist', 'cli.js'), 'check', 'examples'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0 && status !== 1) process.exitCode = 1;
}

/** The `code` of a desktop VS Code, if there is one and a screen to show it on. */
function desktopCode(): string | undefined {
  const screen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!screen || process.env.CI) return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Returns at once: the window outlives this program. */
function openDesktop(code: string): void {
  const args = [`--extensionDevelopmentPath=${root}`, examples];
  const { status } = spawnSync(code, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  process.exitCode = status ?? 1;
}

/** Serves VS Code to a browser on this machine until told to end. */
async function serve(): Promise<void> {
  installHost();
  const server = await startServer({ vsix: [vsix], endless: true });
  process.stdout.write(`\nVS Code with ECK Lint: ${workbenchUrl(server, { folder: examples })}\n`);
  if (!once) process.stdout.write('Ctrl+C ends it.\n');
  await Promise.race([once || toldToEnd(), server.ended]);
  await server.stop();
}

/** By a signal, or by the end of npm: the shell in between does not pass on the signals that npm gets. */
function toldToEnd(): Promise<void> {
  const parent = process.ppid;
  return new Promise((end) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end());
    if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== parent && end(), 500).unref();
  });
}
