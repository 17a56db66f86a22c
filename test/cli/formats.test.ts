// Every format, whole.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Temporary, temporary } from '../host/temporary.ts';
import { eckLint, elasticsearch, kibana } from './given.ts';

const place = (test: TestContext): Temporary =>
  temporary(test, {
    'a.yaml': `${kibana('bad')}---\n${kibana('long-ish')}`,
    'deep/b: %.yml': kibana('poor'),
    'deep/clean.yaml': 'a: 1\n',
    'es.yaml': elasticsearch('long-ish'),
  });

const inFormat = async (test: TestContext, format: string): Promise<string> => {
  const { status, out, err } = await eckLint(place(test).path, ['check', '--format', format]);
  assert.deepEqual({ status, err }, { status: 1, err: '' });
  return out;
};

test('text', async (t) => {
  assert.equal(
    await inFormat(t, 'text'),
    `\
a.yaml:3:19: error: This name is bad. [bad-name]
 3 | metadata: { name: bad }
   |                   ^^^
   = es.yaml:3:19: See here.
   = fix: Call it poor (--fix)
   = https://eck-lint.io/rules/bad-name

a.yaml:7:19: hint: This name is long. [bad-name]
 7 | metadata: { name: long-ish }
   |                   ^^^^^^^^
   = es.yaml:3:19: See here.
   = https://eck-lint.io/rules/bad-name

deep/b: %.yml:3:19: warning: This name is poor. [bad-name]
 3 | metadata: { name: poor }
   |                   ^^^^
   = es.yaml:3:19: See here.
   = fix: Call it good (--fix)
   = https://eck-lint.io/rules/bad-name

1 error, 1 warning, 1 hint in 2 of 4 files; 2 can be fixed with --fix
`,
  );
});

test('json', async (t) => {
  assert.equal(
    await inFormat(t, 'json'),
    `\
{"version":1,"files":4,"findings":[
{"rule":"bad-name","severity":"error","message":"This name is bad.","file":"a.yaml","range":{"start":{"line":2,"character":18},"end":{"line":2,"character":21}},"resource":{"kind":"Kibana","name":"bad"},"related":[{"file":"es.yaml","range":{"start":{"line":2,"character":18},"end":{"line":2,"character":26}},"message":"See here."}],"fixes":[{"title":"Call it poor","safe":true,"edits":[{"file":"a.yaml","range":{"start":{"line":2,"character":18},"end":{"line":2,"character":21}},"newText":"poor"}]}],"url":"https://eck-lint.io/rules/bad-name"},
{"rule":"bad-name","severity":"hint","message":"This name is long.","file":"a.yaml","range":{"start":{"line":6,"character":18},"end":{"line":6,"character":26}},"resource":{"kind":"Kibana","name":"long-ish"},"related":[{"file":"es.yaml","range":{"start":{"line":2,"character":18},"end":{"line":2,"character":26}},"message":"See here."}],"fixes":[],"url":"https://eck-lint.io/rules/bad-name"},
{"rule":"bad-name","severity":"warning","message":"This name is poor.","file":"deep/b: %.yml","range":{"start":{"line":2,"character":18},"end":{"line":2,"character":22}},"resource":{"kind":"Kibana","name":"poor"},"related":[{"file":"es.yaml","range":{"start":{"line":2,"character":18},"end":{"line":2,"character":26}},"message":"See here."}],"fixes":[{"title":"Call it good","safe":true,"edits":[{"file":"deep/b: %.yml","range":{"start":{"line":2,"character":18},"end":{"line":2,"character":22}},"newText":"good"}]}],"url":"https://eck-lint.io/rules/bad-name"}
]}
`,
  );
});

test('github', async (t) => {
  assert.equal(
    await inFormat(t, 'github'),
    `\
::error file=a.yaml,line=3,endLine=3,col=19,endColumn=22,title=bad-name::This name is bad.
::notice file=a.yaml,line=7,endLine=7,col=19,endColumn=27,title=bad-name::This name is long.
::warning file=deep/b%3A %25.yml,line=3,endLine=3,col=19,endColumn=23,title=bad-name::This name is poor.
`,
  );
});

test('junit', async (t) => {
  assert.equal(
    await inFormat(t, 'junit'),
    `\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="eck-lint" tests="5" failures="1">
  <testsuite name="a.yaml" tests="2" failures="1">
    <testcase classname="a.yaml" name="bad-name 3:19"><failure type="error" message="This name is bad.">a.yaml:3:19: error: This name is bad.
https://eck-lint.io/rules/bad-name</failure></testcase>
    <testcase classname="a.yaml" name="bad-name 7:19"><system-out>a.yaml:7:19: hint: This name is long.
https://eck-lint.io/rules/bad-name</system-out></testcase>
  </testsuite>
  <testsuite name="deep/b: %.yml" tests="1" failures="0">
    <testcase classname="deep/b: %.yml" name="bad-name 3:19"><system-out>deep/b: %.yml:3:19: warning: This name is poor.
https://eck-lint.io/rules/bad-name</system-out></testcase>
  </testsuite>
  <testsuite name="deep/clean.yaml" tests="1" failures="0">
    <testcase classname="deep/clean.yaml" name="no findings"/>
  </testsuite>
  <testsuite name="es.yaml" tests="1" failures="0">
    <testcase classname="es.yaml" name="no findings"/>
  </testsuite>
</testsuites>
`,
  );
});

