// What an author sets in the environment of the container `agent` beats what ECK would set there.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { agentMode, isNamed, podTemplates } from '../model/index.ts';

export const fleetVariablePinned = defineRule({
  id: 'fleet-variable-pinned',
  topic: 'fleet',
  summary: 'An environment variable of an Agent overrides a value that ECK keeps up to date.',
  severity: { token: 'warning', pinned: 'info', unused: 'info' },
  kinds: ['Agent'],
  fixable: 'sometimes',
  scope: 'resource',
  messages: {
    token: () =>
      'This enrollment token overrides the one that ECK gets through kibanaRef. When it is revoked, or Elasticsearch is recreated, enrollment fails with status 401.',
    pinned: (name) =>
      `ECK sets ${name} itself. This value overrides it, and is wrong once the token or address changes.`,
    unused: (name) =>
      `${name} is for Agents that set up Fleet themselves. Since ECK 2.4 the operator does that through kibanaRef, so it is not needed.`,
  },
  check(resource, report) {
    if (agentMode(resource) !== 'fleet') return;
    const spec = resource.root.get('spec');
    if (!isNamed(spec.get('kibanaRef'))) return;
    const cluster = spec.get('elasticsearchRefs').items()[0]?.get('name').text;
    const server = isNamed(spec.get('fleetServerRef'));
    for (const template of podTemplates(resource)) {
      for (const container of template.at(['spec', 'containers']).items()) {
        if (container.get('name').text !== 'agent') continue;
        for (const variable of container.get('env').items()) {
          const name = variable.get('name').text ?? '';
          const details = { fixes: () => [fix(`Remove ${name}`, remove(variable), false)] };
          if (name === 'FLEET_ENROLLMENT_TOKEN')
            // from a Secret somebody takes care of it
            report(
              variable.get('name'),
              variable.get('value').text ? 'token' : 'pinned',
              variable.get('value').text ? [] : [name],
              details,
            );
          else if ((name === 'FLEET_URL' && server) || (name === 'FLEET_SERVER_SERVICE_TOKEN' && cluster))
            report(variable.get('name'), 'pinned', [name], details);
          else if (/^KIBANA_FLEET_(?:SETUP|HOST|USERNAME|PASSWORD|CA)$/.test(name) && (server || cluster))
            report(variable.get('name'), 'unused', [name], details);
        }
      }
    }
  },
});
