// Metricbeat beside Kibana logs in to Kibana with a user of the Elasticsearch that Kibana belongs to. Without
// elasticsearchRef ECK knows no such Elasticsearch.
import { candidates, referenceFixes } from '../engine/reference-fix.ts';
import { defineRule } from '../engine/rule.ts';
import { type Field, isNamed, isNewestApi, isSet } from '../model/index.ts';

export const kibanaMonitoringWithoutElasticsearch = defineRule({
  id: 'kibana-monitoring-without-elasticsearch',
  topic: 'references',
  summary: 'A Kibana sends metrics to a monitoring cluster, but has no elasticsearchRef of its own.',
  severity: 'error',
  kinds: ['Kibana'],
  fixable: 'sometimes',
  admission: ['kb-monitoring-needs-es'],
  scope: 'workspace',
  messages: {
    missing: () =>
      'Metrics of a Kibana are collected with a user in its own Elasticsearch, and elasticsearchRef is missing: ECK rejects the manifest.',
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    const spec = resource.root.get('spec');
    const refs = spec.at(['monitoring', 'metrics', 'elasticsearchRefs']);
    const own = spec.get('elasticsearchRef');
    // v1beta1 has no monitoring; and with a reference that is not set, ECK takes monitoring for switched off
    if (!isNewestApi(resource)) return;
    if (refs.items().length === 0 || !refs.items().every(isNamed) || isSet(own)) return;
    if (workspace.standingOf(entry) !== 'whole') return;
    report(own, 'missing', [], {
      related: () => [{ entry, path: refs.pathBelow(resource.root), message: 'Metrics are sent from here.' }],
      fixes: () => {
        const monitoring = (name: string | undefined): boolean =>
          refs.items().some((ref: Field) => ref.get('name').text === name);
        const targets = candidates(entry, workspace.all('Elasticsearch'), workspace).filter(
          (cluster) => !monitoring(cluster.resource.name),
        );
        return referenceFixes(entry, own, targets, workspace, { after: ['count', 'version'] });
      },
    });
  },
});
