// An enrollment token is an API key. Kibana makes it in its Elasticsearch, and Fleet Server checks it in its own; with two
// clusters no agent gets in.
import { candidates, retarget } from '../engine/reference-fix.ts';
import { defineRule, fix, type Related } from '../engine/rule.ts';
import { clusterOfKibana, type Entry, referenceIn, targetIn, type Workspace } from '../model/index.ts';

export const fleetClusterMismatch = defineRule({
  id: 'fleet-cluster-mismatch',
  topic: 'fleet',
  summary: 'The Kibana and the Fleet Server of an Agent use different Elasticsearch clusters.',
  severity: 'error',
  kinds: ['Agent'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    server: (own, kibana, other) =>
      `This Fleet Server checks enrollment tokens in the Elasticsearch ${own}, but its Kibana ${kibana} creates them in ${other}: every agent is refused with status 401.`,
    agent: (kibana, made, server, checked) =>
      `The Kibana ${kibana} creates the enrollment token of this Agent in the Elasticsearch ${made}, but the Fleet Server ${server} checks it in ${checked}: enrollment fails with status 401.`,
  },
  check(entry, report, workspace) {
    if (!entry.facts.fleetMode) return;
    const { root } = entry.resource;
    const kibanaReference = referenceIn(entry, 'kibanaRef');
    const kibana = kibanaReference && workspace.target(entry, kibanaReference);
    const made = kibana && clusterOfKibana(kibana, workspace);
    if (!kibanaReference || !kibana || !made) return;

    if (entry.facts.agent?.server === true) {
      const reference = referenceIn(entry, 'elasticsearchRefs');
      const own = reference && workspace.target(entry, reference);
      if (!own || !differ(own, made, workspace) || !allTogether([entry, kibana, made, own], workspace)) return;
      const field = root.at(reference.path);
      report(field.get('name'), 'server', [apart(own, made, workspace), nameOf(kibana), apart(made, own, workspace)], {
        related: () => [refersTo(kibana, 'elasticsearchRef', apart(made, own, workspace))],
        fixes: () => [fix(`Refer to ${nameOf(made)}`, retarget(entry, field, made, workspace), false)],
      });
      return;
    }
    const serverReference = referenceIn(entry, 'fleetServerRef');
    const server = serverReference && workspace.target(entry, serverReference);
    const checked = server?.facts.agent?.server ? targetIn(server, 'elasticsearchRefs', workspace) : undefined;
    if (!server || !checked || !differ(made, checked, workspace)) return;
    const serversKibana = targetIn(server, 'kibanaRef', workspace);
    // with the same Kibana it is the Fleet Server that is wrong, and told so
    if (serversKibana === kibana || !allTogether([entry, kibana, made, server, checked], workspace)) return;
    const field = root.at(kibanaReference.path);
    const [a, b] = [apart(made, checked, workspace), apart(checked, made, workspace)];
    report(field.get('name'), 'agent', [nameOf(kibana), a, nameOf(server), b], {
      related: () => [refersTo(kibana, 'elasticsearchRef', a), refersTo(server, 'elasticsearchRefs', b)],
      fixes: () => [
        ...(serversKibana
          ? [fix(`Enroll through ${nameOf(serversKibana)}`, retarget(entry, field, serversKibana, workspace), false)]
          : []),
        ...candidates(entry, workspace.all('Agent'), workspace)
          .filter((other) => other.facts.fleetServer && targetIn(other, 'elasticsearchRefs', workspace) === made)
          .map((other) =>
            fix(
              `Use the Fleet Server ${nameOf(other)}`,
              retarget(entry, root.at(serverReference.path), other, workspace),
              false,
            ),
          ),
      ],
    });
  },
});

const nameOf = (entry: Entry): string => entry.resource.called;

/** The name, with the namespace where the other has the same name. */
const apart = (entry: Entry, other: Entry, workspace: Workspace): string =>
  nameOf(entry) === nameOf(other) ? `${workspace.namespaceOf(entry)}/${nameOf(entry)}` : nameOf(entry);

/** Two manifests of one name in namespaces that may be the same are perhaps one cluster. */
const differ = (a: Entry, b: Entry, workspace: Workspace): boolean => {
  if (a === b) return false;
  const namespaces = [workspace.namespaceOf(a), workspace.namespaceOf(b)];
  return nameOf(a) !== nameOf(b) || (!namespaces.includes(undefined) && namespaces[0] !== namespaces[1]);
};

/** All are parts of one deployment, and none is a patch of something else. */
const allTogether = ([first, ...others]: readonly [Entry, ...Entry[]], workspace: Workspace): boolean =>
  workspace.standingOf(first) === 'whole' &&
  others.every((other) => workspace.together(first, other) && workspace.standingOf(other) === 'whole');

const refersTo = (entry: Entry, field: string, target: string): Related => ({
  entry,
  path: referenceIn(entry, field)?.path ?? ['kind'],
  message: `${nameOf(entry)} uses ${target}.`,
});
