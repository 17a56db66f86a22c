// The commands that tell of rules.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rules } from '../../rules/index.ts';
import { plain } from '../../server/cli/colours.ts';
import { layOut } from '../../server/cli/page.ts';
import { temporary } from '../host/temporary.ts';
import { eckLint } from './given.ts';

test('rules lists them by topic', async (t) => {
  const { path } = temporary(t);
  assert.deepEqual(await eckLint(path, ['rules']), {
    status: 0,
    out: `\
References
  lonely    warning  fix  No Kibana has the name of an Elasticsearch.

Manifest
  bad-name  error    fix  A Kibana has a bad name.

eck-lint explain RULE tells more; fix: some or all findings of the rule can be fixed.
`,
    err: '',
  });
});

test('rules --format json', async (t) => {
  const { path } = temporary(t);
  const { out } = await eckLint(path, ['rules', '--format', 'json']);
  assert.deepEqual(JSON.parse(out)[0], {
    id: 'bad-name',
    topic: 'manifest',
    summary: 'A Kibana has a bad name.',
    severity: 'error',
    fixable: 'sometimes',
    url: 'https://eck-lint.io/rules/bad-name',
  });
});

test('every rule of the catalog is in the list', async (t) => {
  const { path } = temporary(t);
  const { out } = await eckLint(path, ['rules'], { rules });
  for (const { id } of rules) assert.ok(out.includes(`  ${id} `), id);
});

test('explain prints the page', async (t) => {
  const { path } = temporary(t);
  const { status, out, err } = await eckLint(path, ['explain', 'kibana-basic-auth-missing'], { rules });
  assert.deepEqual({ status, err }, { status: 0, err: '' });
  assert.match(out, /^kibana-basic-auth-missing\n\n.*\n\nWhy\n/);
  assert.match(out, /\n {4}kind: Kibana\n/);
  assert.match(out, /\n\nhttps:\/\/eck-lint\.io\/rules\/kibana-basic-auth-missing\n$/);
});

test('explain takes the id that another tool has for the same check', async (t) => {
  const { path } = temporary(t);
  const { out } = await eckLint(path, ['explain', 'CKV_K8S_16'], { rules });
  assert.match(out, /^privileged-container\n/);
});

test('explain of a rule whose page was left behind tells what it knows', async (t) => {
  const { path } = temporary(t);
  assert.equal(
    (await eckLint(path, ['explain', 'bad-name'])).out,
    'bad-name\n\nA Kibana has a bad name.\n\nSeverity: error\n\nhttps://eck-lint.io/rules/bad-name\n',
  );
});

test('explain of no rule', async (t) => {
  const { path } = temporary(t);
  const err = async (rule: string): Promise<string> => (await eckLint(path, ['explain', rule])).err;
  assert.equal(await err('badname'), 'eck-lint: There is no rule badname. Did you mean bad-name?\n');
  assert.equal(await err('../index'), 'eck-lint: There is no rule ../index. eck-lint rules lists them.\n');
});

test('a page is laid out', () => {
  const page =
    '# a\n\nSee [here](https://example.org/x).\n\n## Bad\n\n```yaml bad file=a.yaml\na: 1\n\n# b\n```\n```yaml fixed\na: 2\n```\n';
  assert.equal(
    layOut(page, plain),
    'a\n\nSee here (https://example.org/x).\n\nBad\n\n  a.yaml:\n    a: 1\n\n    # b\n\n  fixed:\n    a: 2\n',
  );
});
