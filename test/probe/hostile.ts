// A server in the pod that means ill: the probe ends in time, keeps its login to itself, and leaves nothing open.
import assert from 'node:assert/strict';
import type { RequestListener, ServerResponse } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import { listening, portOf } from './support/control-plane.ts';
import type { World } from './support/world.ts';

/** ms, of one request */
const limit = 800;

const drip = (response: ServerResponse, text: string): void => {
  const timer = setInterval(() => (response.destroyed ? clearInterval(timer) : response.write(text)), 50);
};
const available = '{"status":{"overall":{"level":"available"}}}';

/** How Kibana answers; the status that it gives to everybody is in order where the title speaks of a login. */
const answers: readonly (readonly [title: string, RequestListener, sentence: RegExp])[] = [
  ['answers drop by drop', (_, response) => drip(response, ' '), /^Kibana does not answer in time/],
  [
    'answers a login drop by drop',
    ({ url }, response) => (url === '/api/status' ? response.end(available) : drip(response, ' ')),
    /^Kibana does not answer in time/,
  ],
  [
    'answers without an end',
    (_, response) => {
      const part = Buffer.alloc(1 << 16, 'x');
      const more = (): void => void (response.destroyed || response.write(part, more));
      more();
    },
    /is not available: status 200/,
  ],
  [
    'has headers of any size',
    (_, response) => response.writeHead(200, { x: 'y'.repeat(1 << 17) }).end(),
    /^The connection to Kibana was lost/,
  ],
  [
    'leads elsewhere',
    (_, response) => response.writeHead(302, { location: 'https://127.0.0.1:1/' }).end(),
    /is not available: status 302/,
  ],
  [
    'announces an answer for ever',
    (_, response) => {
      const timer = setInterval(() => (response.destroyed ? clearInterval(timer) : response.writeContinue()), 20);
    },
    /^Kibana does not answer in time/,
  ],
  ['hangs up', (request) => request.socket.destroy(), /^The connection to Kibana was lost/],
  ['says nothing that is JSON', (_, response) => response.end('<html>'), /is not available: status 200/],
];

export function hostile(here: () => World): void {
  describe('a Kibana that', () => {
    for (const [title, answer, sentence] of answers) {
      it(title, async () => {
        const world = here();
        const { key, cert } = world.certificates.kibana;
        const server = await listening(https.createServer({ key, cert }, answer));
        const open = new Set<Socket>();
        let logins = 0;
        server.on('connection', (socket: Socket) => {
          open.add(socket);
          socket.on('close', () => open.delete(socket));
        });
        server.on('request', ({ headers }) => {
          const given = Buffer.from(headers.authorization?.slice('Basic '.length) ?? '', 'base64').toString();
          if (given !== '' && !given.startsWith('eck-lint-')) logins++;
        });
        try {
          const { report, ms } = await world.run({ kibanaPort: portOf(server), call: { timeout: limit } });
          assert.match(report?.verdict.sentence ?? '', sentence);
          assert.equal(logins, 0, 'an invented login is all it gets');
          assert.ok(ms < 5 * limit, `${Math.round(ms)} ms`);
          for (let i = 0; i < 50 && open.size > 0; i++) await new Promise((done) => setTimeout(done, 20));
          assert.equal(open.size, 0, 'no connection stays open');
        } finally {
          for (const socket of open) socket.destroy();
          server.close();
        }
      });
    }
  });
}
