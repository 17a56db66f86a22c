// A value of the right type that its field does not take: none of its choices, no quantity, no duration, out of range.
import { printPath, replaceValue } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import {
  eckKindNames,
  type Field,
  isQuantity,
  misfitsOf,
  nearest,
  type Resource,
  unfitMetadata,
} from '../model/index.ts';

export const invalidValue = defineRule({
  id: 'invalid-value',
  topic: 'manifest',
  summary: 'A field has a value that it does not accept.',
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
    samePort: 'error',
    name: 'error',
    key: 'error',
    label: 'error',
  },
  kinds: eckKindNames,
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    choice: (path, value, choices) =>
      `${path} has to be ${choices}, not ${value}: the API server refuses the manifest.`,
    refused: (path, value, choices) =>
      `${path} has to be ${choices}, not ${value}: ECK accepts it, but Kubernetes refuses the objects that ECK creates from it.`,
    otherChoice: (path, value, choices) =>
      `${path} has to be ${choices} in the Kubernetes releases known here, and ${value} is none of them.`,
    pattern: (path, value, pattern) =>
      `${path} has to match ${pattern}, and ${value} does not: the API server refuses the manifest.`,
    quantity: (path, value) =>
      `${path} has to be a quantity, a number with an optional unit such as m, M, Mi or Gi and no space, and ${value} is not: the manifest is refused.`,
    fraction: (path, value) =>
      `${path} has to be an integer or a string, and ${value} without quotes is neither: the API server refuses the manifest.`,
    duration: (path, value) =>
      `${path} has to be a duration such as 30s, 10m or 1h30m, and ${value} is not: ECK cannot read the manifest.`,
    range: (path, value) => `${value} is out of the range of ${path}: the manifest is refused.`,
    negative: (path, value) => `${path} is ${value}: ECK accepts it, but Kubernetes refuses a negative number of pods.`,
    unscalable: (path, value) =>
      `${path} is ${value}: the API server refuses a negative number of pods ("should be a non-negative integer").`,
    twice: (value) => `${value} is in this list twice, which may hold each value only once: the manifest is refused.`,
    samePort: (port) =>
      `Port ${port} is in this list twice with the same protocol: the API server refuses the manifest ("Duplicate value").`,
    name: (path, value) =>
      `${path} may have only lowercase letters, digits and dashes, with a letter or digit at both ends, and ${value} does not fit: the API server refuses the manifest.`,
    key: (path, value) =>
      `A key of ${path} may have up to 63 letters, digits, dashes, dots and underscores after an optional prefix with a slash, and ${value} does not fit: the API server refuses the manifest.`,
    label: (path, value) =>
      `${path} may have up to 63 letters, digits, dashes, dots and underscores, with a letter or digit at both ends, and ${value} does not fit: the API server refuses the manifest.`,
  },
  check({ resource }, report) {
    for (const { field, fault } of unfitMetadata(resource)) {
      const path = printPath((fault === 'key' ? (field.parent ?? field) : field).pathBelow(resource.root));
      report(field, fault, [path, fault === 'key' ? String(field.name) : (field.text ?? '')], {
        onKey: fault === 'key',
      });
    }
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
      else if (fault === 'twice' || fault === 'samePort') report(field, fault, [text]);
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
