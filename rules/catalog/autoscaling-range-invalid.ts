// The ranges that an autoscaling policy may choose from. ECK reports them under spec.policies[i].memory; they stand in
// spec.policies[i].resources.memory.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import { autoscalingPolicies, type Field, quantityOf } from '../model/index.ts';

const rejected = 'ECK rejects the autoscaler';
const leastMemory = 2e9;

export const autoscalingRangeInvalid = defineRule({
  id: 'autoscaling-range-invalid',
  topic: 'manifest',
  summary: 'A range of an autoscaling policy has a min above its max, or a min that is too low.',
  severity: 'error',
  kinds: ['ElasticsearchAutoscaler'],
  fixable: 'sometimes',
  admission: [
    'esa-count-max',
    'esa-count-min',
    'esa-count-order',
    'esa-memory-floor',
    'esa-quantity-order',
    'esa-quantity-positive',
  ],
  scope: 'workspace',
  messages: {
    negative: () => `The minimum number of nodes cannot be below 0: ${rejected}.`,
    noNodes: () => `The maximum number of nodes has to be at least 1: ${rejected}.`,
    littleMemory: (amount) => `A node needs at least 2G of memory, and this allows ${amount}: ${rejected}.`,
    notPositive: (resource) => `The minimum ${resource} has to be above 0: ${rejected}.`,
    upsideDown: (max, min) => `max (${max}) is below min (${min}): ${rejected}.`,
  },
  check(entry, report, workspace) {
    // a patch may change any of them
    if (workspace.standingOf(entry) !== 'whole') return;
    for (const { at } of autoscalingPolicies(entry.resource)) {
      const resources = at.get('resources');
      const [least, most] = ends(resources.get('nodeCount'));
      const [low, high] = [countOf(least), countOf(most)];
      if (low !== undefined && low < 0) report(least, 'negative', []);
      if (high !== undefined && high <= 0) report(most, 'noNodes', []);
      else checkOrder(least, low, most, high);
      for (const name of ['cpu', 'memory', 'storage']) {
        const [min, max] = ends(resources.get(name));
        const [from, to] = [quantityOf(min), quantityOf(max)];
        if (from !== undefined && name === 'memory' && from < leastMemory)
          report(min, 'littleMemory', [min.text ?? ''], {
            fixes: () => [
              to !== undefined && to >= leastMemory ? fix('Set min: 2G', replaceValue(min, '2G'), false) : undefined,
            ],
          });
        else if (from !== undefined && from <= 0) report(min, 'notPositive', [name]);
        checkOrder(min, from, max, to);
      }
    }

    function checkOrder(min: Field, from: number | undefined, max: Field, to: number | undefined): void {
      if (from !== undefined && to !== undefined && to < from)
        report(max, 'upsideDown', [max.text ?? '', min.text ?? ''], { fixes: () => [swap(min, max)] });
    }
  },
});

const ends = (range: Field): [Field, Field] => [range.get('min'), range.get('max')];

const countOf = (field: Field): number | undefined => (typeof field.value === 'number' ? field.value : undefined);

function swap(min: Field, max: Field): Fix | undefined {
  const [low, high] = [min.value, max.value];
  if (low === undefined || low === null || high === undefined || high === null) return undefined;
  const [first, second] = [replaceValue(min, high), replaceValue(max, low)];
  return first && second && fix('Swap min and max', [...first, ...second], false);
}
