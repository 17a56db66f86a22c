// Until 8.16 ECK asks Kibana's /login to see whether it is ready. Kibana has that page only for providers a person logs in with.
import { defineRule } from '../engine/rule.ts';
import {
  authc,
  compareVersions,
  type EffectiveConfig,
  type Entry,
  flag,
  kibanaConfig,
  kibanasOf,
  mainContainersOf,
  pathCovering,
  podTemplates,
  providersOf,
} from '../model/index.ts';

/** The first version that ECK asks for /api/status in place of /login. */
const statusAsked = '8.16.0';

export const kibanaLoginPageMissing = defineRule({
  id: 'kibana-login-page-missing',
  topic: 'fleet',
  summary: 'Kibana has no login page, which the readiness probe of ECK needs.',
  severity: 'error',
  kinds: ['Kibana', 'StackConfigPolicy'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    found: (kibana, version) =>
      `anonymous is the only provider, so the Kibana ${kibana} has no page /login, which the readiness probe of ECK requests in ${version}: the pods never become ready. Add a basic provider, or a readinessProbe to the container kibana.`,
  },
  check(entry, report, workspace) {
    for (const kibana of kibanasOf(entry, workspace)) {
      const version = kibana.facts.version;
      if (typeof version !== 'string' || (compareVersions(version, statusAsked) ?? 0) >= 0) continue;
      const config = kibanaConfig(kibana, workspace);
      if (config.hidden || !isAnonymousAlone(config) || asksItself(kibana)) continue;
      const place = config.under(authc.providers)[0];
      if (!place || place.layer.entry !== entry) continue;
      const at = entry.resource.root.at(pathCovering(place, authc.providers));
      report(at, 'found', [kibana.resource.called, version], {
        onKey: true,
        related: () =>
          kibana === entry ? [] : [{ entry: kibana, path: ['metadata', 'name'], message: 'The Kibana is here.' }],
      });
    }
  },
});

/** Every enabled provider is anonymous, and there is one. */
function isAnonymousAlone(config: EffectiveConfig): boolean {
  const enabled = providersOf(config).map(({ type, setting }) => ({
    type,
    enabled: flag(config, `${setting}.enabled`, true),
  }));
  return (
    enabled.some(({ type, enabled }) => type === 'anonymous' && enabled === true) &&
    enabled.every(({ type, enabled }) => type === 'anonymous' || enabled === false)
  );
}

/** The pods are asked in another way, or may be: a readiness probe of their own, or a template out of sight. */
const asksItself = ({ resource }: Entry): boolean =>
  podTemplates(resource).some(({ complete, shape }) => !complete || shape === 'template') ||
  mainContainersOf(resource).some(({ container }) => container.get('readinessProbe').exists);
