// A Fleet Server keeps its state in Elasticsearch; agents behind it need no reference of their own.
import { candidates, referenceFixes } from '../engine/reference-fix.ts';
import { defineRule } from '../engine/rule.ts';
import { type Entry, fleetVariables, isFleetServer, isHalf, isSet, type Workspace } from '../model/index.ts';

export const fleetElasticsearchRefMissing = defineRule({
  id: 'fleet-elasticsearch-ref-missing',
  topic: 'fleet',
  summary: 'A Fleet Server has no elasticsearchRefs.',
  severity: 'error',
  kinds: ['Agent'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    missing: () =>
      'Without elasticsearchRefs this Fleet Server connects to http://elasticsearch:9200 and asks Kibana for a service token as elastic/changeme: its log shows refused connections or status 401, and no agent can enroll.',
  },
  check(entry, report, workspace) {
    const { resource, facts } = entry;
    if (!facts.fleetMode || isFleetServer(resource) !== true) return;
    const field = resource.root.at(['spec', 'elasticsearchRefs']);
    // one without its name is refused, which reference-incomplete tells
    if (field.items().some((item) => isSet(item) || isHalf(item)) || field.shape === 'template') return;
    const variables = fleetVariables(resource);
    if (!variables || variables.has('FLEET_SERVER_ELASTICSEARCH_HOST') || variables.has('ELASTICSEARCH_HOST')) return;
    report(field, 'missing', [], {
      fixes: () => {
        const ofKibana = clusterOfKibana(entry, workspace);
        const targets = ofKibana ? [ofKibana] : candidates(entry, workspace.all('Elasticsearch'), workspace);
        return referenceFixes(entry, field, targets, workspace, {
          many: true,
          after: ['kibanaRef', 'policyID', 'fleetServerEnabled', 'mode', 'version'],
        });
      },
    });
  },
});

/** Enrollment keys are made in the cluster of the Kibana, so no other one will do. */
function clusterOfKibana(entry: Entry, workspace: Workspace): Entry | undefined {
  const targetOf = (from: Entry, field: string): Entry | undefined => {
    const reference = from.facts.references.find((r) => r.path.at(-1) === field);
    return reference && workspace.target(from, reference);
  };
  const kibana = targetOf(entry, 'kibanaRef');
  return kibana && targetOf(kibana, 'elasticsearchRef');
}
