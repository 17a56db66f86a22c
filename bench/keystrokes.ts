// From a keystroke to its diagnostics, through the protocol, in files of three sizes: this server and
// yaml-language-server get the same edits, one after the other on the same machine.
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
/** The first keystrokes find code that has never run: a person's first ones too, but not the thousands after them. */
const warmUp = 100;
const ownKeystrokes = 200;
/** The peer gets so many milliseconds a size, and at least so many keystrokes. */
const peerPatience = 20_000;
const peerKeystrokes = 5;
/** yaml-language-server waits so long for further keystrokes before it looks. */
const peerPause = 200;

export async function keystrokes(table: Table, own: readonly string[], peer: readonly string[]): Promise<void> {
  const p50 = new Map<number, number>();
  for (const [size, bar] of [
    [1, 5],
    [10, undefined],
    [50, 10],
  ] as const) {
    const text = stacks(size);
    const lines = text.split('\n').length - 1;
    const ours = await measure(own, {}, text, ownKeystrokes, Number.POSITIVE_INFINITY);
    const noNetwork = { yaml: { validate: true, schemaStore: { enable: false } } };
    const theirs = await measure(peer, noNetwork, text, peerKeystrokes, peerPatience);
    p50.set(size, median(ours));
    table.heading(
      `Keystroke to diagnostics, ${lines.toLocaleString('en')} lines (${ours.length} and ${theirs.length} keystrokes)`,
    );
    table.row('p50', median(ours), 'ms', bar);
    table.row('p95', quantile(ours, 0.95), 'ms');
    table.row('yaml-language-server p50', median(theirs), 'ms');
    table.row('yaml-language-server p95', quantile(theirs, 0.95), 'ms');
    table.row('times faster than yaml-language-server, p50', median(theirs) / median(ours), '×', 40, true);
    table.row('the same without its pause of 200 ms', (median(theirs) - peerPause) / median(ours), '×');
  }
  table.heading('Keystroke to diagnostics, large against small');
  table.row('p50 of 50 stacks by p50 of one', (p50.get(50) ?? Number.NaN) / (p50.get(1) ?? Number.NaN), '×', 2);
}

/** Types until `least` keystrokes are done and, for a slow server, as long as there is time for more. */
async function measure(
  command: readonly string[],
  settings: Readonly<Record<string, unknown>>,
  text: string,
  least: number,
  time: number,
): Promise<number[]> {
  const server = new LanguageServer(command, settings);
  try {
    await server.initialize();
    await server.open(uri, text);
    const end = performance.now() + time;
    const times: number[] = [];
    const warm = time === Number.POSITIVE_INFINITY ? warmUp : 2;
    for (const [i, { start, end: stop, text: typed }] of typing(text, warm + ownKeystrokes).entries()) {
      if (i >= warm + least && (time === Number.POSITIVE_INFINITY || performance.now() > end)) break;
      const took = await server.type(uri, i + 2, { start, end: stop }, typed);
      if (i >= warm) times.push(took);
      await new Promise((resolve) => setTimeout(resolve, 2)); // nobody types faster
    }
    return times;
  } finally {
    server.stop();
  }
}

/**
 * What a person types in the middle of a file, over and over: a comment, a value, a name that other resources refer
 * to, a new line; and all of it deleted again.
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
