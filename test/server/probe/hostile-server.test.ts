// An API server that means ill, or a proxy in its place: whatever it answers, and however slowly, ends in an error of
// the probe's own, in time.
import assert from 'node:assert/strict';
import http, { type RequestListener } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import { ApiServer } from '../../../server/probe/access/api-server.ts';
import type { Connection } from '../../../server/probe/access/connection.ts';
import { openPod } from '../../../server/probe/access/pod-stream.ts';
import { isClusterError } from '../../../server/probe/cluster.ts';

const closing: (() => void)[] = [];
after(() => {
  for (const close of closing) close();
});

async function connectionTo(server: net.Server): Promise<Connection> {
  const open = new Set<net.Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  const { port } = server.address() as AddressInfo;
  return { server: new URL(`http://127.0.0.1:${port}`), options: {}, secrets: [], close: () => {} };
}

const limit = 300;
const never = new AbortController().signal;
const apiServer = async (answer: RequestListener): Promise<ApiServer> =>
  new ApiServer(await connectionTo(http.createServer(answer)), never, limit);

/** Ends with an error of the probe's own, and soon. */
async function fails(promise: Promise<unknown>, reason: RegExp): Promise<void> {
  const start = performance.now();
  await assert.rejects(promise, (error) => {
    assert.ok(isClusterError(error), String(error));
    assert.match(`${error.status} ${error.reason} ${error.message}`, reason);
    assert.doesNotMatch(error.message, /hidden/);
    return true;
  });
  assert.ok(performance.now() - start < 5000);
}

const drip = (socket: { write(text: string): unknown; destroyed: boolean }, text: string): void => {
  const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write(text)), 20);
};

describe('the API server', () => {
  for (const [title, answer, reason] of [
    ['that answers drop by drop', (_, response) => drip(response, ' '), /0 Timeout/],
    ['that never answers', () => {}, /0 Timeout/],
    [
      'whose answer has no end',
      (_, response) => {
        const part = Buffer.alloc(4 << 20, ' ');
        const more = (): void => void (response.destroyed || response.write(part, more));
        more();
      },
      /0 (?:TooLarge|Timeout)/,
    ],
    [
      'that leads elsewhere',
      (_, response) => response.writeHead(302, { location: '/x' }).end(),
      /^302 Unknown HTTP 302$/,
    ],
    ['that answers with a page', (_, response) => response.end('<html>hidden'), /0 NotJSON/],
    ['that refuses with a page', (_, response) => response.writeHead(500).end('hidden'), /^500 Unknown HTTP 500$/],
    [
      'that refuses in another form',
      (_, response) => response.writeHead(403).end('{"kind":"Status","message":["hidden"]}'),
      /^403 Unknown HTTP 403$/,
    ],
    [
      'with headers of any size',
      (_, response) => response.writeHead(200, { x: 'y'.repeat(1 << 17) }).end('{}'),
      /^0 HPE/,
    ],
  ] as const satisfies readonly (readonly [string, RequestListener, RegExp])[]) {
    it(title, async () => fails((await apiServer(answer)).get('/x'), reason));
  }

  for (const body of ['null', '5', '"x"', '[]', '{}', '{"items":5}', '{"items":{"length":9}}', '{"status":5}']) {
    it(`that answers ${body} gives an empty list and no right`, async () => {
      const server = await apiServer((_, response) => response.end(body));
      assert.deepEqual(await server.list('/x'), []);
      assert.equal(await server.can({ verb: 'get', resource: 'x' }), false);
    });
  }

  it('with very many items on a page', async () => {
    const server = await apiServer((_, response) => response.end(`{"items":[${'1,'.repeat(500_000)}1]}`));
    assert.equal((await server.list('/x')).length, 500_001);
  });

  it('with pages that have no end', async () => {
    const server = await apiServer((_, response) => response.end('{"items":[1],"metadata":{"continue":"x"}}'));
    await fails(server.list('/x'), /0 TooLarge/);
  });
});

describe('a port-forward', () => {
  const forward = async (server: net.Server, signal = never): Promise<unknown> =>
    openPod(await connectionTo(server), { namespace: 'a', pod: 'p', port: 1 }, signal, limit);
  const status = '{"kind":"Status","reason":"Forbidden","message":"no"}';

  it('that is agreed to drop by drop', () =>
    fails(forward(net.createServer((socket) => drip(socket, 'H'))), /0 (?:Timeout|HPE)/));

  it('that is agreed to with headers drop by drop', () =>
    fails(
      forward(
        net.createServer((socket) => {
          socket.write('HTTP/1.1 101 Switching Protocols\r\n');
          drip(socket, 'x: y\r\n');
        }),
      ),
      /0 Timeout/,
    ));

  it('that is refused drop by drop', () =>
    fails(
      forward(
        http.createServer().on('upgrade', (_, socket) => {
          socket.write('HTTP/1.1 403 Forbidden\r\n\r\n');
          drip(socket as net.Socket, ' ');
        }),
      ),
      /0 Timeout/,
    ));

  it('that is refused without an end', () =>
    fails(
      forward(
        http.createServer().on('upgrade', (_, socket) => {
          socket.write('HTTP/1.1 403 Forbidden\r\n\r\n');
          const more = (): void => void (socket.destroyed || socket.write('hidden '.repeat(10_000), () => more()));
          more();
        }),
      ),
      /^403 Unknown HTTP 403$/,
    ));

  it('that is refused in words', () =>
    fails(
      forward(http.createServer().on('upgrade', (_, socket) => socket.end(`HTTP/1.1 403 Forbidden\r\n\r\n${status}`))),
      /^403 Forbidden no$/,
    ));

  it('that leads elsewhere', () =>
    fails(
      forward(
        http
          .createServer()
          .on('upgrade', (_, socket) => socket.end('HTTP/1.1 307 X\r\nlocation: http://127.0.0.1:1/\r\n\r\n')),
      ),
      /^307 /,
    ));

  it('is given up at once', async () => {
    const controller = new AbortController();
    const opening = forward(
      net.createServer(() => {}),
      controller.signal,
    );
    setTimeout(() => controller.abort(), 50);
    await assert.rejects(opening, { name: 'Cancelled' });
  });
});
