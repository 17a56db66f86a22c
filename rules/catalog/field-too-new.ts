// A field that the ECK of the settings does not have yet. Its schema is older than the field.
import { printPath } from '../engine/edit.ts';
import { defineRule } from '../engine/rule.ts';
import { anyOperator, eckKindNames, firstReleaseOf, isAtLeast, misfitsOf, newestEck } from '../model/index.ts';

export const fieldTooNew = defineRule({
  id: 'field-too-new',
  topic: 'versions',
  summary: 'A field or kind is newer than the ECK release in use.',
  severity: { field: 'error', unreleased: 'warning', kind: 'error' },
  kinds: eckKindNames,
  fixable: 'never',
  scope: 'workspace',
  messages: {
    field: (path, since, version) =>
      `${path} came with ECK ${since}, and eckVersion is ${version}: kubectl refuses the manifest ("unknown field"), and without strict validation the API server drops the field.`,
    unreleased: (path) =>
      `No ECK release up to ${newestEck} has ${path}: kubectl refuses the manifest there ("unknown field"), and without strict validation the API server drops the field.`,
    kind: (kind, since, version) =>
      `${kind} came with ECK ${since}, and eckVersion is ${version}: the API server answers "no matches for kind".`,
  },
  check({ resource }, report, _, operator) {
    const { version } = operator;
    const first = firstReleaseOf(resource.kind);
    if (first !== undefined && !isAtLeast(operator, first)) {
      const kind = resource.root.get('kind');
      report(kind.exists ? kind : resource.root, 'kind', [resource.writtenKind, first, version]);
      return;
    }
    for (const misfit of misfitsOf(resource)) {
      if (misfit.what !== 'since') continue;
      const { field, since } = misfit;
      const path = printPath(field.pathBelow(resource.root));
      if (since === 'unreleased') {
        if (isAtLeast(anyOperator, version)) report(field, 'unreleased', [path], { onKey: true });
      } else if (!isAtLeast(operator, since)) report(field, 'field', [path, since, version], { onKey: true });
    }
  },
});
