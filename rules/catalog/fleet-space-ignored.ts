// Spaces in Fleet came with Kibana 9.1. For an older Kibana ECK leaves the space out of its calls.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { compareVersions, targetIn } from '../model/index.ts';

export const fleetSpaceIgnored = defineRule({
  id: 'fleet-space-ignored',
  topic: 'fleet',
  summary: 'An Agent names a space for a Kibana that knows no spaces in Fleet.',
  severity: 'warning',
  kinds: ['Agent'],
  fixable: 'always',
  scope: 'workspace',
  messages: {
    ignored: (space, kibana, version) =>
      `The Kibana ${kibana} is ${version}, and Fleet has spaces from 9.1.0 on: ECK leaves spaceID out (event Validation), and the Agent enrolls outside of ${space}.`,
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
