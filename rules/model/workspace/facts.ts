// What other resources may ask about one: plain data, so that two states of a document compare equal when nothing that
// concerns others has changed. No spans in here: a path is resolved when it is shown.

import { trustsCluster } from '../resource/agent.ts';
import { type AgentFacts, agentFacts } from '../resource/agent-facts.ts';
import { type Contribution, contribution, environmentOf } from '../resource/contribution.ts';
import { type FleetSetup, fleetSetup } from '../resource/fleet-setup.ts';
import { type HttpService, httpService } from '../resource/http-service.ts';
import type { EckKind } from '../resource/kinds.ts';
import { type OperatorWorkload, operatorNamespaces, operatorWorkload } from '../resource/operator-workload.ts';
import { type Pods, podsOf } from '../resource/pods.ts';
import { nodeSets, podTemplates, type Resource, references } from '../resource/resource.ts';
import { type SecretKeys, secretKeys } from '../resource/secret-keys.ts';
import { type ServiceFacts, serviceFacts } from '../resource/service.ts';
import { type Binding, bindingOf, podAccounts } from '../resource/service-accounts.ts';
import { parse } from '../text/document.ts';
import { Field, type Path } from '../text/field.ts';
import { type Plain, plain, unknown } from '../text/plain.ts';
import { type InlinePatch, inlinePatch } from './inline-patch.ts';

export interface Reference {
  readonly path: Path;
  readonly target: EckKind;
  /** undefined when it is a Secret, empty or not literal: then nothing can be resolved */
  readonly name: string | undefined;
  /** undefined when left out; then the referring resource's own counts */
  readonly namespace: string | undefined;
  /** the namespace is given, but by a placeholder */
  readonly namespaceUnknown: boolean;
  /** it leads to a Service of the author's (`serviceName`) instead of the one ECK makes */
  readonly ownService?: boolean;
  /** its name, when it is literal */
  readonly service?: string;
}

export interface Kustomization {
  readonly namespace: string | undefined;
  readonly prefix: string;
  readonly suffix: string;
  /** files and folders it brings in, relative to its own folder */
  readonly resources: readonly string[];
  /** files that patch, relative to its own folder */
  readonly patchFiles: readonly string[];
  /** names of resources that an inline or JSON patch changes; '*' when the target is open */
  readonly patchTargets: readonly string[];
  /** names of resources whose authentication settings an inline patch changes, in a way that cannot be told */
  readonly patchesAuthc: readonly string[];
  /** files that patch what a target names, among it Kibanas: JSON patches, or patches without a name of their own */
  readonly targetedFiles: readonly { readonly file: string; readonly name: string }[];
  /** folders of components, relative to its own folder: what they do is done to all it brings in */
  readonly components: readonly string[];
  /** the patches of Kibanas that stand in it */
  readonly inlinePatches: readonly InlinePatch[];
  /** labels it gives to everything */
  readonly labels: Readonly<Record<string, string>>;
  /** images it gives another name, tag or digest, as the manifests name them */
  readonly images: readonly string[];
}

export interface Facts {
  readonly labels: Readonly<Record<string, string>>;
  readonly version: string | undefined;
  readonly hasSpecVersion: boolean;
  readonly references: readonly Reference[];
  /** Agent only */
  readonly fleetMode?: boolean;
  readonly fleetServer?: boolean;
  readonly agent?: AgentFacts;
  /** Kibana only: the settings of its `config`, and of its container's environment */
  readonly config?: Contribution;
  readonly environment?: Contribution;
  /** and whether its container has a readiness probe of the author's */
  readonly ownProbe?: boolean;
  /** Elasticsearch, Kibana and StackConfigPolicy: secure settings may bring more settings, out of sight */
  readonly keystore?: boolean;
  /** Kibana only: the Secrets its secure settings come from, and the settings it names there itself */
  readonly secure?: { readonly secrets: readonly string[]; readonly settings: readonly string[] };
  /** Elasticsearch only: the Secrets with users and with roles of the author's */
  readonly auth?: { readonly users: readonly string[]; readonly roles: readonly string[] };
  /** Elasticsearch only: the settings of each node set */
  readonly nodeSets?: readonly Contribution[];
  /** StackConfigPolicy only */
  readonly policy?: {
    readonly selector: Plain | undefined;
    /** higher wins; anything but a number when it cannot be read */
    readonly weight: Plain;
    readonly kibana: Contribution;
    readonly elasticsearch: Contribution;
  };
  /** Kibana and StackConfigPolicy: what `xpack.fleet` asks Kibana to set up */
  readonly fleet?: FleetSetup;
  /** Agent only: whether ECK makes its pods trust the CA of Elasticsearch at start, which it does for root alone */
  readonly trustsCluster?: boolean | undefined;
  /** Elasticsearch, Kibana and Agent: what ECK's HTTP Service for it looks like */
  readonly http?: HttpService;
  /** Elasticsearch, Kibana and Agent: the pods ECK makes for it */
  readonly pods?: readonly Pods[];
  /** Elasticsearch only: how many nodes it has, when that is literal */
  readonly nodes?: number;
  /** Service only */
  readonly service?: ServiceFacts;
  /** NetworkPolicy only: its spec */
  readonly networkPolicy?: Plain;
  /** kinds of ECK: the ServiceAccounts that their pods run as */
  readonly podAccounts?: readonly string[];
  /** set for a block of Helm values: its chart, and whether it can stand for itself */
  readonly block?: { readonly chart: string; readonly whole: boolean };
  /** RoleBinding and ClusterRoleBinding only */
  readonly binding?: Binding;
  /** Secret only */
  readonly secret?: SecretKeys;
  readonly kustomization?: Kustomization;
  /** the workload of the ECK operator only */
  readonly operator?: OperatorWorkload;
  /** ConfigMap only: the namespaces that settings of the ECK operator name */
  readonly managed?: readonly string[];
}

