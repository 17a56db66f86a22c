// An Agent in fleet mode that is no Fleet Server has to be told where the Fleet Server is.
import { candidates, referenceFixes } from '../engine/reference-fix.ts';
import { defineRule } from '../engine/rule.ts';
import { fleetVariables, isFleetServer, isSet } from '../model/index.ts';

export const fleetServerRefMissing = defineRule({
  id: 'fleet-server-ref-missing',
  topic: 'fleet',
  summary: 'An Agent in fleet mode has no fleetServerRef and is no Fleet Server.',
  severity: 'error',
  kinds: ['Agent'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    missing: () =>
      'Without fleetServerRef the container of this agent stops with "FLEET_URL is required when FLEET_ENROLL is true without FLEET_SERVER_ENABLE".',
  },
  check(entry, report, workspace) {
    const { resource, facts } = entry;
    if (!facts.fleetMode || isFleetServer(resource) !== false) return;
    const field = resource.root.at(['spec', 'fleetServerRef']);
    if (isSet(field)) return;
    // without kibanaRef it does not enroll at all, which fleet-kibana-ref-missing tells
    if (!isSet(resource.root.at(['spec', 'kibanaRef']))) return;
    const variables = fleetVariables(resource);
    if (!variables || variables.has('FLEET_URL')) return;
    report(field, 'missing', [], {
      fixes: () => {
        const servers = workspace.all('Agent').filter(({ facts }) => facts.fleetServer);
        return referenceFixes(entry, field, candidates(entry, servers, workspace), workspace, {
          after: ['kibanaRef', 'policyID', 'mode', 'version'],
        });
      },
    });
  },
});
