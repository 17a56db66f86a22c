// What Kibana refuses of `xpack.fleet`, looked for in the joined lists of all layers. Source: the schema of Kibana's Fleet
// settings and its preconfiguration service.
import type { EffectiveConfig } from '../config/effective.ts';
import { below, each, type Item, isOpen, itemsOf, textBelow } from '../config/items.ts';
import { isUnknown } from '../text/plain.ts';
import { hasPlaceholder, isPlaceholderWord } from '../text/template.ts';
import { fleetNames } from './preconfiguration.ts';

export interface FleetFault {
  readonly message:
    | 'duplicatePackage'
    | 'duplicateOutput'
    | 'defaultOutputs'
    | 'defaultHosts'
    | 'packageVersion'
    | 'duplicateHost'
    | 'duplicatePolicy'
    | 'policyWithoutId'
    | 'defaultMonitoring'
    | 'missingKey'
    | 'outputType'
    | 'notList'
    | 'notUri';
  readonly parts: [string, string];
  readonly at: Item;
  /** the other one of two */
  readonly first?: Item;
  /** what to take out, and whether nothing but the double goes */
  readonly surplus?: { readonly item: Item; readonly title: string; readonly safe: boolean };
}

/** Every fault, doubles at the later of the two. */
export function* fleetFaults(config: EffectiveConfig): Generator<FleetFault> {
  const packages = itemsOf(config, fleetNames.packages);
  for (const { value, at, item, first } of doubles(packages, 'name')) {
    const safe = JSON.stringify(item.data) === JSON.stringify(first.data);
    const surplus = { item, title: `Remove this entry of ${value}`, safe };
    yield { message: 'duplicatePackage', parts: [value, ''], at, first, surplus };
  }
  for (const item of packages) {
    const version = below(item, 'version');
    const text = version?.entry.resource.root.at(version.path).text;
    if (!version || !text || isPlaceholderWord(text) || isVersion(version.data)) continue;
    yield { message: 'packageVersion', parts: [text, textBelow(item, 'name') ?? 'a package'], at: version };
  }
  yield* missing(packages, 'a package', ['name', 'version']);
  const outputs = itemsOf(config, fleetNames.outputs);
  for (const key of ['id', 'name'])
    for (const { value, at, first } of doubles(outputs, key))
      yield { message: 'duplicateOutput', parts: [key, value], at, first };
  yield* defaults(outputs.filter(isDefault), 'defaultOutputs');
  yield* defaults(
    outputs.filter((output) => below(output, 'is_default_monitoring')?.data === true),
    'defaultMonitoring',
  );
  yield* missing(outputs, 'an output', ['id', 'name', 'type']);
  for (const output of outputs) {
    const type = below(output, 'type');
    const text = textBelow(output, 'type');
    if (type && text !== undefined && !isPlaceholderWord(text) && !outputTypes.has(text))
      yield { message: 'outputType', parts: [text, ''], at: type };
  }
  yield* addresses(config, outputs);
  // the older setting makes a default host too
  const [older] = itemsOf(config, 'xpack.fleet.agents.fleet_server.hosts');
  const serverHosts = itemsOf(config, fleetNames.serverHosts);
  yield* missing(serverHosts, 'a Fleet Server host', ['id', 'name', 'host_urls']);
  for (const { value, at, first } of doubles(serverHosts, 'id'))
    yield { message: 'duplicateHost', parts: [value, ''], at, first };
  const hosts = serverHosts.filter(isDefault);
  yield* defaults([...(older && !isUnknown(older.data) ? [older] : []), ...hosts], 'defaultHosts');
  const policies = itemsOf(config, fleetNames.policies);
  yield* missing(policies, 'a policy', ['name']);
  for (const { value, at, first } of doubles(policies, 'id'))
    yield { message: 'duplicatePolicy', parts: [value, ''], at, first };
  for (const item of policies) {
    const named = ['id', 'is_default', 'is_default_fleet_server'].some((key) => below(item, key) !== undefined);
    if (named || isOpen(item)) continue;
    const name = below(item, 'name');
    yield { message: 'policyWithoutId', parts: [textBelow(item, 'name') ?? '', ''], at: name ?? item };
  }
}

const outputTypes = new Set(['elasticsearch', 'logstash', 'kafka', 'remote_elasticsearch']);

/** Kibana needs each of these keys in every item. */
function* missing(items: readonly Item[], what: string, keys: readonly string[]): Generator<FleetFault> {
  for (const item of items) {
    if (isOpen(item) || typeof item.data !== 'object' || item.data === null || Array.isArray(item.data)) continue;
    for (const key of keys) {
      if (below(item, key) === undefined && each(item).length > 0)
        yield { message: 'missingKey', parts: [what, key], at: { ...item, path: [...item.path, key] } };
    }
  }
}

/** Lists of addresses that Kibana takes only as a list, and only as URLs. */
function* addresses(config: EffectiveConfig, outputs: readonly Item[]): Generator<FleetFault> {
  const settings = ['xpack.fleet.agents.elasticsearch.hosts', 'xpack.fleet.agents.fleet_server.hosts'].flatMap((name) =>
    config
      .written(name)
      // what stands in the environment is read as JSON
      .filter(({ path }) => !path.includes('env'))
      .map(({ value, layer, path }): [string, Item] => [name, { data: value, entry: layer.entry, path }]),
  );
  const ofOutputs = outputs
    .filter((output) => textBelow(output, 'type') === 'elasticsearch')
    .flatMap((output): [string, Item][] => {
      const hosts = below(output, 'hosts');
      return hosts ? [['xpack.fleet.outputs[].hosts', hosts]] : [];
    });
  for (const [name, list] of [...settings, ...ofOutputs]) {
    if (typeof list.data === 'string' && !isUnknown(list.data) && !/[[{]/.test(list.data))
      yield { message: 'notList', parts: [name, ''], at: list };
    if (!Array.isArray(list.data)) continue;
    for (const item of each(list)) {
      const { data } = item;
      if (typeof data === 'string' && !isUnknown(data) && !hasPlaceholder(data) && !/^https?:\/\//i.test(data))
        yield { message: 'notUri', parts: [data, name], at: item };
    }
  }
}

/** Every item whose text at `key` an earlier one has too. */
function* doubles(
  items: readonly Item[],
  key: string,
): Generator<{ value: string; at: Item; item: Item; first: Item }> {
  const seen = new Map<string, Item>();
  for (const item of items) {
    const at = below(item, key);
    const value = textBelow(item, key);
    if (!at || value === undefined) continue;
    const first = seen.get(value);
    if (first) yield { value, at, item, first };
    else seen.set(value, item);
  }
}

const isDefault = (item: Item): boolean => below(item, 'is_default')?.data === true;

function* defaults(
  items: readonly Item[],
  message: 'defaultOutputs' | 'defaultMonitoring' | 'defaultHosts',
): Generator<FleetFault> {
  const [first, ...others] = items;
  for (const item of others) {
    const key = message === 'defaultMonitoring' ? 'is_default_monitoring' : 'is_default';
    const at = below(item, key) ?? item;
    const surplus = { item: at, title: `Remove ${key} here`, safe: false };
    yield { message, parts: ['', ''], at, ...(first && { first }), surplus };
  }
}

/** As Kibana reads it: a full semantic version, a leading v allowed. */
const isVersion = (data: unknown): boolean =>
  typeof data === 'string' && /^(?:latest|\s*[v=]?\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?\s*)$/.test(data);
