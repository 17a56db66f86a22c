// Which places set the settings of a Kibana or Elasticsearch, and in which order: the resource, the policies that
// select it, the environment of its container. Source: ECK's StackConfigPolicy controller and Kibana's image.
import type { Contribution, SettingFact } from '../resource/contribution.ts';
import { matches } from '../resource/selector.ts';
import type { Path } from '../text/field.ts';
import { unknown } from '../text/plain.ts';
import type { Entry } from '../workspace/entry.ts';
import { onceFor, remembered } from '../workspace/remembered.ts';
import { compatible, type Workspace } from '../workspace/workspace.ts';
import { EffectiveConfig, type Layer } from './effective.ts';
import { authc } from './kibana-auth.ts';
import { reaches } from './operator-reach.ts';
import { policyCandidates } from './policy-candidates.ts';

/** What StackConfigPolicies do to a resource. */
export interface Policies {
  /** those that apply, lowest weight first */
  readonly applied: readonly Entry[];
  /** equal weight for one target: ECK then applies none of them */
  readonly conflict: readonly Entry[];
  /** one may or may not apply */
  readonly uncertain: boolean;
}

/** The policies that select a Kibana or Elasticsearch. */
export const policiesFor = remembered((entry, workspace): Policies => {
  const applied: { policy: Entry; weight: number }[] = [];
  let uncertain = false;
  for (const policy of policyCandidates(entry, workspace)) {
    const selected = selects(policy, entry, workspace);
    if (selected === false) continue;
    const weight = policy.facts.policy?.weight;
    if (selected === undefined || typeof weight !== 'number') uncertain = true;
    else applied.push({ policy, weight });
  }
  applied.sort((a, b) => a.weight - b.weight);
  // sorted by weight: those of one weight are neighbours
  const conflict = applied.filter(
    ({ weight }, i) => weight === applied[i - 1]?.weight || weight === applied[i + 1]?.weight,
  );
  return {
    applied: conflict.length > 0 ? [] : applied.map(({ policy }) => policy),
    conflict: conflict.map(({ policy }) => policy),
    uncertain,
  };
});

/** Whether a policy applies to a Kibana or Elasticsearch; undefined when that cannot be seen. */
export function selects(policy: Entry, target: Entry, workspace: Workspace): boolean | undefined {
  const own = workspace.namespaceOf(policy);
  const there = workspace.namespaceOf(target);
  const everywhere = own !== undefined && own !== there ? reaches(own, there, workspace) : false;
  if (everywhere === false && !compatible(own, there)) return false;
  const labels = matches(policy.facts.policy?.selector, workspace.labelsOf(target));
  // a patch may bring the label
  if (labels === false && workspace.standingOf(target) !== 'whole') return undefined;
  if (labels !== true) return labels;
  if (everywhere === undefined) return undefined;
  if (workspace.together(policy, target)) return true;
  // a copy of the target stands beside the policy: that is the one it is meant for, in another cluster
  const copies =
    target.resource.name === undefined ? [] : workspace.withName(target.resource.kind, target.resource.name);
  if (copies.some((copy) => workspace.namespaceOf(copy) === there && workspace.together(policy, copy))) return false;
  // among alternatives only an explicit namespace says that it may be meant for this one
  return everywhere || (own !== undefined && own === there) ? undefined : false;
}

/** The settings a Kibana starts with. */
export const kibanaConfig = remembered((kibana, workspace): EffectiveConfig => {
  const { applied, uncertain } = policiesFor(kibana, workspace);
  const { config, environment } = kibana.facts;
  // another values file may add to the settings
  const layered = kibana.facts.block !== undefined && workspace.standingOf(kibana) !== 'whole';
  const patched = workspace.patchesAuthc(kibana);
  const elsewhere = uncertain || layered || patched;
  return new EffectiveConfig([
    ...merged([
      layer(kibana, config, elsewhere),
      ...workspace.patchesOf(kibana).map((patch) => layer(patch, patch.facts.config)),
    ]),
    ...(patched ? [layer(kibana, { settings: [unknownSwitch], hidden: true })] : []),
    ...(workspace.inlinePatchesOf(kibana) ?? []).map((patch) => layer(patch.entry, patch.config)),
    ...applied.map((policy) => layer(policy, policy.facts.policy?.kibana)),
    { ...layer(kibana, environment), replaces: true },
    { ...layer(kibana, keystoreOf(kibana, workspace)), replaces: true },
  ]);
});

/**
 * A manifest and its patches as kustomize merges them. To kinds it has no schema of, as ECK's, a patch is a JSON merge
 * patch: what stands under the same keys is replaced, a list as a whole, and null takes it away.
 */
function merged(layers: readonly Layer[]): readonly Layer[] {
  if (layers.length === 1) return layers;
  const keyOf = ({ path }: SettingFact): string => path.join('\n');
  return layers.map((own, i) => {
    const above = layers.slice(i + 1).flatMap(({ settings }) => settings.map(keyOf));
    const settings = own.settings.filter((setting) => {
      const key = keyOf(setting);
      return (i === 0 || setting.value !== null) && !above.some((k) => key === k || key.startsWith(`${k}\n`));
    });
    return { ...own, settings };
  });
}

