// Settings in `config` that Kibana does not start with, and the one that in 7.x took Fleet away.
import { type Edits, remove } from '../engine/edit.ts';
import { defineRule, fix, type Related } from '../engine/rule.ts';
import {
  compareVersions,
  type Entry,
  type Field,
  kibanaConfig,
  kibanasOf,
  neverEnroll,
  type Path,
  pathCovering,
  refusedSettings,
  type Workspace,
} from '../model/index.ts';

const enabled = 'xpack.security.enabled';

export const kibanaSettingRefused = defineRule({
  id: 'kibana-setting-refused',
  topic: 'fleet',
  summary: 'Kibana does not start with this setting, or starts without Fleet.',
  severity: { removed: 'error', foreign: 'error', podSyntax: 'error', withoutFleet: 'error', noRoutes: 'info' },
  kinds: ['Kibana', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    removed: (who) =>
      `Since 8.0 Kibana has no ${enabled} and follows Elasticsearch. ${who} does not start: "[config validation of [xpack.security].enabled]: definition for this key is missing".`,
    foreign: (name, who, key) =>
      `${name} is a setting of Elasticsearch, not of Kibana. ${who} does not start: "[config validation of [xpack.security].${key}]: definition for this key is missing".`,
    podSyntax: (name, who) =>
      `${name} is written like an environment variable of a container, but config becomes kibana.yml, which has no valueFrom. ${who} does not start ("Unknown configuration key(s)").`,
    withoutFleet: (outcome) =>
      `Without security Kibana 7 has no API for Fleet: /api/fleet/setup answers with status 404, and ${outcome}.`,
    noRoutes: () =>
      'Without security Kibana 7 has no API for Fleet (status 404), and Kibana 8 does not start with this setting.',
  },
  check(entry, report, workspace) {
    // a template may leave the line out
    if ((entry.facts.config ?? entry.facts.policy?.kibana)?.hidden) return;
    for (const kibana of kibanasOf(entry, workspace)) {
      const config = kibanaConfig(kibana, workspace);
      const who = kibana === entry ? 'Kibana' : `The Kibana ${kibana.resource.called}`;
      const related = (): Related[] =>
        kibana === entry
          ? []
          : [
              {
                entry: kibana,
                path: ['metadata', 'name'],
                message: `The policy selects the Kibana ${kibana.resource.called}.`,
              },
            ];
      for (const { why, name, at } of refusedSettings(config)) {
        if (at.layer.entry !== entry) continue;
        const path = pathCovering(at, name);
        const field = entry.resource.root.at(path);
        if (why === 'pod-syntax') report(field, 'podSyntax', [name, who], { onKey: true, related });
        else {
          const fixes = () => [fix(`Remove ${name}`, removal(entry, field), false)];
          report(field, 'foreign', [name, who, name.slice('xpack.security.'.length)], { onKey: true, related, fixes });
        }
      }
      const decided = config.scalar(enabled);
      if (decided?.layer.entry !== entry || isVariable(decided.path)) continue;
      const age = compareVersions(kibana.facts.version ?? '', '8.0.0');
      const field = entry.resource.root.at(decided.path);
      const fixes = () => [fix(`Remove ${enabled}`, removal(entry, field))];
      const agents = enrolling(kibana, workspace);
      if (age === undefined) continue;
      if (age >= 0) report(field, 'removed', [who], { onKey: true, related, fixes });
      // another policy may switch it on again
      else if (String(decided.value) !== 'false' || config.hidden) continue;
      else if (agents.length > 0) report(field, 'withoutFleet', [neverEnroll(agents)], { related, fixes });
      else report(field, 'noRoutes', [], { related, fixes });
    }
  },
});

/** Whether the image hands this variable on depends on its version. */
const isVariable = (path: Path): boolean => path.includes('env');

/** The Agents in fleet mode that enroll through a Kibana. */
const enrolling = (kibana: Entry, workspace: Workspace): Entry[] =>
  workspace.referrers(kibana, 'Agent').flatMap(({ entry }) => (entry.facts.fleetMode ? [entry] : []));

/** The last setting of a policy stays: ECK refuses a policy that sets nothing. */
const removal = ({ facts }: Entry, field: Field): Edits =>
  facts.policy && facts.policy.kibana.settings.length < 2 ? undefined : remove(field);