test('sarif', async (t) => {
  const [run] = JSON.parse(await inFormat(t, 'sarif')).runs;
  const { name, semanticVersion, rules } = run.tool.driver;
  assert.equal(name, 'eck-lint');
  assert.match(semanticVersion, /^\d+\.\d+\.\d+/);
  assert.deepEqual(rules, [
    {
      id: 'bad-name',
      shortDescription: { text: 'A Kibana has a bad name.' },
      help: { text: 'A Kibana has a bad name.', markdown: 'A Kibana has a bad name.' },
      helpUri: 'https://eck-lint.io/rules/bad-name',
      defaultConfiguration: { level: 'error' },
      properties: { tags: ['manifest'] },
    },
    {
      id: 'lonely',
      shortDescription: { text: 'No Kibana has the name of an Elasticsearch.' },
      helpUri: 'https://eck-lint.io/rules/lonely',
      defaultConfiguration: { level: 'warning' },
      properties: { tags: ['references'] },
    },
  ]);
  const at = (uri: string, startLine: number, startColumn: number, endColumn: number) => ({
    physicalLocation: {
      artifactLocation: { uri },
      region: { startLine, startColumn, endLine: startLine, endColumn },
    },
  });
  const related = [{ id: 0, ...at('es.yaml', 3, 19, 27), message: { text: 'See here.' } }];
  const replaced = (uri: string, endColumn: number, text: string) => ({
    artifactLocation: { uri },
    replacements: [{ deletedRegion: at(uri, 3, 19, endColumn).physicalLocation.region, insertedContent: { text } }],
  });
  assert.deepEqual(run.results, [
    {
      ruleId: 'bad-name',
      ruleIndex: 0,
      level: 'error',
      message: { text: 'This name is bad.' },
      locations: [at('a.yaml', 3, 19, 22)],
      relatedLocations: related,
      fixes: [{ description: { text: 'Call it poor' }, artifactChanges: [replaced('a.yaml', 22, 'poor')] }],
    },
    {
      ruleId: 'bad-name',
      ruleIndex: 0,
      level: 'note',
      message: { text: 'This name is long.' },
      locations: [at('a.yaml', 7, 19, 27)],
      relatedLocations: related,
    },
    {
      ruleId: 'bad-name',
      ruleIndex: 0,
      level: 'warning',
      message: { text: 'This name is poor.' },
      locations: [at('deep/b%3A%20%25.yml', 3, 19, 23)],
      relatedLocations: related,
      fixes: [
        { description: { text: 'Call it good' }, artifactChanges: [replaced('deep/b%3A%20%25.yml', 23, 'good')] },
      ],
    },
  ]);
});

test('without findings', async (t) => {
  const { path } = temporary(t, { 'a.yaml': kibana('good'), 'b.yaml': 'a: [\n' });
  const outputs = await Promise.all(
    ['text', 'json', 'github'].map(async (format) => (await eckLint(path, ['check', '--format', format])).out),
  );
  assert.deepEqual(outputs, ['no findings in 2 files\n', '{"version":1,"files":2,"findings":[]}\n', '']);
});

test('colours only on a terminal, unless the environment decides', async (t) => {
  const { path } = place(t);
  const coloured = async (isTerminal: boolean, environment: Record<string, string>): Promise<boolean> =>
    (await eckLint(path, ['check'], { isTerminal, environment })).out.includes('\u001b');
  assert.equal(await coloured(true, {}), true);
  assert.equal(await coloured(false, {}), false);
  assert.equal(await coloured(true, { NO_COLOR: '1' }), false);
  assert.equal(await coloured(true, { NO_COLOR: '' }), true);
  assert.equal(await coloured(true, { TERM: 'dumb' }), false);
  assert.equal(await coloured(false, { FORCE_COLOR: '1', NO_COLOR: '1' }), true);
  assert.equal(await coloured(true, { FORCE_COLOR: '0' }), false);
  const { out } = await eckLint(path, ['check', '--format', 'json'], { isTerminal: true });
  assert.ok(!out.includes('\u001b'));
});

test('nothing in a manifest commands the terminal or breaks out of a format', async (t) => {
  const name = 'bad-\\e[31m<&"\\x01';
  const { path } = temporary(t, { 'a\u001b[2J.yaml': kibana(`"${name}"`), 'es.yaml': elasticsearch('"<\\e&\\">,:%"') });
  const outputs: string[] = [];
  for (const format of ['text', 'github', 'junit']) {
    const { out } = await eckLint(path, ['check', '--format', format]);
    assert.ok(!/(?!\n)\p{Cc}/u.test(out), format);
    outputs.push(out);
  }
  assert.match(outputs[2] as string, /No Kibana is named &lt;\ufffd&amp;"&gt;,:%\./);
  assert.match(outputs[1] as string, /::No Kibana is named <\ufffd&">,:%25\.\n/);
});

test('tabs and line breaks survive in the attributes of junit, and JSON steers no terminal', async (t) => {
  const { path } = temporary(t, {
    'a\tb\r\n.yaml': kibana('bad'),
    'es.yaml': elasticsearch('"\\t\\r\\n\\u009b2J\\u202e"'),
  });
  const { out } = await eckLint(path, ['check', '--format', 'junit']);
  assert.match(out, /<testsuite name="a&#9;b&#13;&#10;\.yaml" /);
  assert.match(out, /<testcase classname="a&#9;b&#13;&#10;\.yaml"/);
  assert.ok(!/[\t\r]/.test(out.replace(/>[^<]*</g, '')));
  for (const format of ['json', 'sarif']) {
    const { out } = await eckLint(path, ['check', '--format', format]);
    assert.ok(!/(?!\n)[\p{Cc}\u202e]/u.test(out), format);
    assert.match(out, /\\u009b2J\\u202e/);
    assert.match(JSON.stringify(JSON.parse(out)), /\u009b2J\u202e/);
  }
});
