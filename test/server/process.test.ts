// The language server as a process, over standard input and output: what it makes of input that is none, and how it ends.
import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../server/lsp/main.node.ts', import.meta.url));
const environment = { PATH: process.env.PATH, NODE_NO_WARNINGS: '1' };

const start = (...words: string[]): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [program, ...words], { env: environment });

const framed = (message: unknown): string => {
  const body = typeof message === 'string' ? message : JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
};

const initialize = (capabilities: unknown): string =>
  framed({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities } });
const farewell =
  framed({ jsonrpc: '2.0', id: 2, method: 'shutdown' }) + framed({ jsonrpc: '2.0', method: 'exit', params: null });

/** What a server says and how it ends when it is sent this; its input stays open. */
async function after(input: string, ...words: string[]): Promise<{ status: number | null; out: string; err: string }> {
  const server = start(...words);
  const heard = { out: '', err: '' };
  server.stdout.on('data', (chunk) => {
    heard.out += chunk;
  });
  server.stderr.on('data', (chunk) => {
    heard.err += chunk;
  });
  server.stdin.on('error', () => {}).write(input);
  const [status] = (await once(server, 'close')) as [number | null];
  return { status, ...heard };
}

const refusal = (why: string): string =>
  `eck-lint: standard input does not speak the language server protocol: ${why}\n`;

test('a client without any capabilities is served', async () => {
  for (const capabilities of [null, undefined, {}, { workspace: null, textDocument: null }]) {
    const { status, out, err } = await after(initialize(capabilities) + farewell, '--stdio');
    assert.match(out, /"hoverProvider":true/);
    assert.deepEqual({ status, err }, { status: 0, err: '' });
  }
});

test('input that is no message ends the server with a word about it', async () => {
  const noHeader = { status: 1, out: '', err: refusal('a message begins with Content-Length') };
  assert.deepEqual(await after('{"jsonrpc":"2.0"}\n'), noHeader);
  assert.deepEqual(await after('hello\n'), noHeader);
  for (const header of ['Content-Length: many\r\n\r\n', 'Content-Lengthy\r\n\r\n', 'Content-Type: x\r\n\r\n'])
    assert.deepEqual(await after(header), { status: 1, out: '', err: refusal('a header is broken') });
  const later = await after(`${initialize({})}oops\r\n\r\n`);
  assert.equal(later.err, refusal('a header is broken'));
});

test('a length that no message has ends the server with a word about it', async () => {
  const refused = refusal('a Content-Length is no length of a message');
  for (const length of ['-1', '-100', '12.5', '99999999999', '1e400'])
    assert.deepEqual(await after(`Content-Length: ${length}\r\n\r\n{}`), { status: 1, out: '', err: refused });
  assert.equal((await after(`${initialize({})}content-length: -5\r\n\r\n`)).err, refused);
});

test('a message that is not JSON is left out', async () => {
  const { status, out, err } = await after(framed('{"a":') + initialize({}) + farewell);
  assert.match(out, /"hoverProvider":true/);
  assert.deepEqual({ status, err }, { status: 0, err: 'eck-lint: a message that is not JSON was left out\n' });
});

test('messages of wrong shapes end nothing', async () => {
  const odd = [
    'null',
    '3',
    '"x"',
    '[]',
    '{}',
    '{"method":7}',
    '{"jsonrpc":"2.0","id":9,"method":"textDocument/hover","params":5}',
  ]
    .map(framed)
    .join('');
  const { status, out } = await after(odd + initialize({}) + odd + farewell);
  assert.match(out, /"hoverProvider":true/);
  assert.equal(status, 0);
});

test('a client that goes away ends the server without a word', async () => {
  for (const gone of ['stdin', 'stdout'] as const) {
    const server = start();
    let err = '';
    server.stderr.on('data', (chunk) => {
      err += chunk;
    });
    server.stdin.on('error', () => {}).write(initialize({}));
    await once(server.stdout, 'data');
    if (gone === 'stdin') server.stdin.end();
    else server.stdout.destroy();
    // whoever does not read any more notices with the next answer
    const again = setInterval(() => server.stdin.writable && server.stdin.write(initialize({})), 20);
    const [status] = await once(server, 'close');
    clearInterval(again);
    assert.deepEqual({ status, err }, { status: 1, err: '' }, gone);
  }
});
