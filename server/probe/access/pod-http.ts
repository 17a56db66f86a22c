// GET from a server in a pod, over a port-forward. TLS is always verified, chain and name, whatever the environment
// says; a header is sent only after that.
import http from 'node:http';
import type { Duplex } from 'node:stream';
import tls, { type TLSSocket } from 'node:tls';
import {
  type Answer,
  Cancelled,
  type Http,
  HttpError,
  type HttpFault,
  isCancelled,
  isClusterError,
  isHttpError,
  type Login,
  type Server,
} from '../cluster.ts';
import type { Connection } from './connection.ts';
import { openPod } from './pod-stream.ts';

const mostOfABody = 256 << 10;

/** By the codes of OpenSSL and Node. */
const faults: Readonly<Record<string, HttpFault>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'untrusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'untrusted',
  CERT_SIGNATURE_FAILURE: 'untrusted',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'plain-http',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'plain-http',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'client-certificate',
  ERR_SSL_TLSV1_ALERT_CERTIFICATE_REQUIRED: 'client-certificate',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: 'client-certificate',
};

/**
 * VS Code's extension host puts its own agent into every request, and then ignores `createConnection`: the request,
 * login included, would go in clear text to port 80 of this machine or to a proxy. Requests with a `socketPath` it
 * leaves alone. Nothing is ever opened at this path, and should it be tried, that can only fail.
 */
const nowhere = process.platform === 'win32' ? '\\\\.\\pipe\\eck-lint-never' : '/dev/null/eck-lint-never';

export class PodHttp implements Http {
  readonly #connection: Connection;
  readonly #signal: AbortSignal;
  readonly #timeout: number;

  /** @param timeout of the handshake and of the answer, each, in ms */
  constructor(connection: Connection, signal: AbortSignal, timeout: number) {
    this.#connection = connection;
    this.#signal = signal;
    this.#timeout = timeout;
  }

  async get(server: Server, path: string, login?: Login): Promise<Answer> {
    const stream = await this.#open(server);
    try {
      const socket = await startTls(stream, server, this.#timeout);
      try {
        return await ask(socket, server, path, login, this.#timeout);
      } finally {
        socket.destroy();
      }
    } catch (error) {
      if (this.#signal.aborted) throw new Cancelled();
      // what the forward itself reports is the cause of what TLS and HTTP then complain about
      throw httpErrorFrom(stream.errored ?? error);
    } finally {
      stream.destroy();
    }
  }

  async #open(server: Server): Promise<Duplex> {
    try {
      const stream = await openPod(this.#connection, server, this.#signal, this.#timeout);
      stream.on('error', () => {}); // read from `errored` when it matters
      return stream;
    } catch (error) {
      if (!isClusterError(error)) throw error;
      const fault = error.status === 403 ? 'forbidden' : error.reason === 'Timeout' ? 'timeout' : 'forward';
      throw new HttpError(fault, error.message);
    }
  }
}

function startTls(stream: Duplex, { trust, name }: Server, timeout: number): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      socket: stream,
      ca: typeof trust === 'string' ? [...tls.rootCertificates] : trust.ca,
      servername: name,
      rejectUnauthorized: trust !== 'nothing',
      minVersion: 'TLSv1.2',
      ALPNProtocols: ['http/1.1'],
    });
    const timer = setTimeout(() => socket.destroy(new HttpError('timeout', 'no answer to the TLS handshake')), timeout);
    socket.once('secureConnect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
    // in TLS 1.3 the demand for a client certificate arrives after the handshake: the listener stays
    socket.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.once('close', () => {
      clearTimeout(timer);
      reject(socket.errored ?? new HttpError('lost', 'the connection ended during the TLS handshake'));
    });
  });
}

function ask(
  socket: TLSSocket,
  { name, port }: Server,
  path: string,
  login: Login | undefined,
  timeout: number,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (login?.invented === false && !socket.authorized) throw new Error('a login is sent to verified servers only');
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(socket.errored ?? error);
    };
    // of the whole answer: one that comes drop by drop would keep any shorter limit waiting
    const timer = setTimeout(
      () => socket.destroy(new HttpError('timeout', 'no whole answer to the HTTP request')),
      timeout,
    );
    const { issuer, valid_to: until } = socket.getPeerCertificate();
    const certificate = { issuer: String(issuer?.CN ?? issuer?.O ?? 'unknown'), until: until ?? 'unknown' };
    const request = http.request(
      {
        socketPath: nowhere,
        createConnection: () => socket,
        method: 'GET',
        path,
        headers: {
          host: `${name}:${port}`,
          accept: 'application/json',
          connection: 'close',
          'user-agent': 'eck-lint',
          // what the operator sends with its own requests
          'kbn-xsrf': 'true',
          'x-elastic-product-origin': 'cloud',
          ...(login && { authorization: login.authorization }),
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        let size = 0;
        const done = (): void => {
          clearTimeout(timer);
          resolve({ status: response.statusCode ?? 0, json: jsonOf(Buffer.concat(parts)), certificate });
        };
        response.on('data', (part: Buffer) => {
          parts.push(part);
          size += part.length;
          // the rest is not waited for: it may have no end
          if (size > mostOfABody) done();
        });
        response.on('error', fail);
        response.on('end', done);
      },
    );
    socket.once('close', () => fail(new HttpError('lost', 'the connection ended before the answer')));
    request.on('error', fail);
    request.end();
  });
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function httpErrorFrom(error: unknown): Error {
  if (isHttpError(error) || isCancelled(error)) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new HttpError(faults[code] ?? 'lost', code || message);
}
