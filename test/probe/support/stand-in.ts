// An HTTPS server that plays one of Elastic's: it notes what it is asked, never the credential itself, and refuses
// whatever is not a GET.
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Pair } from './certs.ts';
import { listening, portOf } from './control-plane.ts';

/** An Authorization header, taken apart. */
export interface Credential {
  /** in lower case */
  readonly scheme: string;
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
}

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly scheme: string | undefined;
  readonly user: string | undefined;
  /** the name the client expects in the certificate */
  readonly servername: string | false | undefined;
}

export interface Tls extends Pair {
  /** the CA of the certificates that clients have to show */
  readonly clientCa?: string;
}

export interface Asked {
  readonly path: string;
  readonly search: URLSearchParams;
  readonly credential: Credential | undefined;
  readonly header: string | undefined;
}

export type Reply = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export class StandIn {
  readonly seen: Seen[] = [];
  readonly #server: https.Server;
  readonly #open = new Set<Socket>();

  private constructor(server: https.Server, answer: (asked: Asked) => Reply) {
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      this.#open.add(socket);
      socket.on('close', () => this.#open.delete(socket));
    });
    server.on('tlsClientError', () => {});
    server.on('request', (request, response) => this.#serve(request, response, answer));
  }

  static async start({ key, cert, clientCa }: Tls, answer: (asked: Asked) => Reply): Promise<StandIn> {
    const client = clientCa !== undefined && { ca: clientCa, requestCert: true, rejectUnauthorized: true };
    return new StandIn(await listening(https.createServer({ key, cert, ...client })), answer);
  }

  get port(): number {
    return portOf(this.#server);
  }

  /** connections that are open now */
  get connections(): number {
    return this.#open.size;
  }

  close(): Promise<void> {
    return new Promise((done) => {
      this.#server.close(() => done());
      for (const socket of this.#open) socket.destroy();
    });
  }

  #serve(request: IncomingMessage, response: ServerResponse, answer: (asked: Asked) => Reply): void {
    const url = new URL(request.url ?? '/', 'https://stand-in');
    const header = request.headers.authorization;
    const credential = credentialIn(header);
    const { method = '' } = request;
    const { servername } = request.socket as TLSSocket & { servername?: string };
    const { scheme, user } = credential ?? {};
    this.seen.push({ method, path: url.pathname + url.search, scheme, user, servername });
    const reply =
      method === 'GET'
        ? answer({ path: url.pathname, search: url.searchParams, credential, header })
        : { status: 405, body: { message: `${method} is a write` } };
    const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
    response.writeHead(reply.status, { 'content-type': 'application/json; charset=utf-8', ...reply.headers }).end(text);
  }
}

function credentialIn(header: string | undefined): Credential | undefined {
  const [, scheme, value] = /^(\S+)\s+(.+)$/.exec(header ?? '') ?? [];
  if (scheme === undefined || value === undefined) return undefined;
  if (scheme.toLowerCase() !== 'basic') return { scheme: scheme.toLowerCase(), token: value };
  const text = Buffer.from(value, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return { scheme: 'basic', user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Who can log in: users by name, and service tokens by value. */
export interface Logins {
  readonly users: ReadonlyMap<string, { readonly password: string; readonly roles: readonly string[] }>;
  readonly tokens: ReadonlySet<string>;
}