const known = new WeakMap<Resource, Facts>();

/** The facts of a resource; the same resource always gives the same object. */
export function factsOf(resource: Resource): Facts {
  let facts = known.get(resource);
  if (!facts) {
    facts = read(resource);
    known.set(resource, facts);
  }
  return facts;
}

function read(resource: Resource): Facts {
  const { root } = resource;
  const spec = root.get('spec');
  return {
    labels: texts(root.at(['metadata', 'labels']).entries()),
    version: spec.get('version').text,
    hasSpecVersion: spec.get('version').exists,
    references: references(resource).map(({ field, target }) => ({
      path: field.pathBelow(root),
      target,
      name: field.get('secretName').exists ? undefined : field.get('name').text,
      namespace: field.get('namespace').text,
      namespaceUnknown: field.get('namespace').shape === 'template',
      ...(Boolean(field.get('serviceName').scalar?.value) && { ownService: true }),
      ...(field.get('serviceName').text && { service: field.get('serviceName').text as string }),
    })),
    ...(resource.kind === 'Agent' && {
      fleetMode: spec.get('mode').text === 'fleet',
      fleetServer: spec.get('fleetServerEnabled').value === true,
      trustsCluster: trustsCluster(resource),
      agent: agentFacts(resource),
    }),
    ...(resource.kind === 'Kibana' && {
      config: contribution(spec.get('config'), root),
      environment: environmentOf(resource),
      ownProbe: hasOwnProbe(resource),
      secure: secureSettings(spec.get('secureSettings')),
    }),
    ...(resource.kind === 'Elasticsearch' && {
      auth: { users: secretNames(spec.at(['auth', 'fileRealm'])), roles: secretNames(spec.at(['auth', 'roles'])) },
      nodeSets: nodeSets(resource).map((set) => contribution(set.get('config'), root)),
    }),
    ...(resource.kind === 'StackConfigPolicy' && {
      policy: {
        selector: plain(spec.get('resourceSelector')),
        weight: plain(spec.get('weight')) ?? 0,
        kibana: contribution(spec.at(['kibana', 'config']), root),
        elasticsearch: contribution(spec.at(['elasticsearch', 'config']), root),
      },
    }),
    ...(hasSecureSettings(spec) && { keystore: true }),
    ...(resource.kind === 'Kibana' && { fleet: fleetSetup(spec.get('config')) }),
    ...(resource.kind === 'StackConfigPolicy' && {
      fleet: fleetSetup(spec.at(['kibana', 'config'])),
    }),
    ...httpFacts(resource),
    ...podFacts(resource),
    ...(resource.kind === 'Service' && { service: serviceFacts(resource) }),
    ...(resource.kind === 'NetworkPolicy' && { networkPolicy: plain(spec) ?? null }),
    ...accounts(resource),
    ...(resource.block && { block: { chart: resource.block.chart, whole: resource.block.whole } }),
    ...(resource.kind === 'Secret' && { secret: secretKeys(resource) }),
    ...(resource.kind === 'Kustomization' && { kustomization: kustomization(resource) }),
    ...(resource.kind === 'EckOperator' && { operator: operatorWorkload(root) }),
    ...(resource.kind === 'ConfigMap' && managedIn(root)),
  };
}

function podFacts(resource: Resource): { pods?: readonly Pods[]; nodes?: number } {
  const pods = podsOf(resource);
  const counts = nodeSets(resource).map((set) => set.get('count').value);
  return {
    ...(pods && { pods }),
    ...(resource.kind === 'Elasticsearch' &&
      counts.every((n) => typeof n === 'number') && { nodes: counts.reduce((sum, n) => sum + n, 0) }),
  };
}

function accounts(resource: Resource): { podAccounts?: readonly string[]; binding?: Binding } {
  if (resource.kind.endsWith('RoleBinding')) return { binding: bindingOf(resource) };
  const names = podAccounts(resource);
  return names.length > 0 ? { podAccounts: names } : {};
}

