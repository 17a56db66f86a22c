// From a keystroke to its diagnostics, through the protocol, in files of three sizes: this server and
// yaml-language-server get the same edits on the same machine in the same run.
import { LanguageServer, type Position } from './language-server.ts';
import { stacks } from './manifests.ts';
import { median, quantile } from './statistics.ts';
import type { Table } from './table.ts';

interface Keystroke {
  readonly start: Position;
  readonly end: Position;
  readonly text: string;
}

const uri = 'file:///bench/stack.yaml';
/** Stacks in the file, and the bar for the median. */
const sizes = [
  { size: 1, bar: 5 },
  { size: 10, bar: undefined },
  { size: 50, bar: 10 },
];
/** The first keystrokes find code that has never run: a person's first ones too, but not the thousands after them. */
const warmUp = 100;
const ownKeystrokes = 200;
/** The peer gets so many milliseconds a size, at least so many keystrokes, and no more than this server. */
const peerPatience = 20_000;
const peerKeystrokes = 5;
const peerWarmUp = 2;
/** yaml-language-server waits so long for further keystrokes before it looks. */
const peerPause = 200;
const noNetwork = { yaml: { validate: true, schemaStore: { enable: false } } };

export async function keystrokes(table: Table, own: readonly string[], peer: readonly string[]): Promise<void> {
  const ours = await together(own);
  for (const [i, { size, bar }] of sizes.entries()) {
    const mine = ours[i] ?? [];
    const theirs = await alone(peer, size);
    const lines = (stacks(size).split('\n').length - 1).toLocaleString('en');
    table.heading(`Keystroke to diagnostics, ${lines} lines (${mine.length} and ${theirs.length} keystrokes)`);
    table.row('p50', median(mine), 'ms', bar);
    table.row('p95', quantile(mine, 0.95), 'ms');
    table.row('yaml-language-server p50', median(theirs), 'ms');
    table.row('yaml-language-server p95', quantile(theirs, 0.95), 'ms');
    table.row('times faster than yaml-language-server, p50', median(theirs) / median(mine), '×', 40, true);
    table.row('the same without its pause of 200 ms', (median(theirs) - peerPause) / median(mine), '×');
  }
  table.heading('Keystroke to diagnostics, large against small');
  const [small = [], , large = []] = ours;
  table.row('p50 of 50 stacks by p50 of one', median(large) / median(small), '×', 2);
}

/** Somebody who types the same words over and over. */
class Typist {
  readonly #server: LanguageServer;
  readonly #keys: readonly Keystroke[];
  #typed = 0;

  constructor(command: readonly string[], settings: Readonly<Record<string, unknown>>, text: string) {
    this.#server = new LanguageServer(command, settings);
    this.#keys = typing(text, warmUp + ownKeystrokes);
  }

  async open(text: string): Promise<void> {
    await this.#server.initialize();
    await this.#server.open(uri, text);
  }

  /** The milliseconds that the next keystroke takes. */
  async type(): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, 2)); // nobody types faster
    const { start, end, text } = this.#keys[this.#typed++] as Keystroke;
    return this.#server.type(uri, this.#typed + 1, { start, end }, text);
  }

  stop(): void {
    this.#server.stop();
  }
}

/** One keystroke in each size in turn, so that what else the machine does is in the times of all. */
async function together(command: readonly string[]): Promise<number[][]> {
  const typists = sizes.map(({ size }) => new Typist(command, {}, stacks(size)));
  try {
    for (const [i, { size }] of sizes.entries()) await typists[i]?.open(stacks(size));
    const times: number[][] = sizes.map(() => []);
    for (let key = 0; key < warmUp + ownKeystrokes; key++)
      for (const [i, typist] of typists.entries()) {
        const took = await typist.type();
        if (key >= warmUp) times[i]?.push(took);
      }
    return times;
  } finally {
    for (const typist of typists) typist.stop();
  }
}

/** As many keystrokes as there is time for. */
async function alone(command: readonly string[], size: number): Promise<number[]> {
  const text = stacks(size);
  const typist = new Typist(command, noNetwork, text);
  try {
    await typist.open(text);
    for (let i = 0; i < peerWarmUp; i++) await typist.type();
    const end = performance.now() + peerPatience;
    const times: number[] = [];
    while (times.length < ownKeystrokes && (times.length < peerKeystrokes || performance.now() < end))
      times.push(await typist.type());
    return times;
  } finally {
    typist.stop();
  }
}

/**
 * What a person types in the middle of a file: a comment, a value, a name that other resources refer to, a new line; and
 * all of it deleted again.
 */
function typing(text: string, count: number): Keystroke[] {
  const lines = text.split('\n');
  const middle = Math.floor(lines.length / 2);
  const find = (wanted: string): Position => {
    const line = lines.findIndex((content, at) => at >= middle && content.includes(wanted));
    const found = line < 0 ? lines.findLastIndex((content) => content.includes(wanted)) : line;
    return { line: found, character: (lines[found] ?? '').length };
  };
  const places: [Position, string][] = [
    [find('server.publicBaseUrl'), ' # the ingress'],
    [find('unenroll_timeout'), '000'],
    [find('-kb'), '-new'],
    [find('NODE_OPTIONS'), '\n'],
    [find('docker.io/library/busybox'), '.0'],
  ];
  const keys: Keystroke[] = [];
  for (let round = 0; keys.length < count; round++) {
    const [at, word] = places[round % places.length] as [Position, string];
    const after = (length: number): Position => ({ line: at.line, character: at.character + length });
    for (const [i, letter] of [...word].entries()) keys.push({ start: after(i), end: after(i), text: letter });
    for (let i = word.length; i > 0; i--) {
      const end = word === '\n' ? { line: at.line + 1, character: 0 } : after(i);
      keys.push({ start: after(i - 1), end, text: '' });
    }
  }
  return keys.slice(0, count);
}
