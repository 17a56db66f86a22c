// A base path that ECK does not find: it then calls Kibana where Kibana does not answer.
import { type Edits, insert, insertSetting } from '../engine/edit.ts';
import { defineRule, type Fix, fix, type Related } from '../engine/rule.ts';
import {
  type BasePath,
  type Entry,
  enrolledThrough,
  kibanaConfig,
  kibanasOf,
  neverEnroll,
  settingsOf,
  strayBasePath,
} from '../model/index.ts';

export const kibanaBasePathMismatch = defineRule({
  id: 'kibana-base-path-mismatch',
  topic: 'fleet',
  summary: 'Kibana serves below a base path that ECK does not use.',
  severity: 'error',
  kinds: ['Kibana', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    scattered: (served, called, outcome) =>
      `Kibana serves below ${served}, but ECK calls ${called}, because it reads server.basePath and server.rewriteBasePath only if both are in spec.config or both in the environment. ${outcome}.`,
    policy: (kibana, served, called, outcome) =>
      `With this policy the Kibana ${kibana} serves below ${served}, but ECK calls ${called}, because it does not read a base path from policies. ${outcome}.`,
  },
  check(entry, report, workspace) {
    for (const kibana of kibanasOf(entry, workspace)) {
      const found = strayBasePath(kibana, kibanaConfig(kibana, workspace));
      if (found?.at.layer.entry !== entry || workspace.standingOf(kibana) !== 'whole') continue;
      const agents = enrolledThrough(kibana, workspace);
      if (agents.length === 0 && kibana.facts.ownProbe === true) continue;
      const outcome =
        agents.length === 0
          ? 'The readiness probe gets status 404 and Kibana never becomes ready'
          : `The operator's call of /api/fleet/setup fails with status 404, and ${neverEnroll(agents.map((agent) => agent.entry))}`;
      const called = found.called === '' ? 'the root path' : found.called;
      const related = (): Related[] => [
        { entry: found.with.layer.entry, path: found.with.path, message: `${found.with.name} is set here.` },
        ...agents.map(({ entry: other, reference }) => ({
          entry: other,
          path: reference.path,
          message: `The Agent ${other.resource.called} enrolls through this Kibana.`,
        })),
      ];
      const details = { related, fixes: () => [gather(kibana, found)] };
      const field = entry.resource.root.at(found.at.path);
      if (kibana === entry) report(field, 'scattered', [found.served, called, outcome], details);
      else report(field, 'policy', [kibana.resource.called, found.served, called, outcome], details);
    }
  },
});

/** Writes what is missing into the Kibana's own `config`, where ECK looks; only beside nothing that says otherwise. */
function gather(kibana: Entry, found: BasePath): Fix | undefined {
  if (found.called !== '') return undefined;
  const config = kibana.resource.root.at(['spec', 'config']);
  const settings = settingsOf(config);
  const base = settings.at('server.basePath');
  const flag = settings.at('server.rewriteBasePath');
  let edits: Edits;
  if (!base.exists && !flag.exists)
    edits = insert(config.get('server'), { basePath: found.served, rewriteBasePath: true });
  else if (!base.exists && flag.only?.value === true)
    edits = insertSetting(config, settings, base.name, found.served, flag.name);
  else if (!flag.exists && base.only?.value === found.served)
    edits = insertSetting(config, settings, flag.name, true, base.name);
  return fix('Write both into spec.config of the Kibana', edits, false);
}
