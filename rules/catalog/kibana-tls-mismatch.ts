// Whether Kibana speaks TLS is said twice: to ECK by spec.http.tls, to Kibana by server.ssl.enabled. ECK writes the
// second from the first; a setting of the author's wins, and then both sides disagree.
import { remove } from '../engine/edit.ts';
import { defineRule, fix, type Related } from '../engine/rule.ts';
import { switchTls } from '../engine/switch-tls.ts';
import { enrolledThrough, kibanaConfig, kibanasOf, neverEnroll } from '../model/index.ts';

const enabled = 'server.ssl.enabled';

export const kibanaTlsMismatch = defineRule({
  id: 'kibana-tls-mismatch',
  topic: 'fleet',
  summary: 'TLS of Kibana is on in one place and off in another.',
  severity: { plain: 'error', secure: 'warning' },
  kinds: ['Kibana', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    plain: (who, outcome) =>
      `${who} speaks plain HTTP with this setting, but TLS is on in spec.http.tls: ECK gets "http: server gave HTTP response to HTTPS client", so ${outcome}.`,
    secure: (who) =>
      `${who} speaks TLS with this setting, but TLS is off in spec.http.tls: ECK issues no certificate, and its readiness probe and its calls of Fleet use plain HTTP.`,
  },
  check(entry, report, workspace) {
    for (const kibana of kibanasOf(entry, workspace)) {
      const config = kibanaConfig(kibana, workspace);
      const decided = config.scalar(enabled);
      const { secure } = kibana.facts.http ?? {};
      if (decided?.layer.entry !== entry || config.hidden || secure === undefined) continue;
      if (workspace.standingOf(kibana) !== 'whole' || String(decided.value) !== String(!secure)) continue;
      const agents = enrolledThrough(kibana, workspace);
      // somebody who wrote a probe for it knows what they do, as long as ECK has nothing else to ask
      if (agents.length === 0 && kibana.facts.ownProbe === true) continue;
      const who = kibana === entry ? 'Kibana' : `The Kibana ${kibana.resource.called}`;
      const field = entry.resource.root.at(decided.path);
      const tls = kibana.resource.root.at(['spec', 'http', 'tls']);
      const related = (): Related[] => [
        ...(tls.exists
          ? [{ entry: kibana, path: ['spec', 'http', 'tls'], message: 'TLS for ECK is set here.' }]
          : kibana === entry
            ? []
            : [{ entry: kibana, path: ['metadata', 'name'], message: 'TLS of this Kibana is on, the default.' }]),
        ...agents.map(({ entry: other, reference }) => ({
          entry: other,
          path: reference.path,
          message: `The Agent ${other.resource.called} enrolls through this Kibana.`,
        })),
      ];
      // a policy that sets nothing is refused, and an entry of the environment is more than its value
      const own = kibana === entry && !decided.path.includes('env');
      const removal = own ? fix(`Remove ${enabled}`, remove(field), false) : undefined;
      const http = kibana.resource.root.at(['spec', 'http']);
      if (secure) {
        const outcome =
          agents.length === 0
            ? 'its probe fails and Kibana never becomes ready'
            : neverEnroll(agents.map((agent) => agent.entry));
        const switchOff = tls.get('certificate').exists ? undefined : switchTls(http, false);
        report(field, 'plain', [who, outcome], {
          related,
          fixes: () => [removal, fix('Switch TLS off in spec.http.tls', switchOff, false)],
        });
      } else {
        report(field, 'secure', [who], {
          related,
          fixes: () => [removal, fix('Switch TLS on in spec.http.tls', switchTls(http, true), false)],
        });
      }
    }
  },
});
