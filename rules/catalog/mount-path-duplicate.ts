// A policy mounts Secrets into the pods of Elasticsearch, each at a path of its own.
import { defineRule } from '../engine/rule.ts';
import type { Field } from '../model/index.ts';

export const mountPathDuplicate = defineRule({
  id: 'mount-path-duplicate',
  topic: 'manifest',
  summary: 'A StackConfigPolicy mounts two Secrets at one path.',
  severity: 'error',
  kinds: ['StackConfigPolicy'],
  admission: ['scp-mount-path-duplicate'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    found: (path) => `Another Secret of this policy is mounted at ${path}, too: ECK rejects the manifest.`,
  },
  check(entry, report) {
    const { root } = entry.resource;
    const list = root.at(['spec', 'elasticsearch', 'secretMounts']);
    // branches of a template may hold one each
    if (!list.complete) return;
    const first = new Map<string, Field>();
    for (const mount of list.items()) {
      const path = mount.get('mountPath');
      if (!path.text) continue;
      const other = first.get(path.text);
      if (!other) first.set(path.text, path);
      else
        report(path, 'found', [path.text], {
          related: () => [{ entry, path: other.pathBelow(root), message: 'The other Secret is mounted here.' }],
        });
    }
  },
});
