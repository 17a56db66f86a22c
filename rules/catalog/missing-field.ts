// A field that has no default, left out or left empty.
import { printPath } from '../engine/edit.ts';
import { defineRule } from '../engine/rule.ts';
import { eckKindNames, misfitsOf } from '../model/index.ts';

export const missingField = defineRule({
  id: 'missing-field',
  topic: 'manifest',
  summary: 'A required field is missing or empty.',
  severity: { missing: 'error', inPod: 'warning', empty: 'error' },
  kinds: eckKindNames,
  fixable: 'never',
  scope: 'workspace',
  messages: {
    missing: (name, path) => `${path} needs the field ${name}: the API server refuses the manifest without it.`,
    inPod: (name, path) =>
      `${path} needs the field ${name}. ECK accepts the manifest, but Kubernetes refuses the pods.`,
    empty: (path) => `${path} may not be empty: the API server refuses the manifest.`,
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    for (const misfit of misfitsOf(resource)) {
      const { what, field, open } = misfit;
      // what a patch leaves out stands in what it patches
      if (what === 'empty' && workspace.standingOf(entry) === 'whole')
        report(field, 'empty', [printPath(field.pathBelow(resource.root))]);
      if (what !== 'missing' || !field.parent) continue;
      const path = printPath(field.parent.pathBelow(resource.root));
      report(field, open ? 'inPod' : 'missing', [String(field.name), path]);
    }
  },
});
