// The group is right for the kind, the version is not one that the API server knows.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { eckKindNames, eckKinds, isEckKind, isServed } from '../model/index.ts';

export const unservedApiVersion = defineRule({
  id: 'unserved-api-version',
  topic: 'manifest',
  summary: 'The apiVersion names a version of the ECK kind that no current ECK release serves.',
  severity: 'error',
  kinds: eckKindNames,
  fixable: 'sometimes',
  scope: 'resource',
  messages: {
    unserved: (apiVersion, kind, served) =>
      `ECK does not serve ${kind} in ${apiVersion}, only in ${served}: the API server answers "no matches for kind".`,
  },
  check(resource, report) {
    const { kind } = resource;
    if (isServed(resource) || !isEckKind(kind)) return;
    const { group, versions } = eckKinds[kind];
    const field = resource.root.get('apiVersion');
    report(field, 'unserved', [resource.apiVersion, kind, versions.join(', ')], {
      // fields have moved between versions: the author has to look at the rest
      fixes: () => [fix(`Use ${versions[0]}`, replaceValue(field, `${group}/${versions[0]}`), false)],
    });
  },
});
