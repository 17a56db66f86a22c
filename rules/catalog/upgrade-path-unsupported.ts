// Elasticsearch enters a new major version only from the last minor version of the one before. Needs to be told what the
// manifest was before. Source: the upgrade windows of ECK's releases.
import { defineRule } from '../engine/rule.ts';
import { compareVersions, isAtLeast, isServed, type Operator, withoutPreRelease } from '../model/index.ts';

export const upgradePathUnsupported = defineRule({
  id: 'upgrade-path-unsupported',
  topic: 'versions',
  summary: 'An Elasticsearch upgrade to another major version is not supported in one step.',
  severity: 'error',
  kinds: ['Elasticsearch'],
  admission: ['es-upgrade-path'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    jump: (before, now, least) =>
      `Elasticsearch cannot go from ${before} to ${now} in one step: ECK rejects the update unless ${least} or newer runs. Upgrade to ${minorOf(least)} first.`,
    back: (before, now) =>
      `Elasticsearch cannot go from ${before} back to ${now}: ECK rejects the update, whatever its annotations allow.`,
  },
  check(entry, report, workspace, operator) {
    const { resource } = entry;
    const previous = workspace.previousOf(entry);
    if (!previous || !isServed(resource) || workspace.standingOf(entry) === 'partial') return;
    const field = resource.root.at(['spec', 'version']);
    const [now, before] = [field.text, previous.root.at(['spec', 'version']).text];
    if (now === undefined || before === undefined) return;
    const order = compareVersions(before, now);
    if (order === undefined || majorOf(before) === majorOf(now)) return;
    const least = floorOf(majorOf(now), operator);
    if (order > 0) {
      // without the annotation it is refused as a downgrade
      const annotations = resource.root.at(['metadata', 'annotations']);
      if (annotations.get('eck.k8s.elastic.co/disable-downgrade-validation').text === 'true')
        report(field, 'back', [before, now]);
    } else if (least !== undefined && (compareVersions(withoutPreRelease(before), least) ?? 0) < 0)
      report(field, 'jump', [before, now, least]);
  },
});

/** The oldest version from which ECK lets a cluster go to a major version; undefined for majors it is not known of. */
function floorOf(major: string, operator: Operator): string | undefined {
  if (major === '8') return isAtLeast(operator, '2.0.0') ? '7.17.0' : undefined;
  if (major !== '9' || !isAtLeast(operator, '2.15.0')) return undefined;
  return isAtLeast(operator, '3.0.0') ? '8.18.0' : '8.16.0';
}

const majorOf = (version: string): string => version.split('.')[0] ?? '';
const minorOf = (version: string): string => version.split('.').slice(0, 2).join('.');
