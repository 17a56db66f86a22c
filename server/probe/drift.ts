// Where the cluster and a manifest of the workspace differ in what decides: the manifest may not be what runs.
import { isUnknown, plain, type Workspace } from '../../rules/index.ts';
import { dig, nameOf, namespaceOf, text } from './live.ts';
import { manifestOf } from './locate.ts';

type Path = readonly (string | number)[];

const deciding: Readonly<Record<string, readonly Path[]>> = {
  Agent: [
    ['spec', 'mode'],
    ['spec', 'version'],
    ['spec', 'fleetServerEnabled'],
    ['spec', 'policyID'],
    ['spec', 'spaceID'],
    ['spec', 'kibanaRef'],
    ['spec', 'fleetServerRef'],
    ['spec', 'elasticsearchRefs'],
  ],
  Kibana: [
    ['spec', 'version'],
    ['spec', 'elasticsearchRef'],
    ['spec', 'config'],
    ['spec', 'http', 'tls'],
  ],
  Elasticsearch: [
    ['spec', 'version'],
    ['spec', 'auth'],
    ['spec', 'http', 'tls'],
  ],
};

/** The deciding fields in which a live object is not what its manifest says; none when it has no manifest. */
export function drift(object: unknown, workspace: Workspace, near: string | undefined): Path[] {
  const kind = text(object, 'kind') ?? '';
  const namespace = namespaceOf(object);
  const entry = manifestOf({ kind, namespace, name: nameOf(object) }, workspace, near);
  if (!entry) return [];
  return (deciding[kind] ?? []).filter((path) => {
    const written = plain(entry.resource.root.at(path));
    return isKnown(written) && !same(withoutOwn(written, namespace), withoutOwn(dig(object, ...path), namespace));
  });
}

/** A reference says the same with the namespace of its resource and without one. */
function withoutOwn(value: unknown, namespace: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutOwn(item, namespace));
  if (typeof value !== 'object' || value === null || !('name' in value)) return value;
  const { namespace: own, ...rest } = value as Record<string, unknown>;
  return own === namespace ? rest : value;
}

/** Whether all of a value is literal: a placeholder may stand for what the cluster has. */
function isKnown(value: unknown): boolean {
  if (isUnknown(value as never)) return false;
  return typeof value !== 'object' || value === null || Object.values(value).every(isKnown);
}

/** Equal as the API server stores it: what is empty is left out, and the order of keys says nothing. */
function same(a: unknown, b: unknown): boolean {
  try {
    return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
  } catch (error) {
    // nested deeper than any settings are: nothing can be said of it
    if (error instanceof RangeError) return true;
    throw error;
  }
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(ordered);
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const kept = Object.entries(value)
    .map(([key, item]) => [key, ordered(item)] as const)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
