// ECK holds back a resource while one that it refers to is of an older version. Source: ECK's association controller,
// which compares the versions and lets a difference in the patch version pass.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { compareVersions, type Entry, isStackVersion } from '../model/index.ts';

export const referencedVersionOlder = defineRule({
  id: 'referenced-version-older',
  topic: 'versions',
  summary: 'A resource is of a newer version than one that it refers to.',
  severity: 'warning',
  kinds: ['Agent', 'ApmServer', 'Beat', 'ElasticMapsServer', 'EnterpriseSearch', 'Kibana', 'Logstash'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    older: (version, others) =>
      `This is ${version}, and it refers to ${others}. ECK waits until that is of the same minor version or newer (event Delayed, "Delaying deployment of version ${version}"): until then no pods are made or changed.`,
  },
  check(entry, report, workspace) {
    const version = entry.facts.version;
    if (version === undefined || !isStackVersion(version) || workspace.standingOf(entry) !== 'whole') return;
    const older = new Set<Entry>();
    for (const reference of entry.facts.references) {
      // monitoring goes its own way
      if (reference.target === 'PackageRegistry' || reference.path.includes('monitoring')) continue;
      const target = workspace.target(entry, reference);
      if (!target || !workspace.together(entry, target) || workspace.standingOf(target) !== 'whole') continue;
      if (isOlder(target.facts.version, version)) older.add(target);
    }
    if (older.size === 0) return;
    const targets = [...older];
    const field = entry.resource.root.at(['spec', 'version']);
    const names = targets.map(({ resource, facts }) => `the ${resource.kind} ${resource.called} of ${facts.version}`);
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
        const raised = targets.map((target) => replaceValue(target.resource.root.at(['spec', 'version']), version));
        const upgrade = raised.every((edits) => edits !== undefined) ? raised.flat() : undefined;
        const what =
          targets.length === 1 ? `${targets[0]?.resource.kind} ${targets[0]?.resource.called}` : 'the others';
        return [
          wanted === undefined ? undefined : fix(`Use ${wanted}`, replaceValue(field, wanted), false),
          fix(`Upgrade ${what} to ${version}`, upgrade, false),
        ];
      },
    });
  },
});

const minor = (version: string): string => version.split('.').slice(0, 2).join('.');

const isOlder = (target: string | undefined, version: string): boolean =>
  target !== undefined && (compareVersions(target, version) ?? 0) < 0 && minor(target) !== minor(version);
