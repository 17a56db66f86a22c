// A volume or mount of the author's that takes the place of one that ECK gives the Agent. The name `agent-data` is meant
// for that; the others are ECK's own.
import { type Edits, replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { agentVolumeFaults, type Field, namesOfVolume } from '../model/index.ts';

export const agentVolumeReplaced = defineRule({
  id: 'agent-volume-replaced',
  topic: 'pods',
  summary: 'A volume or mount replaces one that ECK adds to an Agent.',
  severity: { configuration: 'error', certificates: 'error', authority: 'warning', programs: 'error' },
  kinds: ['Agent'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    configuration: () =>
      'This volume replaces the one called config that ECK adds with the configuration of the Agent: the Agent does not find its elastic-agent.yml and stops.',
    certificates: () =>
      'This volume replaces the one called fleet-certs that ECK adds with the certificate of Fleet Server: it does not find /usr/share/fleet-server/config/http-certs/tls.crt and does not start.',
    authority: () =>
      'This volume replaces the one called elasticsearch-certs that ECK adds with the CA of Elasticsearch: sending data may fail with "x509: certificate signed by unknown authority".',
    programs: () =>
      'This mount hides the whole directory of Elastic Agent, programs included: the container does not start ("exec: elastic-agent: not found"). Its state is in /usr/share/elastic-agent/state.',
  },
  check(entry, report, workspace) {
    if (workspace.standingOf(entry) !== 'whole') return;
    for (const { message, at, volume, template } of agentVolumeFaults(entry.resource))
      report(at, message, [], {
        fixes: () => [
          volume && fix(`Rename the volume to ${freeName(volume, template)}`, rename(volume, template), false),
        ],
      });
  },
});

const freeName = (volume: Field, template: Field): string => {
  const volumes = template.at(['spec', 'volumes']).items();
  const taken = new Set(volumes.map((other) => other.get('name').text));
  const name = `own-${volume.get('name').text}`;
  let n = 2;
  let free = name;
  while (taken.has(free)) free = `${name}-${n++}`;
  return free;
};

function rename(volume: Field, template: Field): Edits {
  const name = freeName(volume, template);
  const edits = namesOfVolume(volume, template).map((field) => replaceValue(field, name));
  return edits.every((edit) => edit !== undefined) ? edits.flat() : undefined;
}
