// What is linted, what it is looked at together with, and the exit status.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from '../../server/host/decode.ts';
import { temporary } from '../host/temporary.ts';
import { type Circumstances, eckLint, elasticsearch, kibana } from './given.ts';

/** Findings as `file:line rule`, with the files that were related to them. */
async function check(folder: string, words: readonly string[], given?: Circumstances) {
  const { status, out, err } = await eckLint(folder, ['check', '--format', 'json', ...words], given);
  if (out === '') return { status, files: undefined, found: [], err };
  const { files, findings } = JSON.parse(out);
  const found = findings.map(
    (finding: { file: string; range: { start: { line: number } }; rule: string; related: { file: string }[] }) =>
      [
        `${finding.file}:${finding.range.start.line + 1} ${finding.rule}`,
        ...finding.related.map(({ file }) => file),
      ].join(' → '),
  );
  return { status, files, found, err };
}

/** The findings on Kibanas. */
const foundIn = async (folder: string, ...words: string[]): Promise<string[]> =>
  (await check(folder, words)).found.filter((found: string) => found.includes('bad-name'));

test('the threshold decides between 0 and 1', async (t) => {
  const { path } = temporary(t, {
    'bad.yaml': kibana('bad'),
    'poor.yaml': kibana('poor'),
    'odd.yaml': kibana('odd'),
    'long.yaml': kibana('long'),
    'good.yaml': kibana('good'),
  });
  const statuses = async (...words: string[]): Promise<number[]> =>
    Promise.all(
      ['bad', 'poor', 'odd', 'long', 'good'].map(
        async (name) => (await eckLint(path, ['check', `${name}.yaml`, ...words])).status,
      ),
    );
  assert.deepEqual(await statuses(), [1, 0, 0, 0, 0]);
  assert.deepEqual(await statuses('--fail-on', 'warning'), [1, 1, 0, 0, 0]);
  assert.deepEqual(await statuses('--fail-on', 'info'), [1, 1, 1, 0, 0]);
});

test('a folder is linted with what is below it, less what .gitignore leaves out', async (t) => {
  const { path } = temporary(t, {
    '.gitignore': 'out\n',
    'a.yaml': kibana('bad'),
    'x/b.yaml': kibana('bad'),
    'out/c.yaml': kibana('bad'),
    'x/d.json': '{"apiVersion":"kibana.k8s.elastic.co/v1","kind":"Kibana","metadata":{"name":"bad"}}',
  });
  assert.deepEqual(await check(path, []), {
    status: 1,
    files: 3,
    found: ['a.yaml:3 bad-name', 'x/b.yaml:3 bad-name', 'x/d.json:1 bad-name'],
    err: '',
  });
  assert.deepEqual(await foundIn(path, 'x', 'a.yaml', './x/b.yaml'), [
    'a.yaml:3 bad-name',
    'x/b.yaml:3 bad-name',
    'x/d.json:1 bad-name',
  ]);
});

test('of the JSON in a folder only manifests count, and what cannot be read is nobody’s fault', async (t) => {
  const one = '{"apiVersion":"kibana.k8s.elastic.co/v1","kind":"Kibana","metadata":{"name":"bad"}}';
  const { path } = temporary(t, {
    'x/data.json': '{"kind":"Service","name":"k8s.elastic.co"}',
    'x/broken.json': '{"a": [',
    'x/binary.json': '\0\0',
    'x/package.json': one,
    'x/huge.json': `{"data":"${'x'.repeat(3_000_000)}",${one.slice(1)}`,
  });
  assert.deepEqual(await check(path, ['x']), {
    status: 0,
    files: 0,
    found: [],
    err: 'eck-lint: x holds no YAML files and no JSON manifests\n',
  });
  assert.deepEqual(await foundIn(path, 'x/huge.json', 'x/package.json'), [
    'x/huge.json:1 bad-name',
    'x/package.json:1 bad-name',
  ]);
});

