// ECK has images for six Beats. Any other one is a community Beat, which runs only with an image of the author's; and the
// type becomes part of names, so it has to be made of what names are made of.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { type Field, nearest } from '../model/index.ts';

/** The Beats of Elastic; case counts. Source: the Beat types of ECK, and the CRD for the length. */
const known = ['filebeat', 'metricbeat', 'heartbeat', 'auditbeat', 'journalbeat', 'packetbeat'];
const longest = 20;

export const beatTypeUnknown = defineRule({
  id: 'beat-type-unknown',
  topic: 'manifest',
  summary: 'The type of a Beat is not one that ECK has an image for, or is not a valid type.',
  severity: 'error',
  kinds: ['Beat'],
  fixable: 'sometimes',
  admission: ['beat-image-required', 'beat-type-format'],
  scope: 'workspace',
  messages: {
    imageless: (type) =>
      `${type} is not a Beat that ECK has an image for, and spec.image is not set: ECK rejects the manifest.`,
    illegal: (type) =>
      `${type} is not a valid type of Beat, which consists of letters, digits and dashes: ECK rejects the manifest.`,
    tooLong: (type) => `${type} has more than ${longest} characters, the maximum for a type: ECK rejects the manifest.`,
  },
  check(entry, report, workspace) {
    const field = entry.resource.root.at(['spec', 'type']);
    const image = entry.resource.root.at(['spec', 'image']);
    const type = field.text;
    if (type === undefined || field.shape !== 'text' || known.includes(type)) return;
    const details = { fixes: () => [asMeant(field, type)] };
    if (!/^[a-zA-Z0-9-]+$/.test(type)) report(field, 'illegal', [JSON.stringify(type)], details);
    else if (isEmpty(image) && workspace.standingOf(entry) === 'whole') report(field, 'imageless', [type], details);
    else if (type.length > longest) report(field, 'tooLong', [type]);
  },
});

const isEmpty = (field: Field): boolean => !field.exists || field.shape === 'null' || field.value === '';

/** The Beat whose name was misspelt. */
function asMeant(field: Field, type: string) {
  const bare = type.toLowerCase().replace(/[^a-z]/g, '');
  const meant = known.find((name) => name === bare) ?? nearest(type, known);
  return meant === undefined ? undefined : fix(`Use ${meant}`, replaceValue(field, meant), meant === bare);
}
