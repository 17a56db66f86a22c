// A policy mounts Secrets into the pods of Elasticsearch, each at a path of its own.
import { defineRule } from '../engine/rule.ts';
import type { Field } from '../model/index.ts';

export const mountPathDuplicate = defineRule({
  id: 'mount-path-duplicate',
  topic: 'manifest',
  summary: 'A StackConfigPolicy mounts two Secrets at the same path.',
  severity: 'error',
  kinds: ['StackConfigPolicy'],
  admission: ['scp-mount-path-duplicate'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    found: (path) => `Another Secret of this policy is also mounted at ${path}: ECK rejects the manifest.`,
    without: () =>
      'Another Secret of this policy has no mountPath either, which ECK treats as the same path: it rejects the manifest.',
  },
  check(entry, report) {
    const { root } = entry.resource;
    const list = root.at(['spec', 'elasticsearch', 'secretMounts']);
    // branches of a template may hold one each
    if (!list.complete) return;
    const first = new Map<string, Field>();
    for (const mount of list.items()) {
      const path = mount.get('mountPath');
      const text = path.text ?? (mount.complete && (!path.exists || path.shape === 'null') ? '' : undefined);
      if (text === undefined) continue;
      const other = first.get(text);
      if (!other) first.set(text, path.exists ? path : mount);
      else
        report(path, text === '' ? 'without' : 'found', [text], {
          related: () => [{ entry, path: other.pathBelow(root), message: 'The other Secret is mounted here.' }],
        });
    }
  },
});
