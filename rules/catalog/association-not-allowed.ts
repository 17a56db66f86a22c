// `spec.serviceAccountName` of an ECK resource has one purpose: an operator that checks references to other namespaces
// asks whether that account may read the Elasticsearch.
import { defineRule } from '../engine/rule.ts';
import { clusterOfKibana, compatible, type Entry, targetIn, type Workspace } from '../model/index.ts';

export const associationNotAllowed = defineRule({
  id: 'association-not-allowed',
  topic: 'references',
  summary: 'The ServiceAccount behind a reference to another namespace has no rights there in this workspace.',
  severity: 'info',
  kinds: ['Agent', 'ApmServer', 'Beat', 'ElasticMapsServer', 'EnterpriseSearch', 'Kibana', 'Logstash'],
  fixable: 'never',
  scope: 'workspace',
  messages: {
    unbound: (account, cluster, namespace) =>
      `No binding of this workspace lets the ServiceAccount ${account} read Elasticsearch resources in namespace ${namespace}. An operator that runs with --enforce-rbac-on-refs refuses the reference to ${cluster} ("Association not allowed") and removes the users it created for it.`,
  },
  check(entry, report, workspace) {
    const field = entry.resource.root.at(['spec', 'serviceAccountName']);
    const own = workspace.namespaceOf(entry);
    if (!field.text || own === undefined) return;
    const cluster = clustersOf(entry, workspace).find((target) => {
      const namespace = workspace.namespaceOf(target);
      return namespace !== undefined && namespace !== own && workspace.together(entry, target);
    });
    const namespace = cluster && workspace.namespaceOf(cluster);
    if (!cluster || namespace === undefined) return;
    const bindings = [...workspace.all('RoleBinding'), ...workspace.all('ClusterRoleBinding')];
    // rights may be kept elsewhere altogether
    if (!bindings.some((binding) => workspace.together(entry, binding))) return;
    if (bindings.some((binding) => mayAllow(binding, field.text as string, own, namespace, workspace))) return;
    report(field, 'unbound', [field.text, cluster.resource.called, namespace], {
      related: () => [{ entry: cluster, path: ['metadata', 'name'], message: 'The Elasticsearch is here.' }],
    });
  },
});

/** The clusters whose rights count: those that are referred to, and that of the Kibana. */
function clustersOf(entry: Entry, workspace: Workspace): Entry[] {
  const direct = entry.facts.references
    .filter(({ target }) => target === 'Elasticsearch')
    .flatMap((reference) => workspace.target(entry, reference) ?? []);
  const kibana = targetIn(entry, 'kibanaRef', workspace);
  return [...direct, ...((kibana && [clusterOfKibana(kibana, workspace)]) ?? [])].filter(
    (cluster) => cluster !== undefined,
  );
}

/** Which rights a role holds is not looked at: any that reaches the account there is taken for the right one. */
function mayAllow(binding: Entry, account: string, own: string, namespace: string, workspace: Workspace): boolean {
  const { binding: facts } = binding.facts;
  const isLocal = binding.resource.kind === 'RoleBinding';
  if (isLocal && !compatible(workspace.namespaceOf(binding), namespace)) return false;
  if (!facts?.complete || facts.groups) return true;
  return facts.subjects.some((subject) => subject.name === account && compatible(subject.namespace, own));
}
