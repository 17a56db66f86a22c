// Fleet packages that Kibana installs at whatever version the registry has that day.
import { replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { fleetNames, fleetPackages, member, type Plain, packagePins, packageQuestions } from '../model/index.ts';

export const latestPackageVersion = defineRule({
  id: 'latest-package-version',
  topic: 'versions',
  summary: 'A Fleet package is installed at version latest.',
  severity: 'warning',
  kinds: ['Kibana', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  asks: packageQuestions,
  messages: {
    latest: (name) =>
      `The Fleet package ${name} is not pinned: whenever Kibana sets up Fleet it installs the newest version it finds, so the package changes without a change here.`,
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    const config = resource.root.at(resource.kind === 'Kibana' ? ['spec', 'config'] : ['spec', 'kibana', 'config']);
    for (const item of fleetPackages(config)) {
      const version = item.get('version');
      if (version.text !== 'latest') continue;
      const name = item.get('name').text ?? 'in this entry';
      report(version, 'latest', [name], {
        fixes: () =>
          packagePins(name, entry, workspace).map((pin) =>
            fix(`Pin ${name} to ${pin.version}, ${pin.source}`, replaceValue(version, pin.version), false),
          ),
      });
    }
    for (const { name: setting, value, path } of entry.facts.environment?.settings ?? [])
      for (const name of atLatest(setting === fleetNames.packages ? value : null))
        report(resource.root.at(path), 'latest', [name]);
  },
});

/** The packages at latest in what the container's environment gives as JSON. */
const atLatest = (list: Plain): string[] =>
  (Array.isArray(list) ? list : [])
    .filter((item) => member(item, 'version') === 'latest')
    .map((item) => String(member(item, 'name') ?? 'in this entry'));
