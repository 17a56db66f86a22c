// A large workspace: how long until the index is ready, and what it costs in memory.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LanguageServer } from './language-server.ts';
import { documents, other } from './manifests.ts';
import { median } from './statistics.ts';
import type { Table } from './table.ts';

interface Status {
  readonly index: string;
  readonly files: number;
  readonly resources: number;
}

const files = 10_000;
const eckDocuments = 1_000;
const runs = 3;

export async function workspace(table: Table, own: readonly string[], folder: string): Promise<void> {
  write(folder);
  const times: number[] = [];
  const memory: number[] = [];
  let last: Status | undefined;
  for (let run = 0; run < runs; run++) {
    const server = new LanguageServer(own);
    try {
      const told = server.notified('eckLint/status', ({ index }: Status) => index === 'ready');
      await server.initialize(pathToFileURL(folder).href);
      const from = performance.now();
      last = await told;
      times.push(performance.now() - from);
      memory.push(server.memory() ?? Number.NaN);
    } finally {
      server.stop();
    }
  }
  rmSync(folder, { recursive: true, force: true });
  table.heading(
    `Workspace of ${files.toLocaleString('en')} files with ${eckDocuments.toLocaleString('en')} ECK documents`,
  );
  table.row('index ready after', median(times), 'ms', 1500);
  const most = Math.max(...memory);
  table.row('memory, the most it had', Number.isNaN(most) ? undefined : most, 'MB', 200);
  table.row('files that were parsed', last?.files, 'files', eckDocuments);
}

/** One document a file, in folders of a hundred. */
function write(folder: string): void {
  const eck: string[] = [];
  for (let n = 1; eck.length < eckDocuments; n++)
    eck.push(...documents(n).filter((text) => text.includes('k8s.elastic.co/')));
  for (let i = 0; i < files; i++) {
    const path = join(folder, `team-${Math.floor(i / 1000)}`, `service-${Math.floor(i / 100)}`, `${i}.yaml`);
    mkdirSync(dirname(path), { recursive: true });
    const isEck = i % (files / eckDocuments) === 0;
    writeFileSync(path, isEck ? (eck[i / (files / eckDocuments)] as string) : other(i));
  }
}
