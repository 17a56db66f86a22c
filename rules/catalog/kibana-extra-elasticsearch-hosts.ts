// elasticsearch.hosts beside elasticsearchRef. ECK puts the cluster it knows into the same list.
import { remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import {
  type Entry,
  kibanaConfig,
  kibanasOf,
  type Reference,
  referenceIn,
  servedBy,
  type Workspace,
} from '../model/index.ts';

const hosts = 'elasticsearch.hosts';

export const kibanaExtraElasticsearchHosts = defineRule({
  id: 'kibana-extra-elasticsearch-hosts',
  topic: 'fleet',
  summary: 'Kibana connects to another Elasticsearch than the one in elasticsearchRef.',
  severity: { joined: 'warning', replaced: 'warning', joinedOther: 'error', replacedOther: 'error' },
  kinds: ['Kibana', 'StackConfigPolicy'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    joined: (host, cluster) =>
      `ECK adds ${host} to the address of ${cluster} from elasticsearchRef, so Kibana uses both in turn. If it is another cluster, every second login fails ("unable to authenticate user", status 401).`,
    replaced: (host, cluster) =>
      `Kibana uses ${host} instead of ${cluster} from elasticsearchRef. If it is another cluster, the users that ECK creates do not exist there, and their logins fail ("unable to authenticate user", status 401).`,
    joinedOther: (host, cluster, other) =>
      `${host} is the Service of ${other}. ECK adds it to the address of ${cluster} from elasticsearchRef, so Kibana uses both in turn and every second login fails ("unable to authenticate user", status 401).`,
    replacedOther: (host, cluster, other) =>
      `${host} is the Service of ${other}, and Kibana uses it instead of ${cluster} from elasticsearchRef. The users that ECK creates do not exist there, so their logins fail ("unable to authenticate user", status 401).`,
  },
  check(entry, report, workspace) {
    for (const kibana of kibanasOf(entry, workspace)) {
      const reference = referenceIn(kibana, 'elasticsearchRef');
      const cluster = reference?.name;
      // what a Secret refers to may well be the same cluster
      if (!reference || cluster === undefined || cluster === '') continue;
      for (const { layer, path, value } of kibanaConfig(kibana, workspace).written(hosts)) {
        if (layer.entry !== entry) continue;
        const field = entry.resource.root.at(path);
        const variable = path.includes('env') ? field.parent : undefined;
        for (const item of field.list ? field.items() : [field]) {
          const host = item.text === undefined ? undefined : hostOf(item.text);
          const lead = host === undefined ? 'own' : leadOf(host, reference, kibana, workspace);
          if (host === undefined || lead === 'own') continue;
          const joins = Array.isArray(value);
          const details = {
            // a policy that sets nothing is refused
            fixes: () => [
              kibana !== entry
                ? undefined
                : fix(`Remove ${variable ? variable.get('name').text : hosts}`, remove(variable ?? field), false),
            ],
          };
          if (lead === 'unknown') report(item, joins ? 'joined' : 'replaced', [host, cluster], details);
          else report(item, joins ? 'joinedOther' : 'replacedOther', [host, cluster, lead], details);
        }
      }
    }
  },
});

/** The host of a literal URL; undefined for several in one text, and for anything that is none. */
const hostOf = (text: string): string | undefined => /^https?:\/\/([A-Za-z0-9.-]+)(?::\d+)?\/?$/.exec(text.trim())?.[1];

/**
 * Whose Service a host is: of the cluster itself, for which ECK makes `<name>-es-http`, `<name>-es-<node set>` and the
 * like, or of another Elasticsearch, by its name; unknown for anything that is not named so.
 */
function leadOf(host: string, reference: Reference, kibana: Entry, workspace: Workspace): string {
  const [service = '', namespace, domain] = host.split('.');
  const inside = domain === undefined || domain === 'svc';
  const own = reference.namespaceUnknown ? undefined : reference.namespace || workspace.namespaceOf(kibana);
  const elsewhere = inside && namespace !== undefined && own !== undefined && namespace !== own;
  if (service.startsWith(`${reference.name}-es-`) && !elsewhere) return 'own';
  const served = inside ? servedBy(service) : undefined;
  if (served?.kind !== 'Elasticsearch') return 'unknown';
  // a prefix or suffix that a tool gives to names makes no other cluster
  const related = served.name.startsWith(`${reference.name}-`) || served.name.endsWith(`-${reference.name}`);
  const known = workspace.all('Elasticsearch').some(({ resource }) => resource.name === served.name);
  if (related && !known) return 'unknown';
  return `the Elasticsearch ${served.name}${elsewhere ? ` in namespace ${namespace}` : ''}`;
}
