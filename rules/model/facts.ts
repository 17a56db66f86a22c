// What other resources may ask about one: plain data, so that two states of a document compare equal when nothing that
// concerns others has changed. No spans in here: a path is resolved when it is shown.

import { type Contribution, contribution, environmentOf } from './contribution.ts';
import { securitySwitchedOff } from './elasticsearch-security.ts';
import type { Path } from './field.ts';
import { type FleetSetup, fleetSetup } from './fleet-setup.ts';
import type { EckKind } from './kinds.ts';
import { type Plain, plain } from './plain.ts';
import { nodeSets, type Resource, references } from './resource.ts';

export interface Reference {
  readonly path: Path;
  readonly target: EckKind;
  /** undefined when it is a Secret, empty or not literal: then nothing can be resolved */
  readonly name: string | undefined;
  /** undefined when left out; then the referring resource's own counts */
  readonly namespace: string | undefined;
  /** the namespace is given, but by a placeholder */
  readonly namespaceUnknown: boolean;
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
  /** Kibana only: the settings of its `config`, and of its container's environment */
  readonly config?: Contribution;
  readonly environment?: Contribution;
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
  /** Elasticsearch only */
  readonly securityOff?: boolean;
  readonly kustomization?: Kustomization;
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
    })),
    ...(resource.kind === 'Agent' && {
      fleetMode: spec.get('mode').text === 'fleet',
      fleetServer: spec.get('fleetServerEnabled').value === true,
    }),
    ...(resource.kind === 'Kibana' && {
      config: contribution(spec.get('config'), root),
      environment: environmentOf(resource),
    }),
    ...(resource.kind === 'Elasticsearch' && {
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
    ...(resource.kind === 'Kibana' && { fleet: fleetSetup(spec.get('config')) }),
    ...(resource.kind === 'StackConfigPolicy' && {
      fleet: fleetSetup(spec.at(['kibana', 'config'])),
    }),
    ...(resource.kind === 'Elasticsearch' && { securityOff: securitySwitchedOff(resource).length > 0 }),
    ...(resource.kind === 'Kustomization' && { kustomization: kustomization(resource) }),
  };
}

type Entries = ReturnType<Resource['root']['entries']>;

function texts(entries: Entries): Record<string, string> {
  const result: Record<string, string> = {};
  for (const entry of entries) if (entry.text !== undefined) result[String(entry.name)] = entry.text;
  return result;
}

function kustomization({ root }: Resource): Kustomization {
  const list = (name: string): string[] =>
    root
      .get(name)
      .items()
      .flatMap((item) => item.text ?? []);
  const patches = root.get('patches').items();
  const json = root.get('patchesJson6902').items();
  return {
    namespace: root.get('namespace').text,
    prefix: root.get('namePrefix').text ?? '',
    suffix: root.get('nameSuffix').text ?? '',
    resources: [...list('resources'), ...list('bases'), ...list('components')],
    patchFiles: [
      ...list('patchesStrategicMerge').filter((entry) => !entry.includes('\n')),
      ...[...patches, ...json].flatMap((patch) => patch.get('path').text ?? []),
    ],
    images: root
      .get('images')
      .items()
      .flatMap((image) => image.get('name').text ?? []),
    patchTargets: [
      ...[...patches, ...json].flatMap((patch) => {
        const target = patch.get('target');
        if (target.exists) return target.get('name').text ?? '*';
        return /^\s+name:\s*["']?([\w.-]+)/m.exec(patch.get('patch').text ?? '')?.[1] ?? [];
      }),
      ...list('patchesStrategicMerge').flatMap((entry) => /^\s+name:\s*["']?([\w.-]+)/m.exec(entry)?.[1] ?? []),
    ],
  };
}
