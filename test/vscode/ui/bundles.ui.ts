// What is loaded when: the way to a cluster is a file of its own, which neither activation nor linting touches.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { root } from '../host/paths.ts';

const bundle = (name: string): string => join(root, 'dist', name);

test('what talks to clusters is in one file', () => {
  const marks = ['Sec-WebSocket-Key', 'insecure-skip-tls-verify', 'KUBERNETES_EXEC_INFO'];
  const holds = (name: string): string[] => {
    const text = readFileSync(bundle(name), 'utf8');
    return marks.filter((mark) => text.includes(mark));
  };
  assert.deepEqual(holds('cluster-access.js'), marks);
  for (const name of ['client.js', 'language-client.js', 'prober.js', 'server.js', 'cli.js']) {
    assert.deepEqual(holds(name), [], name);
  }
});

test('it is loaded on first use, and small', () => {
  for (const [name, size] of [
    ['cluster-access.js', 300_000],
    ['prober.js', 20_000],
    ['client.js', 10_000],
  ] as const) {
    assert.ok(statSync(bundle(name)).size <= size, `${name} has ${statSync(bundle(name)).size} bytes`);
  }
  // required inside a function, not at the top: no loaded bundle pulls it in
  const script = `
    const Module = require('node:module');
    const load = Module._load;
    Module._load = function (request, ...rest) {
      if (/cluster-access|prober/.test(request)) throw new Error(request + ' is loaded');
      return request === 'vscode' ? {} : load.call(this, request, ...rest);
    };
    require('./dist/client.js');
    process.argv.push('eck-lint', '--help');
    require('./dist/cli.js');
  `;
  const { status, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});

test("it loads in the system's Node", (t) => {
  const node = installedNode();
  const script = `process.stdout.write(process.version + Object.keys(require('./dist/cluster-access.js')).sort())`;
  const { stdout, stderr } = spawnSync(node, ['-e', script], { cwd: root, encoding: 'utf8' });
  t.diagnostic(stdout);
  assert.match(stdout, /^v\d+\.\d+\.\d+contexts,destination,open$/, stderr);
});

/** The Node that a person has, rather than the one among the packages of the repository. */
function installedNode(): string {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return folders.map((folder) => join(folder, 'node')).find((path) => existsSync(path)) ?? process.execPath;
}
