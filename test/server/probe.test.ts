// The live check over the protocol: who may start it, what it says when it cannot, where it marks manifests.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CancellationTokenSource,
  CodeActionRequest,
  type CodeLens,
  CodeLensRequest,
  LSPErrorCodes,
} from 'vscode-languageserver/node';
import {
  type Contexts,
  contextsMethod,
  type Destination,
  destinationMethod,
  liveSource,
  type ProbeAnswer,
  type ProbeParams,
  probeCommand,
  probeMethod,
  probeStepMethod,
  type Told,
} from '../../server/lsp/protocol.ts';
import { temporary } from '../host/temporary.ts';
import { Editor, type Given, uri } from './editor.ts';
import { kubeconfig, manifests, password, playedCluster, token } from './played-cluster.ts';

const files = { '/w/kibana.yaml': manifests.kibana, '/w/agent.yaml': manifests.agent };

async function editorIn(t: TestContext, given: Given = {}): Promise<Editor> {
  const editor = await Editor.start({ files, trusted: true, probes: true, openCluster: playedCluster(), ...given });
  t.after(() => editor.end());
  return editor;
}

const paramsIn = (t: TestContext, more: Partial<ProbeParams> = {}): ProbeParams => ({
  kubeconfig: temporary(t, { config: kubeconfig }).at('config'),
  context: 'prod',
  namespace: 'elastic',
  consent: { secrets: true, serviceToken: false, logs: false },
  ...more,
});

const probe = (editor: Editor, params: ProbeParams, source = new CancellationTokenSource()): Promise<ProbeAnswer> =>
  editor.connection.sendRequest(probeMethod, params, source.token);

test('a workspace that is not trusted is refused, at every request', async (t) => {
  let asked = 0;
  const editor = await editorIn(t, { trusted: false, openCluster: playedCluster({ asked: () => asked++ }) });
  const params = paramsIn(t);
  for (const method of [contextsMethod, destinationMethod, probeMethod]) {
    await assert.rejects(editor.connection.sendRequest(method, params), {
      code: LSPErrorCodes.RequestFailed,
      message: 'A cluster is probed only in a workspace that you trust.',
    });
  }
  editor.open('/w/kibana.yaml');
  assert.deepEqual(await lensesOf(editor, '/w/kibana.yaml'), []);
  assert.equal(asked, 0);
});

test('where it would go', async (t) => {
  const editor = await editorIn(t);
  const { kubeconfig } = paramsIn(t);
  assert.deepEqual(await editor.connection.sendRequest<Contexts>(contextsMethod, { kubeconfig }), {
    current: 'prod',
    names: ['prod', 'staging'],
  });
  assert.deepEqual(await editor.connection.sendRequest<Destination>(destinationMethod, { kubeconfig }), {
    context: 'prod',
    cluster: 'c1',
    server: 'https://192.0.2.1:6443',
    user: 'jane',
    namespace: 'elastic',
    unverified: false,
  });
});

test('what is wrong with a kubeconfig is told in words, and nothing of it is quoted', async (t) => {
  const editor = await editorIn(t);
  const folder = temporary(t, { broken: `${kubeconfig}\n  - ]${token}: {`, config: kubeconfig });
  const told = async (name: string, context?: string): Promise<string> => {
    const params = { kubeconfig: folder.at(name), ...(context !== undefined && { context }) };
    const error: unknown = await editor.connection.sendRequest(destinationMethod, params).then(
      () => assert.fail('it is refused'),
      (error) => error,
    );
    assert.ok(error instanceof Error);
    return error.message.replaceAll(folder.path, '');
  };
  assert.equal(
    await told('nowhere'),
    'There is no context in /nowhere. Name a kubeconfig, or set one up with kubectl config.',
  );
  assert.equal(await told('broken'), '/broken is not valid YAML.');
  assert.equal(await told('config', 'qa'), 'There is no context qa in /config. There are prod, staging.');
  assert.deepEqual(
    editor.log.filter((line) => line.includes(token)),
    [],
  );
});

test('tells of each step, and gives the report', async (t) => {
  const editor = await editorIn(t);
  const told: Told[] = [];
  editor.connection.onNotification(probeStepMethod, (it: Told) => void told.push(it));
  const answer = await probe(editor, paramsIn(t));
  const { report, markdown } = answer;
  assert.match(report.verdict.sentence, /^Kibana prod refuses basic authentication/);
  assert.deepEqual([report.verdict.mark, report.verdict.step, report.verdict.certain], ['fail', 'P6a', true]);
  assert.equal(told.length, report.branches.flatMap(({ steps }) => steps).length);
  assert.match(markdown, /kibana\.yaml:11/);
  for (const secret of [password, token]) {
    assert.ok(!`${JSON.stringify([answer, told])}${editor.log.join()}`.includes(secret));
  }
});

for (const open of [true, false]) {
  test(`marks the deciding line once, in a manifest that is ${open ? 'open' : 'only on disk'}`, async (t) => {
    const editor = await editorIn(t);
    if (open) editor.open('/w/kibana.yaml', `# a line more\n${manifests.kibana}`);
    const { marks, report } = await probe(editor, paramsIn(t));
    const line = open ? 11 : 10;
    const range = { start: { line, character: 4 }, end: { line, character: 34 } };
    const [mark, ...more] = marks.filter(({ severity }) => severity === 'error');
    assert.deepEqual(
      { ...mark, message: mark?.message.slice(0, 41) },
      {
        uri: uri('/w/kibana.yaml'),
        range,
        severity: 'error',
        step: 'P6a',
        message: 'Kibana prod refuses basic authentication,',
      },
    );
    assert.deepEqual(more, []);
    assert.deepEqual(report.verdict.place?.manifest, { file: uri('/w/kibana.yaml'), range });
  });
}

