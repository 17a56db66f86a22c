// ECK links the files of the file realm into Elasticsearch's configuration folder. A volume mounted over one of them
// hides all that the operator writes there.
import { defineRule } from '../engine/rule.ts';
import { mainContainer, podTemplates } from '../model/index.ts';

const folder = '/usr/share/elasticsearch/config';

/** What follows when the file is not ECK's. Source: how ECK builds the file realm's Secret. */
const outcomes: Readonly<Record<string, string>> = {
  users:
    'the operator, the probes and every Kibana, Beat and Agent are refused ("unable to authenticate user", status 401)',
  users_roles: 'the users that ECK creates have no roles, so they are refused with status 403',
  'roles.yml': 'roles like the one for Fleet are unknown, and /api/fleet/setup answers with status 403',
  service_tokens: 'Kibana and Fleet Server are refused ("failed to authenticate service account", status 401)',
};

export const elasticsearchAuthFilesMounted = defineRule({
  id: 'elasticsearch-auth-files-mounted',
  topic: 'security',
  summary: 'A volume is mounted over a file with the users, roles or tokens that ECK creates.',
  severity: 'error',
  kinds: ['Elasticsearch'],
  fixable: 'never',
  scope: 'resource',
  messages: {
    folder: () =>
      `This mount hides the directory ${folder} with elasticsearch.yml, the certificates and ECK's users: the nodes never become ready.`,
    hidden: (file, outcome) => `This mount replaces ECK's file ${file}: ${outcome}.`,
  },
  check(resource, report) {
    for (const template of podTemplates(resource)) {
      for (const container of template.at(['spec', 'containers']).items()) {
        if (container.get('name').text !== mainContainer(resource)) continue;
        for (const mount of container.get('volumeMounts').items()) {
          const path = mount.get('mountPath');
          const place = path.text?.replace(/\/$/, '');
          if (place === folder && !mount.get('subPath').exists) report(path, 'folder', []);
          const file = place?.startsWith(`${folder}/`) ? place.slice(folder.length + 1) : '';
          const outcome = Object.hasOwn(outcomes, file) ? outcomes[file] : undefined;
          if (outcome !== undefined) report(path, 'hidden', [file, outcome]);
        }
      }
    }
  },
});
