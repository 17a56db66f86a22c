// ECK goes by spec.version alone: it never looks at what an image of the author's holds.
import { replaceValue, replaceWithin } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { type Field, isStackVersion, type Kind, mainContainersOf, type Resource } from '../model/index.ts';

/** What Elastic calls the images of a kind; under other names the tag may be the author's own counting. */
const names: Partial<Record<Kind, RegExp>> = {
  Agent: /^elastic-agent(?:-complete|-slim|-wolfi|-ubi\d*)?$/,
  ApmServer: /^apm-server(?:-wolfi|-ubi\d*)?$/,
  Beat: /^(?:auditbeat|filebeat|heartbeat|metricbeat|packetbeat)(?:-wolfi|-ubi\d*)?$/,
  ElasticMapsServer: /^elastic-maps-server(?:-wolfi|-ubi\d*)?$/,
  Elasticsearch: /^elasticsearch(?:-wolfi|-ubi\d*)?$/,
  EnterpriseSearch: /^enterprise-search(?:-wolfi|-ubi\d*)?$/,
  Kibana: /^kibana(?:-wolfi|-ubi\d*)?$/,
  Logstash: /^logstash(?:-wolfi|-ubi\d*)?$/,
};

const image = /(?:^|\/)([^/:@]+):(([6-9])\.(\d+)\.\d+)(?:-(?:SNAPSHOT|ubi\d*|wolfi|cloud-defend|amd64|arm64))*$/;

export const imageVersionMismatch = defineRule({
  id: 'image-version-mismatch',
  topic: 'versions',
  summary: 'The tag of an Elastic Stack image is another version than spec.version.',
  severity: 'warning',
  kinds: ['Agent', 'ApmServer', 'Beat', 'ElasticMapsServer', 'Elasticsearch', 'EnterpriseSearch', 'Kibana', 'Logstash'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    found: (tag, version) =>
      `The image is version ${tag}, but spec.version is ${version}. ECK writes the configuration and checks upgrades for ${version}, while ${tag} runs.`,
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    const version = resource.root.at(['spec', 'version']);
    if (version.text === undefined || !isStackVersion(version.text) || workspace.standingOf(entry) === 'partial')
      return;
    for (const field of imagesOf(resource)) {
      const match = image.exec(field.text ?? '');
      if (!match) continue;
      const [, name = '', tag = '', major, minor] = match;
      if (!names[resource.kind]?.test(name) || version.text.startsWith(`${major}.${minor}.`)) continue;
      if (workspace.setsImage(entry, (field.text as string).slice(0, (field.text as string).lastIndexOf(':'))))
        continue;
      report(field, 'found', [tag, version.text], {
        related: () => [{ entry, path: ['spec', 'version'], message: `This is ${version.text}.` }],
        fixes: () => [
          fix(`Use the tag ${version.text}`, replaceWithin(field, `:${tag}`, `:${version.text}`), false),
          fix(`Set spec.version to ${tag}`, replaceValue(version, tag), false),
        ],
      });
    }
  },
});

/** The images that the application of the resource may run in; one in the pod template counts before spec.image. */
function imagesOf(resource: Resource): Field[] {
  const own = mainContainersOf(resource)
    .map(({ container }) => container.get('image'))
    .filter((field) => field.exists);
  return own.length > 0 ? own : [resource.root.at(['spec', 'image'])];
}