test('a List in a JSON file of the project is what others refer to, and is repaired as JSON', async (t) => {
  const items = [
    { apiVersion: 'kibana.k8s.elastic.co/v1', kind: 'Kibana', metadata: { name: 'poor' } },
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'poor' } },
  ];
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, undefined, 2);
  const folder = temporary(t, { '.eck-lint.yaml': '', 'a/es.yaml': elasticsearch('poor'), 'b/list.json': list });
  assert.deepEqual(await foundIn(folder.path, 'a'), []);
  const { err } = await eckLint(folder.path, ['check', '--fix', 'b']);
  assert.equal(err, 'eck-lint: fixed 1 finding in 1 file\n');
  assert.equal(folder.read('b/list.json'), list.replace('poor', 'good'));
});

test('what is named is linted whatever leaves it out or its name', async (t) => {
  const { path } = temporary(t, {
    '.gitignore': 'out\n',
    'out/c.yaml': kibana('bad'),
    'd.json': '{"apiVersion":"kibana.k8s.elastic.co/v1","kind":"Kibana","metadata":{"name":"bad"}}',
    'e.tmpl': kibana('bad'),
  });
  assert.deepEqual(await foundIn(path, 'out/c.yaml', 'd.json', 'e.tmpl'), [
    'd.json:1 bad-name',
    'e.tmpl:3 bad-name',
    'out/c.yaml:3 bad-name',
  ]);
  assert.deepEqual(await foundIn(path, 'out'), ['out/c.yaml:3 bad-name']);
});

test('paths are told relative to the working directory', async (t) => {
  const folder = temporary(t, { 'a.yaml': kibana('bad'), 'x/b.yaml': kibana('bad'), 'y/c.yaml': '' });
  assert.deepEqual(await foundIn(folder.at('x'), '..'), ['../a.yaml:3 bad-name', 'b.yaml:3 bad-name']);
  assert.deepEqual(await foundIn(folder.at('x'), folder.at('a.yaml')), ['../a.yaml:3 bad-name']);
});

test('a file may refer to all below the marked folder above the working directory', async (t) => {
  const folder = temporary(t, {
    '.eck-lint.yaml': '',
    'x/deep/a.yaml': kibana('bad'),
    'y/es.yaml': elasticsearch('es'),
    'out/es.yaml': elasticsearch('es'),
    '.gitignore': 'out\n',
  });
  const expected = ['a.yaml:3 bad-name → ../../y/es.yaml'];
  assert.deepEqual(await foundIn(folder.at('x/deep')), expected);
  assert.deepEqual(await foundIn(folder.at('x/deep'), 'a.yaml'), expected);
  assert.deepEqual(await foundIn(folder.path, 'x/deep/a.yaml'), ['x/deep/a.yaml:3 bad-name → y/es.yaml']);
});

test('a git repository is a marked folder, a linked worktree too', async (t) => {
  const folder = temporary(t, {
    'repo/.git': 'gitdir: elsewhere\n',
    'repo/x/a.yaml': kibana('bad'),
    'repo/es.yaml': elasticsearch('es'),
    'es.yaml': elasticsearch('es'),
  });
  assert.deepEqual(await foundIn(folder.at('repo/x')), ['a.yaml:3 bad-name → ../es.yaml']);
});

test('without a marked folder the working directory is the root', async (t) => {
  const folder = temporary(t, { 'x/a.yaml': kibana('bad'), 'es.yaml': elasticsearch('es') });
  assert.deepEqual(await foundIn(folder.path, 'x'), ['x/a.yaml:3 bad-name → es.yaml']);
  assert.deepEqual(await foundIn(folder.at('x')), ['a.yaml:3 bad-name']);
});

test('in a working directory without a mark, a marked folder on the way to the path is the root', async (t) => {
  const folder = temporary(t, {
    'one/.eck-lint.yaml': '',
    'one/x/a.yaml': kibana('bad'),
    'one/es.yaml': elasticsearch('es'),
    'two/es.yaml': elasticsearch('es'),
  });
  assert.deepEqual(await foundIn(folder.path, 'one/x'), ['one/x/a.yaml:3 bad-name → one/es.yaml']);
});

