// The command line, from the start of the process to its end.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documents } from './manifests.ts';
import { median } from './statistics.ts';
import type { Table } from './table.ts';

const files = 300;
const runs = 7;

export function commandLine(table: Table, program: readonly string[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < files; i++) {
    const all = documents(Math.floor(i / 8));
    writeFileSync(join(folder, `${i}.yaml`), all[i % all.length] as string);
  }
  const alone = join(folder, 'alone');
  mkdirSync(alone);
  writeFileSync(join(alone, '.eck-lint.yaml'), 'rules: {}\n');
  writeFileSync(join(alone, 'one.yaml'), documents(1)[3] as string);
  table.heading(`Command line, process start to end, median of ${runs}`);
  table.row('nothing but Node itself', time(['-e', '0'], folder), 'ms');
  table.row('one small file', time([...program, 'check', 'one.yaml'], alone), 'ms', 150);
  table.row(`${files} files`, time([...program, 'check', '.'], folder), 'ms', 1000);
  rmSync(folder, { recursive: true, force: true });
}

function time(parameters: readonly string[], folder: string): number {
  const times = Array.from({ length: runs }, () => {
    const from = performance.now();
    const { status, stderr } = spawnSync(process.execPath, parameters, { cwd: folder, timeout: 60_000 });
    if (status === null || status > 1) throw new Error(`${parameters.join(' ')} failed: ${stderr}`);
    return performance.now() - from;
  });
  return median(times);
}
