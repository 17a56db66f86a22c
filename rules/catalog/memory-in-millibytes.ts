// The suffix m stands for thousandths, with memory as with CPU.
import { replaceWithin } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { containersOf, nodeSets, podKinds } from '../model/index.ts';

export const memoryInMillibytes = defineRule({
  id: 'memory-in-millibytes',
  topic: 'pods',
  summary: 'An amount of memory is written with m, which makes it thousandths of a byte.',
  severity: { limit: 'warning', request: 'info' },
  kinds: podKinds,
  fixable: 'sometimes',
  scope: 'resource',
  messages: {
    limit: (amount) =>
      `With m this is ${amount} thousandths of a byte, not mebibytes: no container starts with a memory limit that small.`,
    request: (amount) =>
      `With m this is ${amount} thousandths of a byte, not mebibytes: the scheduler sets no memory aside.`,
  },
  check(resource, report) {
    const holders = [
      resource.root.get('spec'),
      ...(resource.kind === 'Elasticsearch' ? nodeSets(resource) : []),
      ...containersOf(resource),
    ];
    for (const holder of holders) {
      for (const kind of ['limits', 'requests']) {
        const field = holder.at(['resources', kind, 'memory']);
        const amount = /^([0-9.]+)m$/.exec(field.text ?? '')?.[1];
        // what a tool has computed may be a large number of them
        if (amount === undefined || Number(amount) >= 1e9) continue;
        report(field, kind === 'limits' ? 'limit' : 'request', [amount], {
          fixes: () => [fix(`Write ${amount}Mi`, replaceWithin(field, `${amount}m`, `${amount}Mi`), false)],
        });
      }
    }
  },
});
