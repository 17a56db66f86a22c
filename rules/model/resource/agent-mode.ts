// How an Agent is run: by itself or by Fleet, and as which workload. Source: the API types of ECK's Agent and what its
// admission makes of them.
import type { Field } from '../text/field.ts';
import type { Resource } from './resource.ts';

/** ECK takes an Agent without `mode` for standalone; undefined when that is not literal or no mode at all. */
export function agentMode(resource: Resource): 'fleet' | 'standalone' | undefined {
  const field = resource.root.at(['spec', 'mode']);
  if (!field.exists || field.shape === 'null' || field.value === '') return 'standalone';
  return field.text === 'fleet' || field.text === 'standalone' ? field.text : undefined;
}

export const workloads = ['deployment', 'daemonSet', 'statefulSet'] as const;

/** Whether ECK certainly takes a reference for set: an empty one counts as absent, a placeholder may turn out empty. */
export const isNamed = (reference: Field): boolean =>
  ['name', 'secretName'].some((key) => Boolean(reference.get(key).text));

/**
 * Whether a field of `http` certainly says something. To ECK empty structures, null and zero values say nothing; but what
 * its Go types hold as a list, a map of texts or a pointer says something as soon as it is given.
 */
export function saysSomething(field: Field): boolean {
  if (field.shape === 'template' || field.shape === 'null') return false;
  if (field.list || givenIsEnough.has(String(field.name))) return true;
  return field.map ? field.entries().some(saysSomething) : Boolean(field.value);
}

/** Maps and pointers among the fields of `http`. */
const givenIsEnough = new Set([
  'allocateLoadBalancerNodePorts',
  'annotations',
  'clientIP',
  'internalTrafficPolicy',
  'ipFamilyPolicy',
  'labels',
  'loadBalancerClass',
  'selector',
  'selfSignedCertificate',
  'sessionAffinityConfig',
  'trafficDistribution',
]);
