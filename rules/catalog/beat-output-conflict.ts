// A Beat sends to one output. ECK makes one of elasticsearchRef, and joins it with what config says.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { type Setting, settingsOf } from '../model/index.ts';

export const beatOutputConflict = defineRule({
  id: 'beat-output-conflict',
  topic: 'manifest',
  summary: 'A Beat has two outputs, but can start with only one.',
  severity: 'error',
  kinds: ['Beat'],
  fixable: 'sometimes',
  scope: 'resource',
  messages: {
    besideReference: (output) =>
      `ECK writes output.elasticsearch from elasticsearchRef, and ${output} is a second output: the Beat stops with "more than one namespace configured accessing 'output'".`,
    both: (first, second) =>
      `${first} and ${second} are both outputs: the Beat stops with "more than one namespace configured accessing 'output'".`,
  },
  check(resource, report) {
    const output = settingsOf(resource.root.at(['spec', 'config'])).at('output');
    const enabled = [...output.children.values()].filter(isOutput);
    const reference = resource.root.at(['spec', 'elasticsearchRef']);
    if (['name', 'secretName'].some((key) => Boolean(reference.get(key).text))) {
      // ECK lays config over its own settings, and may so be told to switch its output off
      const own = output.at('elasticsearch.enabled');
      if (own.exists && own.only?.value !== true) return;
      const [other] = enabled.filter(({ name }) => name !== 'output.elasticsearch');
      const at = other?.place;
      if (!other || !at) return;
      report(at, 'besideReference', [other.name], {
        onKey: true,
        fixes: () => [fix('Remove elasticsearchRef', remove(reference), false)],
      });
      return;
    }
    const [first, second] = enabled;
    const at = second?.place;
    if (first && second && at) report(at, 'both', [first.name, second.name], { onKey: true });
  },
});

/** An output that is switched off does not count; one that something else may switch off does not either. */
function isOutput(output: Setting): boolean {
  if (!/^output\.[a-z]+$/.test(output.name)) return false;
  const enabled = output.at('enabled');
  if (enabled.exists) return enabled.only?.value === true;
  return output.complete && output.written.every(({ shape }) => shape === 'map');
}
