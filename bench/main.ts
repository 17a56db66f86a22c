// `npm run bench`: measures what a user waits for, and prints each number beside the bar it has to hold. Everything runs
// on this machine, over pipes; nothing is downloaded. Names of measurements as arguments run those only.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLine } from './command-line.ts';
import { keystrokes } from './keystrokes.ts';
import { probe } from './probe.ts';
import { start } from './start.ts';
import { Table } from './table.ts';
import { workspace } from './workspace.ts';

const file = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const own = [process.execPath, file('dist/server.js'), '--stdio'];
const peer = [process.execPath, file('node_modules/yaml-language-server/bin/yaml-language-server'), '--stdio'];
const program = [file('dist/cli.js')];

const folder = mkdtempSync(join(tmpdir(), 'eck-lint-bench-'));
const table = new Table();
const measurements: Record<string, () => unknown> = {
  keystrokes: () => keystrokes(table, own, peer),
  start: () => start(table, own),
  probe: () => probe(table, own),
  workspace: () => workspace(table, own, join(folder, 'workspace')),
  'command-line': () => commandLine(table, program, join(folder, 'files')),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in measurements));
if (unknown.length > 0) throw new Error(`there is no measurement ${unknown}; there are ${Object.keys(measurements)}`);
if (!existsSync(own[1] as string)) throw new Error('dist/ is empty: npm run build fills it');

const load = loadavg()[0]?.toFixed(1);
process.stdout.write(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, load before ${load}\n`,
);
try {
  for (const [name, run] of Object.entries(measurements)) if (wanted.length === 0 || wanted.includes(name)) await run();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
table.summary();
