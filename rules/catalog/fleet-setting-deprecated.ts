// Settings of xpack.fleet that Kibana renames or drops while it starts. Source: the deprecations in the configuration
// of Kibana's Fleet plugin.
import { type Edits, remove, renameKey, wrapInList } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { compareVersions, type Field, type Setting, settingsOf } from '../model/index.ts';

const host = 'xpack.fleet.agents.elasticsearch.host';

/** Known before there was a Fleet Server; Kibana takes them out again and logs a critical deprecation. */
const dropped = [
  'xpack.fleet.agents.agentPolicyRolloutRateLimitIntervalMs',
  'xpack.fleet.agents.agentPolicyRolloutRateLimitRequestPerInterval',
  'xpack.fleet.agents.fleetServerEnabled',
  'xpack.fleet.agents.kibana',
  'xpack.fleet.agents.maxConcurrentConnections',
  'xpack.fleet.agents.pollingRequestTimeout',
  'xpack.fleet.agents.tlsCheckDisabled',
];

export const fleetSettingDeprecated = defineRule({
  id: 'fleet-setting-deprecated',
  topic: 'fleet',
  summary: 'A setting of Fleet is deprecated: Kibana reads it under another name, or not at all.',
  severity: 'warning',
  // an address may hold a user and a password
  secret: true,
  kinds: ['Kibana', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'resource',
  messages: {
    renamed: () => `${host} is deprecated. Kibana still takes it as the one entry of the list ${host}s.`,
    replaces: () => `${host} is deprecated, and its value replaces the list ${host}s, which is also set.`,
    dropped: (name) => `Kibana no longer reads ${name}: it has had no effect since Fleet Server was introduced.`,
  },
  check(resource, report) {
    const spec = resource.root.get('spec');
    // before there was a Fleet Server these were the names; a policy needs a much newer Kibana
    if (resource.kind === 'Kibana' && !((compareVersions(spec.get('version').text ?? '', '7.13.0') ?? -1) >= 0)) return;
    const config = resource.kind === 'Kibana' ? spec.get('config') : spec.at(['kibana', 'config']);
    const settings = settingsOf(config);
    const listed = settings.at(`${host}s`).exists;
    for (const field of settings.at(host).written) {
      report(field, listed ? 'replaces' : 'renamed', [], {
        onKey: true,
        fixes: () => [listed ? undefined : fix(`Replace it with ${host}s`, toList(field, settings.at(host)))],
      });
    }
    for (const name of dropped) {
      for (const field of places(settings.at(name)))
        report(field, 'dropped', [name], { onKey: true, fixes: () => [fix(`Remove ${name}`, remove(field))] });
    }
  },
});

/** The fields written at a name, or the leaves below when only those are. */
const places = (setting: Setting): Field[] =>
  setting.written.length > 0 ? setting.written : [...setting.children.values()].flatMap(places);

/** Renames the key and makes the value a list; only while it is set once, and a text. */
function toList(field: Field, setting: Setting): Edits {
  const key = renameKey(field, `${String(field.name)}s`);
  if (setting.only !== field || !key || field.shared) return undefined;
  if (field.list) return key;
  const list = field.shape === 'text' ? wrapInList(field) : undefined;
  return list && [...key, ...list];
}
