// Each release of ECK runs a range of versions of the Elastic Stack, which differs by kind.
import { defineRule } from '../engine/rule.ts';
import { compareVersions, isServed, isStackVersion, stackRange, versionedKinds } from '../model/index.ts';

export const unsupportedStackVersion = defineRule({
  id: 'unsupported-stack-version',
  topic: 'versions',
  summary: 'ECK does not support this version of the Elastic Stack.',
  severity: { old: 'error', fresh: 'error', ubi: 'error', licence: 'info' },
  kinds: versionedKinds,
  admission: [
    ...['es', 'kb', 'apm', 'beat', 'agent', 'ent', 'ems', 'ls', 'epr', 'aop'].map((kind) => `${kind}-version`),
    'es-upgrade-target',
  ],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    old: (eck, kind, version, min) => `ECK ${eck} runs no ${kind} below ${min}: it rejects ${version}.`,
    fresh: (eck, kind, version, major) => `ECK ${eck} runs no ${kind} above ${major}.x: it rejects ${version}.`,
    ubi: (version, min) =>
      `The operator runs with --ubi-only, and there are no UBI images below ${min}: it rejects ${version}.`,
    licence: (version, min) =>
      `ECK accepts ${version} only with an enterprise license; without one the minimum is ${min}.`,
  },
  check(entry, report, _, operator) {
    const { resource } = entry;
    const field = resource.root.at(['spec', 'version']);
    const version = field.text;
    if (version === undefined || !isStackVersion(version) || !isServed(resource)) return;
    const range = stackRange(resource, operator);
    if (!range) return;
    const { min, max, licensed, ubi } = range;
    const below = (limit: string): boolean => (compareVersions(version, limit) ?? 0) < 0;
    if (below(min)) {
      const floor = min.replace('-SNAPSHOT', '');
      if (ubi) report(field, 'ubi', [version, floor]);
      else if (licensed && !below(licensed) && operator.enterprise !== false)
        report(field, 'licence', [version, floor]);
      else
        report(field, 'old', [
          operator.version,
          kindIn(resource.kind, min),
          version,
          licensed && below(licensed) ? licensed : floor,
        ]);
    } else if (max !== undefined && (compareVersions(version, max) ?? 0) > 0)
      report(field, 'fresh', [operator.version, resource.kind, version, max.split('.')[0] ?? '']);
  },
});

const kindIn = (kind: string, min: string): string => (min === '7.14.0-SNAPSHOT' ? `${kind} in fleet mode` : kind);
