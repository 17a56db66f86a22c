// A Fleet Server that asks agents for certificates. ECK makes these for the agents that refer to it, if it is told so by
// the field of its own, and if the agent knows how to show one.
import { remove, replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import {
  compareVersions,
  isAtLeast,
  isFleetServer,
  isStackVersion,
  podTemplates,
  printAgents,
  usesTls,
  withoutPreRelease,
} from '../model/index.ts';

export const fleetClientAuthentication = defineRule({
  id: 'fleet-client-authentication',
  topic: 'fleet',
  summary: 'A Fleet Server requires client certificates that its agents do not have.',
  severity: { version: 'error', needsTls: 'error', noCertificate: 'warning' },
  kinds: ['Agent'],
  fixable: 'sometimes',
  scope: 'workspace',
  admission: ['agent-client-auth-needs-tls', 'agent-client-auth-version'],
  messages: {
    version: (version) =>
      `Client certificates need Elastic Agent 8.19.19, 9.3.8, 9.4.4 or 9.5.0 and later, and this Agent is ${version}: ECK rejects the manifest.`,
    needsTls: () =>
      'Client certificates need TLS, which is switched off for this Fleet Server: ECK rejects the manifest.',
    noCertificate: (agents) =>
      `This makes Fleet Server refuse agents without a certificate ("tls: certificate required"), and ECK issues none for ${agents}. It does so only if http.tls.client.authentication is true.`,
  },
  check(entry, report, workspace, operator) {
    const { resource } = entry;
    if (isFleetServer(resource) !== true || workspace.standingOf(entry) === 'partial') return;
    const spec = resource.root.get('spec');
    const [http, version] = [spec.get('http'), spec.get('version').text ?? ''];
    const field = http.at(['tls', 'client', 'authentication']);
    if (field.value === true && isAtLeast(operator, '3.5.0')) {
      if (usesTls(http, resource.root) === false) {
        const certificate = http.at(['tls', 'selfSignedCertificate']);
        report(field, 'needsTls', [], {
          related: () => [
            {
              entry,
              path: [...certificate.pathBelow(resource.root), 'disabled'],
              message: 'TLS is switched off here.',
            },
          ],
          fixes: () => [
            fix('Use TLS', replaceValue(certificate.get('disabled'), false), false),
            fix('Do not require client certificates', remove(field), false),
          ],
        });
      }
      if (isStackVersion(version) && !showsCertificates(withoutPreRelease(version)))
        report(field, 'version', [version], {
          fixes: () => [fix('Do not require client certificates', remove(field), false)],
        });
    }
    if (field.value === true || field.shape === 'template') return;
    const variables = podTemplates(resource).flatMap((template) =>
      template
        .at(['spec', 'containers'])
        .items()
        .filter((container) => container.get('name').text === 'agent')
        .flatMap((container) => container.get('env').items()),
    );
    for (const variable of variables) {
      if (variable.get('name').text !== 'FLEET_SERVER_CLIENT_AUTH' || variable.get('value').text !== 'required')
        continue;
      const agents = workspace
        .referrers(entry, 'Agent')
        .filter((agent) => workspace.together(entry, agent.entry))
        .map((agent) => agent.entry);
      const without = agents.filter(({ facts }) => facts.agent?.certificate === false);
      if (without.length > 0)
        report(variable.get('value'), 'noCertificate', [printAgents(without)], {
          related: () =>
            without.map((agent) => ({
              entry: agent,
              path: ['metadata', 'name'],
              message: 'This agent has no certificate.',
            })),
          fixes: () => [fix('Remove FLEET_SERVER_CLIENT_AUTH', remove(variable), false)],
        });
    }
  },
});

/** Whether an agent of this version can show a certificate to Fleet Server, as ECK has it. */
function showsCertificates(version: string): boolean {
  const reaches = (least: string): boolean => (compareVersions(version, least) ?? -1) >= 0;
  const since = { '8.19': '8.19.19', '9.3': '9.3.8', '9.4': '9.4.4' }[version.split('.').slice(0, 2).join('.')];
  return since === undefined ? reaches('9.5.0') : reaches(since);
}
