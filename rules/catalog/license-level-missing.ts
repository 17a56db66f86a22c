// What asks for an enterprise license is refused by an operator without one. Only the settings file can tell which it is.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { eckKindNames, isAtLeast, isNewestApi, isServed, type Kind } from '../model/index.ts';

const annotation = 'eck.k8s.elastic.co/license';
const levels = ['enterprise', 'enterprise_trial', 'enterprise-trial'];

/** The kinds that can ask for client certificates, and the release that lets them. */
const clientsSince: Partial<Record<Kind, string>> = { Agent: '3.5.0', Elasticsearch: '3.4.0' };

export const licenseLevelMissing = defineRule({
  id: 'license-level-missing',
  topic: 'manifest',
  summary: 'A manifest asks for an enterprise license, which the operator does not have.',
  severity: 'error',
  kinds: eckKindNames.filter((kind) => kind !== 'Logstash' && kind !== 'AutoOpsAgentPolicy'),
  admission: [
    ...['es', 'kb', 'apm', 'beat', 'agent', 'ent', 'ems', 'scp', 'esa', 'epr'].map(
      (kind) => `${kind}-license-annotation`,
    ),
    'agent-client-auth-license',
    'es-client-auth-license',
  ],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    annotation: (level) =>
      `${annotation} asks for ${level}, but enterprise is false in the settings: without that license the operator rejects the manifest.`,
    client: () =>
      'Client certificates need an enterprise license, but enterprise is false in the settings: the operator rejects the manifest.',
  },
  check(entry, report, _, operator) {
    const { resource } = entry;
    if (operator.enterprise !== false || !isServed(resource)) return;
    const level = resource.root.at(['metadata', 'annotations', annotation]);
    if (isAtLeast(operator, '2.4.0') && level.text !== undefined && levels.includes(level.text.toLowerCase()))
      report(level, 'annotation', [level.text], { fixes: () => [fix(`Remove ${annotation}`, remove(level), false)] });
    const since = clientsSince[resource.kind];
    if (since === undefined || !isNewestApi(resource) || !isAtLeast(operator, since)) return;
    const required = resource.root.at(['spec', 'http', 'tls', 'client', 'authentication']);
    if (required.value === true) report(required, 'client', []);
  },
});
