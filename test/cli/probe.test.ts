// eck-lint probe: what it asks, what it prints, how it ends.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporary } from '../host/temporary.ts';
import { kubeconfig, manifests, type Played, password, playedCluster, token } from '../server/played-cluster.ts';
import { type Circumstances, eckLint, type Outcome } from './given.ts';

interface Given extends Circumstances, Played {
  readonly config?: string;
}

/** Probes a played cluster, in a folder with its manifests. */
async function probe(t: TestContext, words: readonly string[], given: Given = {}): Promise<Outcome> {
  const folder = temporary(t, {
    'stack/kibana.yaml': manifests.kibana,
    'stack/agent.yaml': manifests.agent,
    config: given.config ?? kubeconfig,
  });
  const call = ['probe', '--kubeconfig', folder.at('config'), ...words];
  const outcome = await eckLint(folder.path, call, { openCluster: playedCluster(given), ...given });
  for (const secret of [password, token]) assert.ok(!`${outcome.out}${outcome.err}`.includes(secret), 'no secret');
  return { ...outcome, err: outcome.err.replaceAll(folder.path, '') };
}

const yes = ['--yes-context', 'prod', '--secrets'];

test('a broken chain: 1, with the line that decides', async (t) => {
  const { status, out, err } = await probe(t, yes);
  assert.equal(status, 1);
  assert.equal(err, '');
  assert.match(out, /^Cluster\n {2}√ The API server answers \(Kubernetes v1\.33\.0\) \d+ ms$/m);
  assert.match(
    out,
    /^ {2}× Kibana prod refuses basic authentication: it rejects the scheme before it checks the user/m,
  );
  assert.match(out, /^× Kibana prod refuses basic authentication, so the operator cannot set up Fleet/m);
  assert.match(
    out,
    /^ {2}at spec\.config\.xpack\.security\.authc\.providers of Kibana elastic\/prod, stack\/kibana\.yaml:11:5$/m,
  );
});

test('a chain that works: 0', async (t) => {
  const { status, out } = await probe(t, ['--yes-context', 'prod'], { kibana: 'accepts' });
  assert.equal(status, 0, out);
});

test('a cluster that lets nobody in: 2', async (t) => {
  const { status, out } = await probe(t, yes, { stranger: true });
  assert.equal(status, 2);
  assert.match(out, /^ {2}× The API server does not accept the credentials of the kubeconfig/m);
  assert.match(out, /^ {6}→ They may have expired: log in again/m);
});

test('nobody to ask: 2, and nothing was asked of the cluster', async (t) => {
  const asked: string[] = [];
  const { status, out, err } = await probe(t, [], { asked: (path) => asked.push(path) });
  assert.deepEqual({ status, out, asked }, { status: 2, out: '', asked: [] });
  assert.match(err, /^ {2}server {5}https:\/\/192\.0\.2\.1:6443$/m);
  assert.match(err, /^eck-lint: There is no terminal to ask: confirm with --yes-context prod\.$/m);
});

test('a person is asked', async (t) => {
  for (const answer of ['', 'n', 'no', 'yess']) {
    const asked: string[] = [];
    const { status, err } = await probe(t, [], { answer, asked: (path) => asked.push(path) });
    assert.deepEqual([status, asked], [2, []], answer);
    assert.match(err, /^eck-lint: nothing was asked of the cluster$/m);
  }
  assert.equal((await probe(t, [], { answer: ' YES ' })).status, 1);
});

test('another context than the one that is confirmed: 2', async (t) => {
  const asked: string[] = [];
  const words = ['--context', 'staging', '--yes-context', 'prod'];
  const { status, err } = await probe(t, words, { asked: (path) => asked.push(path) });
  assert.deepEqual([status, asked], [2, []]);
  assert.equal(err, 'eck-lint: --yes-context is prod, but the probe would use the context staging.\n');
});

