// The YAML grammar that VS Code itself ships, which ours are injected into: the files of its built-in extension `yaml`, the
// same ones from 1.100 on. They come from a package of 11 kB that is unpacked once without being installed: installed, it
// would bring a whole editor (58 MB) that no test needs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const name = '@codingame/monaco-vscode-yaml-default-extension'; // MIT, like the grammar
const version = '36.2.7';
const integrity = 'sha512-MYqRg7E2Q2G2XveUjpROTwwKP0AsA0d7G+UPbso3tpd9wPl/jhA8SdDnd5wYOFKH8xS9nvmk3WF5HJ4BkelgpQ==';

const cache = join(import.meta.dirname, '..', '..', '.vscode-test'); // not in node_modules, which `npm ci` empties
const home = join(cache, `yaml-grammar-${version}`);

/** The paths of the grammar's files, fetched unless they are there already. */
export function yamlGrammar(): string[] {
  if (!existsSync(home)) unpack();
  const folder = join(home, 'resources');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.tmLanguage.json'))
    .map((file) => join(folder, file));
}

function unpack(): void {
  mkdirSync(cache, { recursive: true });
  const temporary = mkdtempSync(`${home}-new-`); // its content is renamed into place when whole
  try {
    run(temporary, 'npm', 'pack', `${name}@${version}`, '--silent');
    const archive = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
    const content = readFileSync(join(temporary, archive));
    const got = `sha512-${createHash('sha512').update(content).digest('base64')}`;
    if (got !== integrity) throw new Error(`${archive} is ${got}, not ${integrity}`);
    run(temporary, 'tar', 'xzf', archive);
    renameSync(join(temporary, 'package'), home);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function run(cwd: string, command: string, ...args: string[]): void {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32', // npm is a batch file there
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error ?? status}\n${stdout}${stderr}`);
}
