// The pod template of an ECK resource and what ECK adds to it where the author says nothing. Source: the pod template
// builders of ECK 3.5.
import type { Field } from '../text/field.ts';
import { agentMode } from './agent-mode.ts';
import type { Kind } from './kinds.ts';
import { versionedKinds } from './kinds.ts';
import { containers, mainContainer, nodeSets, podTemplates, type Resource } from './resource.ts';

/** The kinds ECK makes pods for, which are those that run a version of the stack. */
export const podKinds = versionedKinds;

/** The container of the application itself; undefined when ECK makes all of it. */
export function mainOf(template: Field, resource: Resource): Field | undefined {
  const name = mainContainer(resource);
  if (name === undefined) return undefined;
  return template
    .at(['spec', 'containers'])
    .items()
    .find((container) => container.get('name').text === name);
}

/** Every container of every pod template, init containers included. */
export function containersOf(resource: Resource): readonly Field[] {
  let found = known.get(resource);
  if (!found) {
    found = podTemplates(resource).flatMap(containers);
    known.set(resource, found);
  }
  return found;
}

const known = new WeakMap<Resource, readonly Field[]>();

export const isInit = (container: Field): boolean => container.parent?.name === 'initContainers';

/** What messages call a container. */
export const containerName = (container: Field): string => container.get('name').text ?? '(no name)';

/** Agents and Beats are made to look at the node that they run on. */
export const observesNodes = ({ kind }: Resource): boolean => kind === 'Agent' || kind === 'Beat';

/** The two places with requests and limits of a main container. */
export interface MainResources {
  /** `resources` of the node set or the spec, since ECK 3.5: its figures of CPU and memory come first */
  readonly beside: Field;
  /** the container in the pod template, where it is written */
  readonly container: Field | undefined;
}

/** Where requests and limits of the main containers are said, for each of the workloads that ECK makes. */
export function mainResources(resource: Resource): MainResources[] {
  const spec = resource.root.get('spec');
  if (resource.kind === 'Elasticsearch')
    return nodeSets(resource).map((set) => ({
      beside: set.get('resources'),
      container: mainOf(set.get('podTemplate'), resource),
    }));
  const beside = spec.get('resources');
  const templates = podTemplates(resource);
  if (templates.length === 0) return [{ beside, container: undefined }];
  return templates.map((template) => ({ beside, container: mainOf(template, resource) }));
}

/** How many nodes an Elasticsearch has over all its node sets; undefined when a count is not literal. */
export function nodeCount(sets: readonly Field[]): number | undefined {
  let sum = 0;
  for (const set of sets) {
    const count = set.get('count');
    if (count.exists && typeof count.value !== 'number') return undefined;
    sum += Number(count.value ?? 0);
  }
  return sum;
}

const memory: Partial<Record<Kind, string>> = {
  ApmServer: '512Mi',
  AutoOpsAgentPolicy: '400Mi',
  Beat: '300Mi',
  Elasticsearch: '2Gi',
  EnterpriseSearch: '4Gi',
  Kibana: '1Gi',
  Logstash: '2Gi',
  PackageRegistry: '4Gi',
};

/** The memory limit ECK gives a main container whose `resources` are empty, where that is the same in current releases. */
export const defaultMemory = (resource: Resource): string | undefined =>
  resource.kind === 'Agent' ? (agentMode(resource) === 'fleet' ? '1Gi' : undefined) : memory[resource.kind];

/** Whether the container is there to set a parameter of the node's kernel, which only a privileged one may do. */
export function setsKernelParameter(container: Field): boolean {
  const words = ['command', 'args'].flatMap((list) => container.get(list).items());
  // what it does is in its image, or a template says it
  if (words.length === 0 || words.some((word) => word.text === undefined)) return true;
  return words.some((word) =>
    /\bsysctl\b|\/proc\/sys\/|\bswapoff\b|\bulimit\b|transparent_hugepage/.test(word.text ?? ''),
  );
}

/** Every pod template with its main container. */
export const mainContainersOf = (resource: Resource): { template: Field; container: Field }[] =>
  podTemplates(resource).flatMap((template) => {
    const container = mainOf(template, resource);
    return container ? [{ template, container }] : [];
  });
