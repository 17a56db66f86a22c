import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { it } from 'node:test';
import fc from 'fast-check';
import { apiPath, kubectlFor, quoted, selecting } from '../../../server/probe/paths.ts';

/** The words of a command, as a shell takes them apart. */
const words = (command: string): string[] =>
  spawnSync('sh', ['-c', `for w in ${command}; do printf '%s\\0' "$w"; done`], { encoding: 'utf8' })
    .stdout.split('\0')
    .slice(0, -1);

for (const [path, command] of [
  ['/version', 'kubectl --context c get --raw /version'],
  [
    apiPath('agents', 'elastic', 'fleet-server'),
    'kubectl --context c --namespace elastic get agents.agent.k8s.elastic.co fleet-server --output yaml',
  ],
  [apiPath('pods', undefined), 'kubectl --context c --all-namespaces get pods --output yaml'],
  [
    selecting(apiPath('pods', 'a'), 'labelSelector', 'x=1,y in (2)'),
    "kubectl --context c --namespace a get pods --selector 'x=1,y in (2)' --output yaml",
  ],
  [
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/agents.agent.k8s.elastic.co',
    'kubectl --context c get customresourcedefinitions agents.agent.k8s.elastic.co --output yaml',
  ],
  [
    '/api/v1/namespaces/a/pods/p/log?container=agent&tailLines=200',
    "kubectl --context c get --raw '/api/v1/namespaces/a/pods/p/log?container=agent&tailLines=200'",
  ],
] as const) {
  it(path, () => assert.equal(kubectlFor(path, 'c'), command));
}

it('shows metadata alone of a Secret', () => {
  const command = kubectlFor(apiPath('secrets', 'elastic', 'prod-kb-user'), 'c');
  assert.match(command, /get secrets prod-kb-user --output jsonpath='\{\.metadata\./);
  assert.doesNotMatch(command, /yaml|json /);
});

it('a shell gives every word back as it was', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 30 }).filter((it) => it !== '' && !it.includes('\0')),
      (word) => assert.deepEqual(words(quoted(word)), [word]),
    ),
    { numRuns: 40 },
  );
});

it('no name of a context or of an object breaks out of a command', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~]{1,25}$/), fc.stringMatching(/^[ -~]{1,25}$/), (context, name) => {
      const path = `${apiPath('kibanas', 'n')}/${encodeURIComponent(name)}`;
      const [program, option, given, ...rest] = words(kubectlFor(path, context));
      assert.deepEqual([program, option, given], ['kubectl', '--context', context]);
      assert.ok(rest.includes(name) || rest.includes('--raw'), rest.join(' | '));
    }),
    { numRuns: 40 },
  );
});

for (const name of [
  '..',
  '.',
  '',
  'a/b',
  '--server=http://x',
  '-x',
  'a b',
  'a\nb',
  'A',
  'ä',
  '\ud800',
  'a'.repeat(254),
]) {
  it(`no path has the name ${JSON.stringify(name).slice(0, 30)} in it`, () => {
    const fault = { name: 'ClusterError', reason: 'InvalidName' };
    assert.throws(() => apiPath('services', 'n', name), fault);
    assert.throws(() => apiPath('services', name), fault);
  });
}
