// Documents as typed Kubernetes resources, still over the tree: every value is read through a field.
import type { Document } from '../text/document.ts';
import { Field, type Path } from '../text/field.ts';
import { type ChartBlock, chartBlocks } from './chart-values.ts';
import { type EckKind, eckKinds, isEckKind, type Kind, kindOf, splitApiVersion } from './kinds.ts';
import { isOperatorWorkload } from './operator-workload.ts';

/** One resource of a document. A document holds several when it is a `List`. */
export interface Resource {
  readonly root: Field;
  readonly kind: Kind;
  /** the `kind` and `apiVersion` as written */
  readonly writtenKind: string;
  readonly apiVersion: string;
  /** `metadata.name`, when it is literal */
  readonly name: string | undefined;
  /** `metadata.namespace`, when it is literal */
  readonly namespace: string | undefined;
  /** its name for people, also where that is not known */
  readonly called: string;
  /** set when it is a block of Helm values that a chart makes into the resource */
  readonly block?: ChartBlock;
}

const known = new WeakMap<Document, readonly Resource[]>();

/** The resources of known kinds in a document, in order. The same document always gives the same array. */
export function resourcesOf(document: Document): readonly Resource[] {
  let found = known.get(document);
  if (!found) {
    const root = Field.root(document);
    found = read(root, 0);
    if (found.length === 0) found = chartBlocks(root).map(fromBlock);
    known.set(document, found);
  }
  return found;
}

function read(root: Field, depth: number): Resource[] {
  const kind = root.get('kind').text;
  const apiVersion = root.get('apiVersion').text;
  if (kind === undefined && apiVersion === undefined && isBareKustomization(root)) {
    const kind = 'Kustomization';
    return [{ root, kind, writtenKind: '', apiVersion: '', name: undefined, namespace: undefined, called: kind }];
  }
  if (kind === undefined || apiVersion === undefined) return [];
  if (kind.endsWith('List') && root.get('items').list && depth < 4) {
    return root
      .get('items')
      .items()
      .flatMap((item) => read(item, depth + 1));
  }
  const ours = kindOf(apiVersion, kind) ?? (isOperatorWorkload(root, apiVersion, kind) ? 'EckOperator' : undefined);
  if (!ours) return [];
  const metadata = root.get('metadata');
  const name = metadata.get('name');
  return [
    {
      root,
      kind: ours,
      writtenKind: kind,
      apiVersion,
      name: name.text,
      namespace: metadata.get('namespace').text,
      called: name.text ?? (name.scalar ? textOf(name) : '(unnamed)'),
    },
  ];
}

function fromBlock(block: ChartBlock): Resource {
  const { root, kind } = block;
  const { group, versions } = eckKinds[kind];
  const name = root.at(['metadata', 'name']).text;
  return {
    root,
    kind,
    writtenKind: kind,
    apiVersion: `${group}/${versions[0]}`,
    name,
    namespace: undefined,
    called: name ?? block.chart,
    block,
  };
}

/** What is written there, a template as such. */
const textOf = ({ document, span }: Field): string => document.text.slice(span.start, span.end);

/** kustomize lets a kustomization leave out its kind and apiVersion. */
const isBareKustomization = (root: Field): boolean =>
  ['resources', 'bases', 'components'].some((key) => root.get(key).list !== undefined);

/** Whether the apiVersion is one that current ECK releases serve for the kind. */
export function isServed(resource: Resource): boolean {
  const { kind } = resource;
  if (!isEckKind(kind)) return true;
  const versions: readonly string[] = eckKinds[kind].versions;
  return versions.includes(splitApiVersion(resource.apiVersion).version);
}

/** Whether the apiVersion is the newest of the kind: older ones that are still served get fewer checks and fields. */
export function isNewestApi(resource: Resource): boolean {
  const { kind } = resource;
  return isEckKind(kind) && eckKinds[kind].versions[0] === splitApiVersion(resource.apiVersion).version;
}

/** The container that ECK starts the application in, by kind; a Beat's is named after `spec.type`. */
const mainContainers: Partial<Record<Kind, string>> = {
  Agent: 'agent',
  ApmServer: 'apm-server',
  AutoOpsAgentPolicy: 'autoops-agent',
  ElasticMapsServer: 'maps',
  Elasticsearch: 'elasticsearch',
  EnterpriseSearch: 'enterprise-search',
  Kibana: 'kibana',
  Logstash: 'logstash',
  PackageRegistry: 'package-registry',
};

/** The name of the container that belongs to ECK in the pod template of this resource; undefined if unknown. */
export const mainContainer = (resource: Resource): string | undefined =>
  resource.kind === 'Beat' ? resource.root.at(['spec', 'type']).text : mainContainers[resource.kind];

