// elasticsearch.hosts beside elasticsearchRef. ECK puts the cluster it knows into the same list.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { kibanaConfig, kibanasOf, referenceIn } from '../model/index.ts';

const hosts = 'elasticsearch.hosts';

export const kibanaExtraElasticsearchHosts = defineRule({
  id: 'kibana-extra-elasticsearch-hosts',
  topic: 'fleet',
  summary: 'Kibana talks to another Elasticsearch than the one that elasticsearchRef names.',
  severity: 'warning',
  kinds: ['Kibana', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    joined: (host, cluster) =>
      `ECK adds ${host} to the address of ${cluster} from elasticsearchRef, so Kibana asks both in turn. If it is another cluster, every second login fails ("unable to authenticate user", status 401).`,
    replaced: (host, cluster) =>
      `Kibana asks ${host} in place of ${cluster}, which elasticsearchRef names. If it is another cluster, the users that ECK makes are not there, and their logins fail ("unable to authenticate user", status 401).`,
  },
  check(entry, report, workspace) {
    for (const kibana of kibanasOf(entry, workspace)) {
      const cluster = referenceIn(kibana, 'elasticsearchRef')?.name;
      // what a Secret refers to may well be the same cluster
      if (cluster === undefined || cluster === '') continue;
      for (const { layer, path, value } of kibanaConfig(kibana, workspace).written(hosts)) {
        if (layer.entry !== entry) continue;
        const field = entry.resource.root.at(path);
        const variable = path.includes('env');
        for (const item of field.list ? field.items() : [field]) {
          const host = item.text === undefined ? undefined : hostOf(item.text);
          if (host === undefined || belongsTo(host, cluster)) continue;
          report(item, Array.isArray(value) ? 'joined' : 'replaced', [host, cluster], {
            // a policy that sets nothing is refused
            fixes: () => [kibana === entry && !variable ? fix(`Remove ${hosts}`, remove(field), false) : undefined],
          });
        }
      }
    }
  },
});

/** The host of a literal URL; undefined for several in one text, and for anything that is none. */
const hostOf = (text: string): string | undefined => /^https?:\/\/([A-Za-z0-9.-]+)(?::\d+)?\/?$/.exec(text.trim())?.[1];

/** ECK's Services of a cluster are `<name>-es-http`, `<name>-es-<node set>` and the like. */
const belongsTo = (host: string, cluster: string): boolean => host.startsWith(`${cluster}-es-`);
