// APM Server asks Kibana for the configuration of APM agents, and could do so first in 7.5.1.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { compareVersions, isNamed, isNewestApi } from '../model/index.ts';

export const apmServerKibanaTooEarly = defineRule({
  id: 'apm-server-kibana-too-early',
  topic: 'versions',
  summary: 'An APM Server before 7.5.1 refers to a Kibana.',
  severity: 'error',
  kinds: ['ApmServer'],
  fixable: 'always',
  admission: ['apm-kibana-version'],
  scope: 'workspace',
  messages: {
    early: (version) => `kibanaRef needs APM Server 7.5.1 or later, and this is ${version}: ECK rejects the manifest.`,
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    const reference = resource.root.at(['spec', 'kibanaRef']);
    const version = resource.root.at(['spec', 'version']);
    // the old API has no kibanaRef
    if (!isNamed(reference) || !isNewestApi(resource)) return;
    // a snapshot of 7.5.1 counts as 7.5.1
    const bare = (version.text ?? '').replace(/[-+].*$/, '');
    if ((compareVersions(bare, '7.5.1') ?? 0) >= 0 || workspace.standingOf(entry) !== 'whole') return;
    report(reference, 'early', [version.text ?? ''], {
      onKey: true,
      related: () => [{ entry, path: ['spec', 'version'], message: 'The version is set here.' }],
      fixes: () => [fix('Remove kibanaRef', remove(reference), false)],
    });
  },
});
