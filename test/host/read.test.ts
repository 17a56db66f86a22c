// What a file is read as, and written back as.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { encode } from '../../server/host/decode.ts';
import { nodeHost } from '../../server/host/node.ts';
import { temporary } from './temporary.ts';

const host = nodeHost();

/** The parts of an answer that count for a program. */
async function read(path: string): Promise<object> {
  const answer = await host.read(path);
  return 'text' in answer ? answer : { reason: answer.reason };
}

test('UTF-8 with and without a byte order mark, which is not part of the text', async (t) => {
  const folder = temporary(t, { 'a.yaml': 'ä: 😀\r\n', 'b.yaml': '\ufeffä: 1\n', 'c.yaml': '' });
  assert.deepEqual(await read(folder.at('a.yaml')), { text: 'ä: 😀\r\n' });
  assert.deepEqual(await read(folder.at('b.yaml')), { text: 'ä: 1\n', encoding: 'utf-8-bom' });
  assert.deepEqual(await read(folder.at('c.yaml')), { text: '' });
});

test('UTF-16 that says so', async (t) => {
  const folder = temporary(t, { 'le.yaml': encode('a: ä😀', 'utf-16le'), 'be.yaml': encode('a: ä😀', 'utf-16be') });
  assert.deepEqual(await read(folder.at('le.yaml')), { text: 'a: ä😀', encoding: 'utf-16le' });
  assert.deepEqual(await read(folder.at('be.yaml')), { text: 'a: ä😀', encoding: 'utf-16be' });
  assert.deepEqual([...encode('aä', 'utf-16le')], [0xff, 0xfe, 0x61, 0, 0xe4, 0]);
  assert.deepEqual([...encode('aä', 'utf-16be')], [0xfe, 0xff, 0, 0x61, 0, 0xe4]);
});

test('what is no text says so, and what could be made out of it', async (t) => {
  const folder = temporary(t, {
    'binary.yaml': Buffer.from('kind: A\0\x01\x02'),
    'unmarked.yaml': encode('kind: A', 'utf-16le').subarray(2),
    'latin.yaml': Buffer.from('kind: A # gr\xfc\xdfe', 'latin1'),
    'half.yaml': Buffer.from([0xff, 0xfe, 0x00, 0xd8]),
  });
  assert.deepEqual(await host.read(folder.at('binary.yaml')), {
    path: folder.at('binary.yaml'),
    reason: 'is binary: it holds NUL bytes',
    rough: 'kind: A\x01\x02',
  });
  assert.deepEqual(await host.read(folder.at('unmarked.yaml')), {
    path: folder.at('unmarked.yaml'),
    reason: 'is binary: it holds NUL bytes',
    rough: 'kind: A',
  });
  assert.deepEqual(await host.read(folder.at('latin.yaml')), {
    path: folder.at('latin.yaml'),
    reason: 'is not valid UTF-8',
    rough: 'kind: A # gr\ufffd\ufffde',
  });
  assert.deepEqual(await read(folder.at('half.yaml')), { reason: 'is not valid UTF-16' });
});

test('UTF-32 is said to be that, and not taken for UTF-16', async (t) => {
  const little = new Uint8Array(new Uint32Array([0xfeff, ...[...'kind: A'].map((c) => c.charCodeAt(0))]).buffer);
  const big = little.slice();
  for (let i = 0; i < big.length; i += 4) big.subarray(i, i + 4).reverse();
  const folder = temporary(t, { 'le.yaml': little, 'be.yaml': big });
  for (const name of ['le.yaml', 'be.yaml']) {
    const answer = await host.read(folder.at(name));
    assert.equal('reason' in answer && answer.reason, 'is UTF-32, which kubectl does not read; UTF-8 it does');
    assert.match('rough' in answer ? (answer.rough ?? '') : '', /kind: A/);
  }
});

test('too large a file', async (t) => {
  const folder = temporary(t, { 'large.yaml': 'a: 1\n'.repeat(1_700_000), 'most.yaml': 'a'.repeat(8 * 1024 * 1024) });
  assert.deepEqual(await read(folder.at('large.yaml')), { reason: 'is larger than 8 MB (8.1 MB)' });
  const most = await host.read(folder.at('most.yaml'));
  assert.equal('text' in most && most.text.length, 8 * 1024 * 1024);
});

