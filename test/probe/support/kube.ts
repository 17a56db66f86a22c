// A small client with all rights, to set a cluster up. What is under test does not use it.
import https from 'node:https';
import type { Pair } from './certs.ts';

export interface KubeAnswer {
  readonly status: number;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: JSON of whatever kind was asked for
  readonly json: any;
}

export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

export const mergePatch = 'application/merge-patch+json';

/** The API path of a resource's objects, or of one of them. */
export function pathOf(plural: string, { apiVersion, metadata }: KubeObject, name?: string): string {
  const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const below = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`;
  return `${group}${below}/${plural}${name === undefined ? '' : `/${name}`}`;
}

export class Kube {
  readonly #server: URL;
  readonly #agent: https.Agent;

  constructor(server: string, ca: string, { cert, key }: Pair) {
    this.#server = new URL(server);
    this.#agent = new https.Agent({ keepAlive: true, maxSockets: 8, ca, cert, key });
  }

  close(): void {
    this.#agent.destroy();
  }

  request(method: string, path: string, body?: unknown, type = 'application/json'): Promise<KubeAnswer> {
    const data = body === undefined ? undefined : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    const { hostname: host, port } = this.#server;
    return new Promise((resolve, reject) => {
      const headers = {
        accept: 'application/json',
        ...(data && { 'content-type': type, 'content-length': data.length }),
      };
      const request = https.request(
        { host, port, path, method, headers, agent: this.#agent, timeout: 30_000 },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => {
            const text = Buffer.concat(parts).toString('utf8');
            const json = text.startsWith('{') ? JSON.parse(text) : undefined;
            resolve({ status: response.statusCode ?? 0, text, json });
          });
        },
      );
      request.on('timeout', () => request.destroy(new Error(`no answer: ${method} ${path}`)));
      request.on('error', reject);
      request.end(data);
    });
  }

  /** The JSON of an answer that has to be good. */
  async must(method: string, path: string, body?: unknown, type?: string): Promise<KubeAnswer['json']> {
    const { status, json, text } = await this.request(method, path, body, type);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${json?.message ?? text.slice(0, 300)}`);
    return json;
  }

  /** Creates an object, with its status where it has one. */
  async create(plural: string, { status, ...object }: KubeObject): Promise<void> {
    await this.must('POST', pathOf(plural, object), object);
    if (status === undefined) return;
    await this.must('PATCH', `${pathOf(plural, object, object.metadata.name)}/status`, { status }, mergePatch);
  }
}
