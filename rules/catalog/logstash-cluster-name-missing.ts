// Pipelines of a Logstash reach each Elasticsearch by environment variables, whose names begin with its clusterName.
import { insert } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import type { Field } from '../model/index.ts';

export const logstashClusterNameMissing = defineRule({
  id: 'logstash-cluster-name-missing',
  topic: 'references',
  summary: 'An elasticsearchRef of a Logstash has no clusterName.',
  severity: 'error',
  kinds: ['Logstash'],
  fixable: 'sometimes',
  admission: ['ls-cluster-name'],
  scope: 'workspace',
  messages: {
    missing: (variable) =>
      `Pipelines refer to an Elasticsearch by its clusterName (\${${variable}_ES_HOSTS}), and this entry has none: ECK rejects the manifest.`,
  },
  check(entry, report, workspace) {
    if (workspace.standingOf(entry) !== 'whole') return;
    const refs = entry.resource.root.at(['spec', 'elasticsearchRefs']);
    const taken = new Set(refs.items().map((ref) => ref.get('clusterName').text));
    for (const reference of refs.items()) {
      const field = reference.get('clusterName');
      if (!reference.map || (field.exists && field.shape !== 'null' && field.value !== '')) continue;
      const name = reference.get('name').text || reference.get('secretName').text;
      report(field, 'missing', [variableOf(name ?? 'name')], {
        // among several with one name only the author can tell them apart
        fixes: () => (name && !taken.has(name) ? [asNamed(field, name)] : []),
      });
    }
  },
});

/** ECK writes a clusterName into the names of variables in capitals and with underscores. */
const variableOf = (name: string): string => name.toUpperCase().replaceAll('-', '_');

/** Not in bulk: pipelines may use another name already. */
const asNamed = (field: Field, name: string) => fix(`Set clusterName: ${name}`, insert(field, name), false);