test('paths elsewhere know nothing of the working directory', async (t) => {
  const folder = temporary(t, {
    'here/.eck-lint.yaml': '',
    'here/es.yaml': elasticsearch('es'),
    'here/k.yaml': kibana('bad'),
    'there/a.yaml': kibana('bad'),
    'there/es.yaml': elasticsearch('es'),
    'marked/.eck-lint.yaml': '',
    'marked/x/a.yaml': kibana('bad'),
    'marked/es.yaml': elasticsearch('es'),
  });
  const here = folder.at('here');
  // nothing marks a place there: what is named is all there is
  assert.deepEqual(await foundIn(here, '../there'), ['../there/a.yaml:3 bad-name → ../there/es.yaml']);
  assert.deepEqual(await foundIn(here, '../there/a.yaml'), ['../there/a.yaml:3 bad-name']);
  assert.deepEqual(await foundIn(here, '../there/a.yaml', '../there/es.yaml'), [
    '../there/a.yaml:3 bad-name → ../there/es.yaml',
  ]);
  assert.deepEqual(await foundIn(here, '../marked/x'), ['../marked/x/a.yaml:3 bad-name → ../marked/es.yaml']);
  // all at once, each with its own
  assert.deepEqual(await foundIn(here, '../there/a.yaml', '../marked/x', '.'), [
    '../marked/x/a.yaml:3 bad-name → ../marked/es.yaml',
    '../there/a.yaml:3 bad-name',
    'k.yaml:3 bad-name → es.yaml',
  ]);
});

test('a home directory is no project only because the user is there', async (t) => {
  const folder = temporary(t, { 'x/a.yaml': kibana('bad'), 'es.yaml': elasticsearch('es') });
  const { found } = await check(folder.path, ['x/a.yaml'], { home: folder.path });
  assert.deepEqual(found, ['x/a.yaml:3 bad-name']);
});

test('--root names the root', async (t) => {
  const folder = temporary(t, {
    '.eck-lint.yaml': '',
    'x/a.yaml': kibana('bad'),
    'x/es.yaml': elasticsearch('es'),
    'es.yaml': elasticsearch('es'),
  });
  assert.deepEqual(await foundIn(folder.path, 'x/a.yaml', '--root', 'x'), ['x/a.yaml:3 bad-name → x/es.yaml']);
  assert.deepEqual(await check(folder.path, ['--root', 'x/a.yaml']), {
    status: 2,
    files: undefined,
    found: [],
    err: 'eck-lint: --root needs a folder, and x/a.yaml is not one.\n',
  });
});

test('the nearest settings file decides, alone', async (t) => {
  const { path } = temporary(t, {
    '.eck-lint.yaml': 'rules:\n  bad-name: off\n  lonely: error\n',
    'a.yaml': kibana('bad'),
    'es.yaml': elasticsearch('es'),
    'x/.eck-lint.yaml': 'rules:\n  bad-name: info\n',
    'x/y/a.yaml': kibana('bad'),
    'x/y/es.yaml': elasticsearch('es'),
  });
  const { out } = await eckLint(path, ['check', '--format', 'github']);
  assert.equal(
    out.replaceAll(/,.*::/g, ' '),
    '::error file=es.yaml No Kibana is named es.\n::notice file=x/y/a.yaml This name is bad.\n' +
      '::warning file=x/y/es.yaml No Kibana is named es.\n',
  );
});

test('what settings ignore is not linted, though named, but may be referred to', async (t) => {
  const folder = temporary(t, {
    '.eck-lint.yaml': 'ignore:\n  - vendor/\n  - "/x/*.yml"\n',
    'a.yaml': kibana('bad'),
    'vendor/es.yaml': elasticsearch('es'),
    'x/b.yml': kibana('bad'),
    'x/x/b.yml': kibana('bad'),
  });
  assert.deepEqual(await check(folder.path, []), {
    status: 1,
    files: 2,
    found: ['a.yaml:3 bad-name → vendor/es.yaml', 'x/x/b.yml:3 bad-name → vendor/es.yaml'],
    err: '',
  });
  assert.deepEqual(await check(folder.at('x'), ['b.yml']), {
    status: 0,
    files: 0,
    found: [],
    err: 'eck-lint: b.yml is left out by ../.eck-lint.yaml\n',
  });
});

