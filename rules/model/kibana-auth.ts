// Does a Kibana accept `Authorization: Basic`? ECK's operator logs in to Kibana with nothing else, so Fleet stands or
// falls with the answer. Semantics: Kibana's `xpack.security.authc` configuration and its HTTP authentication provider.
import type { Field } from './field.ts';
import type { Setting } from './settings.ts';

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
  /** `providers: {}` is rendered as null, which Kibana does not start with */
  | 'empty-providers';

export type BasicAuth =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly refusal: Refusal; readonly at: Field }
  /** something that decides is not literal, or out of sight */
  | { readonly accepted: 'unknown' };

type Tri = boolean | undefined;
const and = (a: Tri, b: Tri): Tri => (a === false || b === false ? false : a && b);
const or = (a: Tri, b: Tri): Tri => (a === true || b === true ? true : a === false && b === false ? false : undefined);

const unknown: BasicAuth = { accepted: 'unknown' };

/** Judges a Kibana by its settings, `config` being the view from the top of `kibana.yml`. */
export function basicAuth(config: Setting): BasicAuth {
  const authc = config.at('xpack.security.authc');
  const providers = authc.at('providers');
  const http = authc.at('http');
  const httpEnabled = flag(http.at('enabled'), true);
  const auto = flag(http.at('autoSchemesEnabled'), true);
  const listed = lists(http.at('schemes'));
  const offered = providerSchemes(providers);
  // a template line among the settings may add a provider, but never takes `http.enabled: false` back
  if (config.written.some((f) => !f.complete) && httpEnabled !== false) return unknown;

  if (isEmptyMap(providers)) return { accepted: false, refusal: 'empty-providers', at: placeOf(providers, config) };
  const accepted = and(httpEnabled, or(listed, and(auto, offered.basic)));
  if (accepted === undefined) return unknown;
  if (accepted) return { accepted };
  const refuse = (refusal: Refusal, setting: Setting): BasicAuth => ({
    accepted,
    refusal,
    at: placeOf(setting, config),
  });
  if (httpEnabled === false) return refuse('http-disabled', http.at('enabled'));
  if (offered.basic) return refuse('scheme-not-listed', http.at('autoSchemesEnabled'));
  if (offered.disabled) return refuse('basic-disabled', offered.disabled);
  return refuse('no-basic-provider', providers);
}

const placeOf = (setting: Setting, config: Setting): Field => (setting.place ?? config.place) as Field;

const isEmptyMap = (setting: Setting): boolean => setting.only?.map?.items.length === 0;

/** A boolean setting; undefined when set twice or not literal. Kibana's schema also takes the texts "true" and "false". */
function flag(setting: Setting, absent: boolean): Tri {
  if (!setting.exists) return absent;
  const value = setting.only?.value;
  const word = typeof value === 'string' ? value.toLowerCase() : value;
  return word === true || word === 'true' ? true : word === false || word === 'false' ? false : undefined;
}

/** Whether `schemes` names basic; false when the setting is absent, undefined when it cannot be read. */
function lists(schemes: Setting): Tri {
  if (!schemes.exists) return false;
  const field = schemes.only;
  if (!field?.list) return undefined;
  const names = field.items().map((item) => item.text?.toLowerCase());
  if (names.includes('basic')) return true;
  return names.includes(undefined) ? undefined : false;
}

interface Offer {
  /** the Basic scheme comes with an enabled provider */
  readonly basic: Tri;
  /** the `enabled: false` of a basic provider */
  readonly disabled?: Setting | undefined;
}

function providerSchemes(providers: Setting): Offer {
  if (!providers.exists) return { basic: true };
  const field = providers.only;
  if (field?.list && providers.children.size === 0) {
    const names = field.items().map((item) => item.text);
    if (names.includes('basic')) return { basic: true };
    return { basic: names.includes(undefined) ? undefined : false };
  }
  if (providers.children.size === 0) return { basic: undefined };
  if (providers.written.some((f) => f.map === undefined)) return { basic: undefined };
  let basic: Tri = false;
  let disabled: Setting | undefined;
  for (const [type, named] of providers.children) {
    if (/[^a-z]/.test(type)) basic = or(basic, undefined);
    if (type === 'basic') {
      if (named.children.size === 0) basic = or(basic, undefined);
      for (const provider of named.children.values()) {
        const enabled = flag(provider.at('enabled'), true);
        if (enabled === false) disabled = provider.at('enabled');
        basic = or(basic, provider.children.size === 0 ? undefined : enabled);
      }
    }
    if (type === 'anonymous') {
      for (const provider of named.children.values())
        basic = or(basic, and(flag(provider.at('enabled'), true), anonymousIsBasic(provider.at('credentials'))));
    }
  }
  return { basic, disabled };
}

/** Anonymous access logs in by Basic when its credentials are a user; they may also come from the keystore, unseen. */
function anonymousIsBasic(credentials: Setting): Tri {
  if (credentials.at('username').exists || credentials.at('password').exists) return true;
  if (credentials.at('apiKey').exists) return false;
  if (credentials.only?.value === 'elasticsearch_anonymous_user') return false;
  return undefined;
}

/** Environment variables that Kibana's image turns into command line flags, which beat `kibana.yml`. */
export const authcVariables = /^XPACK_SECURITY_AUTHC_(?:PROVIDERS|HTTP)/;
