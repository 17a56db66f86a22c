// API keys are what Agents enroll and check in with. They are off by a setting, or, in 7.x, for want of TLS.
import { type Edits, insertSetting, replaceValue, type TextEdit } from '../engine/edit.ts';
import { defineRule, fix, type Related } from '../engine/rule.ts';
import { switchTls } from '../engine/switch-tls.ts';
import {
  compareVersions,
  type Entry,
  elasticsearchConfigs,
  elasticsearchesOf,
  fleetAgentsOn,
  isOff,
  neverEnroll,
  nodeSets,
  settingsOf,
  type Workspace,
} from '../model/index.ts';

const enabled = 'xpack.security.authc.api_key.enabled';

export const elasticsearchApiKeysDisabled = defineRule({
  id: 'elasticsearch-api-keys-disabled',
  topic: 'fleet',
  summary: 'API keys are switched off in Elasticsearch, and Fleet needs them to enroll Agents.',
  severity: { off: 'warning', offWithFleet: 'error', offWithoutTls: 'error', needsTls: 'error' },
  kinds: ['Elasticsearch', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    off: (where) => `API keys ${where}are off: Fleet and the alerting rules of Kibana do not work with this cluster.`,
    offWithFleet: (where, outcome) =>
      `API keys ${where}are off. An enrollment token is an API key, so Kibana cannot create one, and ${outcome}.`,
    offWithoutTls: (outcome) =>
      `Without TLS Elasticsearch 7.16 and 7.17 has API keys only if ${enabled} is true. Enrollment tokens are API keys, so ${outcome}.`,
    needsTls: (outcome) =>
      `Before 7.16 Elasticsearch has API keys and service accounts only with TLS. Both are needed to enroll, so ${outcome}.`,
  },
  check(entry, report, workspace) {
    const clusters = elasticsearchesOf(entry, workspace).map((cluster) => ({
      cluster,
      agents: fleetAgentsOn(cluster, workspace),
    }));
    const told = new Set<string>();
    // a policy's line is told once, for the cluster where it does most harm
    for (const { cluster, agents } of clusters.toSorted((a, b) => b.agents.length - a.agents.length)) {
      const outcome = agents.length > 0 ? neverEnroll(agents.map((agent) => agent.entry)) : undefined;
      const where = cluster === entry ? '' : `of the Elasticsearch ${cluster.resource.called} `;
      const related = (): Related[] => [
        ...(cluster === entry
          ? []
          : [{ entry: cluster, path: ['metadata', 'name'], message: 'The policy selects this Elasticsearch.' }]),
        ...agents.map(({ entry: dependent, reference }) => ({
          entry: dependent,
          path: reference.path,
          message: `The Agent ${dependent.resource.called} depends on this cluster.`,
        })),
      ];
      for (const config of elasticsearchConfigs(cluster, workspace)) {
        const decided = config.scalar(enabled);
        const place = decided?.path.join('\n') ?? '';
        if (!decided || !isOff(decided.value) || decided.layer.entry !== entry || told.has(place)) continue;
        told.add(place);
        const field = entry.resource.root.at(decided.path);
        const fixes = () => [fix('Switch API keys on', replaceValue(field, true), outcome !== undefined)];
        if (outcome !== undefined) report(field, 'offWithFleet', [where, outcome], { related, fixes });
        else report(field, 'off', [where], { related, fixes });
      }
      if (cluster === entry && outcome !== undefined) {
        const age = withoutTls(entry, workspace);
        const field = entry.resource.root.at(['spec', 'http', 'tls', 'selfSignedCertificate', 'disabled']);
        const useTls = fix('Use TLS', switchTls(entry.resource.root.at(['spec', 'http']), true), false);
        if (age === 'needs-tls') report(field, 'needsTls', [outcome], { related, fixes: () => [useTls] });
        if (age === 'needs-setting')
          report(field, 'offWithoutTls', [outcome], {
            related,
            fixes: () => [fix('Switch API keys on', switchOn(entry)), useTls],
          });
      }
    }
  },
});

/** What a cluster that serves plain HTTP lacks; undefined when nothing, or when that cannot be seen. */
function withoutTls(entry: Entry, workspace: Workspace): 'needs-tls' | 'needs-setting' | undefined {
  const since = (bound: string): boolean => (compareVersions(entry.facts.version ?? '', bound) ?? -1) >= 0;
  if (entry.facts.http?.secure !== false || !since('7.14.0') || since('8.0.0')) return undefined;
  const configs = elasticsearchConfigs(entry, workspace);
  // the setting itself decides about TLS, and it may come from elsewhere
  const open = configs.some((config) => config.hidden || config.under('xpack.security.http.ssl').length > 0);
  if (open || workspace.standingOf(entry) !== 'whole') return undefined;
  if (configs.some((config) => config.written('xpack.security.enabled').length > 0)) return undefined;
  if (!since('7.16.0')) return 'needs-tls';
  return configs.some((config) => config.written(enabled).length === 0) ? 'needs-setting' : undefined;
}

/** Writes the setting into every node set that lacks it; declines when one of them cannot be edited. */
function switchOn({ resource }: Entry): Edits {
  const edits: TextEdit[] = [];
  for (const set of nodeSets(resource)) {
    const config = set.get('config');
    const settings = settingsOf(config);
    if (settings.at(enabled).exists) continue;
    const own = insertSetting(config, settings, enabled, true);
    if (!own) return undefined;
    edits.push(...own);
  }
  return edits;
}
