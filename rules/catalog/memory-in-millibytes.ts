// The suffix m stands for thousandths, with memory as with CPU.
import { replaceWithin } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { containersOf, nodeSets, podKinds } from '../model/index.ts';

export const memoryInMillibytes = defineRule({
  id: 'memory-in-millibytes',
  topic: 'pods',
  summary: 'An amount of memory has the suffix m, which means thousandths of a byte.',
  severity: { limit: 'warning', request: 'info' },
  kinds: podKinds,
  fixable: 'sometimes',
  scope: 'resource',
  messages: {
    limit: (amount) =>
      `${amount}m is ${amount} thousandths of a byte, not mebibytes (Mi): no container starts with such a memory limit.`,
    request: (amount) =>
      `${amount}m is ${amount} thousandths of a byte, not mebibytes (Mi): the scheduler reserves no memory.`,
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
