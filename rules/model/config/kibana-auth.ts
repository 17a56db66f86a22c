// Does a Kibana accept `Authorization: Basic`? ECK's operator logs in to Kibana with nothing else, so Fleet stands or
// falls with the answer. Semantics: Kibana's `xpack.security.authc` configuration and its HTTP authentication provider.

import { isUnknown, type Plain } from '../text/plain.ts';
import type { EffectiveConfig, SettingPlace } from './effective.ts';

/** Why Kibana refuses Basic. */
export type Refusal =
  /** `http.enabled: false`: no Authorization header is read at all */
  | 'http-disabled'
  /** providers are listed, none of them brings the Basic scheme */
  | 'no-basic-provider'
  /** a basic provider is there, with `enabled: false` */
  | 'basic-disabled'
  /** `autoSchemesEnabled: false`, and `schemes` leaves basic out */
  | 'scheme-not-listed'
  /** the same, and `schemes` is empty: Kibana does not start without any scheme */
  | 'no-schemes'
  /** `providers: {}` is rendered as null, which Kibana does not start with */
  | 'empty-providers'
  /** a list of types and a map of providers, which join to something Kibana does not start with */
  | 'mixed-providers';

export type BasicAuth =
  | { readonly accepted: true }
  /** `at` is the setting that decides; for providers the first that is written */
  | { readonly accepted: false; readonly refusal: Refusal; readonly at: SettingPlace }
  /** something that decides is not literal, or out of sight */
  | { readonly accepted: 'unknown' };

type Tri = boolean | undefined;
const and = (a: Tri, b: Tri): Tri => (a === false || b === false ? false : a && b);
const or = (a: Tri, b: Tri): Tri => (a === true || b === true ? true : a === false && b === false ? false : undefined);

/** Dotted names of the settings that decide. */
export const authc = {
  providers: 'xpack.security.authc.providers',
  httpEnabled: 'xpack.security.authc.http.enabled',
  autoSchemes: 'xpack.security.authc.http.autoSchemesEnabled',
  schemes: 'xpack.security.authc.http.schemes',
} as const;

/** Judges a Kibana by the settings it starts with. */
export function basicAuth(config: EffectiveConfig): BasicAuth {
  const httpEnabled = flag(config, authc.httpEnabled, true);
  // what is out of sight may add a provider, but hardly takes `http.enabled: false` back
  if (config.hidden && httpEnabled !== false) return { accepted: 'unknown' };
  const refuse = (refusal: Refusal, at: SettingPlace | undefined): BasicAuth =>
    at ? { accepted: false, refusal, at } : { accepted: 'unknown' };

  const form = providerForm(config);
  if (form === 'empty') return refuse('empty-providers', config.under(authc.providers)[0]);
  if (form === 'mixed') {
    return refuse(
      'mixed-providers',
      config.under(authc.providers).find(({ name }) => name === authc.providers),
    );
  }
  const auto = flag(config, authc.autoSchemes, true);
  const offered = providerSchemes(config, form);
  const accepted = and(httpEnabled, or(listsBasic(config), and(auto, offered.basic)));
  if (accepted === undefined) return { accepted: 'unknown' };
  if (accepted) return { accepted };
  if (httpEnabled === false) return refuse('http-disabled', decided(config, authc.httpEnabled));
  if (auto === false && config.list(authc.schemes)?.length === 0)
    return refuse('no-schemes', decided(config, authc.autoSchemes));
  if (offered.basic) return refuse('scheme-not-listed', decided(config, authc.autoSchemes));
  if (offered.disabled) return refuse('basic-disabled', decided(config, offered.disabled));
  return refuse('no-basic-provider', config.under(authc.providers)[0]);
}

function decided(config: EffectiveConfig, name: string): SettingPlace | undefined {
  const scalar = config.scalar(name);
  return scalar && { name, ...scalar };
}

