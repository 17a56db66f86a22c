// The realms of an Elasticsearch on ECK. ECK brings two, `file.file1` with all its users and `native.native1`, and of
// either type Elasticsearch takes one only. Source: Realms and RealmSettings of Elasticsearch, merged_config of ECK.

import { isUnknown } from '../text/plain.ts';
import { compareVersions } from '../text/version.ts';
import type { EffectiveConfig, SettingPlace } from './effective.ts';
import { isOff } from './elasticsearch-security.ts';

const realms = 'xpack.security.authc.realms';

/** What ECK sets when nobody else does. */
const own = [
  { type: 'file', name: 'file1', order: -100 },
  { type: 'native', name: 'native1', order: -99 },
];

export type RealmFault = { readonly realm: string; readonly setting: string; readonly at: SettingPlace } & (
  | { readonly fault: 'file-off' | 'no-order' }
  | { readonly fault: 'second'; readonly type: string; readonly first: string }
  | {
      readonly fault: 'same-order';
      readonly order: number;
      readonly other: string;
      /** undefined when ECK sets it */
      readonly otherAt: SettingPlace | undefined;
    }
);

const answered = new WeakMap<EffectiveConfig, { version: string; faults: readonly RealmFault[] }>();

/** The faults of the realms that a node set ends up with. Only for settings that can be seen as a whole. */
export function realmFaults(config: EffectiveConfig, version: string): readonly RealmFault[] {
  let last = answered.get(config);
  if (last?.version !== version) {
    last = { version, faults: findFaults(config, version) };
    answered.set(config, last);
  }
  return last.faults;
}

function findFaults(config: EffectiveConfig, version: string): RealmFault[] {
  const since = (bound: string): boolean => (compareVersions(version, bound) ?? -1) >= 0;
  // before 7.0 a realm's type was a setting below its name
  if (!since('7.0.0')) return [];
  const strict = since('8.0.0');
  const place = (name: string): SettingPlace | undefined => {
    const decided = config.scalar(name);
    return decided && { name, ...decided };
  };
  const disabled = (setting: string): boolean | undefined => {
    const enabled = place(`${setting}.enabled`);
    return enabled === undefined ? false : isUnknown(enabled.value) ? undefined : isOff(enabled.value);
  };
  const faults: RealmFault[] = [];
  const orders: { realm: string; order: number; at: SettingPlace | undefined }[] = [];
  for (const { type, name, order } of own) {
    const setting = `${realms}.${type}.${name}`;
    const off = disabled(setting);
    const at = place(`${setting}.enabled`);
    if (type === 'file' && off && at) faults.push({ fault: 'file-off', realm: `${type}.${name}`, setting, at });
    if (off === false && !place(`${setting}.order`)) orders.push({ realm: `${type}.${name}`, order, at: undefined });
  }
  for (const type of config.children(realms)) {
    for (const name of config.children(`${realms}.${type}`)) {
      const setting = `${realms}.${type}.${name}`;
      const realm = `${type}.${name}`;
      const at = config.under(setting)[0];
      const names = config.children(setting);
      const off = disabled(setting);
      if (!at || names.length === 0 || !/^[\w-]+$/.test(type + name)) continue;
      const first = own.find((known) => known.type === type);
      if (first && first.name !== name) {
        // since 8.0 the second is refused even while one of them is disabled
        const both = off === false && disabled(`${realms}.${type}.${first.name}`) === false;
        if (strict || both) faults.push({ fault: 'second', realm, setting, at, type, first: `${type}.${first.name}` });
        continue;
      }
      if (!strict || off !== false) continue;
      if (!names.includes('order')) {
        if (!first) faults.push({ fault: 'no-order', realm, setting, at });
        continue;
      }
      const decided = place(`${setting}.order`);
      const order = Number(decided?.value ?? Number.NaN);
      if (!decided || !Number.isInteger(order)) continue;
      const other = orders.find((known) => known.order === order);
      if (other)
        faults.push({ fault: 'same-order', realm, setting, at: decided, order, other: other.realm, otherAt: other.at });
      orders.push({ realm, order, at: decided });
    }
  }
  return faults;
}

/** An order behind those of all other realms; realms without one get different ones. */
export function freeRealmOrder(config: EffectiveConfig, setting: string): number {
  const all = config
    .children(realms)
    .flatMap((type) => config.children(`${realms}.${type}`).map((name) => `${realms}.${type}.${name}`))
    .map((name) => ({ name, order: config.scalar(`${name}.order`)?.value }));
  const orders = all.map(({ order }) => Number(order ?? -1)).filter(Number.isInteger);
  const waiting = all.filter(({ order }) => order === undefined).map(({ name }) => name);
  return Math.max(-1, ...orders) + 1 + Math.max(0, waiting.indexOf(setting));
}
