// What a run of the command line gets from its process and gives back, so that tests can run it without one.
import { homedir } from 'node:os';
import type { Rule } from '../../rules/index.ts';
import { hopeless, type NodeHost, nodeHost } from '../host/node.ts';
import { nodeRegistry } from '../host/node-registry.ts';
import { nodeRevisions } from '../host/node-revisions.ts';
import type { Registry } from '../host/registry.ts';
import type { Revisions } from '../host/revisions.ts';
import type { Open } from '../probe/index.ts';
import { CallError } from './arguments.ts';

/** The exit status. 0: nothing at or above the threshold; 1: findings; 2: the call or the input could not be used. */
export type Status = 0 | 1 | 2;

export interface World {
  /** the working directory, with `/` between folders */
  readonly folder: string;
  /** the user's home, likewise */
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** whether results go to a terminal */
  readonly isTerminal: boolean;
  readonly host: NodeHost;
  readonly registry: Registry;
  readonly revisions: Revisions;
  /** the rules, when not those of the catalog */
  readonly rules?: readonly Rule[];
  /** the way to a cluster, when not over the network */
  readonly openCluster?: Open;
  /** results */
  out(text: string): void;
  /** everything else */
  err(text: string): void;
  input(): Promise<Uint8Array>;
  /** The answer to a question, one line; undefined when nobody is there to answer. */
  ask(question: string): Promise<string | undefined>;
  /** Aborted when the user interrupts. Until it is asked for, an interruption ends the process. */
  interrupted(): AbortSignal;
}

/** The world of this process. */
export function processWorld(): World {
  return {
    get folder() {
      return workingFolder();
    },
    home: slashes(homedir()),
    environment: process.env,
    isTerminal: process.stdout.isTTY === true,
    host: nodeHost(),
    registry: nodeRegistry(),
    revisions: nodeRevisions(),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    async input() {
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of process.stdin) {
        chunks.push(chunk as Buffer);
        size += (chunk as Buffer).length;
        if (size > hopeless) break;
      }
      return Buffer.concat(chunks);
    },
    async ask(question) {
      if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
      const { createInterface } = await import('node:readline/promises');
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await lines.question(question);
      } finally {
        lines.close();
      }
    },
    interrupted() {
      const controller = new AbortController();
      process.once('SIGINT', () => controller.abort());
      return controller.signal;
    },
  };
}

function workingFolder(): string {
  try {
    return slashes(process.cwd());
  } catch {
    throw new CallError('The working directory does not exist any more.');
  }
}

/** A path of this machine with `/` between folders. */
export const slashes = (path: string): string => (process.platform === 'win32' ? path.replaceAll('\\', '/') : path);
