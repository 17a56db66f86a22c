// Images that are not pinned, of the resource itself and of every container in its pod templates.
import { replaceWithin } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import {
  containers,
  type Field,
  isPlaceholderWord,
  isStackVersion,
  mainContainer,
  podTemplates,
  type Resource,
  versionedKinds,
} from '../model/index.ts';

export const latestImage = defineRule({
  id: 'latest-image',
  topic: 'versions',
  summary: 'A container image has no tag, or the tag latest.',
  severity: 'warning',
  kinds: versionedKinds,
  fixable: 'sometimes',
  scope: 'workspace',
  aliases: ['latest-tag', 'CKV_K8S_14'],
  messages: {
    untagged: (image) => `The image ${image} has no tag, so latest is pulled, and a restart may run another version.`,
    latest: (image) => `The image ${image} is not pinned to a version, so a restart may run another one.`,
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    for (const { field, own } of images(resource)) {
      const image = field.text;
      if (!image || image.includes('@') || isPlaceholderWord(image)) continue;
      const { repository, tag } = splitImage(image);
      if (tag !== undefined && tag !== 'latest') continue;
      if (workspace.setsImage(entry, repository)) continue;
      report(field, tag === undefined ? 'untagged' : 'latest', [image], {
        fixes: () => [own ? pin(resource, field, repository, tag) : undefined],
      });
    }
  },
});

/** Every image field; `own` marks those that run the application of the resource, at its version. */
function images(resource: Resource): { field: Field; own: boolean }[] {
  const main = mainContainer(resource);
  return [
    { field: resource.root.at(['spec', 'image']), own: true },
    ...podTemplates(resource)
      .flatMap(containers)
      .map((container) => ({
        field: container.get('image'),
        own: main !== undefined && container.get('name').text === main && container.parent?.name === 'containers',
      })),
  ];
}

/** A registry may have a port, so only a colon behind the last slash starts a tag. */
function splitImage(image: string): { repository: string; tag: string | undefined } {
  const colon = image.indexOf(':', image.lastIndexOf('/') + 1);
  return colon < 0
    ? { repository: image, tag: undefined }
    : { repository: image.slice(0, colon), tag: image.slice(colon + 1) };
}

/** ECK expects the image of its own container to be of `spec.version`. */
function pin(resource: Resource, field: Field, repository: string, tag: string | undefined): Fix | undefined {
  const version = resource.root.at(['spec', 'version']).text;
  if (version === undefined || !isStackVersion(version)) return undefined;
  const from = tag === undefined ? repository : `${repository}:${tag}`;
  // only of Elastic's own registry is it certain that the version exists as a tag
  const safe = repository.startsWith('docker.elastic.co/');
  return fix(
    `Pin to ${version}, the version of the resource`,
    replaceWithin(field, from, `${repository}:${version}`),
    safe,
  );
}
