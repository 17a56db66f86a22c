// A connection to a port of a pod through the API server: the port-forward that kubectl makes, over a WebSocket.
// Protocol v4.channel.k8s.io: channel 0 carries data, 1 errors, and each begins with the port as two bytes.
import { Duplex } from 'node:stream';
import WebSocket, { type ClientOptions } from 'ws';
import { Cancelled, ClusterError, HttpError } from '../cluster.ts';
import { errorFrom } from './api-server.ts';
import type { Connection } from './connection.ts';

export interface PodPort {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

const mostOfAnError = 1 << 16;

/**
 * Opens a way to a pod's port. Resolves once the API server has agreed; that nothing listens there shows as an error
 * of the stream. @throws ClusterError, Cancelled
 */
export function openPod(
  { server, options }: Connection,
  { namespace, pod, port }: PodPort,
  signal: AbortSignal,
  timeout: number,
): Promise<Duplex> {
  const { protocol, host, pathname } = server;
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/portforward`;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new Cancelled());
    const socket = new WebSocket(
      `${protocol === 'http:' ? 'ws' : 'wss'}://${host}${pathname.replace(/\/$/, '')}${path}?ports=${port}`,
      ['v4.channel.k8s.io'],
      {
        ...(options as unknown as ClientOptions),
        perMessageDeflate: false,
        followRedirects: false,
        maxPayload: 16 << 20,
      },
    );
    const settle = (how: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      how();
    };
    const fail = (error: Error): void =>
      settle(() => {
        reject(error);
        socket.terminate();
      });
    const cancel = (): void => fail(new Cancelled());
    // of all of it: the limit of the WebSocket itself begins anew with each byte
    const timer = setTimeout(() => fail(new ClusterError(0, 'Timeout', `no answer in ${timeout / 1000} s`)), timeout);
    signal.addEventListener('abort', cancel, { once: true });
    socket.once('open', () => settle(() => resolve(new PodStream(socket, signal))));
    socket.once('unexpected-response', (request, response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > mostOfAnError) request.destroy();
      });
      response.on('error', () => {}); // what has come is enough
      // the socket itself may serve another request by now
      response.on('close', () => settle(() => reject(errorFrom(response.statusCode ?? 0, text))));
    });
    // stays for as long as the socket lives: an error nobody listens to would end the process
    socket.on('error', (error: NodeJS.ErrnoException) =>
      settle(() => reject(new ClusterError(0, error.code ?? 'Failed', error.message))),
    );
  });
}

/** Bytes to and from a port in a pod. */
class PodStream extends Duplex {
  readonly #socket: WebSocket;
  readonly #release: () => void;
  /** bytes of the port number still to come, by channel */
  readonly #head = [2, 2];

  constructor(socket: WebSocket, signal: AbortSignal) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    const cancel = (): void => void this.destroy(new Cancelled());
    signal.addEventListener('abort', cancel, { once: true });
    this.#release = () => signal.removeEventListener('abort', cancel);
    socket.on('message', (message: Buffer) => this.#take(message));
    socket.on('close', (code: number) => {
      if (code === 1000 || code === 1005) this.push(null);
      else this.destroy(new HttpError('lost', 'the port-forward was lost'));
    });
    socket.on('error', () => this.destroy(new HttpError('lost', 'the port-forward was lost')));
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(Buffer.concat([Buffer.of(0), chunk]), done);
    else done(new HttpError('lost', 'the port-forward is closed'));
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#release();
    this.#socket.removeAllListeners('message');
    this.#socket.close(1000);
    // a peer that does not answer the close is not waited for
    setTimeout(() => this.#socket.terminate(), 500).unref();
    done(error);
  }

  #take(message: Buffer): void {
    const channel = message[0] ?? 0;
    const skipped = Math.min(this.#head[channel] ?? 0, message.length - 1);
    this.#head[channel] = (this.#head[channel] ?? 0) - skipped;
    const data = message.subarray(1 + skipped);
    if (data.length === 0) return;
    if (channel === 1) {
      const error = data.toString('utf8').slice(0, 500);
      this.destroy(new HttpError(/refused/.test(error) ? 'refused' : 'forward', error));
    } else if (channel === 0 && !this.push(data)) this.#socket.pause();
  }
}
