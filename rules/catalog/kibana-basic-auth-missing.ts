// The operator logs in to Kibana with HTTP basic authentication and nothing else. When Kibana's settings leave no way
// in for it, every Agent of that Kibana waits for ever.
import { append, type Edits, insertSetting, remove, replaceValue, replaceWith } from '../engine/edit.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import {
  authcVariables,
  type BasicAuth,
  basicAuth,
  compatible,
  type Entry,
  type Field,
  podTemplates,
  type Refusal,
  type Resource,
  type Setting,
  settingsOf,
  type Workspace,
} from '../model/index.ts';

const causes: Readonly<Record<Refusal, string>> = {
  'http-disabled': 'xpack.security.authc.http.enabled is false, so Kibana ignores every Authorization header',
  'no-basic-provider':
    'xpack.security.authc.providers lists no basic provider, and a list replaces the default, which has one',
  'basic-disabled': 'The basic provider is disabled',
  'scheme-not-listed': 'autoSchemesEnabled is false and http.schemes does not list basic',
  'empty-providers': 'The authentication providers are empty, which ECK writes as null',
};

export const kibanaBasicAuthMissing = defineRule({
  id: 'kibana-basic-auth-missing',
  topic: 'fleet',
  summary: 'Kibana refuses HTTP basic authentication, with which the ECK operator sets up Fleet.',
  severity: { breaksFleet: 'error', noAgent: 'info', refusesToStart: 'error' },
  kinds: ['Kibana'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    breaksFleet: (cause, outcome) =>
      `${cause}. The operator's login is refused ("…/api/fleet/setup, status is 401"), so ${outcome}.`,
    noAgent: (cause) =>
      `${cause}. An Agent that enrolls through this Kibana would wait for ever: the operator's login is refused ("…/api/fleet/setup, status is 401").`,
    refusesToStart: (cause) => `${cause}: Kibana does not start with that.`,
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    const config = resource.root.at(['spec', 'config']);
    const settings = settingsOf(config);
    const verdict = basicAuth(settings);
    if (verdict.accepted !== false || decidedElsewhere(entry, workspace)) return;
    const cause = causes[verdict.refusal];
    if (verdict.refusal === 'empty-providers') {
      return report(verdict.at, 'refusesToStart', [cause], {
        onKey: true,
        fixes: () => [fix('Remove the empty providers', remove(verdict.at))],
      });
    }
    const agents = workspace.referrers(entry, 'Agent').filter(({ entry: agent }) => agent.facts.fleetMode);
    const names = agents.map(({ entry: agent }) => agent.resource.name);
    const needed = agents.length > 0;
    const details = {
      onKey: verdict.refusal === 'no-basic-provider',
      related: () =>
        agents.map(({ entry: agent, reference }) => ({
          entry: agent,
          path: reference.path,
          message: `The Agent ${agent.resource.name} enrolls through this Kibana.`,
        })),
      fixes: () => repairs(config, settings, verdict, needed),
    };
    if (needed) report(verdict.at, 'breaksFleet', [cause, outcome(names)], details);
    else report(verdict.at, 'noAgent', [cause], details);
  },
});

/** Whether something that is not in `spec.config` has the last word: the environment, a policy, or security being off. */
function decidedElsewhere(entry: Entry, workspace: Workspace): boolean {
  if (setsAuthcByEnvironment(entry.resource)) return true;
  const policies = workspace.all('StackConfigPolicy').filter((policy) => policy.facts.setsKibanaAuthc);
  if (policies.some((policy) => compatible(workspace.namespaceOf(policy), workspace.namespaceOf(entry)))) return true;
  const reference = entry.facts.references.find((r) => r.path.at(-1) === 'elasticsearchRef');
  return (reference && workspace.target(entry, reference))?.facts.securityOff === true;
}

const setsAuthcByEnvironment = (resource: Resource): boolean =>
  podTemplates(resource).some((template) =>
    template
      .at(['spec', 'containers'])
      .items()
      .some((container) =>
        container
          .get('env')
          .items()
          .some((variable) => authcVariables.test(variable.get('name').text ?? '')),
      ),
  );

const outcome = (names: readonly (string | undefined)[]): string =>
  names.length === 1
    ? `the Agent ${names[0]} never enrolls`
    : `its ${names.length} Agents (${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}) never enroll`;

const authc = 'xpack.security.authc';
const schemes = `${authc}.http.schemes`;

/** The fix for the cause first; opening the scheme for API calls, without a login form, as the other way. */
function repairs(
  config: Field,
  settings: Setting,
  verdict: BasicAuth & { accepted: false },
  safe: boolean,
): (Fix | undefined)[] {
  const allow = fix('Allow the basic scheme for API calls only', allowBasicScheme(config, settings), false);
  switch (verdict.refusal) {
    case 'http-disabled':
      return [fix('Switch HTTP authentication on', remove(verdict.at) ?? replaceValue(verdict.at, true), safe)];
    case 'basic-disabled':
      return [fix('Enable the basic provider', remove(verdict.at) ?? replaceValue(verdict.at, true), safe), allow];
    case 'scheme-not-listed':
      return [
        fix('Add basic to the accepted schemes', allowBasicScheme(config, settings), safe),
        fix('Remove autoSchemesEnabled: false', remove(verdict.at), false),
      ];
    default:
      return [fix('Add the basic provider', addBasicProvider(config, settings), safe), allow];
  }
}

function addBasicProvider(config: Field, settings: Setting): Edits {
  const providers = settings.at(`${authc}.providers`);
  const array = providers.only;
  if (array?.list) return append(array, 'basic');
  const named = [...providers.children.values()].flatMap((type) => [...type.children.values()]);
  const orders = named.map((provider) => provider.at('order'));
  if (orders.some((order) => order.exists && typeof order.only?.value !== 'number')) return undefined;
  const free = Math.max(-1, ...orders.map((order) => Number(order.only?.value ?? -1))) + 1;
  const like = orders.find((order) => order.only)?.name;
  return insertSetting(config, settings, `${authc}.providers.basic.${freeName(providers)}.order`, free, like);
}

/** Provider names have to be unique over all types. */
function freeName(providers: Setting): string {
  const taken = [...providers.children.values()].flatMap((type) => [...type.children.keys()]);
  for (let n = 1; ; n++) if (!taken.includes(`basic${n}`)) return `basic${n}`;
}

/** A list given by the user replaces Kibana's default, so the default has to be in it. */
function allowBasicScheme(config: Field, settings: Setting): Edits {
  const listed = settings.at(schemes);
  if (!listed.exists)
    return insertSetting(config, settings, schemes, ['apikey', 'bearer', 'basic'], nearSetting(settings));
  const field = listed.only;
  if (!field?.list) return undefined;
  return field.list.items.length === 0 ? replaceWith(field, ['apikey', 'bearer', 'basic']) : append(field, 'basic');
}

/** A setting beside http.schemes, whose spelling the new one copies. */
const nearSetting = (settings: Setting): string | undefined =>
  ['http.autoSchemesEnabled', 'http.enabled']
    .map((name) => `${authc}.${name}`)
    .find((name) => settings.at(name).exists);
