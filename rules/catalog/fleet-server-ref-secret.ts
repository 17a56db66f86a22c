// A fleetServerRef to a Secret. ECK's own field description calls it unsupported, and its code takes it all the same.
import { candidates, retarget } from '../engine/reference-fix.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { agentMode, isFleetServer } from '../model/index.ts';

export const fleetServerRefSecret = defineRule({
  id: 'fleet-server-ref-secret',
  topic: 'fleet',
  summary: 'A fleetServerRef names a Secret instead of an Agent.',
  severity: 'warning',
  kinds: ['Agent'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    secret: (secret) =>
      `ECK does not support a fleetServerRef to a Secret: it asks the url in ${secret} for a version, which a Fleet Server does not report. Without one the association fails, and no pods are created.`,
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    if (agentMode(resource) !== 'fleet' || isFleetServer(resource) !== false) return;
    const reference = resource.root.at(['spec', 'fleetServerRef']);
    const secret = reference.get('secretName');
    if (!secret.text || reference.get('name').text || !reference.complete) return;
    if (workspace.standingOf(entry) === 'partial') return;
    report(secret, 'secret', [secret.text], {
      fixes: () =>
        candidates(entry, workspace.all('Agent'), workspace)
          .filter(({ facts }) => facts.fleetServer && facts.fleetMode)
          .map((server) =>
            fix(
              `Refer to the Fleet Server ${server.resource.called}`,
              retarget(entry, reference, server, workspace),
              false,
            ),
          ),
    });
  },
});