/** A boolean setting; undefined when set twice or not literal. Kibana's schema also takes the texts "true" and "false". */
export function flag(config: EffectiveConfig, name: string, absent: boolean): Tri {
  const scalar = config.scalar(name);
  if (!scalar) return absent;
  const word = typeof scalar.value === 'string' ? scalar.value.toLowerCase() : scalar.value;
  return word === true || word === 'true' ? true : word === false || word === 'false' ? false : undefined;
}

/** Whether `schemes` names basic; false when the setting is absent, undefined when it cannot be read. */
function listsBasic(config: EffectiveConfig): Tri {
  const items = config.list(authc.schemes);
  if (items === undefined) return config.under(authc.schemes).length > 0 ? undefined : false;
  if (items === 'unknown') return undefined;
  if (items.some((item) => typeof item === 'string' && item.toLowerCase() === 'basic')) return true;
  return items.some(isUnknown) ? undefined : false;
}

type Form = 'absent' | 'list' | 'map' | 'empty' | 'mixed' | 'unknown';

function providerForm(config: EffectiveConfig): Form {
  const written = config.written(authc.providers).filter(({ value }) => value !== null);
  const named = config.children(authc.providers).length > 0;
  if (written.length === 0) return named ? 'map' : config.written(authc.providers).length > 0 ? 'unknown' : 'absent';
  if (written.some(({ value }) => isUnknown(value))) return 'unknown';
  if (written.every(({ value }) => Array.isArray(value))) return named ? 'mixed' : 'list';
  if (written.every(({ value }) => isEmptyMap(value))) return named ? 'map' : 'empty';
  return 'unknown';
}

const isEmptyMap = (value: Plain): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;

interface Offer {
  /** the Basic scheme comes with an enabled provider */
  readonly basic: Tri;
  /** the name of a basic provider's `enabled: false` */
  readonly disabled?: string | undefined;
}

function providerSchemes(config: EffectiveConfig, form: Form): Offer {
  if (form === 'absent') return { basic: true };
  if (form === 'list') {
    const items = config.list(authc.providers);
    if (items === 'unknown' || items === undefined) return { basic: undefined };
    if (items.includes('basic')) return { basic: true };
    return { basic: items.some(isUnknown) ? undefined : false };
  }
  if (form !== 'map') return { basic: undefined };
  let basic: Tri = false;
  let disabled: string | undefined;
  for (const type of config.children(authc.providers)) {
    // a placeholder as a key may be any type
    if (/[^a-z]/.test(type)) basic = or(basic, undefined);
    if (type !== 'basic' && type !== 'anonymous') continue;
    const names = config.children(`${authc.providers}.${type}`);
    if (names.length === 0) basic = or(basic, undefined);
    for (const name of names) {
      const provider = `${authc.providers}.${type}.${name}`;
      const enabled = flag(config, `${provider}.enabled`, true);
      if (type === 'anonymous') basic = or(basic, and(enabled, anonymousIsBasic(config, `${provider}.credentials`)));
      else {
        if (enabled === false) disabled = `${provider}.enabled`;
        // `basic.basic1: {}` becomes null
        basic = or(basic, config.children(provider).length === 0 ? undefined : enabled);
      }
    }
  }
  return { basic, disabled };
}

/** Anonymous access logs in by Basic when its credentials are a user; they may also come from the keystore, unseen. */
function anonymousIsBasic(config: EffectiveConfig, credentials: string): Tri {
  const names = config.children(credentials);
  if (names.includes('username') || names.includes('password')) return true;
  if (names.includes('apiKey')) return false;
  return config.scalar(credentials)?.value === 'elasticsearch_anonymous_user' ? false : undefined;
}

/** The providers in map form: type, name and dotted name. */
export const providersOf = (config: EffectiveConfig): { type: string; name: string; setting: string }[] =>
  config
    .children(authc.providers)
    .flatMap((type) =>
      config
        .children(`${authc.providers}.${type}`)
        .map((name) => ({ type, name, setting: `${authc.providers}.${type}.${name}` })),
    );
