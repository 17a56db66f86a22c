// The operator logs in to Kibana with HTTP basic authentication and nothing else. When Kibana's settings leave no way
// in for it, every Agent of that Kibana waits for ever. The settings may come from a StackConfigPolicy; the finding is
// where they are decided.
import { append, type Edits, insertSetting, remove, replaceValue, replaceWith } from '../engine/edit.ts';
import { type Details, defineRule, type Fix, fix, type Related } from '../engine/rule.ts';
import {
  authc,
  type BasicAuth,
  basicAuth,
  clusterOfKibana,
  configStart,
  type EffectiveConfig,
  type Entry,
  type Field,
  flag,
  kibanaConfig,
  kibanasOf,
  neverEnroll,
  pathCovering,
  providersOf,
  type Refusal,
  type Setting,
  securitySwitchedOff,
  settingsOf,
  type Workspace,
} from '../model/index.ts';

const causes: Readonly<Record<Exclude<Refusal, 'basic-disabled'>, string>> = {
  'http-disabled': 'xpack.security.authc.http.enabled is false, so Kibana ignores every Authorization header',
  'no-basic-provider':
    'xpack.security.authc.providers lists no basic provider, and a list replaces the default, which has one',
  'scheme-not-listed': 'autoSchemesEnabled is false and http.schemes does not list basic',
  'no-schemes': 'autoSchemesEnabled is false and http.schemes is empty, which leaves no accepted scheme',
  'empty-providers': 'xpack.security.authc.providers is empty, which ECK writes as null',
  'mixed-providers': 'xpack.security.authc.providers is a list of types here and a map of providers elsewhere',
};

type Refused = BasicAuth & { accepted: false };

export const kibanaBasicAuthMissing = defineRule({
  id: 'kibana-basic-auth-missing',
  topic: 'fleet',
  summary: 'Kibana refuses HTTP basic authentication, with which the ECK operator sets up Fleet.',
  severity: {
    breaksFleet: 'error',
    noAgent: 'info',
    policyBreaksFleet: 'error',
    policyNoAgent: 'info',
    refusesToStart: 'error',
  },
  kinds: ['Kibana', 'Kustomization', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    breaksFleet: (cause, outcome) =>
      `${cause}. The operator's login is refused ("…/api/fleet/setup, status is 401"), so ${outcome}.`,
    noAgent: (cause) =>
      `${cause}. No Agent could enroll through this Kibana, because the operator's login is refused ("…/api/fleet/setup, status is 401").`,
    policyBreaksFleet: (cause, source, kibana, outcome) =>
      `${cause}. With this ${source} the Kibana ${kibana} refuses the operator's login ("…/api/fleet/setup, status is 401"), so ${outcome}.`,
    policyNoAgent: (cause, source, kibana) =>
      `${cause}. With this ${source} the Kibana ${kibana} refuses the operator's login ("…/api/fleet/setup, status is 401"), so no Agent could enroll through it.`,
    refusesToStart: (cause, kibana) => `${cause}: the Kibana ${kibana} does not start with that.`,
  },
  check(entry, report, workspace) {
    const reported = new Set<string>();
    for (const kibana of kibanasOf(entry, workspace)) {
      const config = kibanaConfig(kibana, workspace);
      const verdict = basicAuth(config);
      if (verdict.accepted !== false || verdict.at.layer.entry !== entry || securityIsOff(kibana, workspace)) continue;
      const inEnvironment = verdict.at.path.includes('env');
      const whole = verdict.refusal === 'no-basic-provider' && !inEnvironment;
      const path = whole ? pathCovering(verdict.at, authc.providers) : verdict.at.path;
      // one place is told once, for the Kibana that comes first
      if (reported.has(path.join('\n'))) continue;
      reported.add(path.join('\n'));

      const at = entry.resource.root.at(path);
      const cause =
        verdict.refusal === 'basic-disabled'
          ? `${verdict.at.name} is false, so Kibana has no basic provider`
          : causes[verdict.refusal];
      const name = kibana.resource.called;
      const source = entry.resource.kind === 'StackConfigPolicy' ? 'policy' : 'patch';
      const agents = workspace.referrers(kibana, 'Agent').filter(({ entry: agent }) => agent.facts.fleetMode);
      const needed = agents.length > 0;
      const onKey =
        whole ||
        entry.resource.kind === 'Kustomization' ||
        ['empty-providers', 'mixed-providers'].includes(verdict.refusal);
      const related = (): Related[] => [
        ...(kibana === entry
          ? []
          : [{ entry: kibana, path: ['metadata', 'name'], message: `The Kibana ${name} is here.` }]),
        ...agents.map(({ entry: agent, reference }) => ({
          entry: agent,
          path: reference.path,
          message: `The Agent ${agent.resource.called} enrolls through ${kibana === entry ? 'this' : 'that'} Kibana.`,
        })),
      ];
      const details: Details = { onKey, related, fixes: () => repairs(entry, config, verdict, at, needed) };
      if (['no-schemes', 'empty-providers', 'mixed-providers'].includes(verdict.refusal)) {
        report(at, 'refusesToStart', [cause, name], details);
        continue;
      }
      const outcome = needed ? neverEnroll(agents.map(({ entry: agent }) => agent)) : '';
      if (kibana === entry && needed) report(at, 'breaksFleet', [cause, outcome], details);
      else if (kibana === entry) report(at, 'noAgent', [cause], details);
      else if (needed) report(at, 'policyBreaksFleet', [cause, source, name, outcome], details);
      else report(at, 'policyNoAgent', [cause, source, name], details);
    }
  },
});

