// The kubelet as the API server meets it: a TLS server that wants the API server's certificate, forwards ports over a
// WebSocket (v4.channel.k8s.io) and gives logs. Behind it are no containers but servers of the test.
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import net, { type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Pair } from './certs.ts';
import { listening, portOf } from './control-plane.ts';

/** A port of this machine; or `silent`: the connection is taken and nothing ever comes back. */
export type PodPort = number | 'silent';

export class FakeKubelet {
  /** by `namespace/pod:port`; where there is none, nothing listens in the pod */
  readonly ports = new Map<string, PodPort>();
  /** by `namespace/pod/container` */
  readonly logs = new Map<string, string>();
  /** the most forwards open at the same time, in all and to one pod */
  most = { all: 0, pod: 0 };
  /** forwards that were opened */
  count = 0;
  readonly #server: https.Server;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has(protocol) ? protocol : false),
  });
  readonly #open = new Set<Socket | Duplex>();
  readonly #forwards = new Map<WebSocket, string>();

  private constructor(server: https.Server) {
    this.#server = server;
    server.on('connection', (socket: Socket) => this.#keep(socket));
    server.on('upgrade', (request, socket, head) => this.#forward(request, socket, head));
    server.on('request', (request, response) => {
      const [, kind, ...container] = new URL(request.url ?? '/', 'https://kubelet').pathname.split('/');
      const log = kind === 'containerLogs' ? this.logs.get(container.join('/')) : undefined;
      response.writeHead(log === undefined ? 404 : 200, { 'content-type': 'text/plain' }).end(log ?? 'not found\n');
    });
  }

  /** @param ca of the certificates that clients have to show */
  static async start(ca: string, { cert, key }: Pair): Promise<FakeKubelet> {
    const server = https.createServer({ ca, cert, key, requestCert: true, rejectUnauthorized: true });
    return new FakeKubelet(await listening(server));
  }

  get port(): number {
    return portOf(this.#server);
  }

  /** forwards that are open now */
  get forwards(): number {
    return this.#forwards.size;
  }

  close(): Promise<void> {
    for (const socket of this.#forwards.keys()) socket.terminate();
    return new Promise((done) => {
      this.#server.close(() => done());
      for (const socket of this.#open) socket.destroy();
    });
  }

  #keep(socket: Socket): void {
    this.#open.add(socket);
    socket.on('close', () => this.#open.delete(socket));
  }

  #forward(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'https://kubelet');
    const [, kind, namespace, pod] = pathname.split('/');
    const port = Number(searchParams.get('port'));
    if (kind !== 'portForward' || !request.headers['sec-websocket-protocol']?.includes(protocol)) {
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (forward) => {
      const key = `${namespace}/${pod}`;
      this.#forwards.set(forward, key);
      this.count++;
      const toPod = [...this.#forwards.values()].filter((it) => it === key).length;
      this.most = { all: Math.max(this.most.all, this.#forwards.size), pod: Math.max(this.most.pod, toPod) };
      forward.on('close', () => this.#forwards.delete(forward));
      this.#dial(forward, `${key}:${port}`, port);
    });
  }

  #dial(forward: WebSocket, key: string, port: number): void {
    const send = (channel: number, data: Buffer): void => {
      if (forward.readyState === forward.OPEN) forward.send(Buffer.concat([Buffer.of(channel), data]));
    };
    const head = Buffer.alloc(2);
    head.writeUInt16LE(port);
    send(0, head);
    send(1, head);
    const target = this.ports.get(key);
    if (target === 'silent') return;
    const end = (): void => forward.close(1000);
    if (target === undefined) {
      send(
        1,
        Buffer.from(`error forwarding port ${port} to pod ${key}: dial tcp4 127.0.0.1:${port}: connection refused`),
      );
      end();
      return;
    }
    const socket = net.connect({ host: '127.0.0.1', port: target });
    this.#keep(socket);
    socket.on('data', (data) => send(0, data));
    socket.on('end', end).on('close', end);
    socket.on('error', (error) =>
      send(1, Buffer.from(`error forwarding port ${port} to pod ${key}: ${error.message}`)),
    );
    forward.on('message', (message: Buffer) => {
      if (message[0] === 0) socket.write(message.subarray(1));
    });
    forward.on('close', () => socket.destroy());
  }
}

const protocol = 'v4.channel.k8s.io';
