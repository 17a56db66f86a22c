// Fleet with an Elasticsearch that ECK does not manage: there the operator makes neither users nor service tokens, and
// uses what it is given.
import { defineRule } from '../engine/rule.ts';
import {
  compatible,
  enrolledThrough,
  fleetVariables,
  isFleetServer,
  printAgents,
  type Workspace,
} from '../model/index.ts';

export const fleetExternalElasticsearch = defineRule({
  id: 'fleet-external-elasticsearch',
  topic: 'fleet',
  summary: 'Fleet uses an Elasticsearch outside of ECK without credentials that ECK cannot create there.',
  severity: { noToken: 'warning', otherNamespace: 'warning', maybeOtherNamespace: 'info', rights: 'info' },
  kinds: ['Agent', 'Kibana'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    noToken: () =>
      'For an Elasticsearch outside of ECK the Fleet Server gets a username and a password, which it does not read. Without FLEET_SERVER_SERVICE_TOKEN in the container agent it asks http://kibana:5601 for a token as elastic/changeme and does not start.',
    otherNamespace: (secret, agent, namespace) =>
      `To enroll the Agent ${agent} the operator logs in to this Kibana with a Secret ${secret} in namespace ${namespace}, which is not in this workspace. Create it there too, with a user that has the privileges for Fleet.`,
    maybeOtherNamespace: (secret, agent, namespace) =>
      `To enroll the Agent ${agent} the operator logs in to this Kibana with a Secret ${secret} in namespace ${namespace}, not with the one of the Kibana. It has to exist there too, with a user that has the privileges for Fleet.`,
    rights: (secret, agents) =>
      `To enroll ${agents} the operator logs in to this Kibana with the user in the Secret ${secret}: unless that user has the privileges for Fleet, this fails ("…/api/fleet/setup, status is 403").`,
  },
  check(entry, report, workspace) {
    const { root, kind } = entry.resource;
    if (kind === 'Agent') {
      if (!entry.facts.fleetMode || isFleetServer(entry.resource) !== true) return;
      const [reference, second] = root.at(['spec', 'elasticsearchRefs']).items();
      const secret = reference?.get('secretName');
      if (!secret?.text || second || reference?.get('name').text || !reference?.complete) return;
      const variables = fleetVariables(entry.resource);
      // undefined: some come from elsewhere
      if (!variables || [...variables].some((name) => /^(?:FLEET_SERVER_SERVICE_TOKEN|KIBANA_)/.test(name))) return;
      if (workspace.standingOf(entry) === 'whole') report(secret, 'noToken', []);
      return;
    }
    const reference = root.at(['spec', 'elasticsearchRef']);
    const secret = reference.get('secretName');
    if (!secret.text || reference.get('name').text) return;
    const agents = enrolledThrough(entry, workspace);
    const own = workspace.namespaceOf(entry);
    const without = agents.find(({ entry: agent }) => {
      const namespace = workspace.namespaceOf(agent);
      return !compatible(namespace, own) && !holdsSecret(workspace, secret.text as string, namespace);
    });
    const related = () =>
      agents.map(({ entry: agent, reference: to }) => ({
        entry: agent,
        path: to.path,
        message: `The Agent ${agent.resource.called} enrolls through this Kibana.`,
      }));
    if (without) {
      const namespace = workspace.namespaceOf(without.entry) ?? '';
      // what is not in the workspace may well be in the cluster, unless its like is here
      const shown = holdsSecret(workspace, secret.text, own);
      report(
        secret,
        shown ? 'otherNamespace' : 'maybeOtherNamespace',
        [secret.text, without.entry.resource.called, namespace],
        { related },
      );
    } else if (agents.length > 0)
      report(secret, 'rights', [secret.text, printAgents(agents.map((agent) => agent.entry))], { related });
  },
});

const holdsSecret = (workspace: Workspace, name: string, namespace: string | undefined): boolean =>
  workspace
    .all('Secret')
    .some((entry) => entry.resource.name === name && compatible(workspace.namespaceOf(entry), namespace));
