// Versions of packages from outside: the setting that allows to ask, what would be asked, and what an answer does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Linter, noSettings, readFile, readSettings, rules, Workspace } from '../../rules/index.ts';
import { bundledVersion } from '../../rules/model/fleet/package-versions.ts';

const linter = new Linter(rules.filter(({ id }) => id === 'latest-package-version'));
const registry = { ...noSettings, packageRegistry: 'https://registry.example.org' };

const kibana = (packages: string, version = '9.2.1'): string =>
  `apiVersion: kibana.k8s.elastic.co/v1\nkind: Kibana\nmetadata: {name: kibana, labels: {fleet: "yes"}}\nspec: {version: "${version}", config: {xpack.fleet.packages: ${packages}}}\n`;

function workspaceOf(...texts: string[]): Workspace {
  const workspace = new Workspace();
  for (const [i, text] of texts.entries()) workspace.set(readFile(`/w/${i}.yaml`, text));
  return workspace;
}

const asked = (texts: readonly string[], settings = registry): string[] =>
  linter
    .questions('/w/0.yaml', workspaceOf(...texts), settings)
    .map(({ name, stackVersion }) => `${name} ${stackVersion}`);

test('the address in the settings file', () => {
  const read = (text: string) => readSettings(text, []);
  for (const url of ['https://epr.elastic.co', 'http://127.0.0.1:8080/', 'https://registry.example.org/packages/v2'])
    assert.deepEqual(read(`packageRegistry: {url: ${url}}`), {
      settings: { rules: {}, ignore: [], packageRegistry: url },
      problems: [],
    });
  assert.deepEqual(read('packageRegistry:\n').problems, []);
  assert.deepEqual(read('packageRegistry: {url: }\n').problems, []);
  const bad = [
    'epr.elastic.co',
    'ftp://x',
    'https://',
    'https://u:p@x',
    'https://x?a=b',
    'https://x#a',
    '8',
    '"https://a b"',
  ];
  for (const url of bad) {
    const { settings, problems } = read(`packageRegistry: {url: ${url}}`);
    assert.equal(settings.packageRegistry, undefined, url);
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['url is an http or https address, without user, query and fragment.'],
      url,
    );
  }
  const messages = (text: string): string[] => read(text).problems.map(({ message }) => message);
  assert.deepEqual(messages('packageRegistry: https://x'), ['packageRegistry is a map with url.']);
  assert.deepEqual(messages('packageRegistry: {ulr: https://x}'), [
    'There is no setting packageRegistry.ulr. Did you mean url?',
  ]);
  assert.deepEqual(messages('packageRegistri: {}'), [
    'There is no setting packageRegistri. Did you mean packageRegistry?',
  ]);
});

test('asked is what nothing else tells, and only with an address', () => {
  const own = kibana(
    '[{name: system, version: latest}, {name: system, version: latest}, {name: pinned, version: 1.0.0}]',
  );
  assert.deepEqual(asked([own]), ['system 9.2.1']);
  assert.deepEqual(asked([own], noSettings as typeof registry), []);
  assert.deepEqual(asked([own], { ...registry, rules: { 'latest-package-version': 'off' } }), []);
  assert.deepEqual(asked([own, kibana('[{name: system, version: 2.6.2}]')]), []);
  assert.deepEqual(asked([kibana('[{name: fleet_server, version: latest}]', '8.3.1')]), []);
});

test('nothing is asked about what is not literal or cannot be a name', () => {
  assert.deepEqual(asked([kibana('[{name: system, version: latest}]', '{{ .Values.version }}')]), []);
  assert.deepEqual(asked([kibana('[{name: system, version: latest}]', '9.2')]), []);
  assert.deepEqual(
    asked([kibana('[{name: "a&b", version: latest}, {name: "$' + '{X}", version: latest}, {version: latest}]')]),
    [],
  );
});

test('a policy asks for the Kibana it is applied to', () => {
  const policy =
    'apiVersion: stackconfigpolicy.k8s.elastic.co/v1alpha1\nkind: StackConfigPolicy\nmetadata: {name: policy}\nspec: {resourceSelector: {matchLabels: {fleet: "yes"}}, kibana: {config: {xpack.fleet.packages: [{name: system, version: latest}]}}}\n';
  assert.deepEqual(asked([policy, kibana('[]')]), ['system 9.2.1']);
  assert.deepEqual(asked([kibana('[{name: apache, version: latest}]'), policy]), ['apache 9.2.1']);
  assert.deepEqual(asked([policy]), []);
});

test('an answer becomes a fix that is for the user to confirm', () => {
  const workspace = workspaceOf(kibana('[{name: system, version: latest}]'));
  const fixes = () => linter.lint('/w/0.yaml', workspace, noSettings).flatMap((finding) => finding.fixes());
  assert.deepEqual(fixes(), []);
  const before = workspace.generation;
  workspace.packageVersions = new Map([
    ['system 9.2.1', '2.6.2'],
    ['system 9.2.0', '2.0.0'],
  ]);
  assert.ok(workspace.generation > before);
  assert.deepEqual(
    fixes().map(({ title, safe, edits }) => [title, safe, edits[0]?.newText]),
    [['Pin system to 2.6.2, the newest for 9.2.1 in the package registry', false, '2.6.2']],
  );
});

test('versions that releases bring along', () => {
  const version = (name: string, stackVersion: string) => bundledVersion(name, stackVersion)?.version;
  assert.deepEqual(bundledVersion('elastic_agent', '8.4.0'), { version: '1.3.4', release: '8.4.0' });
  assert.deepEqual(bundledVersion('elastic_agent', '8.4.3'), { version: '1.3.5', release: '8.4' });
  assert.deepEqual(bundledVersion('fleet_server', '8.4.0'), { version: '1.2.0', release: '8.4' });
  assert.equal(version('apm', '8.4.0'), '8.4.0');
  assert.equal(version('apm', '8.4.1'), undefined);
  assert.equal(version('apm', '8.5.0'), '8.5.0');
  assert.equal(version('apm', '9.0.8'), '9.0.8');
  assert.equal(version('apm', '9.1.0'), undefined);
  for (const odd of ['8.4', '8.5.0-SNAPSHOT', '', 'constructor', '18.4.0', '8.40.0'])
    assert.equal(version('elastic_agent', odd), undefined, odd);
  for (const name of ['system', 'constructor', '']) assert.equal(version(name, '8.4.0'), undefined, name);
});