/** The node sets of an Elasticsearch; in `v1alpha1` they were called nodes. */
export function nodeSets(resource: Resource): Field[] {
  const spec = resource.root.get('spec');
  return [...spec.get('nodeSets').items(), ...spec.get('nodes').items()];
}

/** Every pod template of an ECK resource. */
export function podTemplates(resource: Resource): readonly Field[] {
  let found = templates.get(resource);
  if (!found) {
    found = findTemplates(resource);
    templates.set(resource, found);
  }
  return found;
}

const templates = new WeakMap<Resource, readonly Field[]>();

function findTemplates(resource: Resource): Field[] {
  const spec = resource.root.get('spec');
  const owners =
    resource.kind === 'Elasticsearch'
      ? nodeSets(resource)
      : [spec, spec.get('deployment'), spec.get('daemonSet'), spec.get('statefulSet')];
  return owners.map((owner) => owner.get('podTemplate')).filter((template) => template.exists);
}

/** Every container of a pod template, init containers included. */
export const containers = (podTemplate: Field): Field[] =>
  ['initContainers', 'containers'].flatMap((list) => podTemplate.at(['spec', list]).items());

/** Where a kind keeps settings of the stack (`elasticsearch.yml`, `kibana.yml`, …). */
export function configs(resource: Resource): Field[] {
  const spec = resource.root.get('spec');
  if (resource.kind === 'Elasticsearch') return nodeSets(resource).map((set) => set.get('config'));
  if (resource.kind === 'StackConfigPolicy')
    return [spec.at(['elasticsearch', 'config']), spec.at(['kibana', 'config'])];
  return [spec.get('config')];
}

/** What an association field may name. */
export interface ReferenceField {
  readonly path: Path;
  /** the field is a list of references */
  readonly many: boolean;
  readonly target: EckKind;
}

const one = (target: EckKind, ...path: string[]): ReferenceField => ({ path: ['spec', ...path], many: false, target });
const many = (target: EckKind, ...path: string[]): ReferenceField => ({ path: ['spec', ...path], many: true, target });
const monitoring = [
  many('Elasticsearch', 'monitoring', 'metrics', 'elasticsearchRefs'),
  many('Elasticsearch', 'monitoring', 'logs', 'elasticsearchRefs'),
];

/** The association fields of each kind. Source: ECK's CRDs. */
export const referenceFields: Partial<Record<Kind, readonly ReferenceField[]>> = {
  Agent: [many('Elasticsearch', 'elasticsearchRefs'), one('Kibana', 'kibanaRef'), one('Agent', 'fleetServerRef')],
  ApmServer: [one('Elasticsearch', 'elasticsearchRef'), one('Kibana', 'kibanaRef')],
  Beat: [one('Elasticsearch', 'elasticsearchRef'), one('Kibana', 'kibanaRef'), ...monitoring],
  ElasticMapsServer: [one('Elasticsearch', 'elasticsearchRef')],
  Elasticsearch: monitoring,
  ElasticsearchAutoscaler: [one('Elasticsearch', 'elasticsearchRef')],
  EnterpriseSearch: [one('Elasticsearch', 'elasticsearchRef')],
  Kibana: [
    one('Elasticsearch', 'elasticsearchRef'),
    one('EnterpriseSearch', 'enterpriseSearchRef'),
    one('PackageRegistry', 'packageRegistryRef'),
    ...monitoring,
  ],
  Logstash: [many('Elasticsearch', 'elasticsearchRefs'), ...monitoring],
};

/** Whether a reference is set: to ECK one without `name` and `secretName` is none. */
export const isSet = (reference: Field): boolean =>
  reference.shape === 'template' ||
  !reference.complete ||
  ['name', 'secretName'].some((key) => {
    const field = reference.get(key);
    return field.exists && field.shape !== 'null' && field.value !== '';
  });

/** Whether a reference has details without the name they belong to, which ECK refuses by itself. */
export const isHalf = (reference: Field): boolean =>
  ['namespace', 'serviceName'].some((key) => Boolean(reference.get(key).text));

/** Every association written in a resource: the field of each single reference and what it may name. */
export function references(resource: Resource): { field: Field; target: EckKind }[] {
  const found = (referenceFields[resource.kind] ?? []).flatMap(({ path, many, target }) => {
    const field = resource.root.at(path);
    return (many ? field.items() : [field]).map((f) => ({ field: f, target }));
  });
  if (resource.kind === 'Elasticsearch') {
    for (const cluster of resource.root.at(['spec', 'remoteClusters']).items())
      found.push({ field: cluster.get('elasticsearchRef'), target: 'Elasticsearch' });
  }
  return found.filter(({ field }) => field.map !== undefined);
}
