// The command line as a process, over the rules of the catalog.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { truncateSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporary } from '../host/temporary.ts';

const program = fileURLToPath(new URL('../../server/cli/main.ts', import.meta.url));
const environment = { PATH: process.env.PATH, NODE_NO_WARNINGS: '1' };

function eckLint(
  folder: string,
  words: readonly string[],
  input = '',
): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    cwd: folder,
    input,
    encoding: 'utf8',
    env: environment,
  });
  return { status, out: stdout, err: stderr };
}

const manifest = `\
apiVersion: kibana.k8s.elastic.co/v1
kind: Kibana
metadata:
  name: kibana
spec:
  version: 9.2.1
  image: docker.elastic.co/kibana/kibana:latest # pinned soon
`;

test('a finding of the catalog, on standard output, whole', (t) => {
  const { path } = temporary(t, { 'kibana.yaml': manifest });
  assert.deepEqual(eckLint(path, ['check', '--fail-on', 'warning']), {
    status: 1,
    out: `\
kibana.yaml:7:10: warning: The image docker.elastic.co/kibana/kibana:latest is not pinned to a version, so a restart may run another one. [latest-image]
 7 |   image: docker.elastic.co/kibana/kibana:latest # pinned soon
   |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = fix: Pin to 9.2.1, the version of the resource (--fix)
   = https://eck-lint.io/rules/latest-image

1 warning in 1 of 1 file; 1 can be fixed with --fix
`,
    err: '',
  });
});

test('--fix, and then nothing is left', (t) => {
  const folder = temporary(t, { 'kibana.yaml': manifest });
  assert.deepEqual(eckLint(folder.path, ['check', '--fix', '--fail-on', 'warning']), {
    status: 0,
    out: 'no findings in 1 file\n',
    err: 'eck-lint: fixed 1 finding in 1 file\n',
  });
  assert.equal(folder.read('kibana.yaml'), manifest.replace(':latest', ':9.2.1'));
});

test('standard input', (t) => {
  const { path } = temporary(t);
  const { status, out } = eckLint(path, ['check', '-', '--format', 'json', '--fail-on', 'warning'], manifest);
  assert.equal(status, 1);
  assert.deepEqual(
    JSON.parse(out).findings.map(({ rule, file }: { rule: string; file: string }) => [rule, file]),
    [['latest-image', '<stdin>']],
  );
});

test('a call that cannot be used', (t) => {
  const { path } = temporary(t);
  const { status, out, err } = eckLint(path, ['check', 'nowhere']);
  assert.deepEqual({ status, out, err }, { status: 2, out: '', err: 'eck-lint: nowhere does not exist\n' });
});

test('the version and the page of a rule are found', (t) => {
  const { path } = temporary(t);
  assert.match(eckLint(path, ['--version']).out, /^\d+\.\d+\.\d+\n$/);
  assert.match(eckLint(path, ['explain', 'kibana-basic-auth-missing']).out, /\nWhy\n/);
});

test('output larger than a pipe holds arrives whole', (t) => {
  const { path } = temporary(t, { 'a.yaml': Array.from({ length: 500 }, () => manifest).join('---\n') });
  const { out } = eckLint(path, ['check', '--format', 'json']);
  assert.ok(out.length > 200_000);
  assert.equal(JSON.parse(out).findings.length, 500);
});

test('a reader that goes away is no failure', async (t) => {
  const { path } = temporary(t, { 'a.yaml': Array.from({ length: 500 }, () => manifest).join('---\n') });
  const child = spawn(process.execPath, [program, 'check', '--format', 'json'], { cwd: path, env: environment });
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdout.destroy();
  const [status] = await once(child, 'close');
  assert.deepEqual({ status, err }, { status: 0, err: '' });
});

test('a working directory that is gone', { skip: process.platform === 'win32' }, (t) => {
  const folder = temporary(t);
  folder.make('gone');
  const within = (words: string) =>
    spawnSync('sh', ['-c', `rmdir ../gone && exec "${process.execPath}" "${program}" ${words}`], {
      cwd: folder.at('gone'),
      encoding: 'utf8',
      env: environment,
    });
  const { status, stdout, stderr } = within('check');
  assert.deepEqual(
    { status, stdout, stderr },
    { status: 2, stdout: '', stderr: 'eck-lint: The working directory does not exist any more.\n' },
  );
  folder.make('gone');
  assert.equal(within('--version').status, 0);
});

test('a pipe, a device and files without end are not waited for', { skip: process.platform === 'win32' }, (t) => {
  const folder = temporary(t, { 'a.yaml': manifest });
  spawnSync('mkfifo', [folder.at('pipe.yaml')]);
  folder.link('zero.yaml', '/dev/zero');
  folder.write('huge.yaml', '');
  truncateSync(folder.at('huge.yaml'), 200 * 1024 * 1024);
  const why = 'is no regular file; a text can be given on standard input, with - as the path';
  assert.deepEqual(eckLint(folder.path, ['check', 'pipe.yaml', 'zero.yaml', 'huge.yaml']), {
    status: 2,
    out: 'no findings in 0 files\n',
    err: `eck-lint: huge.yaml is larger than 8 MB (200.0 MB)\neck-lint: pipe.yaml ${why}\neck-lint: zero.yaml ${why}\n`,
  });
  assert.deepEqual(
    eckLint(folder.path, ['check', '.', 'a.yaml', './a.yaml', folder.at('a.yaml')]).err,
    'eck-lint: huge.yaml is larger than 8 MB (200.0 MB)\n',
  );
  const endless = spawnSync('sh', ['-c', `yes 'a: 1' | "${process.execPath}" "${program}" check -`], {
    cwd: folder.path,
    encoding: 'utf8',
    env: environment,
  });
  assert.match(endless.stderr, /^eck-lint: <stdin> is larger than 8 MB \(\d+\.\d MB\)\n$/);
});
