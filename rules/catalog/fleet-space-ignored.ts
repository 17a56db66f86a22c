// Spaces in Fleet came with Kibana 9.1. For an older Kibana ECK leaves the space out of its calls.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { compareVersions, targetIn } from '../model/index.ts';

export const fleetSpaceIgnored = defineRule({
  id: 'fleet-space-ignored',
  topic: 'fleet',
  summary: 'An Agent names a space, but its Kibana is too old for spaces in Fleet.',
  severity: 'warning',
  kinds: ['Agent'],
  fixable: 'always',
  scope: 'workspace',
  messages: {
    ignored: (space, kibana, version) =>
      `Fleet supports spaces from 9.1.0 on, and the Kibana ${kibana} is ${version}: ECK ignores spaceID (event Validation), and the Agent enrolls in the default space instead of ${space}.`,
  },
  check(entry, report, workspace) {
    const field = entry.resource.root.at(['spec', 'spaceID']);
    const kibana = targetIn(entry, 'kibanaRef', workspace);
    if (!entry.facts.fleetMode || !field.text || field.text === 'default' || !kibana) return;
    const { version } = kibana.facts;
    if (version === undefined || !workspace.together(entry, kibana) || workspace.standingOf(kibana) !== 'whole') return;
    if ((compareVersions(version, '9.1.0-0') ?? 0) >= 0) return;
    report(field, 'ignored', [field.text, kibana.resource.called, version], {
      related: () => [{ entry: kibana, path: ['spec', 'version'], message: `This Kibana is ${version}.` }],
      fixes: () => [fix('Remove spaceID', remove(field), false)],
    });
  },
});