test('of several manifests of one resource, the nearest to the open one counts', async (t) => {
  const overlays = Object.fromEntries(
    ['dev', 'prod'].flatMap((folder) => [
      [`/w/${folder}/kibana.yaml`, manifests.kibana],
      [`/w/${folder}/agent.yaml`, manifests.agent],
    ]),
  );
  const editor = await editorIn(t, { files: overlays });
  const errors = async (more: Partial<ProbeParams>): Promise<string[]> =>
    (await probe(editor, paramsIn(t, more))).marks.filter(({ severity }) => severity === 'error').map(({ uri }) => uri);
  assert.deepEqual(await errors({}), []);
  assert.deepEqual(await errors({ from: uri('/w/prod/agent.yaml') }), [uri('/w/prod/kibana.yaml')]);
  assert.deepEqual(await errors({ from: uri('/w/dev/kibana.yaml') }), [uri('/w/dev/kibana.yaml')]);
});

test('a manifest that says something else than the cluster is named', async (t) => {
  const editor = await editorIn(t, {
    files: { ...files, '/w/agent.yaml': manifests.agent.replace('version: 9.1.2', 'version: 9.1.3') },
    openCluster: playedCluster({ kibana: 'accepts' }),
  });
  const { marks } = await probe(editor, paramsIn(t));
  const drifts = marks.filter(({ step }) => step === 'drift');
  assert.deepEqual(
    drifts.map(({ uri, range, severity }) => [uri, range.start.line, severity]),
    [
      [uri('/w/kibana.yaml'), 9, 'warning'],
      [uri('/w/agent.yaml'), 6, 'warning'],
    ],
  );
});

test('one probe at a time, and a cancelled one ends at once', async (t) => {
  const asked: string[] = [];
  const openCluster = playedCluster({ kibana: 'silent', asked: (path) => asked.push(path) });
  const editor = await editorIn(t, { openCluster });
  const source = new CancellationTokenSource();
  const first = probe(editor, paramsIn(t), source);
  while (!asked.some((path) => path.includes('/api/status'))) await pause(5);
  await assert.rejects(probe(editor, paramsIn(t)), {
    code: LSPErrorCodes.RequestFailed,
    message: 'A probe is running already.',
  });
  const start = performance.now();
  source.cancel();
  const { report } = await first;
  const took = performance.now() - start;
  assert.ok(took < 2000, `${took} ms`);
  assert.deepEqual([report.cancelled, report.verdict.sentence], [true, 'The probe was cancelled.']);
  assert.equal(asked.at(-1), 'closed');
});

test('a probe that is cancelled before it begins ends too, and leaves the way free', async (t) => {
  const editor = await editorIn(t, { openCluster: playedCluster({ kibana: 'silent' }) });
  for (const _ of [1, 2]) {
    const source = new CancellationTokenSource();
    const running = probe(editor, paramsIn(t), source);
    source.cancel();
    const outcome = await running.catch((error) => error.code);
    assert.ok(outcome === LSPErrorCodes.RequestCancelled || outcome.report.cancelled);
  }
});

test('the action that repairs a finding answers the live diagnostic at its place too', async (t) => {
  const editor = await editorIn(t);
  editor.open('/w/kibana.yaml');
  await editor.diagnostics('/w/kibana.yaml');
  const { marks } = await probe(editor, paramsIn(t));
  const [mark] = marks;
  assert.ok(mark);
  const live = { range: mark.range, message: mark.message, source: `${liveSource} (prod)`, code: mark.step };
  const other = { range: mark.range, message: 'something else', source: 'yaml' };
  const actions = await editor.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri: uri('/w/kibana.yaml') },
    range: mark.range,
    context: { diagnostics: [live, other] },
  });
  const [fix] = (actions ?? []).flatMap((it) => ('edit' in it ? [it] : []));
  assert.equal(fix?.title, 'Add the basic provider');
  assert.deepEqual(
    fix?.diagnostics?.map(({ source }) => source),
    ['eck-lint', `${liveSource} (prod)`],
  );
});

const lensesOf = async (editor: Editor, path: string): Promise<CodeLens[] | null> =>
  editor.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: uri(path) } });

test('a lens above each Kibana and each Agent in fleet mode', async (t) => {
  const editor = await editorIn(t);
  const standalone = manifests.agent.replace('mode: fleet', 'mode: standalone').replace('fleet-server', 'alone');
  const elasticsearch = `apiVersion: elasticsearch.k8s.elastic.co/v1
kind: Elasticsearch
metadata:
  name: prod
`;
  editor.open('/w/all.yaml', [manifests.kibana, standalone, elasticsearch, manifests.agent].join('---\n'));
  const start = editor.document('/w/all.yaml').getText().lastIndexOf('apiVersion');
  const lenses = await lensesOf(editor, '/w/all.yaml');
  assert.deepEqual(
    lenses?.map(({ range, command }) => [range.start, command]),
    [
      [
        { line: 0, character: 0 },
        {
          title: 'Probe Fleet auth',
          command: probeCommand,
          arguments: [{ kind: 'Kibana', name: 'prod', namespace: 'elastic' }],
        },
      ],
      [
        editor.document('/w/all.yaml').positionAt(start),
        {
          title: 'Probe Fleet auth',
          command: probeCommand,
          arguments: [{ kind: 'Agent', name: 'fleet-server', namespace: 'elastic' }],
        },
      ],
    ],
  );
});

test('no lenses for a client without the command', async (t) => {
  const editor = await editorIn(t, { probes: false });
  assert.equal(editor.initialized?.capabilities.codeLensProvider, undefined);
});
