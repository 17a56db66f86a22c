// Asks a package registry over HTTP. One plain GET: no credentials, no cookies, no redirects, and little time and space
// for the answer. The network modules are loaded with the first question.
import type { IncomingMessage } from 'node:http';
import { type Registry, RegistryError, readAnswer, searchAddress } from './registry.ts';

/** How long an answer may take, in milliseconds, and how large it may be, in bytes. */
export interface Limits {
  readonly time: number;
  readonly size: number;
}

/** The network of this machine. */
export function nodeRegistry({ time, size }: Limits = { time: 5000, size: 1024 * 1024 }): Registry {
  return {
    async newest(address, question) {
      const signal = AbortSignal.timeout(time);
      try {
        const response = await get(searchAddress(address, question), signal);
        if (response.statusCode !== 200) {
          response.destroy();
          throw new RegistryError(`answered with status ${response.statusCode}`);
        }
        return readAnswer(await textOf(response, size), question);
      } catch (error) {
        if (error instanceof RegistryError) throw error;
        throw new RegistryError(signal.aborted ? `did not answer within ${time / 1000} s` : reasonOf(error));
      }
    },
  };
}

async function get(address: string, signal: AbortSignal): Promise<IncomingMessage> {
  const url = new URL(address);
  const { get } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  return new Promise((resolve, reject) => {
    get(url, { signal, agent: false, headers: { accept: 'application/json' } }, resolve).on('error', reject);
  });
}

async function textOf(response: IncomingMessage, largest: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    // leaving the loop ends the connection
    if (size > largest) throw new RegistryError('answered with too much');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (code === 'ECONNREFUSED') return 'refuses the connection';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'is not known by that name';
  if (code === 'ERR_INVALID_URL') return 'is no address';
  return `cannot be reached${code === undefined ? '' : `: ${code}`}`;
}
