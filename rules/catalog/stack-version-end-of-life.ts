// ECK still runs 7.x, warns about it, and will stop.
import { defineRule } from '../engine/rule.ts';
import { compareVersions, isAtLeast, isServed, type Kind, type Operator, versionedKinds } from '../model/index.ts';

const first = '7.0.0';

export const stackVersionEndOfLife = defineRule({
  id: 'stack-version-end-of-life',
  topic: 'versions',
  summary: 'The version of the Elastic Stack has reached its end of life.',
  severity: 'warning',
  // an AutoOpsAgentPolicy starts at 9.2
  kinds: versionedKinds.filter((kind) => kind !== 'AutoOpsAgentPolicy'),
  admission: ['es', 'kb', 'apm', 'beat', 'agent', 'ent', 'ems', 'ls', 'epr'].map((kind) => `${kind}-version-eol`),
  fixable: 'never',
  scope: 'workspace',
  messages: {
    found: (version) =>
      `${version} has reached its end of life: it gets no security fixes, and a later ECK release will not support it.`,
  },
  check(entry, report, _, operator) {
    const { resource } = entry;
    const field = resource.root.at(['spec', 'version']);
    const last = lastOld(resource.kind, operator);
    if (field.text === undefined || last === undefined || !isServed(resource)) return;
    const [low, high] = [compareVersions(field.text, first), compareVersions(field.text, last)];
    if (low !== undefined && high !== undefined && low >= 0 && high <= 0) report(field, 'found', [field.text]);
  },
});

/** The newest version that the operator warns about. */
function lastOld(kind: Kind, operator: Operator): string | undefined {
  if (isAtLeast(operator, '3.4.0')) return '7.99.99';
  if (kind === 'Logstash' || kind === 'PackageRegistry' || !isAtLeast(operator, '3.0.0')) return undefined;
  return '7.16.0';
}
