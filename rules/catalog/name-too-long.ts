// ECK appends to the names of its resources and puts the result into labels, which Kubernetes limits to 63 characters.
import { defineRule } from '../engine/rule.ts';
import { eckKindNames } from '../model/index.ts';

const longest = 36;

export const nameTooLong = defineRule({
  id: 'name-too-long',
  topic: 'manifest',
  summary: 'The name of an ECK resource is longer than 36 characters.',
  severity: 'error',
  kinds: eckKindNames,
  admission: ['es', 'kb', 'apm', 'beat', 'agent', 'ent', 'ems', 'ls', 'scp', 'esa', 'epr', 'aop'].map(
    (kind) => `${kind}-name-too-long`,
  ),
  fixable: 'never',
  scope: 'resource',
  messages: {
    found: (length) =>
      `The name has ${length} characters, and the limit is ${longest}, because ECK appends up to 27 and labels hold 63: ECK rejects the manifest.`,
  },
  check(resource, report) {
    const field = resource.root.at(['metadata', 'name']);
    const length = bytes(field.text ?? '');
    if (length > longest) report(field, 'found', [String(length)]);
  },
});

/** In UTF-8. */
function bytes(text: string): number {
  let count = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    count += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return count;
}