/** A patch that cannot be told may take back even what nobody else would. */
const unknownSwitch = { name: authc.httpEnabled, value: unknown, path: ['spec', 'config'] };

/** The keystore, which beats everything else: which settings it holds can be seen, their values are nobody's to see. */
function keystoreOf(kibana: Entry, workspace: Workspace): Contribution {
  const { secrets = [], settings = [] } = kibana.facts.secure ?? {};
  const named = [...new Set(secrets)]
    .flatMap((name) => workspace.withName('Secret', name))
    .filter((secret) => compatible(workspace.namespaceOf(secret), workspace.namespaceOf(kibana)))
    .flatMap((secret) => secret.facts.secret?.keys ?? []);
  const path = ['spec', 'secureSettings'];
  return { settings: [...settings, ...named].map((name) => ({ name, value: unknown, path })), hidden: false };
}

/** By policy: the resources it is applied to. */
const selectedBy = onceFor((workspace): Map<Entry, { kibanas: Entry[]; clusters: Entry[] }> => {
  const found = new Map<Entry, { kibanas: Entry[]; clusters: Entry[] }>();
  for (const policy of workspace.all('StackConfigPolicy')) found.set(policy, { kibanas: [], clusters: [] });
  for (const kibana of workspace.all('Kibana'))
    for (const policy of policiesFor(kibana, workspace).applied) found.get(policy)?.kibanas.push(kibana);
  for (const cluster of workspace.all('Elasticsearch'))
    for (const policy of policiesFor(cluster, workspace).applied) found.get(policy)?.clusters.push(cluster);
  return found;
});

/** The Kibanas whose settings this resource takes part in: itself, those it patches, or those a policy is applied to. */
export function kibanasOf(entry: Entry, workspace: Workspace): readonly Entry[] {
  if (entry.resource.kind === 'Kibana') {
    const bases = workspace.patchedBy(entry);
    // a patch whose base is out of sight says nothing by itself
    return bases.length > 0
      ? bases
      : workspace.standingOf(entry) === 'patch' && !entry.facts.hasSpecVersion
        ? []
        : [entry];
  }
  const kibanas = workspace.all('Kibana');
  if (entry.resource.kind === 'Kustomization')
    return entry.facts.kustomization?.inlinePatches.length
      ? kibanas.filter((kibana) => workspace.inlinePatchesOf(kibana)?.some((patch) => patch.entry === entry))
      : [];
  return selectedBy(workspace).get(entry)?.kibanas ?? [];
}

/** The Elasticsearches whose settings this resource takes part in. */
export function elasticsearchesOf(entry: Entry, workspace: Workspace): readonly Entry[] {
  if (entry.resource.kind === 'Elasticsearch') return [entry];
  return selectedBy(workspace).get(entry)?.clusters ?? [];
}

/** Whether a setting that no layer shows is surely not there: no template, no keystore, no patch may bring it. */
export function showsAll(config: EffectiveConfig, workspace: Workspace): boolean {
  const last = shown.get(config);
  if (last?.generation === workspace.generation) return last.all;
  const all =
    !config.hidden &&
    config.layers.every(({ entry }) => entry.facts.keystore !== true && workspace.standingOf(entry) === 'whole');
  shown.set(config, { generation: workspace.generation, all });
  return all;
}

/** A config belongs to one workspace. */
const shown = new WeakMap<EffectiveConfig, { generation: number; all: boolean }>();

/** The settings of each node set of an Elasticsearch, in order. */
export const elasticsearchConfigs = remembered((elasticsearch, workspace): readonly EffectiveConfig[] => {
  const { applied, uncertain } = policiesFor(elasticsearch, workspace);
  return (elasticsearch.facts.nodeSets ?? []).map(
    (own) =>
      new EffectiveConfig([
        layer(elasticsearch, own, uncertain),
        ...applied.map((policy) => layer(policy, policy.facts.policy?.elasticsearch)),
      ]),
  );
});

const layer = (entry: Entry, own: Contribution | undefined, uncertain = false): Layer => ({
  entry,
  settings: own?.settings ?? [],
  hidden: uncertain || own?.hidden === true,
});

/** The path of the map or leaf that first covers `name` on the way down to a setting's own path. */
export function pathCovering(setting: { readonly name: string; readonly path: Path }, name: string): Path {
  const { path } = setting;
  const start = configStart(setting);
  const wanted = name.split('.').length;
  let covered = 0;
  for (let i = start; i < path.length; i++) {
    covered += String(path[i]).split('.').length;
    if (covered >= wanted) return path.slice(0, i + 1);
  }
  return path;
}

/** How many steps of a setting's path lead to its `config` map. */
export function configStart({ name, path }: { readonly name: string; readonly path: Path }): number {
  for (let i = path.length - 1; i >= 0; i--) if (path.slice(i).join('.') === name) return i;
  return path.length - 1;
}