test('settings that cannot be used are told with their place, and nothing is linted or written', async (t) => {
  const folder = temporary(t, {
    '.eck-lint.yaml': 'rules:\n  bad-nam: off\n  lonely: fatal\nignored: []\n',
    'a.yaml': kibana('bad'),
  });
  assert.deepEqual(await eckLint(folder.path, ['check', '--fix']), {
    status: 2,
    out: '',
    err: `\
eck-lint: .eck-lint.yaml:2:3: There is no rule bad-nam. Did you mean bad-name?
eck-lint: .eck-lint.yaml:3:11: A severity is one of off, error, warning, info, hint.
eck-lint: .eck-lint.yaml:4:1: There is no setting ignored. Did you mean ignore?
`,
  });
  assert.equal(folder.read('a.yaml'), kibana('bad'));
  folder.write('.eck-lint.yaml', 'rules: [\n');
  const { status, err } = await eckLint(folder.path, ['check']);
  assert.equal(status, 2);
  assert.match(err, /^eck-lint: \.eck-lint\.yaml:\d+:\d+: /);
});

test('paths that cannot be used give 2, and the others are linted all the same', async (t) => {
  const folder = temporary(t, { 'a.yaml': kibana('bad'), 'b.yaml': Buffer.from([0, 1, 2]) });
  assert.deepEqual(await check(folder.path, ['a.yaml', 'none.yaml', 'b.yaml']), {
    status: 2,
    files: 1,
    found: ['a.yaml:3 bad-name'],
    err: 'eck-lint: none.yaml does not exist\neck-lint: b.yaml is binary: it holds NUL bytes\n',
  });
  assert.deepEqual(await check(folder.path, ['none']), {
    status: 2,
    files: undefined,
    found: [],
    err: 'eck-lint: none does not exist\n',
  });
});

test('an unreadable file below a folder matters only if it would have been judged', async (t) => {
  const folder = temporary(t, {
    'a.yaml': kibana('good'),
    'data.yaml': Buffer.from([1, 0, 2]),
    'latin.yaml': Buffer.from('a: gr\xfc\xdfe\n', 'latin1'),
    'large.yaml': 'a: 1\n'.repeat(1_700_000),
  });
  assert.deepEqual(await check(folder.path, []), { status: 0, files: 1, found: [], err: '' });
  folder.write('latin.yaml', Buffer.from(`# gr\xfc\xdfe\n${kibana('bad')}`, 'latin1'));
  folder.write('wide.yaml', encode(kibana('bad'), 'utf-16le').subarray(2));
  folder.write('large.yaml', kibana('bad') + 'a: 1\n'.repeat(1_700_000));
  assert.deepEqual(await check(folder.path, []), {
    status: 2,
    files: 1,
    found: [],
    err: `\
eck-lint: large.yaml is larger than 8 MB (8.1 MB)
eck-lint: latin.yaml is not valid UTF-8
eck-lint: wide.yaml is binary: it holds NUL bytes
`,
  });
});

test('a folder without YAML files is worth a word, and no failure', async (t) => {
  const folder = temporary(t, { 'x/a.txt': '', '.eck-lint.yaml': '' });
  assert.deepEqual(await eckLint(folder.path, ['check', 'x', '.']), {
    status: 0,
    out: 'no findings in 0 files\n',
    err: 'eck-lint: x holds no YAML files and no JSON manifests\neck-lint: . holds no YAML files and no JSON manifests\n',
  });
});