test('files that cannot be had', async (t) => {
  const folder = temporary(t, { 'a.yaml': '' });
  folder.make('folder.yaml');
  folder.link('loop.yaml', 'loop.yaml');
  folder.link('gone.yaml', 'nowhere');
  assert.deepEqual(await read(folder.at('none.yaml')), { reason: 'does not exist' });
  assert.deepEqual(await read(folder.at('gone.yaml')), { reason: 'does not exist' });
  assert.deepEqual(await read(folder.at('folder.yaml')), { reason: 'is a folder' });
  assert.deepEqual(await read(folder.at('a.yaml/b.yaml')), { reason: 'is not a folder' });
  assert.deepEqual(await read(folder.at('loop.yaml')), { reason: 'is a link that leads back to itself' });
});

test('one text does not shine through the next', async (t) => {
  const folder = temporary(t, { 'a.yaml': 'a'.repeat(300_000), 'b.yaml': 'b', 'c.yaml': 'c'.repeat(400_000) });
  const texts = await Promise.all(['a', 'b', 'c', 'b'].map((name) => host.read(folder.at(`${name}.yaml`))));
  assert.deepEqual(
    texts.map((answer) => 'text' in answer && [answer.text[0], answer.text.length]),
    [
      ['a', 300_000],
      ['b', 1],
      ['c', 400_000],
      ['b', 1],
    ],
  );
});

test('a pipe is read to its end', { skip: process.platform === 'win32' }, (t) => {
  const folder = temporary(t);
  const script = `
    import { nodeHost } from ${JSON.stringify(new URL('../../server/host/node.ts', import.meta.url).href)};
    process.stdout.write(JSON.stringify(await nodeHost().read('/dev/stdin')));
  `;
  folder.write('read.mts', script);
  const answer = execFileSync('sh', ['-c', `printf 'a: 1' | "${process.execPath}" --no-warnings read.mts`], {
    cwd: folder.path,
    encoding: 'utf8',
  });
  assert.deepEqual(JSON.parse(answer), { text: 'a: 1' });
});

test('the nearest folder that holds a name, from a file or a folder, there or not', async (t) => {
  const folder = temporary(t, { 'x/.eck-lint.yaml': '', 'x/y/z/a.yaml': '' });
  const found = (path: string) => host.findUp(folder.at(path), ['.eck-lint.yaml', '.nothing']);
  assert.equal(await found('x/y/z/a.yaml'), folder.at('x'));
  assert.equal(await found('x/y/z'), folder.at('x'));
  assert.equal(await found('x'), folder.at('x'));
  assert.equal(await found('x/new/folder/b.yaml'), folder.at('x'));
  assert.equal(await host.findUp(folder.path, ['no such name anywhere']), undefined);
});

test('writing keeps rights, links and byte order marks, and leaves nothing behind', {
  skip: process.platform === 'win32',
}, (t) => {
  const folder = temporary(t, { 'a.yaml': 'old' });
  chmodSync(folder.at('a.yaml'), 0o640);
  folder.link('link.yaml', 'a.yaml');
  assert.equal(host.write(folder.at('link.yaml'), 'ä: 1\r\n', 'utf-8-bom'), undefined);
  assert.deepEqual(
    [...readFileSync(folder.at('a.yaml'))],
    [0xef, 0xbb, 0xbf, 0xc3, 0xa4, 0x3a, 0x20, 0x31, 0x0d, 0x0a],
  );
  assert.equal(statSync(folder.at('a.yaml')).mode & 0o777, 0o640);
  assert.ok(lstatSync(folder.at('link.yaml')).isSymbolicLink());
  assert.deepEqual(readdirSync(folder.path), ['a.yaml', 'link.yaml']);
  assert.deepEqual(host.write(folder.at('gone.yaml'), ''), {
    path: folder.at('gone.yaml'),
    reason: 'cannot be written: ENOENT',
  });
});
