// Calls that are understood, and what is said about those that are not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallError, parse } from '../../server/cli/arguments.ts';
import { temporary } from '../host/temporary.ts';
import { eckLint } from './given.ts';

/** The message a call is refused with. */
function refusal(...words: string[]): string {
  try {
    parse(words);
  } catch (error) {
    if (error instanceof CallError) return error.message;
    throw error;
  }
  return 'understood';
}

test('check with nothing said', () => {
  assert.deepEqual(parse(['check']), {
    command: 'check',
    format: 'text',
    fix: false,
    failOn: 'error',
    root: undefined,
    stdinFilename: undefined,
    since: undefined,
    paths: ['.'],
  });
});

test('check with everything said, in any order', () => {
  const words =
    'check a --format=json --fix b --fail-on info --root r --stdin-filename f --since HEAD~1 - -- --c'.split(' ');
  assert.deepEqual(parse(words), {
    command: 'check',
    format: 'json',
    fix: true,
    failOn: 'info',
    root: 'r',
    stdinFilename: 'f',
    since: 'HEAD~1',
    paths: ['a', 'b', '-', '--c'],
  });
});

test('the other commands', () => {
  assert.deepEqual(parse(['explain', 'a-rule']), { command: 'explain', rule: 'a-rule' });
  assert.deepEqual(parse(['rules']), { command: 'rules', format: 'text' });
  assert.deepEqual(parse(['rules', '--format', 'json']), { command: 'rules', format: 'json' });
  assert.deepEqual(parse(['--version']), { command: 'version' });
  assert.deepEqual(parse(['--help']), { command: 'help' });
  assert.deepEqual(parse(['help', 'check']), { command: 'help', about: 'check' });
  assert.deepEqual(parse(['check', '--format', 'json', '-h']), { command: 'help', about: 'check' });
});

test('a refusal says what would be understood', () => {
  assert.equal(refusal('chek'), 'There is no command chek. Did you mean check?');
  assert.equal(
    refusal('a.yaml'),
    'There is no command a.yaml. The commands are check, explain, rules, probe; to lint: eck-lint check a.yaml',
  );
  assert.equal(refusal('--fix', 'a'), 'There is no option --fix before a command. Try eck-lint --help.');
  assert.equal(refusal('check', '--fromat', 'json'), 'There is no option --fromat for check. Did you mean --format?');
  assert.equal(refusal('check', '-x'), 'There is no option -x for check. Try eck-lint check --help.');
  assert.equal(
    refusal('check', '--constructor'),
    'There is no option --constructor for check. Try eck-lint check --help.',
  );
  assert.equal(refusal('explain', 'a', '--fix'), 'There is no option --fix for explain. Try eck-lint explain --help.');
  assert.equal(refusal('check', '--format'), '--format needs one of text, json, sarif, junit, github.');
  assert.equal(refusal('check', '--format', '--fix'), '--format needs one of text, json, sarif, junit, github.');
  assert.equal(refusal('check', '--format=xml'), '--format is one of text, json, sarif, junit, github, not xml.');
  assert.equal(refusal('check', '--fail-on', 'hint'), '--fail-on is one of error, warning, info, not hint.');
  assert.equal(refusal('check', '--root='), '--root needs a folder.');
  assert.equal(refusal('check', '--fix=yes'), '--fix takes no value.');
  assert.equal(refusal('explain'), 'explain needs a rule; eck-lint rules lists them.');
  assert.equal(refusal('explain', 'a', 'b'), 'explain takes one rule.');
  assert.equal(refusal('rules', 'a'), 'rules takes no paths; eck-lint explain RULE tells of one rule.');
});

test('a refused call has the exit status 2 and writes nothing to standard output', async (t) => {
  const { path } = temporary(t);
  assert.deepEqual(await eckLint(path, ['check', '--colour']), {
    status: 2,
    out: '',
    err: 'eck-lint: There is no option --colour for check. Try eck-lint check --help.\n',
  });
  const { status, out, err } = await eckLint(path, []);
  assert.deepEqual({ status, out }, { status: 2, out: '' });
  assert.match(err, /eck-lint check \[options\]/);
});

test('help goes to standard output, and names every option', async (t) => {
  const { path } = temporary(t);
  const { status, out, err } = await eckLint(path, ['check', '--help']);
  assert.deepEqual({ status, err }, { status: 0, err: '' });
  for (const option of ['--format', '--fix', '--fail-on', '--root', '--stdin-filename'])
    assert.ok(out.includes(option));
  assert.match((await eckLint(path, ['--help'])).out, /Exit status: 0/);
});
