// ECK has one API group for each kind. A pair that does not belong together is refused by the API server.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import {
  type EckKind,
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
      const message = workspace.standingOf(entry) === 'patch' ? 'patch' : 'group';
      report(root.get('apiVersion'), message, [writtenKind, shown, eckKinds[writtenKind].group], {
        // of another ECK kind's group either half may be the slip
        fixes: () => [useGroup(resource, writtenKind, !owner), owner && useKind(resource, owner, false)],
      });
      return;
    }
    const meant = nearKind(writtenKind);
    if (owner) {
      report(root.get('kind'), 'kind', [writtenKind, group, owner], {
        fixes: () => [
          useKind(resource, owner, meant === owner),
          meant && meant !== owner ? useBoth(resource, meant) : undefined,
        ],
      });
      return;
    }
    report(root.get('kind'), 'unknown', [writtenKind, group], { fixes: () => [meant && useBoth(resource, meant)] });
  },
});

const sameWord = (a: string, b: string): boolean =>
  a.toLowerCase() === b.toLowerCase() || a.toLowerCase() === `${b.toLowerCase()}s`;

const nearKind = (kind: string): EckKind | undefined => {
  const found = eckKindNames.find((name) => sameWord(kind, name)) ?? nearest(kind, eckKindNames);
  return found !== undefined && isEckKind(found) ? found : undefined;
};

/** The apiVersion of a kind, at the version written here when ECK serves it. */
function apiVersionOf(kind: EckKind, resource: Resource): string {
  const { group, versions } = eckKinds[kind];
  const { version } = splitApiVersion(resource.apiVersion);
  return `${group}/${(versions as readonly string[]).includes(version) ? version : versions[0]}`;
}

function useGroup(resource: Resource, kind: EckKind, safe: boolean): Fix | undefined {
  const apiVersion = apiVersionOf(kind, resource);
  return fix(`Use ${apiVersion}`, replaceValue(resource.root.get('apiVersion'), apiVersion), safe);
}

const useKind = (resource: Resource, kind: EckKind, safe: boolean): Fix | undefined =>
  fix(`Use kind ${kind}`, replaceValue(resource.root.get('kind'), kind), safe);

function useBoth(resource: Resource, kind: EckKind): Fix | undefined {
  const apiVersion = apiVersionOf(kind, resource);
  const [a, b] = [
    replaceValue(resource.root.get('apiVersion'), apiVersion),
    replaceValue(resource.root.get('kind'), kind),
  ];
  return a && b && fix(`Use kind ${kind} of ${apiVersion}`, [...a, ...b], false);
}
