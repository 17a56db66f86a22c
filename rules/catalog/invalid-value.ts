// A value of the right type that its field does not take: none of its choices, no quantity, no duration, out of range.
import { printPath, replaceValue } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import { eckKindNames, type Field, isQuantity, misfitsOf, nearest, type Resource } from '../model/index.ts';

export const invalidValue = defineRule({
  id: 'invalid-value',
  topic: 'manifest',
  summary: 'A value is none that its field takes.',
  severity: {
    choice: 'error',
    refused: 'error',
    otherChoice: 'warning',
    pattern: 'error',
    quantity: 'error',
    fraction: 'error',
    duration: 'error',
    range: 'error',
    negative: 'warning',
    unscalable: 'error',
    twice: 'error',
  },
  kinds: eckKindNames,
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    choice: (path, value, choices) => `${path} is ${choices}, and not ${value}: the API server refuses the manifest.`,
    refused: (path, value, choices) =>
      `${path} is ${choices}, and not ${value}: ECK takes it, and Kubernetes refuses what ECK makes of it.`,
    otherChoice: (path, value, choices) =>
      `${path} is ${choices} in the Kubernetes that is known here, and ${value} is none of them.`,
    pattern: (path, value, pattern) =>
      `${path} has to match ${pattern}, and ${value} does not: the API server refuses the manifest.`,
    quantity: (path, value) =>
      `${value} is no quantity: ${path} is a number with an optional unit such as m, M, Mi or Gi, without blanks. The manifest is refused.`,
    fraction: (path, value) =>
      `${path} is a whole number or a text, and ${value} without quotes is neither: the API server refuses the manifest.`,
    duration: (path, value) =>
      `${value} is no duration: ${path} is a number with a unit such as 30s, 10m or 1h30m, and ECK cannot read the manifest.`,
    range: (path, value) => `${value} is out of the range of ${path}: the manifest is refused.`,
    negative: (path, value) => `${path} is ${value}: ECK takes it, and Kubernetes refuses to run fewer than 0 pods.`,
    unscalable: (path, value) =>
      `${path} is ${value}: the API server, which lets kubectl scale set it, refuses the manifest ("should be a non-negative integer").`,
    twice: (value) => `${value} is in this list already, which has to hold each value once: the manifest is refused.`,
  },
  check({ resource }, report) {
    for (const misfit of misfitsOf(resource)) {
      if (misfit.what !== 'value') continue;
      const { field, shape, fault } = misfit;
      const text = field.text || '""';
      const path = printPath(field.pathBelow(resource.root));
      if (fault === 'choice') {
        const choices = (shape.choices ?? []).filter((choice) => choice !== '');
        const meant = choices.find((choice) => bare(choice) === bare(text)) ?? nearest(text, choices);
        const message = shape.fromEck ? 'choice' : meant ? 'refused' : 'otherChoice';
        report(field, message, [path, text, choices.join(', ').replace(/, ([^,]*)$/, ' or $1')], {
          fixes: () => [
            (meant && fix(`Use ${meant}`, replaceValue(field, meant), bare(meant) === bare(text))) || undefined,
          ],
        });
      } else if (fault === 'pattern') report(field, fault, [path, text, shape.pattern?.source ?? '']);
      else if (fault === 'twice') report(field, fault, [text]);
      else if (fault === 'negative' && path === 'spec.count' && isScalable(resource))
        report(field, 'unscalable', [path, text]);
      else report(field, fault, [path, text], { fixes: () => [...corrected(field, text, fault)] });
    }
  },
});

/** ECK's CRDs have the subresource scale for `spec.count` of these, in the version that is stored. */
const scalable = new Set([
  'ApmServer',
  'ElasticMapsServer',
  'EnterpriseSearch',
  'Kibana',
  'Logstash',
  'PackageRegistry',
]);
const isScalable = ({ kind, apiVersion }: Resource): boolean => scalable.has(kind) && !apiVersion.endsWith('/v1beta1');

const bare = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

function corrected(
  field: Field,
  text: string,
  fault: 'quantity' | 'fraction' | 'duration' | 'range' | 'negative',
): Fix[] {
  const use = (value: string, safe: boolean): Fix[] => {
    const found = fix(`Use ${value}`, replaceValue(field, value), safe);
    return found ? [found] : [];
  };
  if (fault === 'fraction') {
    const quoted = fix(`Put ${text} in quotes`, replaceValue(field, text));
    return quoted ? [quoted] : [];
  }
  if (fault !== 'quantity') return [];
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  if (digits === undefined) return [];
  if (isQuantity(digits + unit)) return use(digits + unit, true);
  // 2gi and 2GiB can mean one thing only, 2GB either of two
  const letter = unit.charAt(0).toUpperCase();
  if (/^[kmgtpe]ib?$/i.test(unit)) return use(`${digits}${letter}i`, true);
  if (/^[kmgtpe]b?$/i.test(unit))
    return [...use(`${digits}${letter}i`, false), ...use(`${digits}${letter === 'K' ? 'k' : letter}`, false)];
  return [];
}
