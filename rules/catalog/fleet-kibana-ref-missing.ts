// An Agent in fleet mode gets everything it needs to enroll through its kibanaRef.
import { candidates, referenceFixes } from '../engine/reference-fix.ts';
import { defineRule } from '../engine/rule.ts';
import { fleetVariables, isFleetServer, isHalf, isSet } from '../model/index.ts';

export const fleetKibanaRefMissing = defineRule({
  id: 'fleet-kibana-ref-missing',
  topic: 'fleet',
  summary: 'An Agent in fleet mode has no kibanaRef.',
  severity: 'error',
  kinds: ['Agent'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    agent: () => 'Without kibanaRef ECK gets no enrollment token, so this Agent runs but never enrolls in Fleet.',
    server: () =>
      'Without kibanaRef ECK does not set up Fleet and provides no policy and no token, so this Fleet Server does not start.',
  },
  check(entry, report, workspace) {
    const { resource, facts } = entry;
    if (!facts.fleetMode) return;
    const field = resource.root.at(['spec', 'kibanaRef']);
    // one without its name is refused, which reference-incomplete tells
    if (isSet(field) || isHalf(field)) return;
    // enrolled by hand: the author passes the token or the login to Kibana in the environment
    const variables = fleetVariables(resource);
    if (
      !variables ||
      [...variables].some((name) => /^(?:FLEET_ENROLLMENT_TOKEN|KIBANA_|FLEET_SERVER_SERVICE_TOKEN)/.test(name))
    )
      return;
    report(field, isFleetServer(resource) ? 'server' : 'agent', [], {
      fixes: () =>
        referenceFixes(entry, field, candidates(entry, workspace.all('Kibana'), workspace), workspace, {
          after: ['policyID', 'fleetServerEnabled', 'mode', 'version'],
        }),
    });
  },
});