function httpFacts(resource: Resource): { http?: HttpService } {
  const http = httpService(resource);
  return http ? { http } : {};
}

const managedIn = (root: Field): { managed?: readonly string[] } => {
  const managed = operatorNamespaces(root);
  return managed ? { managed } : {};
};

const secretNames = (list: Field): string[] => list.items().flatMap((item) => item.get('secretName').text ?? []);

const hasOwnProbe = (resource: Resource): boolean =>
  podTemplates(resource).some(
    (template) =>
      !template.complete ||
      template
        .at(['spec', 'containers'])
        .items()
        .some((container) => container.get('readinessProbe').exists),
  );

const hasSecureSettings = (spec: Field): boolean =>
  [spec, spec.get('elasticsearch'), spec.get('kibana')].some((owner) => {
    const list = owner.get('secureSettings');
    return list.exists && list.list?.items.length !== 0;
  });

const secureSettings = (list: Field): { secrets: string[]; settings: string[] } => ({
  // with entries only those keys are taken, under the names given there
  secrets: secretNames(list).filter((_, i) => !list.get(i).get('entries').exists),
  settings: list
    .items()
    .flatMap((item) => item.get('entries').items())
    .flatMap((entry) => entry.get('path').text ?? entry.get('key').text ?? []),
});

type Entries = ReturnType<Resource['root']['entries']>;

function texts(entries: Entries): Record<string, string> {
  const result: Record<string, string> = {};
  for (const entry of entries) {
    const text = entry.shape === 'template' ? unknown : entry.text;
    if (text !== undefined) result[String(entry.name)] = text;
  }
  return result;
}

function kustomization({ root }: Resource): Kustomization {
  const list = (name: string): string[] =>
    root
      .get(name)
      .items()
      .flatMap((item) => item.text ?? []);
  const patches = [...root.get('patches').items(), ...root.get('patchesJson6902').items()];
  const merges = root.get('patchesStrategicMerge').items();
  const targeted = patches.map((patch) => ({ field: patch.get('patch'), target: patch.get('target') }));
  const whole = merges.filter((field) => field.text?.includes('\n')).map((field) => ({ field, target: undefined }));
  const inline = [...targeted, ...whole].flatMap(({ field, target }) => {
    const { text } = field;
    if (text === undefined) return [];
    const name = target?.exists ? targetName(target) : Field.root(parse(text)).at(['metadata', 'name']).text;
    const patch = name === '*' ? undefined : inlinePatch(text, target, field.pathBelow(root));
    return { name, patch, hides: patch ? patch.config.hidden : hidesAuthc(text, target) };
  });
  return {
    namespace: root.get('namespace').text,
    prefix: root.get('namePrefix').text ?? '',
    suffix: root.get('nameSuffix').text ?? '',
    resources: [...list('resources'), ...list('bases'), ...list('components')],
    labels: Object.assign(
      {},
      texts(root.get('commonLabels').entries()),
      ...root
        .get('labels')
        .items()
        .map((item) => texts(item.get('pairs').entries())),
    ),
    patchFiles: [
      ...merges.flatMap((entry) => (entry.text?.includes('\n') === false ? entry.text : [])),
      ...patches.flatMap((patch) => patch.get('path').text ?? []),
    ],
    images: root
      .get('images')
      .items()
      .flatMap((image) => image.get('name').text ?? []),
    patchTargets: [
      ...patches.flatMap((patch) => (patch.get('target').exists ? targetName(patch.get('target')) : [])),
      ...inline.flatMap(({ name }) => name ?? []),
    ],
    patchesAuthc: inline.flatMap(({ name, hides }) => (hides ? (name ?? '*') : [])),
    targetedFiles: patches.flatMap((patch) => {
      const file = patch.get('path').text;
      const target = patch.get('target');
      return file !== undefined && target.exists && mayBeKibana(target) ? { file, name: targetName(target) } : [];
    }),
    components: list('components'),
    inlinePatches: inline.flatMap(({ patch }) => (patch && !patch.config.hidden ? patch : [])),
  };
}

/** The name a patch is for; a star for any, which a pattern and a selector of labels may be. */
function targetName(target: Field): string {
  const name = target.get('name').text;
  return name === undefined || /[^a-z0-9.-]/.test(name) ? '*' : name;
}

const mayBeKibana = (target: Field): boolean => ['Kibana', undefined].includes(target.get('kind').text);

/** Whether a patch that is for no single resource may change how a Kibana authenticates. */
const hidesAuthc = (text: string, target: Field | undefined): boolean =>
  (target === undefined || !target.exists || mayBeKibana(target)) &&
  /authc|\/spec(?:\/config)?["']?[ \t\r]*(?:\n|,|\}|$)/.test(text);
