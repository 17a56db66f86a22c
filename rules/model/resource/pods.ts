// The pods that ECK makes for a resource, as far as a NetworkPolicy asks about them. Source: the labels ECK's
// controllers put on pods.
import type { Kind } from './kinds.ts';
import { nodeSets, podTemplates, type Resource } from './resource.ts';

export interface Pods {
  readonly labels: Readonly<Record<string, string>>;
  /** more labels may be there than are seen */
  readonly open: boolean;
  /** in the network of the node, where policies do not see them; undefined when that is not known */
  readonly hostNetwork: boolean | undefined;
}

/** The label with the name of the resource that pods belong to. */
export const nameLabels: Partial<Record<Kind, string>> = {
  Agent: 'agent.k8s.elastic.co/name',
  Elasticsearch: 'elasticsearch.k8s.elastic.co/cluster-name',
  Kibana: 'kibana.k8s.elastic.co/name',
  PackageRegistry: 'packageregistry.k8s.elastic.co/name',
};

/** What ECK calls the kind of a pod. */
const typeOf = (kind: Kind): string => (kind === 'PackageRegistry' ? 'package-registry' : kind.toLowerCase());

/** The pods of an Elasticsearch by node set, those of other kinds in one piece; none for kinds that Fleet has no use for. */
export function podsOf(resource: Resource): readonly Pods[] | undefined {
  const { kind, name, root } = resource;
  const label = nameLabels[kind];
  if (label === undefined || name === undefined) return undefined;
  const own = { 'common.k8s.elastic.co/type': typeOf(kind), [label]: name };
  const templates =
    kind === 'Elasticsearch' ? nodeSets(resource).map((set) => set.get('podTemplate')) : podTemplates(resource);
  const propagates = root.at(['metadata', 'annotations', 'eck.k8s.alpha.elastic.co/propagate-labels']).exists;
  const complete = root.get('spec').complete && !propagates;
  if (templates.length === 0) return [{ labels: own, open: !complete, hostNetwork: complete ? false : undefined }];
  return templates.map((template) => {
    const labels = template.at(['metadata', 'labels']).entries();
    const texts = labels.flatMap((entry) => (entry.text === undefined ? [] : [[String(entry.name), entry.text]]));
    const hostNetwork = template.at(['spec', 'hostNetwork']);
    return {
      labels: { ...Object.fromEntries(texts), ...own },
      open: !complete || texts.length < labels.length,
      hostNetwork: hostNetwork.shape === 'template' || !complete ? undefined : hostNetwork.value === true,
    };
  });
}
