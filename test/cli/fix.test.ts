// --fix: what it changes, what it leaves alone, and what it says.
import assert from 'node:assert/strict';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { encode } from '../../server/host/decode.ts';
import { type NodeHost, nodeHost } from '../../server/host/node.ts';
import { temporary } from '../host/temporary.ts';
import { eckLint, elasticsearch, kibana } from './given.ts';

test('safe fixes are applied until none is left, and what remains is told', async (t) => {
  const folder = temporary(t, { 'a.yaml': `${kibana('bad')}---\n${kibana('poor-one')}`, 'b.yaml': kibana('poor') });
  assert.deepEqual(await eckLint(folder.path, ['check', '--fix', '--fail-on', 'warning']), {
    status: 1,
    out: `\
a.yaml:7:19: warning: This name is poor. [bad-name]
 7 | metadata: { name: poor-one }
   |                   ^^^^^^^^
   = fix: Call it good
   = https://eck-lint.io/rules/bad-name

1 warning in 1 of 2 files
`,
    // the first needs two rounds
    err: 'eck-lint: fixed 3 findings in 2 files\n',
  });
  assert.equal(folder.read('a.yaml'), `${kibana('good')}---\n${kibana('poor-one')}`);
  assert.equal(folder.read('b.yaml'), kibana('good'));
});

test('doing it again changes nothing, not even the time of the file', async (t) => {
  const folder = temporary(t, { 'a.yaml': kibana('bad') });
  await eckLint(folder.path, ['check', '--fix']);
  const { mtimeMs, ino } = statSync(folder.at('a.yaml'));
  assert.deepEqual(await eckLint(folder.path, ['check', '--fix']), {
    status: 0,
    out: 'no findings in 1 file\n',
    err: 'eck-lint: nothing to fix\n',
  });
  const after = statSync(folder.at('a.yaml'));
  assert.deepEqual([after.mtimeMs, after.ino], [mtimeMs, ino]);
  assert.deepEqual(readdirSync(folder.path), ['a.yaml']);
});

test('comments, line ends, byte order marks and encodings stay', async (t) => {
  const text = (name: string): string => kibana(name).replaceAll('\n', ' # ä 😀\r\n');
  const folder = temporary(t, {
    'crlf.yaml': text('bad'),
    'bom.yaml': encode(text('bad'), 'utf-8-bom'),
    'wide.yaml': encode(text('bad'), 'utf-16be'),
  });
  await eckLint(folder.path, ['check', '--fix']);
  const read = (name: string) => nodeHost().read(folder.at(name));
  assert.deepEqual(await read('crlf.yaml'), { text: text('good') });
  assert.deepEqual(await read('bom.yaml'), { text: text('good'), encoding: 'utf-8-bom' });
  assert.deepEqual(await read('wide.yaml'), { text: text('good'), encoding: 'utf-16be' });
});

test('files that are not linted are left alone, and their fixes are not promised', async (t) => {
  const folder = temporary(t, { 'x/es.yaml': elasticsearch('es'), 'k.yaml': kibana('kibana') });
  assert.deepEqual(await eckLint(folder.path, ['check', '--fix', 'x']), {
    status: 0,
    out: `\
x/es.yaml:3:19: warning: No Kibana is named es. [lonely]
 3 | metadata: { name: es }
   |                   ^^
   = fix: Rename the Kibana
   = https://eck-lint.io/rules/lonely

1 warning in 1 of 1 file
`,
    err: 'eck-lint: nothing to fix\n',
  });
  assert.equal(folder.read('k.yaml'), kibana('kibana'));
  const { err } = await eckLint(folder.path, ['check', '--fix']);
  assert.equal(err, 'eck-lint: fixed 1 finding in 1 file\n');
  assert.equal(folder.read('k.yaml'), kibana('es'));
});

test('of fixes that want the same place one is applied at a time', async (t) => {
  const folder = temporary(t, {
    'k.yaml': kibana('bad'),
    'one.yaml': elasticsearch('one'),
    'two.yaml': elasticsearch('two'),
  });
  const { err, out } = await eckLint(folder.path, ['check', '--fix']);
  // the two Elasticsearch take the name from each other for as long as they may
  assert.equal(err, 'eck-lint: fixed 10 findings in 1 file\n');
  assert.match(out, /^1 warning in 1 of 3 files/m);
});

test('what settings switch off is not fixed', async (t) => {
  const folder = temporary(t, { 'a.yaml': kibana('bad'), '.eck-lint.yaml': 'rules: { bad-name: off }\n' });
  await eckLint(folder.path, ['check', '--fix']);
  assert.equal(folder.read('a.yaml'), kibana('bad'));
});

test('standard input is not fixed', async (t) => {
  const { path } = temporary(t);
  assert.deepEqual(await eckLint(path, ['check', '--fix', '-']), {
    status: 2,
    out: '',
    err: 'eck-lint: --fix writes files: it cannot be used with standard input.\n',
  });
});

test('a file that others change meanwhile is not written, and the rest is', async (t) => {
  const folder = temporary(t, { 'a.yaml': kibana('bad'), 'b.yaml': kibana('bad'), 'c.yaml': kibana('bad') });
  const host = nodeHost();
  const reads = new Set<string>();
  const busy: NodeHost = {
    ...host,
    async read(path, atMost) {
      // the second look at a file comes before it is written
      if (reads.has(path) && path === folder.at('b.yaml')) folder.write('b.yaml', `${kibana('bad')}# mine\n`);
      if (reads.has(path) && path === folder.at('c.yaml')) rmSync(path);
      reads.add(path);
      return host.read(path, atMost);
    },
  };
  const { status, out, err } = await eckLint(folder.path, ['check', '--fix', '--format', 'json'], { host: busy });
  assert.equal(status, 2);
  assert.equal(
    err,
    `\
eck-lint: b.yaml has been changed by others since it was read: it was not written
eck-lint: c.yaml does not exist
eck-lint: fixed 2 findings in 1 file
`,
  );
  assert.equal(folder.read('a.yaml'), kibana('good'));
  assert.equal(folder.read('b.yaml'), `${kibana('bad')}# mine\n`);
  assert.deepEqual(
    JSON.parse(out).findings.map(({ file }: { file: string }) => file),
    ['b.yaml', 'c.yaml'],
  );
});
