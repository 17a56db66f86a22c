// Fixes that put a reference into a resource, once for each resource of the workspace it can mean.
import type { Data, Entry, Field, Workspace } from '../model/index.ts';
import { type Edits, insert, remove, renameKey, replaceValue } from './edit.ts';
import { type Fix, fix } from './rule.ts';

/** Resources of the deployment of `entry` that a new reference may name. */
export const candidates = (entry: Entry, among: readonly Entry[], workspace: Workspace): Entry[] =>
  among.filter((other) => other !== entry && other.resource.name !== undefined && workspace.together(entry, other));

/** Among more than these nobody chooses from a list of fixes. */
const mostChoices = 20;
export const choices = (targets: readonly Entry[]): readonly Entry[] => (targets.length > mostChoices ? [] : targets);

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
  return choices(targets).map((target) => {
    const reference = referenceTo(target, entry, workspace);
    const data: Data = options.many ? [reference] : reference;
    const title = `Add ${String(field.name)}: ${String(reference.name)}`;
    return fix(title, insert(field, data, after), targets.length === 1);
  });
}

/** Makes a reference that is written lead to another resource; declines when it names a Service of the old one. */
export function retarget(entry: Entry, reference: Field, target: Entry, workspace: Workspace): Edits {
  const wanted = referenceTo(target, entry, workspace);
  const [secret, name, namespace] = ['secretName', 'name', 'namespace'].map((key) => reference.get(key)) as [
    Field,
    Field,
    Field,
  ];
  if (reference.get('serviceName').text || reference.get('clientCertificateSecretName').text) return undefined;
  const steps: Edits[] = [];
  if (secret.exists) steps.push(renameKey(secret, 'name'), replaceValue(secret, wanted.name as string));
  else if (name.text !== wanted.name) steps.push(replaceValue(name, wanted.name as string));
  if (wanted.namespace === undefined) {
    const same = namespace.text === undefined || namespace.text === workspace.namespaceOf(target);
    const own = workspace.namespaceOf(target);
    if (!same) steps.push(remove(namespace) ?? (own === undefined ? undefined : replaceValue(namespace, own)));
  } else if (namespace.text === undefined) steps.push(insert(namespace, wanted.namespace, 'name'));
  else if (namespace.text !== wanted.namespace) steps.push(replaceValue(namespace, wanted.namespace as string));
  return steps.every((edits) => edits !== undefined) ? steps.flat() : undefined;
}

/** Name, and namespace when leaving it out may mean another one. */
export function referenceTo(target: Entry, from: Entry, workspace: Workspace): { [key: string]: Data } {
  const namespace = workspace.namespaceOf(target);
  const name = workspace.finalName(target) ?? target.resource.name ?? '';
  // where the referring resource will be may be unknown: then only spelling it out is sure
  return namespace === undefined || namespace === workspace.namespaceOf(from) ? { name } : { name, namespace };
}
