// ECK holds back a resource while one that it refers to is of an older version. Source: ECK's association controller,
// which compares the versions and lets a difference in the patch version pass.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { compareVersions, type Entry, isStackVersion, type Workspace } from '../model/index.ts';

export const referencedVersionOlder = defineRule({
  id: 'referenced-version-older',
  topic: 'versions',
  summary: 'A resource has a newer version than one that it refers to.',
  severity: 'warning',
  kinds: ['Agent', 'ApmServer', 'Beat', 'ElasticMapsServer', 'EnterpriseSearch', 'Kibana', 'Logstash'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    older: (version, others) =>
      `This resource is ${version}, but it refers to ${others}. As long as a reference has an older minor version, ECK creates and changes no pods (event Delayed, "Delaying deployment of version ${version}").`,
  },
  check(entry, report, workspace) {
    const version = entry.facts.version;
    if (version === undefined || !isStackVersion(version) || workspace.standingOf(entry) !== 'whole') return;
    const targets = olderThan(version, entry, workspace);
    if (targets.length === 0) return;
    const field = entry.resource.root.at(['spec', 'version']);
    const names = targets.map(({ resource, facts }) => `the ${resource.kind} ${resource.called} (${facts.version})`);
    report(field, 'older', [version, names.join(' and ')], {
      related: () =>
        targets.map((target) => ({
          entry: target,
          path: ['spec', 'version'],
          message: `This is ${target.facts.version}.`,
        })),
      fixes: () => {
        const [least] = targets.toSorted((a, b) => compareVersions(a.facts.version ?? '', b.facts.version ?? '') ?? 0);
        const wanted = least?.facts.version;
        const others = [...olderBehind(entry, version, workspace)];
        const raised = others.map((target) => replaceValue(target.resource.root.at(['spec', 'version']), version));
        const upgrade = raised.every((edits) => edits !== undefined) ? raised.flat() : undefined;
        const what = others.length === 1 ? `${others[0]?.resource.kind} ${others[0]?.resource.called}` : 'the others';
        return [
          wanted === undefined ? undefined : fix(`Use ${wanted}`, replaceValue(field, wanted), false),
          fix(`Upgrade ${what} to ${version}`, upgrade, false),
        ];
      },
    });
  },
});

/** What a resource refers to and is of an older minor version than `version`. */
function olderThan(version: string, entry: Entry, workspace: Workspace): Entry[] {
  const older = new Set<Entry>();
  // an Elasticsearch waits for nothing
  for (const reference of entry.resource.kind === 'Elasticsearch' ? [] : entry.facts.references) {
    if (reference.target === 'PackageRegistry') continue;
    const target = workspace.target(entry, reference);
    if (!target || !workspace.together(entry, target) || workspace.standingOf(target) !== 'whole') continue;
    if (isOlder(target.facts.version, version)) older.add(target);
  }
  return [...older];
}

/** The same with what those refer to in turn, for it has to come along. */
function olderBehind(entry: Entry, version: string, workspace: Workspace): Set<Entry> {
  const all = new Set<Entry>();
  const add = (from: Entry): void => {
    for (const target of olderThan(version, from, workspace)) {
      if (all.has(target)) continue;
      all.add(target);
      add(target);
    }
  };
  add(entry);
  return all;
}

const minor = (version: string): string => version.split('.').slice(0, 2).join('.');

const isOlder = (target: string | undefined, version: string): boolean =>
  target !== undefined && (compareVersions(target, version) ?? 0) < 0 && minor(target) !== minor(version);
