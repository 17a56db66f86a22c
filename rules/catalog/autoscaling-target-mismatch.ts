// What an autoscaler needs of its Elasticsearch: roles on every node set, by which its policies find theirs, and one data
// volume a node. The autoscaler is refused; where the cause is in the Elasticsearch it is reported there.
import { append, type Edits, remove } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import {
  autoscalingPolicies,
  type Entry,
  type Field,
  isAtLeast,
  isStackVersion,
  nodeSets,
  referenceIn,
  rolesOfNodeSets,
  sameRoles,
  type Workspace,
} from '../model/index.ts';

const annotation = 'elasticsearch.alpha.elastic.co/autoscaling-spec';

export const autoscalingTargetMismatch = defineRule({
  id: 'autoscaling-target-mismatch',
  topic: 'references',
  summary: 'An ElasticsearchAutoscaler does not match the node sets of its Elasticsearch.',
  severity: 'error',
  kinds: ['Elasticsearch', 'ElasticsearchAutoscaler'],
  fixable: 'sometimes',
  admission: ['esa-many-claims', 'esa-nodeset-roles-missing', 'esa-roles-unused', 'esa-target-annotation'],
  scope: 'workspace',
  messages: {
    unused: (cluster, roles) =>
      `No node set of the Elasticsearch ${cluster} has exactly the roles ${roles}: ECK rejects the autoscaler.`,
    noRoles: (autoscaler) =>
      `The autoscaler ${autoscaler} needs node.roles in every node set, even in those it does not scale: ECK rejects the autoscaler.`,
    annotation: (autoscaler) =>
      `This annotation and the autoscaler ${autoscaler} both scale the cluster: ECK rejects the autoscaler.`,
    manyClaims: (autoscaler) =>
      `The autoscaler ${autoscaler} supports one volume claim template for each node set, and this is another one: ECK rejects the autoscaler.`,
  },
  check(entry, report, workspace, operator) {
    if (workspace.standingOf(entry) !== 'whole') return;
    if (entry.resource.kind === 'ElasticsearchAutoscaler') {
      const cluster = clusterOf(entry, workspace);
      const sets = cluster && rolesOfNodeSets(cluster.facts.nodeSets);
      // what cannot be seen may be just the roles that are looked for
      if (!sets || sets.length === 0 || sets.some((roles) => roles === undefined || roles === 'none')) return;
      const seen = sets as readonly (readonly string[])[];
      for (const { roles, roleNames = [] } of autoscalingPolicies(entry.resource)) {
        if (roleNames.length === 0 || seen.some((own) => matches(own, roleNames))) continue;
        report(roles, 'unused', [cluster.resource.called, roleNames.join(', ')], {
          related: () =>
            seen.map((own, i) => ({
              entry: cluster,
              path: ['spec', 'nodeSets', i, 'name'],
              message:
                own.length === 0 ? 'This node set has no roles.' : `This node set has the roles ${own.join(', ')}.`,
            })),
          fixes: () => seen.map((own) => fix(`Use the roles ${own.join(', ')}`, become(roles, roleNames, own), false)),
        });
      }
      return;
    }
    const [autoscaler] = workspace
      .referrers(entry, 'ElasticsearchAutoscaler')
      .filter(({ entry: other }) => clusterOf(other, workspace) === entry);
    if (!autoscaler) return;
    const related = () => [
      {
        entry: autoscaler.entry,
        path: autoscaler.reference.path,
        message: 'The autoscaler scales this Elasticsearch.',
      },
    ];
    const name = autoscaler.entry.resource.called;
    const annotated = entry.resource.root.at(['metadata', 'annotations', annotation]);
    // later operators reject the Elasticsearch itself
    if (annotated.exists && !isAtLeast(operator, '2.9.0'))
      report(annotated, 'annotation', [name], {
        onKey: true,
        related,
        fixes: () => [fix('Remove the annotation', remove(annotated), false)],
      });
    const roles = rolesOfNodeSets(entry.facts.nodeSets);
    for (const [i, set] of nodeSets(entry.resource).entries()) {
      if (roles[i] === 'none') report(set.get('config'), 'noRoles', [name], { onKey: true, related });
      const second = set.get('volumeClaimTemplates').items()[1];
      if (second) report(second, 'manyClaims', [name], { related });
    }
  },
});

/** The Elasticsearch of an autoscaler, when all of it can be seen; without a version that can be read ECK does not look. */
function clusterOf(autoscaler: Entry, workspace: Workspace): Entry | undefined {
  const reference = referenceIn(autoscaler, 'elasticsearchRef');
  const cluster = reference && workspace.target(autoscaler, reference);
  if (!cluster || !workspace.together(autoscaler, cluster) || workspace.standingOf(cluster) !== 'whole')
    return undefined;
  const { version } = cluster.facts;
  return version === undefined || isStackVersion(version) ? cluster : undefined;
}

/** ECK compares the numbers of roles too, so that one listed twice keeps lists from matching. */
const matches = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && sameRoles(a, b);

/** Adds or removes roles, where one of the two is enough; declines when nothing would be left of what was written. */
function become(list: Field, from: readonly string[], to: readonly string[]): Edits {
  const missing = to.filter((role) => !from.includes(role));
  const extra = list.items().filter((item) => !to.includes(item.text ?? ''));
  if (missing.length > 0 && extra.length > 0) return undefined;
  if (missing.length + extra.length === 0 || extra.length === from.length) return undefined;
  const edits = [...missing.map((role) => append(list, role)), ...extra.map(remove)];
  return edits.every((edit) => edit !== undefined) ? edits.flat() : undefined;
}
