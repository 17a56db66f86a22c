// A language server as a process, spoken to over its standard input and output in as few steps as possible, so that what
// is measured is the server.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

export interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly unknown[];
}

export interface Position {
  readonly line: number;
  readonly character: number;
}

/** So many milliseconds without what is waited for, and the measurement is given up. */
const patience = 60_000;

export class LanguageServer {
  readonly #process: ChildProcess;
  readonly #waiting = new Set<(message: Message) => void>();
  #input: Buffer = Buffer.alloc(0);
  #wanted: number | undefined;
  #requests = 0;

  /** Starts a server; `settings` is what it is told when it asks, by section. */
  constructor(command: readonly string[], settings: Readonly<Record<string, unknown>> = {}) {
    const [program, ...parameters] = command as [string, ...string[]];
    this.#process = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#process.stdout?.on('data', (data: Buffer) => this.#take(data));
    this.#waiting.add(({ id, method, params }) => {
      if (id === undefined || method === undefined) return;
      const { items = [] } = (params ?? {}) as { items?: { section?: string }[] };
      const answers = items.map(({ section }) => settings[section ?? ''] ?? null);
      this.#send({ id, result: method === 'workspace/configuration' ? answers : null });
    });
  }

  /** Does what an editor does first; `folder` is the URI of the folder it has open. */
  async initialize(folder?: string): Promise<void> {
    const id = ++this.#requests;
    const answered = this.#next((message) => message.id === id && message.method === undefined);
    this.#send({
      id,
      method: 'initialize',
      params: {
        processId: process.pid,
        rootUri: folder ?? null,
        workspaceFolders: folder === undefined ? null : [{ uri: folder, name: 'bench' }],
        capabilities: {
          workspace: { configuration: true, workspaceFolders: true },
          textDocument: { publishDiagnostics: { relatedInformation: true, versionSupport: true } },
        },
      },
    });
    await answered;
    this.notify('initialized', {});
  }

  notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  /** Sends a request, and waits for its answer. */
  async request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#requests;
    const answered = this.#next((message) => message.id === id && message.method === undefined);
    this.#send({ id, method, params });
    return (await answered).result;
  }

  /** Waits for a notification. */
  async notified<T>(method: string, fits: (params: T) => boolean): Promise<T> {
    return (await this.#next((message) => message.method === method && fits(message.params as T))).params as T;
  }

  /** The milliseconds from opening a document until its diagnostics are there. */
  async open(uri: string, text: string): Promise<number> {
    const told = this.#published(uri, 1);
    const start = performance.now();
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    await told;
    return performance.now() - start;
  }

  /** The milliseconds from an edit until the diagnostics for it are there. */
  async type(uri: string, version: number, at: { start: Position; end: Position }, text: string): Promise<number> {
    const told = this.#published(uri, version);
    const start = performance.now();
    this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ range: at, text }] });
    await told;
    return performance.now() - start;
  }

  /** Resident memory in MB; undefined where the system does not tell it this way. */
  memory(): number | undefined {
    try {
      const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8');
      return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
    } catch {
      return undefined;
    }
  }

  stop(): void {
    this.#process.kill('SIGKILL');
  }

  /** Servers that tell no version tell one document's diagnostics in order. */
  #published(uri: string, wanted: number): Promise<Published> {
    return this.notified('textDocument/publishDiagnostics', (told: Published) => {
      return told.uri === uri && (told.version ?? wanted) === wanted;
    });
  }

  #next(fits: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`no answer within ${patience / 1000} s`));
      }, patience);
      const look = (message: Message): void => {
        if (!fits(message)) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(message);
      };
      this.#waiting.add(look);
    });
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#process.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #take(data: Buffer): void {
    this.#input = this.#input.length === 0 ? data : Buffer.concat([this.#input, data]);
    for (;;) {
      if (this.#wanted === undefined) {
        const end = this.#input.indexOf('\r\n\r\n');
        if (end < 0) return;
        this.#wanted = Number(/Content-Length: (\d+)/i.exec(this.#input.toString('latin1', 0, end))?.[1]);
        this.#input = this.#input.subarray(end + 4);
      }
      if (this.#input.length < this.#wanted) return;
      const message: Message = JSON.parse(this.#input.toString('utf8', 0, this.#wanted));
      this.#input = this.#input.subarray(this.#wanted);
      this.#wanted = undefined;
      for (const look of [...this.#waiting]) look(message);
    }
  }
}
