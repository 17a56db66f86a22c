// Puts a VS Code server into .vscode-test/host, once: from the npm package code-server, without running any install script,
// so that it needs no compiler, no Kerberos headers and no particular npm. About 10 s, 110 MB to download, 350 MB on disk.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, host } from './paths.ts';

const version = '4.139.1'; // VS Code 1.139.1
const integrity = 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==';
const step = 1; // count up when what is done below changes

/** What a test never starts (AI agents, dev containers, ssh, Kerberos, Windows), and the two native add-ons that ./stubs replace. */
const unneeded = [
  '@github/copilot-sdk',
  '@microsoft/mxc-sdk',
  '@devcontainers/cli',
  '@vscode/copilot-api',
  'ssh2',
  'kerberos',
  '@vscode/sqlite3',
  '@vscode/windows-process-tree',
  '@vscode/windows-registry',
  '@vscode/native-watchdog',
  '@vscode/spdlog',
];

/** Built-in extensions that only cost time here: 88 MB. */
const unneededExtensions = ['copilot', 'mermaid-markdown-features'];

/** Installs the VS Code server unless it is there already. */
export function installHost(): void {
  const stamp = join(host, `ready-${version}-${step}`);
  if (existsSync(stamp)) return;
  mkdirSync(cache, { recursive: true });
  const temporary = mkdtempSync(`${host}-new-`); // renamed into place when whole
  process.stderr.write(`installing VS Code server ${version} (once)\n`);
  try {
    unpack(temporary);
    installDependencies(join(temporary, 'package', 'lib', 'vscode'));
    rmSync(host, { recursive: true, force: true });
    renameSync(temporary, host);
    writeFileSync(stamp, '');
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function unpack(folder: string): void {
  npm(folder, 'pack', `code-server@${version}`);
  const archive = `code-server-${version}.tgz`;
  const path = join(folder, archive);
  const got = `sha512-${createHash('sha512').update(readFileSync(path)).digest('base64')}`;
  if (got !== integrity) throw new Error(`${archive} is ${got}, not ${integrity}`);
  run(folder, 'tar', 'xzf', archive, 'package/lib/vscode', 'package/LICENSE', 'package/ThirdPartyNotices.txt');
  rmSync(path);
}

/** The server's own dependencies; its npm-shrinkwrap.json pins each with its hash. */
function installDependencies(server: string): void {
  const file = join(server, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  for (const name of unneeded) delete manifest.dependencies[name];
  delete manifest.devDependencies;
  writeFileSync(file, JSON.stringify(manifest, null, 1));
  npm(server, 'install', '--omit=dev');
  for (const name of ['spdlog', 'native-watchdog']) {
    const folder = join(server, 'node_modules', '@vscode', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: `@vscode/${name}`, version: '0.0.0', main: 'index.js' }),
    );
    cpSync(join(import.meta.dirname, 'stubs', `${name}.cjs`), join(folder, 'index.js'));
  }
  for (const name of unneededExtensions) rmSync(join(server, 'extensions', name), { recursive: true, force: true });
}

function npm(cwd: string, ...args: string[]): void {
  run(cwd, 'npm', ...args, '--ignore-scripts', '--engine-strict=false', '--no-audit', '--no-fund', '--loglevel=error');
}

function run(cwd: string, command: string, ...args: string[]): void {
  const environment = { ...process.env, NODE_ENV: '' }; // with "production", npm leaves out more than is wanted
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: environment,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error ?? status}\n${stdout}${stderr}`);
}