test('standard input stands alone, with the settings of the working directory', async (t) => {
  const folder = temporary(t, { 'es.yaml': elasticsearch('es') });
  const input = `${kibana('good')}---\n${kibana('bad')}`;
  assert.deepEqual(await check(folder.path, ['-'], { input }), {
    status: 1,
    files: 1,
    found: ['<stdin>:7 bad-name'],
    err: '',
  });
  folder.write('.eck-lint.yaml', 'rules: { bad-name: warning }\nignore: ["*"]\n');
  assert.equal((await check(folder.path, ['-'], { input })).status, 0);
  assert.deepEqual((await check(folder.path, ['-'], { input })).found, ['<stdin>:7 bad-name']);
});

test('standard input can be given a place, where it hides the file', async (t) => {
  const folder = temporary(t, { 'x/k.yaml': kibana('poor'), 'es.yaml': elasticsearch('es') });
  const words = ['-', '--stdin-filename', 'x/k.yaml'];
  assert.deepEqual((await check(folder.path, words, { input: kibana('bad') })).found, [
    'x/k.yaml:3 bad-name → es.yaml',
  ]);
  assert.deepEqual((await check(folder.path, ['.', ...words], { input: kibana('bad') })).found.length, 2);
  folder.write('.eck-lint.yaml', 'ignore: [x]\n');
  assert.deepEqual(await check(folder.path, words, { input: kibana('bad') }), {
    status: 0,
    files: 0,
    found: [],
    err: 'eck-lint: x/k.yaml is left out by .eck-lint.yaml\n',
  });
});

test('standard input that is no text gives 2', async (t) => {
  const { path } = temporary(t);
  assert.deepEqual(await eckLint(path, ['check', '-'], { input: new Uint8Array([0x66, 0xff]) }), {
    status: 2,
    out: '',
    err: 'eck-lint: <stdin> is not valid UTF-8\n',
  });
  const words = ['check', '--stdin-filename', 'a.yaml'];
  assert.equal(
    (await eckLint(path, words)).err,
    'eck-lint: --stdin-filename is for standard input: give - as the path.\n',
  );
});

test('positions do not count a byte order mark, and UTF-16 is read', async (t) => {
  const folder = temporary(t, {
    'a.yaml': encode(`{ apiVersion: kibana.k8s.elastic.co/v1, kind: Kibana, metadata: { name: bad } }`, 'utf-8-bom'),
    'b.yaml': encode(kibana('bad'), 'utf-16be'),
  });
  const { findings } = JSON.parse((await eckLint(folder.path, ['check', '--format', 'json'])).out);
  assert.deepEqual(
    findings.map(({ range }: { range: { start: object } }) => range.start),
    [
      { line: 0, character: 72 },
      { line: 2, character: 18 },
    ],
  );
});

test('the same input gives the same bytes, in whatever order it is named', async (t) => {
  const folder = temporary(t, { 'b.yaml': kibana('bad'), 'a/x.yaml': kibana('poor'), 'a.yaml': kibana('odd') });
  const first = await eckLint(folder.path, ['check', 'b.yaml', 'a', 'a.yaml']);
  assert.deepEqual(await eckLint(folder.path, ['check', 'a.yaml', 'b.yaml', 'a', 'b.yaml']), first);
  assert.deepEqual(
    first.out.split('\n').filter((line) => line.includes('[bad-name]')),
    [
      'a.yaml:3:19: info: This name is odd. [bad-name]',
      'a/x.yaml:3:19: warning: This name is poor. [bad-name]',
      'b.yaml:3:19: error: This name is bad. [bad-name]',
    ],
  );
});

test('a document that is too large to be read is told, and those beside it are linted', async (t) => {
  const { path } = temporary(t, {
    'a.yaml': `${kibana('bad')}---\n${kibana('bad')}spec: [${'1,'.repeat(1_000_000)}\n`,
  });
  assert.deepEqual(await check(path, []), {
    status: 2,
    files: 1,
    found: ['a.yaml:3 bad-name'],
    err: 'eck-lint: a.yaml holds a document that is too large to be read, more than 1.5 MB of other than plain YAML\n',
  });
});
