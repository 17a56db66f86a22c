// Fixes that put a reference into a resource, once for each resource of the workspace it can mean.
import { compatible, type Data, type Entry, type Field, type Workspace } from '../model/index.ts';
import { insert } from './edit.ts';
import { type Fix, fix } from './rule.ts';

/** Resources of the deployment of `entry` that a new reference may name. */
export const candidates = (entry: Entry, among: readonly Entry[], workspace: Workspace): Entry[] =>
  among.filter((other) => other !== entry && other.resource.name !== undefined && workspace.together(entry, other));

/**
 * One fix for each target: `field` becomes a reference to it, in a list when `many`. With a single target the fix is
 * safe; among several only the author can choose. The entry goes behind the first of `after` that is there.
 */
export function referenceFixes(
  entry: Entry,
  field: Field,
  targets: readonly Entry[],
  workspace: Workspace,
  options: { many?: boolean; after: readonly string[] },
): (Fix | undefined)[] {
  const after = options.after.find((name) => field.parent?.get(name).exists);
  return targets.map((target) => {
    const reference = referenceTo(target, entry, workspace);
    const data: Data = options.many ? [reference] : reference;
    const title = `Add ${String(field.name)}: ${target.resource.name}`;
    return fix(title, insert(field, data, after), targets.length === 1);
  });
}

/** Name, and namespace when leaving it out would mean another one. */
function referenceTo(target: Entry, from: Entry, workspace: Workspace): { [key: string]: Data } {
  const namespace = workspace.namespaceOf(target);
  const name = target.resource.name ?? '';
  if (namespace === undefined || namespace === workspace.namespaceOf(from)) return { name };
  // an unknown namespace of the referring resource may be the same one, but only spelling it out is sure
  return compatible(namespace, workspace.namespaceOf(from)) && from.resource.namespace === undefined
    ? { name }
    : { name, namespace };
}