test('a kubeconfig that cannot be used: 2, in words', async (t) => {
  const told = async (config: string, words: readonly string[] = yes): Promise<string> => {
    const { status, out, err } = await probe(t, words, { config });
    assert.deepEqual([status, out], [2, '']);
    return err;
  };
  assert.equal(await told(`${kubeconfig}\n - ]${token}: {`), 'eck-lint: /config is not valid YAML.\n');
  assert.equal(
    await told(kubeconfig, ['--context', 'qa', ...yes]),
    'eck-lint: There is no context qa in /config. There are prod, staging.\n',
  );
});

test('JSON has a version, and the whole report', async (t) => {
  const { status, out } = await probe(t, [...yes, '--format', 'json']);
  assert.equal(status, 1);
  const report = JSON.parse(out);
  assert.deepEqual(Object.keys(report), [
    'version',
    'context',
    'namespace',
    'versions',
    'verdict',
    'branches',
    'limits',
    'cancelled',
    'ms',
  ]);
  assert.deepEqual([report.version, report.context, report.namespace, report.cancelled], [1, 'prod', 'elastic', false]);
  assert.equal(report.verdict.step, 'P6a');
  assert.deepEqual(report.verdict.place.manifest.file, 'stack/kibana.yaml');
  assert.deepEqual(
    report.branches.map(({ title }: { title: string }) => title),
    ['Cluster', 'Kibana prod', 'Agent fleet-server'],
  );
});

test('Markdown', async (t) => {
  const { out } = await probe(t, [...yes, '--format', 'markdown']);
  assert.match(out, /^# Probe of the Fleet chain\n\n\*\*Kibana prod refuses basic authentication/);
  assert.match(out, /`stack\/kibana\.yaml:11`/);
});

test('a terminal sees each step as it ends', async (t) => {
  const { out, err } = await probe(t, yes, { isTerminal: true, environment: { NO_COLOR: '1' } });
  assert.match(err, /^Cluster\n {2}√ The API server answers/);
  assert.match(out, /^Cluster\n {2}√ The API server answers/);
});

test('interrupted: 2, with what was seen', async (t) => {
  const controller = new AbortController();
  const given = {
    kibana: 'silent' as const,
    interrupted: controller.signal,
    asked: (path: string) => path.endsWith('/api/status') && controller.abort(),
  };
  const { status, out } = await probe(t, yes, given);
  assert.equal(status, 2);
  assert.match(out, /^- The probe was cancelled\.$/m);
});

test('arguments that cannot be used', async (t) => {
  const told = async (words: readonly string[]): Promise<string> => {
    const { status, err } = await probe(t, words);
    assert.equal(status, 2, words.join(' '));
    return err;
  };
  assert.equal(await told(['stack']), 'eck-lint: probe takes no paths; eck-lint check lints manifests.\n');
  assert.match(await told(['--format', 'sarif']), /text, json/);
  assert.match(await told(['--yes']), /--yes/);
});

const program = fileURLToPath(new URL('../../server/cli/main.ts', import.meta.url));

test('SIGINT ends a probe that waits for its cluster at once', async (t) => {
  let connected = (): void => {};
  const connection = new Promise<void>((resolve) => {
    connected = resolve;
  });
  const silent = createServer((socket) => {
    socket.on('error', () => {});
    connected();
  }).listen(0, '127.0.0.1');
  t.after(() => silent.close());
  await once(silent, 'listening');
  const address = silent.address();
  assert.ok(typeof address === 'object' && address);
  const { path } = temporary(t, { config: kubeconfig.replace('192.0.2.1:6443', `127.0.0.1:${address.port}`) });
  const child = spawn(process.execPath, [program, 'probe', '--kubeconfig', 'config', '--yes-context', 'prod'], {
    cwd: path,
    stdio: 'pipe',
    env: { PATH: process.env.PATH, NODE_NO_WARNINGS: '1' },
  });
  t.after(() => child.kill('SIGKILL'));
  await connection;
  const start = performance.now();
  child.kill('SIGINT');
  const [status] = await once(child, 'exit');
  const took = performance.now() - start;
  assert.equal(status, 2);
  assert.ok(took < 2000, `${took} ms`);
});
