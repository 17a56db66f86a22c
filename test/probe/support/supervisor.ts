// Runs the programs of a control plane and ends with the test: its stdin is a pipe from the test process, and when that
// closes, for whatever reason, the programs are stopped and their folder is removed.
//   node supervisor.ts FOLDER JSON        JSON: [[program, ...arguments], ...]
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

const [folder = '', json = '[]'] = process.argv.slice(2);
const grace = 5000;
const running = new Set<ChildProcess>();

for (const [program = '', ...args] of JSON.parse(json) as string[][]) {
  const name = basename(program);
  const log = openSync(join(folder, `${name}.log`), 'a');
  const child = spawn(program, args, { stdio: ['ignore', log, log] });
  running.add(child);
  const gone = (how: string): void => {
    running.delete(child);
    process.stdout.write(`${name} ${how}\n`);
    if (stopping) finish();
  };
  child.on('error', (error) => gone(error.message));
  child.on('exit', (code, signal) => gone(`ended with ${code ?? signal}`));
}

let stopping = false;

function stop(): void {
  if (stopping) return;
  stopping = true;
  for (const child of running) child.kill('SIGTERM');
  setTimeout(() => {
    for (const child of running) child.kill('SIGKILL');
  }, grace).unref();
  finish();
}

function finish(): void {
  if (running.size > 0) return;
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.exit(0);
}

process.stdin.on('end', stop).on('error', stop).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
process.stdout.on('error', stop);
