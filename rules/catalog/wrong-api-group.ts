// ECK has one API group for each kind. A pair that does not belong together is refused by the API server.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import {
  eckKindNames,
  eckKinds,
  isEckKind,
  kindOfGroup,
  nearest,
  type Resource,
  splitApiVersion,
} from '../model/index.ts';

export const wrongApiGroup = defineRule({
  id: 'wrong-api-group',
  topic: 'manifest',
  summary: 'The apiVersion and the kind of an ECK resource do not belong together.',
  severity: { group: 'error', kind: 'error', patch: 'info', unknown: 'info' },
  kinds: ['Unrecognised'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    group: (kind, group, right) =>
      `${kind} belongs to the API group ${right}, not to ${group}: the API server answers "no matches for kind".`,
    kind: (kind, group, right) =>
      `The API group ${group} has no kind ${kind}, only ${right}: the API server answers "no matches for kind".`,
    patch: (kind, group, right) =>
      `${kind} belongs to the API group ${right}, not to ${group}: kustomize finds nothing to patch, unless the patch names a target.`,
    unknown: (kind, group) => `No ECK release up to 3.5 serves the kind ${kind} in ${group}.`,
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    const { group } = splitApiVersion(resource.apiVersion);
    const shown = group === '' ? `the core group (apiVersion ${resource.apiVersion})` : group;
    const { root, writtenKind } = resource;
    const owner = kindOfGroup(group);
    if (isEckKind(writtenKind)) {
      const message = workspace.standingOf(entry) === 'whole' ? 'group' : 'patch';
      report(root.get('apiVersion'), message, [writtenKind, shown, eckKinds[writtenKind].group], {
        fixes: () => [useGroup(resource, writtenKind), owner && useKind(resource, owner, false)],
      });
      return;
    }
    const meant = owner && sameWord(writtenKind, owner) ? owner : nearKind(writtenKind);
    if (!meant && !owner) return report(root.get('kind'), 'unknown', [writtenKind, group]);
    if (owner && (!meant || meant === owner)) {
      report(root.get('kind'), 'kind', [writtenKind, group, owner], {
        fixes: () => [meant && useKind(resource, owner, true)],
      });
      return;
    }
    if (meant)
      report(root.get('kind'), 'kind', [writtenKind, group, owner ?? meant], {
        fixes: () => [useKind(resource, meant, false)],
      });
  },
});

const sameWord = (a: string, b: string): boolean =>
  a.toLowerCase() === b.toLowerCase() || a.toLowerCase() === `${b.toLowerCase()}s`;

const nearKind = (kind: string) => {
  const found = eckKindNames.find((name) => sameWord(kind, name)) ?? nearest(kind, eckKindNames);
  return found !== undefined && isEckKind(found) ? found : undefined;
};

function useGroup(resource: Resource, kind: keyof typeof eckKinds): Fix | undefined {
  const { group, versions } = eckKinds[kind];
  const { version } = splitApiVersion(resource.apiVersion);
  const kept = (versions as readonly string[]).includes(version) ? version : versions[0];
  const apiVersion = `${group}/${kept}`;
  return fix(`Use ${apiVersion}`, replaceValue(resource.root.get('apiVersion'), apiVersion));
}

const useKind = (resource: Resource, kind: string, safe: boolean): Fix | undefined =>
  fix(`Use kind ${kind}`, replaceValue(resource.root.get('kind'), kind), safe);
