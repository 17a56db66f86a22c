// Reads of a Kubernetes API server. Two kinds of request exist here, and no third can be made: GET, and the access
// review, a POST that stores nothing.
import http from 'node:http';
import https from 'node:https';
import { type Access, Cancelled, type Cluster, ClusterError, isClusterError } from '../cluster.ts';
import { dig, list, text } from '../live.ts';
import type { Connection } from './connection.ts';

const mostBytes = 32 << 20;
const pageSize = 500;
const mostPages = 40;
const review = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const metadataOnly = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

export class ApiServer implements Cluster {
  readonly #connection: Connection;
  readonly #signal: AbortSignal;
  readonly #timeout: number;

  /** @param timeout of one request, in ms */
  constructor(connection: Connection, signal: AbortSignal, timeout: number) {
    this.#connection = connection;
    this.#signal = signal;
    this.#timeout = timeout;
  }

  async get(path: string): Promise<unknown> {
    return parsed(await this.#request('GET', path, 'application/json'));
  }

  text(path: string): Promise<string> {
    return this.#request('GET', path, '*/*');
  }

  async metadata(path: string): Promise<unknown> {
    return parsed(await this.#request('GET', path, metadataOnly));
  }

  async list(path: string): Promise<readonly unknown[]> {
    const items: unknown[] = [];
    let more = '';
    let size = 0;
    for (let page = 0; page < mostPages; page++) {
      const query = `limit=${pageSize}${more && `&continue=${encodeURIComponent(more)}`}`;
      const answer = await this.#request('GET', `${path}${path.includes('?') ? '&' : '?'}${query}`, 'application/json');
      size += answer.length;
      if (size > mostBytes) throw new ClusterError(0, 'TooLarge', 'The list is larger than 32 MiB.');
      const part = parsed(answer);
      for (const item of list(part, 'items')) items.push(item);
      more = text(part, 'metadata', 'continue') ?? '';
      if (more === '') return items;
    }
    throw new ClusterError(0, 'TooLarge', `There are more than ${mostPages * pageSize} objects.`);
  }

  async can({ group = '', ...attributes }: Access): Promise<boolean> {
    const body = JSON.stringify({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { group, ...attributes } },
    });
    return dig(parsed(await this.#request('POST', review, 'application/json', body)), 'status', 'allowed') === true;
  }

  #request(method: 'GET' | 'POST', path: string, accept: string, body?: string): Promise<string> {
    const { server, options } = this.#connection;
    const limit = AbortSignal.timeout(this.#timeout);
    return new Promise((resolve, reject) => {
      if (this.#signal.aborted) return reject(new Cancelled());
      const fail = (error: NodeJS.ErrnoException): void => {
        if (this.#signal.aborted) reject(new Cancelled());
        else if (limit.aborted) reject(new ClusterError(0, 'Timeout', `no answer in ${this.#timeout / 1000} s`));
        else reject(isClusterError(error) ? error : new ClusterError(0, error.code ?? 'Failed', error.message));
      };
      const { request: start } = server.protocol === 'http:' ? http : https;
      const request = start(
        {
          ...options,
          host: server.hostname.replace(/^\[|\]$/g, ''),
          port: server.port || (server.protocol === 'http:' ? 80 : 443),
          path: server.pathname.replace(/\/$/, '') + path,
          method,
          signal: AbortSignal.any([limit, this.#signal]),
          headers: {
            ...options.headers,
            accept,
            'user-agent': 'eck-lint',
            ...(body !== undefined && {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(body),
            }),
          },
        },
        (response) => {
          const parts: Buffer[] = [];
          let size = 0;
          response.on('data', (part: Buffer) => {
            size += part.length;
            if (size > mostBytes) request.destroy(new ClusterError(0, 'TooLarge', 'The answer is larger than 32 MiB.'));
            else parts.push(part);
          });
          response.on('error', fail);
          response.on('end', () => {
            const answer = Buffer.concat(parts).toString('utf8');
            const status = response.statusCode ?? 0;
            if (status < 200 || status >= 300) return reject(errorFrom(status, answer));
            resolve(answer);
          });
        },
      );
      request.on('error', fail);
      request.end(body);
    });
  }
}

function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    throw new ClusterError(0, 'NotJSON', 'The answer is not JSON: is this a proxy or a login page?');
  }
}

/** What the API server says about a refusal. Anything but its Status object is left out: a proxy may answer anything. */
export function errorFrom(status: number, body: string): ClusterError {
  try {
    const answer: unknown = JSON.parse(body);
    const message = text(answer, 'message');
    if (text(answer, 'kind') === 'Status' && message !== undefined) {
      return new ClusterError(status, text(answer, 'reason') ?? 'Unknown', message);
    }
  } catch {
    // no Status
  }
  return new ClusterError(status, 'Unknown', `HTTP ${status}`);
}
