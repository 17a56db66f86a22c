// Settings that the Elasticsearch or Kibana of this version knows no more.
import { type Edits, remove, renameKey } from '../engine/edit.ts';
import { defineRule, fix, type Related } from '../engine/rule.ts';
import {
  type Application,
  applicationsOf,
  compareVersions,
  type Entry,
  type Field,
  type RemovedSetting,
  removedSetting,
  type SettingPlace,
} from '../model/index.ts';

export const settingRemoved = defineRule({
  id: 'setting-removed',
  topic: 'versions',
  summary: 'A setting of Elasticsearch or Kibana no longer exists in this version.',
  severity: { stops: 'error', role: 'warning', idle: 'info', renamed: 'info' },
  // an address may hold a user and a password
  secret: true,
  kinds: ['Elasticsearch', 'Kibana', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    stops: (name, since, who, log, instead) =>
      `Since ${since} there is no setting ${name}: ${who} does not start with it ("${log}").${instead}`,
    role: (name, since, who, log, instead) =>
      `Since ${since} there is no setting ${name}: ECK still reads it, but ${who} does not start with it ("${log}").${instead}`,
    idle: (name, since, instead) => `${name} has had no effect since ${since}.${instead}`,
    renamed: (name, to) => `${name} is an old name of ${to}. Kibana still reads it, and logs a deprecation.`,
  },
  check(entry, report, workspace) {
    for (const application of applicationsOf(entry, workspace)) {
      const { kind, owner, version, config } = application;
      for (const layer of config.layers) {
        // a template may leave a line out
        if (layer.entry !== entry || layer.replaces || layer.hidden) continue;
        for (const { name, value, path } of layer.settings) {
          const removed = removedSetting(kind, name);
          if (!removed || (compareVersions(version, removed.since) ?? -1) < 0) continue;
          if (isNothing(value) || isNothing(config.written(name).at(-1)?.value)) continue;
          const place: SettingPlace = { name, value, path, layer };
          const field = entry.resource.root.at(path);
          const since = removed.since.replace(/\.0$/, '');
          const instead = removed.to
            ? ` It is called ${removed.to} now.`
            : removed.instead
              ? ` ${removed.instead}`
              : '';
          const details = {
            onKey: true,
            related: () => relatedTo(owner, entry, version),
            fixes: () => [
              removed.to === undefined
                ? fix(`Remove ${name}`, removal(entry, application, field), false)
                : fix(`Call it ${removed.to}`, renaming(place, removed, application, field), kind === 'Elasticsearch'),
            ],
          };
          if (removed.effect === 'stops')
            // the operator takes these for its own purposes in every version, and admits them
            report(
              field,
              roleSetting.test(name) ? 'role' : 'stops',
              [name, since, whoIs(owner, entry), logOf(kind, name), instead],
              details,
            );
          else if (removed.effect === 'idle') report(field, 'idle', [name, since, instead], details);
          else report(field, 'renamed', [name, removed.to ?? ''], details);
        }
      }
    }
  },
});

/** The older way to give a node its roles, which ECK reads as it reads node.roles. */
const roleSetting = /^node\.(?:master|data|ingest|ml|transform|remote_cluster_client|voting_only)$/;

/** null takes a setting away, and an empty map sets none. */
const isNothing = (value: unknown): boolean =>
  value === null ||
  (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0);

const whoIs = (owner: Entry, entry: Entry): string =>
  owner === entry ? owner.resource.kind : `the ${owner.resource.kind} ${owner.resource.called}`;

/** What the application says before it ends. */
function logOf(kind: Application['kind'], name: string): string {
  if (kind === 'Elasticsearch') return `unknown setting [${name}]`;
  const dot = name.indexOf('.');
  return `[config validation of [${name.slice(0, dot)}].${name.slice(dot + 1)}]: definition for this key is missing`;
}

const relatedTo = (owner: Entry, entry: Entry, version: string): Related[] => [
  { entry: owner, path: ['spec', 'version'], message: `This is ${version}.` },
  ...(owner === entry
    ? []
    : [{ entry: owner, path: ['metadata', 'name'], message: `The policy selects this ${owner.resource.kind}.` }]),
];

/** The last setting of a policy stays: ECK refuses a policy that sets nothing. */
function removal({ facts }: Entry, { kind }: Application, field: Field): Edits {
  const { policy } = facts;
  const own = policy && (kind === 'Kibana' ? policy.kibana : policy.elasticsearch);
  return own && own.settings.length < 2 ? undefined : remove(field);
}

/** Only the last key that spells the name is changed, so what is before it has to agree. */
function renaming({ name }: SettingPlace, { to = '' }: RemovedSetting, { config }: Application, field: Field): Edits {
  const before = name.slice(0, name.length - String(field.name).length);
  if (!name.endsWith(String(field.name)) || !to.startsWith(before) || config.under(to).length > 0) return undefined;
  return renameKey(field, to.slice(before.length));
}
