// Authentication providers with which Kibana does not start. Judged on the settings as they end up, reported where the
// one that decides is written.
import { insert, insertSetting, remove, replaceValue } from '../engine/edit.ts';
import { renameSetting } from '../engine/rename-setting.ts';
import { defineRule, type Fix, fix, type Related } from '../engine/rule.ts';
import {
  authc,
  compareVersions,
  configStart,
  type EffectiveConfig,
  type Entry,
  freeOrder,
  kibanaConfig,
  kibanasOf,
  nearest,
  type ProviderFault,
  pathCovering,
  providerFaults,
  providerTypes,
  settingsOf,
  showsAll,
} from '../model/index.ts';

export const kibanaAuthProviderInvalid = defineRule({
  id: 'kibana-auth-provider-invalid',
  topic: 'fleet',
  summary: 'Kibana does not start with these authentication providers.',
  severity: 'error',
  kinds: ['Kibana', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    refused: (problem, who, log) => `${problem}. ${who} does not start: "${log}".`,
  },
  check(entry, report, workspace) {
    for (const kibana of kibanasOf(entry, workspace)) {
      const config = kibanaConfig(kibana, workspace);
      if (config.hidden || config.scalar('xpack.security.enabled')) continue;
      // the map form came with 7.7
      if ((compareVersions(kibana.facts.version ?? '', '7.7.0') ?? 0) < 0) continue;
      const complete = showsAll(config, workspace);
      const who = kibana === entry ? 'Kibana' : `The Kibana ${kibana.resource.called}`;
      for (const found of providerFaults(config)) {
        if (found.at.layer.entry !== entry || (!complete && isAbsence(found))) continue;
        const whole = found.fault === 'unknown-type' ? `${authc.providers}.${found.type}` : undefined;
        const cover = whole ?? ('setting' in found ? found.setting : undefined) ?? providerSetting(found);
        const at = entry.resource.root.at(cover === undefined ? found.at.path : pathCovering(found.at, cover));
        report(at, 'refused', [problemOf(found), who, logOf(found)], {
          onKey: cover !== undefined,
          related: () => related(found, kibana, entry),
          fixes: () => [repair(found, entry, config)],
        });
      }
    }
  },
});

function problemOf(found: ProviderFault): string {
  const { provider } = found;
  switch (found.fault) {
    case 'unknown-type':
    case 'unknown-item':
      return `There is no provider type ${provider}, only ${providerTypes.join(', ')}`;
    case 'empty':
      return `The provider ${provider} is empty, which ECK writes as null`;
    case 'no-order':
      return `The provider ${provider} has no order, and every provider needs one`;
    case 'bad-order':
      return `The order of the provider ${provider} has to be a number, 0 or more`;
    case 'no-realm':
      return `The provider ${provider} names no realm of Elasticsearch`;
    case 'hidden-login':
      return `showInSelector cannot be false for ${provider}, because Kibana always shows its own login form`;
    case 'reserved-name':
      return `${provider} has a name that Kibana reserves for HTTP authentication`;
    case 'same-order':
      return `${provider} has the same order as ${found.other}, ${found.order}`;
    case 'same-name':
      return `${provider} has the same name as ${found.other}, and names have to be unique across all types`;
    case 'several':
      return `${provider} and ${found.other} are both enabled, and Kibana accepts only one ${found.type} provider`;
  }
}

/** What Kibana writes to its log. */
function logOf(found: ProviderFault): string {
  switch (found.fault) {
    case 'unknown-item':
      return `Unsupported authentication provider name: ${found.provider}`;
    case 'same-order':
      return `Found multiple providers configured with the same order "${found.order}"`;
    case 'same-name':
      return 'Found multiple providers configured with the same name';
    case 'several':
      return `Only one "${found.type}" provider can be configured`;
    case 'reserved-name':
      return 'Provider name "__http__" is reserved';
    default:
      return '[config validation of [xpack.security].authc.providers]: types that failed validation';
  }
}

const isAbsence = ({ fault }: ProviderFault): boolean => ['empty', 'no-order', 'no-realm'].includes(fault);

/** The provider's dotted name, for faults that are told at the provider as a whole. */
const providerSetting = ({ fault, provider }: ProviderFault): string | undefined =>
  ['same-name', 'several', 'reserved-name'].includes(fault) ? `${authc.providers}.${provider}` : undefined;

const related = (found: ProviderFault, kibana: Entry, entry: Entry): Related[] => [
  ...('otherAt' in found
    ? [
        {
          entry: found.otherAt.layer.entry,
          path: found.otherAt.path,
          message: `The provider ${found.other} is set here.`,
        },
      ]
    : []),
  ...(kibana === entry
    ? []
    : [
        {
          entry: kibana,
          path: ['metadata', 'name'],
          message: `The policy selects the Kibana ${kibana.resource.called}.`,
        },
      ]),
];

function repair(found: ProviderFault, entry: Entry, config: EffectiveConfig): Fix | undefined {
  const { root } = entry.resource;
  const at = root.at(found.at.path);
  if (found.at.path.includes('env')) return undefined;
  const free = freeOrder(config, `${authc.providers}.${found.provider}`);
  switch (found.fault) {
    case 'unknown-type':
    case 'unknown-item': {
      const type = nearest(found.provider, providerTypes);
      if (type === undefined) return undefined;
      const edits =
        found.fault === 'unknown-item'
          ? replaceValue(at, type)
          : renameSetting(
              config.under(`${authc.providers}.${found.type}`),
              `${authc.providers}.${found.type}`,
              type,
              entry,
            );
      return fix(`Use type ${type}`, edits, false);
    }
    case 'empty':
      if (free === undefined || found.provider === found.type || ['saml', 'oidc', 'anonymous'].includes(found.type))
        return undefined;
      return fix(`Give ${found.provider} the order ${free}`, insert(at.get('order'), free));
    case 'no-order': {
      if (free === undefined) return undefined;
      const map = root.at(found.at.path.slice(0, configStart(found.at)));
      const edits = insertSetting(map, settingsOf(map), `${found.setting}.order`, free, found.at.name);
      return fix(`Give ${found.provider} the order ${free}`, edits);
    }
    case 'bad-order':
    case 'same-order':
      return free === undefined
        ? undefined
        : fix(`Give ${found.provider} the order ${free}`, replaceValue(at, free), false);
    case 'hidden-login':
      // a policy that sets nothing is refused
      return fix('Show it in the selector', entry.facts.policy ? replaceValue(at, true) : remove(at));
    default:
      return undefined;
  }
}
