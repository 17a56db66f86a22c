// What Kibana does not start with among its authentication providers, in map and in list form. Source: the schema of
// `xpack.security.authc.providers` in Kibana's security plugin and its authenticator.

import { isUnknown } from '../text/plain.ts';
import type { EffectiveConfig, SettingPlace } from './effective.ts';
import { authc, flag, providersOf } from './kibana-auth.ts';

/** The types of providers Kibana knows. */
export const providerTypes = ['basic', 'token', 'kerberos', 'pki', 'saml', 'oidc', 'anonymous'] as const;
/** Of these Kibana takes one enabled provider only. */
const uniqueTypes: readonly string[] = ['basic', 'token', 'kerberos', 'pki', 'anonymous'];
/** The name under which Kibana registers HTTP authentication itself. */
const reservedName = '__http__';

export type ProviderFault = {
  /** where it is reported */
  readonly at: SettingPlace;
  /** `type.name`; of a list the item */
  readonly provider: string;
} & (
  | { readonly fault: 'unknown-type'; readonly type: string }
  | { readonly fault: 'unknown-item' }
  | { readonly fault: 'empty'; readonly type: string; readonly setting: string }
  | { readonly fault: 'no-order' | 'no-realm'; readonly setting: string }
  | { readonly fault: 'bad-order' | 'hidden-login' | 'reserved-name' }
  | { readonly fault: 'same-order'; readonly other: string; readonly otherAt: SettingPlace; readonly order: number }
  | {
      readonly fault: 'same-name' | 'several';
      readonly type: string;
      readonly other: string;
      readonly otherAt: SettingPlace;
    }
);

/** The faults of a Kibana's providers. Only for settings that can be seen as a whole. */
export function providerFaults(config: EffectiveConfig): ProviderFault[] {
  const faults: ProviderFault[] = [];
  for (const { value, layer, path } of config.written(authc.providers)) {
    for (const [i, item] of Array.isArray(value) ? value.entries() : []) {
      if (typeof item !== 'string' || isUnknown(item) || (providerTypes as readonly string[]).includes(item)) continue;
      faults.push({
        fault: 'unknown-item',
        provider: item,
        at: { name: authc.providers, value: item, layer, path: [...path, i] },
      });
    }
  }
  for (const type of config.children(authc.providers)) {
    const setting = `${authc.providers}.${type}`;
    const at = config.under(setting)[0];
    // numbers are the places of a list that was joined with a map
    if (!at || !/^[A-Za-z]\w*$/.test(type)) continue;
    if (!(providerTypes as readonly string[]).includes(type))
      faults.push({ fault: 'unknown-type', provider: type, type, at });
    else if (isEmpty(config, setting)) faults.push({ fault: 'empty', provider: type, type, setting, at });
  }
  const enabled: {
    type: string;
    name: string;
    order: (SettingPlace & { number: number }) | undefined;
    at: SettingPlace;
  }[] = [];
  for (const { type, name, setting } of providersOf(config)) {
    const at = config.under(setting)[0];
    if (!at || !(providerTypes as readonly string[]).includes(type) || !/^[\w-]+$/.test(name)) continue;
    const provider = `${type}.${name}`;
    if (isEmpty(config, setting)) {
      faults.push({ fault: 'empty', provider, type, setting, at });
      continue;
    }
    if (config.children(setting).length === 0 || config.written(setting).some(({ value }) => isUnknown(value)))
      continue;
    const order = config.scalar(`${setting}.order`);
    const number = typeof order?.value === 'string' && order.value.trim() !== '' ? Number(order.value) : order?.value;
    const orderAt = order && { name: `${setting}.order`, ...order };
    if (!config.children(setting).includes('order')) faults.push({ fault: 'no-order', provider, setting, at });
    else if (orderAt && !isUnknown(order.value) && !(typeof number === 'number' && number >= 0))
      faults.push({ fault: 'bad-order', provider, at: orderAt });
    if ((type === 'saml' || type === 'oidc') && !config.children(setting).includes('realm'))
      faults.push({ fault: 'no-realm', provider, setting, at });
    const shown = config.scalar(`${setting}.showInSelector`);
    if ((type === 'basic' || type === 'token') && shown && String(shown.value) === 'false')
      faults.push({ fault: 'hidden-login', provider, at: { name: `${setting}.showInSelector`, ...shown } });
    if (flag(config, `${setting}.enabled`, true) !== true) continue;
    if (name === reservedName && flag(config, authc.httpEnabled, true) === true)
      faults.push({ fault: 'reserved-name', provider, at });
    enabled.push({ type, name, at, order: orderAt && typeof number === 'number' ? { ...orderAt, number } : undefined });
  }
  for (const [i, one] of enabled.entries()) {
    const provider = `${one.type}.${one.name}`;
    const before = enabled.slice(0, i);
    const sameName = before.find(({ name }) => name === one.name);
    if (sameName)
      faults.push({
        fault: 'same-name',
        provider,
        type: one.type,
        other: `${sameName.type}.${sameName.name}`,
        at: one.at,
        otherAt: sameName.at,
      });
    const sameType = uniqueTypes.includes(one.type) ? before.find(({ type }) => type === one.type) : undefined;
    if (sameType)
      faults.push({
        fault: 'several',
        provider,
        type: one.type,
        other: `${sameType.type}.${sameType.name}`,
        at: one.at,
        otherAt: sameType.at,
      });
    const { order } = one;
    const rival = order && before.find((other) => other.order?.number === order.number);
    if (!order || !rival?.order) continue;
    // the later layer made it so
    const { layers } = config;
    const swap = layers.indexOf(rival.order.layer) > layers.indexOf(order.layer);
    const [here, there] = swap ? [rival, one] : [one, rival];
    faults.push({
      fault: 'same-order',
      provider: `${here.type}.${here.name}`,
      other: `${there.type}.${there.name}`,
      at: here.order as SettingPlace,
      otherAt: there.order as SettingPlace,
      order: order.number,
    });
  }
  return faults;
}

/** Written as null or `{}` and nowhere with anything below: ECK renders both as null. */
const isEmpty = (config: EffectiveConfig, setting: string): boolean =>
  config.children(setting).length === 0 &&
  config.written(setting).length > 0 &&
  config
    .written(setting)
    .every(
      ({ value }) =>
        value === null || (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0),
    );

/**
 * An order for the provider `setting` that no other has, behind all others; undefined when one of theirs cannot be
 * read. Providers without an order get different ones.
 */
export function freeOrder(config: EffectiveConfig, setting: string): number | undefined {
  const providers = providersOf(config).map((p) => ({ ...p, order: config.scalar(`${p.setting}.order`)?.value }));
  if (providers.some(({ order }) => isUnknown(order))) return undefined;
  const numbers = providers.map(({ order }) => Number(order ?? -1)).filter((order) => Number.isInteger(order));
  const waiting = providers.filter(({ order }) => order === undefined || !(Number(order) >= 0)).map((p) => p.setting);
  return Math.max(-1, ...numbers) + 1 + Math.max(0, waiting.indexOf(setting));
}