/** Without security every request passes; what follows is another rule's. */
function securityIsOff(kibana: Entry, workspace: Workspace): boolean {
  const cluster = clusterOfKibana(kibana, workspace);
  return cluster !== undefined && securitySwitchedOff(cluster, workspace).length > 0;
}

/** The fix for the cause first; opening the scheme for API calls, without a login form, as the other way. */
function repairs(
  entry: Entry,
  config: EffectiveConfig,
  verdict: Refused,
  at: Field,
  safe: boolean,
): (Fix | undefined)[] {
  // a patch inside a kustomization is text in text
  if (entry.resource.kind === 'Kustomization') return [];
  if (at.path.includes('env')) return [inEnvironment(verdict, at, safe)];
  const map = entry.resource.root.at(verdict.at.path.slice(0, configStart(verdict.at)));
  const settings = settingsOf(map);
  const allow = fix('Allow the basic scheme for API calls only', allowBasicScheme(map, settings), false);
  switch (verdict.refusal) {
    case 'http-disabled':
      return [fix('Enable HTTP authentication', remove(at) ?? replaceValue(at, true), safe)];
    case 'basic-disabled':
      return [fix('Enable the basic provider', enable(entry, config, verdict.at.name, at), safe), allow];
    case 'no-schemes':
    case 'scheme-not-listed':
      return [
        fix('Add basic to the accepted schemes', allowBasicScheme(map, settings), safe),
        fix('Remove autoSchemesEnabled: false', remove(at), false),
      ];
    case 'empty-providers':
      return [
        fix('Remove the empty providers', remove(at)) ??
          fix('Add the basic provider', replaceWith(at, { 'basic.basic1': { order: 0 } })),
      ];
    case 'mixed-providers':
      return [];
    case 'no-basic-provider':
      return [fix('Add the basic provider', addBasicProvider(map, settings, config), safe), allow];
  }
}

/** The environment has texts only: a switch, or a list of types as JSON. */
function inEnvironment({ refusal, at: { value } }: Refused, at: Field, safe: boolean): Fix | undefined {
  if (refusal === 'http-disabled') return fix('Enable HTTP authentication', replaceValue(at, 'true'), safe);
  if (refusal === 'scheme-not-listed') return fix('Enable autoSchemesEnabled', replaceValue(at, 'true'), safe);
  if (refusal !== 'no-basic-provider' || !Array.isArray(value)) return undefined;
  return fix('Add the basic provider', replaceValue(at, JSON.stringify([...value, 'basic'])), safe);
}

/**
 * Takes `enabled: false` away; a provider that has nothing else would go with it. A disabled provider may have the order
 * of another one, an enabled one may not.
 */
function enable(entry: Entry, config: EffectiveConfig, name: string, at: Field): Edits {
  const edits = (at.parent && at.parent.entries().length > 1 ? remove(at) : undefined) ?? replaceValue(at, true);
  const own = name.slice(0, -'.enabled'.length);
  const order = config.scalar(`${own}.order`);
  const taken = providersOf(config).some(
    ({ setting }) =>
      setting !== own &&
      flag(config, `${setting}.enabled`, true) !== false &&
      config.scalar(`${setting}.order`)?.value === order?.value,
  );
  if (!order || !taken) return edits;
  const free = freeOrder(config);
  if (!edits || order.layer.entry !== entry || free === undefined) return undefined;
  const moved = replaceValue(entry.resource.root.at(order.path), free);
  return moved && [...edits, ...moved];
}

/** The order behind all others; undefined when one of them cannot be read. */
function freeOrder(config: EffectiveConfig): number | undefined {
  const orders = providersOf(config).map(({ setting }) => config.scalar(`${setting}.order`)?.value);
  if (orders.some((order) => order !== undefined && typeof order !== 'number')) return undefined;
  return Math.max(-1, ...orders.map((order) => Number(order ?? -1))) + 1;
}

function addBasicProvider(map: Field, settings: Setting, config: EffectiveConfig): Edits {
  const array = settings.at(authc.providers).only;
  if (array?.list) return append(array, 'basic');
  const providers = providersOf(config);
  const free = freeOrder(config);
  if (free === undefined) return undefined;
  // names have to be unique over all types
  const taken = new Set(providers.map(({ name }) => name));
  let n = 1;
  while (taken.has(`basic${n}`)) n += 1;
  const like = providers.map(({ setting }) => `${setting}.order`).find((name) => settings.at(name).only);
  return insertSetting(map, settings, `${authc.providers}.basic.basic${n}.order`, free, like);
}

/** A list given by the user replaces Kibana's default, so the default has to be in it. */
function allowBasicScheme(map: Field, settings: Setting): Edits {
  const listed = settings.at(authc.schemes);
  if (!listed.exists) {
    const like = [authc.autoSchemes, authc.httpEnabled].find((name) => settings.at(name).exists);
    return insertSetting(map, settings, authc.schemes, ['apikey', 'bearer', 'basic'], like);
  }
  const field = listed.only;
  if (!field?.list) return undefined;
  return field.list.items.length === 0 ? replaceWith(field, ['apikey', 'bearer', 'basic']) : append(field, 'basic');
}
