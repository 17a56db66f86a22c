// Asking a package registry from the command line, with a stand-in for one on this machine.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { rules } from '../../rules/index.ts';
import { nodeRegistry } from '../../server/host/node-registry.ts';
import { temporary } from '../host/temporary.ts';
import { eckLint, type Outcome } from './given.ts';

/** A registry that answers so; its address, and what it has been asked. */
async function registry(t: TestContext, answer: RequestListener): Promise<{ address: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    assert.equal(request.headers.authorization, undefined);
    assert.equal(request.headers.cookie, undefined);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const json =
  (value: unknown): RequestListener =>
  (_, response) =>
    void response.end(JSON.stringify(value));

const manifest = (packages: readonly string[]): string =>
  `apiVersion: kibana.k8s.elastic.co/v1\nkind: Kibana\nmetadata: { name: kibana }\nspec:\n  version: 9.2.1\n  config:\n    xpack.fleet.packages:\n${packages.map((name) => `      - { name: ${name}, version: latest }\n`).join('')}`;

const own = { rules: rules.filter(({ id }) => id === 'latest-package-version') };

const check = (
  t: TestContext,
  address: string | undefined,
  packages = ['system'],
  more: string[] = [],
): Promise<Outcome> =>
  eckLint(
    temporary(t, {
      '.eck-lint.yaml': address === undefined ? '' : `packageRegistry:\n  url: ${address}\n`,
      'kibana.yaml': manifest(packages),
    }).path,
    ['check', ...more],
    own,
  );

test('the newest version is offered, and --fix leaves it to the user', async (t) => {
  const { address, asked } = await registry(t, json([{ name: 'system', version: '2.6.2', title: 'System' }]));
  const { status, out, err } = await check(t, `${address}/`, ['system', 'system']);
  assert.equal(err, '');
  assert.equal(status, 0);
  assert.match(out, /fix: Pin system to 2\.6\.2, the newest for 9\.2\.1 in the package registry/);
  assert.deepEqual(asked, ['GET /search?package=system&kibana.version=9.2.1']);
  assert.equal((await check(t, address, ['system'], ['--fix'])).err, 'eck-lint: nothing to fix\n');
});

test('without an address nothing is asked', async (t) => {
  const { asked } = await registry(t, json([]));
  const { err, out } = await check(t, undefined);
  assert.equal(err, '');
  assert.doesNotMatch(out, /fix:/);
  assert.deepEqual(asked, []);
});

test('a registry without the package is no failure', async (t) => {
  for (const answer of [[], [{ name: 'other', version: '1.0.0' }], [null]]) {
    const { address } = await registry(t, json(answer));
    const { status, out, err } = await check(t, address);
    assert.deepEqual([status, err], [0, '']);
    assert.doesNotMatch(out, /fix:/);
  }
});

test('what goes wrong is told once, and changes nothing else', async (t) => {
  const answers: readonly (readonly [RequestListener, string])[] = [
    [(_, response) => void response.writeHead(500).end('[]'), 'answered with status 500'],
    [(_, response) => void response.writeHead(302, { location: '/elsewhere' }).end(), 'answered with status 302'],
    [(_, response) => void response.end('<html>'), 'did not answer with JSON'],
    [json({ name: 'system', version: '1.0.0' }), 'did not answer with a list of packages'],
    [
      json(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name, version: '1.0' }))),
      'answered with something that is no version',
    ],
    [(_, response) => void response.end('x'.repeat(2 * 1024 * 1024)), 'answered with too much'],
    [(request) => void request.socket.destroy(), 'cannot be reached: ECONNRESET'],
  ];
  const packages = ['a', 'b', 'c', 'd', 'e', 'f'];
  const without = await check(t, undefined, packages);
  for (const [answer, reason] of answers) {
    const { address, asked } = await registry(t, answer);
    const { err, ...same } = await check(t, address, packages);
    assert.equal(err, `eck-lint: the package registry ${address} ${reason}: no versions are offered from it\n`);
    assert.deepEqual({ err: '', ...same }, without);
    assert.ok(asked.length <= 4, `${asked}`);
    assert.ok(!asked.includes('GET /elsewhere'));
  }
});

test('nobody there', async (t) => {
  const { status, err } = await check(t, 'http://127.0.0.1:1');
  assert.equal(status, 0);
  assert.match(err, /^eck-lint: the package registry http:\/\/127\.0\.0\.1:1 refuses the connection: [^\n]*\n$/);
});

test('an answer that does not come, or does not end, is not waited for', async (t) => {
  const never: RequestListener = () => {};
  const endless: RequestListener = (_, response) => void response.write('[');
  for (const answer of [never, endless]) {
    const { address } = await registry(t, answer);
    const asking = nodeRegistry({ time: 100, size: 1000 }).newest(address, { name: 'a', stackVersion: '9.2.1' });
    await assert.rejects(asking, { message: 'did not answer within 0.1 s' });
  }
});

test('at most four questions at once, and the newest of several versions', async (t) => {
  let now = 0;
  let most = 0;
  const { address, asked } = await registry(t, (request, response) => {
    most = Math.max(most, ++now);
    const name = new URL(request.url ?? '', 'http://x').searchParams.get('package');
    setTimeout(() => {
      now--;
      response.end(JSON.stringify(['1.9.0', '1.10.0', '1.2.0'].map((version) => ({ name, version }))));
    }, 20);
  });
  const packages = Array.from({ length: 10 }, (_, i) => `p${i}`);
  const { out } = await check(t, address, packages);
  assert.equal(asked.length, 10);
  assert.equal(most, 4);
  assert.equal(out.split('to 1.10.0, the newest').length, 11);
});
