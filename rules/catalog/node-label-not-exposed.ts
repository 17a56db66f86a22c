// The operator hands labels of Kubernetes nodes to pods only as far as its flag exposed-node-labels allows.
import { defineRule } from '../engine/rule.ts';
import { isAtLeast, isNewestApi, zoneAwareSets } from '../model/index.ts';

const annotation = 'eck.k8s.elastic.co/downward-node-labels';

export const nodeLabelNotExposed = defineRule({
  id: 'node-label-not-exposed',
  topic: 'pods',
  summary: 'An Elasticsearch uses a label of Kubernetes nodes that the operator does not expose.',
  severity: 'error',
  kinds: ['Elasticsearch'],
  admission: ['es-node-label-not-exposed', 'es-zone-key-not-exposed'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    annotation: (label) =>
      `The node label ${label} does not match exposedNodeLabels in the settings (--exposed-node-labels): the operator rejects the manifest.`,
    zone: (label) =>
      `The zones come from the node label ${label}, which does not match exposedNodeLabels in the settings (--exposed-node-labels): the operator rejects the manifest.`,
  },
  check(entry, report, _, operator) {
    const { resource } = entry;
    const patterns = operator.exposedNodeLabels;
    if (!patterns || !isNewestApi(resource)) return;
    const isExposed = (label: string): boolean => patterns.some((pattern) => expression(pattern).test(label));
    const field = resource.root.at(['metadata', 'annotations', annotation]);
    const labels = (field.text ?? '').split(',').map((label) => label.trim());
    const hidden = labels.filter((label) => label !== '' && !isExposed(label));
    if (isAtLeast(operator, '2.0.0')) for (const label of hidden) report(field, 'annotation', [label]);
    // without any pattern the operator does not look at these
    if (patterns.length === 0 || !isAtLeast(operator, '3.4.0')) return;
    for (const { key, field: at } of zoneAwareSets(resource))
      if (key !== undefined && !isExposed(key)) report(at, 'zone', [key]);
  },
});

const expressions = new Map<string, RegExp>();

function expression(pattern: string): RegExp {
  let found = expressions.get(pattern);
  if (!found) {
    found = new RegExp(pattern);
    expressions.set(pattern, found);
  }
  return found;
}
