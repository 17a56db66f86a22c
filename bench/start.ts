// How long the server needs until it is of use, and for a large file that it sees for the first time.
import { LanguageServer } from './language-server.ts';
import { stacks } from './manifests.ts';
import { median } from './statistics.ts';
import type { Table } from './table.ts';

const runs = 5;

export async function start(table: Table, own: readonly string[]): Promise<void> {
  const text = stacks(50);
  const ready: number[] = [];
  const cold: number[] = [];
  for (let run = 0; run < runs; run++) {
    const from = performance.now();
    const server = new LanguageServer(own);
    try {
      const told = server.notified('eckLint/status', ({ index }: { index: string }) => index === 'ready');
      await server.initialize();
      await told;
      ready.push(performance.now() - from);
      cold.push(await server.open('file:///bench/large.yaml', text));
    } finally {
      server.stop();
    }
  }
  const lines = (text.split('\n').length - 1).toLocaleString('en');
  table.heading(`Start, median of ${runs}`);
  table.row('process start to server ready', median(ready), 'ms', 400);
  table.row(`open a file of ${lines} lines, cold`, median(cold), 'ms', 250);
}
