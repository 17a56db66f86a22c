// Rules that are off until the user gives them a severity.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Linter, noSettings, readFile, rules, type Settings, Workspace } from '../../rules/index.ts';

const file = readFile(
  'kibana.yaml',
  `apiVersion: kibana.k8s.elastic.co/v1
kind: Kibana
metadata: # eck-lint-disable-next-line missing-labels -- ours
  name: kb
spec: {version: 9.2.1}
---
apiVersion: kibana.k8s.elastic.co/v1
kind: Kibana
metadata:
  name: other
# eck-lint-disable missing-labels -- a trial
spec: {version: 9.2.1}
`,
);

function found(settings: Settings): string[] {
  const workspace = new Workspace();
  workspace.set(file);
  return new Linter(rules).lint('kibana.yaml', workspace, settings).map(({ rule, severity }) => `${severity} ${rule}`);
}

test('without a severity of its own the rule is silent, and so are its suppressions', () => {
  assert.deepEqual(found(noSettings), []);
});

test('with one it reports at that severity', () => {
  assert.deepEqual(found({ rules: { 'missing-labels': 'warning' }, ignore: [] }), [
    'warning missing-labels',
    'hint unused-suppression',
  ]);
});
