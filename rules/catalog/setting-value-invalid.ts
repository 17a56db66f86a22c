// Values of settings that Elasticsearch or Kibana stops at when it starts.
import { replaceValue, replaceWith } from '../engine/edit.ts';
import { defineRule, fix, type Related } from '../engine/rule.ts';
import {
  accepts,
  applicationsOf,
  compareVersions,
  meantBoolean,
  reservedSettings,
  typedSettings,
  type ValueType,
} from '../model/index.ts';

const username = 'elasticsearch.username';

export const settingValueInvalid = defineRule({
  id: 'setting-value-invalid',
  topic: 'manifest',
  summary: 'A setting of Elasticsearch or Kibana has a value that it does not accept.',
  severity: 'error',
  kinds: ['Elasticsearch', 'Kibana', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    boolean: (name, value, who) => `${name} has to be true or false: ${who} does not start with ${value}.`,
    number: (name, value, who) => `${name} has to be a number: ${who} does not start with ${value}.`,
    duration: (name, value, who, example) =>
      `${name} has to be a time with a unit, such as ${example}: ${who} does not start with ${value}.`,
    bytes: (name, value, who, example) =>
      `${name} has to be a size with a unit, such as ${example}: ${who} does not start with ${value}.`,
    address: (name, value, who) =>
      `${name} has to be an address with https:// or http://: ${who} does not start with ${value}.`,
    choice: (name, value, who, choices) => `${name} has to be one of ${choices}: ${who} does not start with ${value}.`,
    superuser: (who) =>
      `Since 8.0 Kibana may not log in as elastic: ${who} does not start ('value of "elastic" is forbidden').`,
  },
  check(entry, report, workspace) {
    for (const { kind, owner, version, config } of applicationsOf(entry, workspace)) {
      const related = (): Related[] =>
        owner === entry
          ? []
          : [{ entry: owner, path: ['metadata', 'name'], message: `The policy selects this ${kind}.` }];
      const who = owner === entry ? kind : `the ${kind} ${owner.resource.called}`;
      for (const layer of config.clearLayersOf(entry)) {
        for (const { name } of layer.settings) {
          const type = typedSettings[kind].get(name);
          if (type === undefined && name !== username) continue;
          // told as what ECK manages itself
          if (kind === 'Elasticsearch' && Object.hasOwn(reservedSettings, name)) continue;
          if (name.startsWith('logging.') && (compareVersions(version, '8.0.0') ?? -1) < 0) continue;
          const decided = config.scalar(name);
          if (decided?.layer !== layer || decided.path.includes('env')) continue;
          const { value } = decided;
          const field = entry.resource.root.at(decided.path);
          if (type === undefined) {
            if (value === 'elastic' && kind === 'Kibana' && (compareVersions(version, '8.0.0') ?? -1) >= 0)
              report(field, 'superuser', [who], { related });
            continue;
          }
          if (accepts(kind, type, value)) continue;
          const shown = typeof value === 'string' ? JSON.stringify(value) : String(value);
          const meant = type === 'boolean' ? meantBoolean(value) : undefined;
          const fixes = () => [meant === undefined ? undefined : fix(`Write ${meant}`, replaceValue(field, meant))];
          if (typeof type !== 'string') {
            // without quotes YAML reads off as false
            const isOff = value === false && type.includes('off');
            const quoted = () => [isOff ? fix('Put off in quotes', replaceWith(field, 'off')) : undefined];
            report(field, 'choice', [name, shown, who, type.join(', ')], { related, fixes: quoted });
          } else if (type === 'duration' || type === 'bytes')
            report(field, type, [name, shown, who, example(type)], { related });
          else report(field, type, [name, shown, who], { related, fixes });
        }
      }
    }
  },
});

const example = (type: ValueType): string => (type === 'bytes' ? '100mb' : '30s');
