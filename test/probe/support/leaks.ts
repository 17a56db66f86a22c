// Looks for secrets in what leaves the probe, in every shape they can take.
import { inspect } from 'node:util';

/** All shapes that a secret can be recognised in. */
export function shapesOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64');
  return [
    secret,
    base64,
    base64.replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('hex'),
  ];
}

/** Which of some secrets a text shows, by their index. */
export function leaksIn(text: string, secrets: readonly string[]): string[] {
  // the text may be JSON of JSON
  const unescaped = text.replaceAll('\\\\', '\\').replaceAll('\\"', '"');
  return secrets.flatMap((secret, i) => {
    const shape = shapesOf(secret).findIndex((it) => text.includes(it) || unescaped.includes(it));
    return shape < 0 ? [] : [`secret ${i} in shape ${shape}`];
  });
}

/** The lines of a PEM key: each of them is secret. */
export const linesOf = (pem: string): string[] =>
  pem.split('\n').filter((line) => line.length > 20 && !/---/.test(line));

/** All of an error, its causes and own properties too. */
export const allOf = (error: unknown): string => `${inspect(error, { depth: 10, showHidden: true })} ${String(error)}`;

/** What is printed while something runs, with everything that reaches the console or stderr. */
export async function printedBy<T>(go: () => Promise<T>): Promise<{ readonly result: T; readonly printed: string }> {
  const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir'] as const;
  const parts: string[] = [];
  const target = globalThis.console;
  const before = methods.map((it) => target[it]);
  const { write } = process.stderr;
  for (const it of methods) target[it] = (...all: unknown[]) => void parts.push(all.map((one) => allOf(one)).join(' '));
  process.stderr.write = ((text: string | Uint8Array) => {
    parts.push(String(text));
    return true;
  }) as typeof write;
  try {
    const result = await go();
    return { result, printed: parts.join('\n') };
  } finally {
    process.stderr.write = write;
    for (const [i, it] of methods.entries()) target[it] = before[i] as typeof target.log;
  }
}
