// Runs the window tests, one file after the other, in the headless host.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import type { Counts } from './examples.ts';

/** Runs every file of ui/, and prints what they report. */
export async function runWindows(): Promise<Counts> {
  const folder = join(import.meta.dirname, 'ui');
  const counts = { passed: 0, failed: 0 };
  const events = run({ files: readdirSync(folder).map((name) => join(folder, name)), concurrency: 1 });
  events.on('test:pass', () => counts.passed++);
  events.on('test:fail', () => counts.failed++);
  const report = events.compose(new spec());
  for await (const text of report) process.stdout.write(String(text));
  return counts;
}
