// An Agent in fleet mode that is no Fleet Server has to be told where the Fleet Server is.
import { candidates, referenceFixes } from '../engine/reference-fix.ts';
import { defineRule } from '../engine/rule.ts';
import { fleetVariables, isFleetServer, isHalf, isSet } from '../model/index.ts';

export const fleetServerRefMissing = defineRule({
  id: 'fleet-server-ref-missing',
  topic: 'fleet',
  summary: 'An Agent in fleet mode has no fleetServerRef and is not a Fleet Server.',
  severity: 'error',
  kinds: ['Agent'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    missing: () =>
      'Without fleetServerRef the container of this Agent stops with "FLEET_URL is required when FLEET_ENROLL is true without FLEET_SERVER_ENABLE".',
    neither: () =>
      'Without fleetServerRef ECK does not tell this Agent where Fleet Server is, so it cannot enroll in Fleet.',
  },
  check(entry, report, workspace) {
    const { resource, facts } = entry;
    if (!facts.fleetMode || isFleetServer(resource) !== false) return;
    const field = resource.root.at(['spec', 'fleetServerRef']);
    // one without its name is refused, which reference-incomplete tells
    if (isSet(field) || isHalf(field)) return;
    const variables = fleetVariables(resource);
    if (!variables || variables.has('FLEET_URL')) return;
    // without kibanaRef its container does not even try, unless it is enrolled by hand
    const kibana = isSet(resource.root.at(['spec', 'kibanaRef']));
    if (!kibana && [...variables].some((name) => /^(?:FLEET_|KIBANA_)/.test(name))) return;
    report(field, kibana ? 'missing' : 'neither', [], {
      fixes: () => {
        const servers = workspace.all('Agent').filter(({ facts }) => facts.fleetServer);
        return referenceFixes(entry, field, candidates(entry, servers, workspace), workspace, {
          after: ['kibanaRef', 'policyID', 'mode', 'version'],
        });
      },
    });
  },
});
