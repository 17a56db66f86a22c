// Fields that ECK refuses below a version of the stack.
import { defineRule } from '../engine/rule.ts';
import {
  compareVersions,
  type Field,
  isAtLeast,
  isNamed,
  isNewestApi,
  isStackVersion,
  nodeSets,
  rolesOf,
  withoutPreRelease,
} from '../model/index.ts';

export const stackVersionTooOld = defineRule({
  id: 'stack-version-too-old',
  topic: 'versions',
  summary: 'A field needs a newer Elastic Stack version than spec.version.',
  severity: 'error',
  kinds: ['Beat', 'Elasticsearch', 'Kibana'],
  admission: [
    'es-roles-too-new',
    'es-monitoring-version',
    'kb-monitoring-version',
    'beat-monitoring-version',
    'es-remote-server-version',
    'es-remote-apikey-version',
  ],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    found: (what, needed, version) =>
      `${what} needs version ${needed} or later, and spec.version is ${version}: ECK rejects the manifest.`,
  },
  check(entry, report, _, operator) {
    const { resource } = entry;
    const spec = resource.root.get('spec');
    const version = spec.get('version').text;
    if (version === undefined || !isStackVersion(version) || !isNewestApi(resource)) return;
    const needs = (field: Field, what: string, needed: string, of = version): void => {
      if ((compareVersions(of, needed) ?? 0) >= 0) return;
      report(field, 'found', [what, withoutPreRelease(needed), version], {
        onKey: true,
        related: () => [{ entry, path: ['spec', 'version'], message: 'This is the version.' }],
      });
    };
    for (const part of ['metrics', 'logs']) {
      const targets = spec.at(['monitoring', part, 'elasticsearchRefs']);
      const items = targets.items();
      if (items.length === 0 || !items.every(isNamed) || (compareVersions(version, '7.14.0-SNAPSHOT') ?? 0) >= 0)
        continue;
      report(spec.get('version'), 'found', ['Stack monitoring', '7.14.0', version], {
        related: () => [{ entry, path: targets.pathBelow(resource.root), message: 'The monitoring is here.' }],
      });
    }
    if (resource.kind !== 'Elasticsearch') return;
    for (const set of nodeSets(resource)) {
      const roles = rolesOf(set.get('config'));
      if (roles) needs(roles, 'node.roles', '7.9.0');
    }
    if (!isAtLeast(operator, '2.16.0')) return;
    const release = withoutPreRelease(version);
    const server = spec.at(['remoteClusterServer', 'enabled']);
    if (server.value === true) needs(server, 'A remote cluster server', '8.10.0', release);
    for (const cluster of spec.get('remoteClusters').items()) {
      const key = cluster.get('apiKey');
      if (key.exists && key.shape !== 'null') needs(key, 'An API key for a remote cluster', '8.10.0', release);
    }
  },
});
