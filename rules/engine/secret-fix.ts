// Fixes that take a secret out of a manifest and name the Secret that has to hold it. The value is in none of the edits:
// what they write are names. The Secret is for the user to make, so no such fix is safe.
import type { Field, Resource } from '../model/index.ts';
import { append, insert, remove, type TextEdit } from './edit.ts';
import { type Fix, fix } from './rule.ts';

/**
 * Removes a setting and names a Secret under `secureSettings` of `owner`. The Secret's key is the setting's dotted name,
 * so that in the keystore it is the same setting. Declines for the last setting of a policy, which ECK refuses empty.
 */
export function toKeystore(field: Field, config: Field, owner: Field, resource: Resource): Fix | undefined {
  const steps = field.pathBelow(config);
  if (resource.name === undefined || steps.some((step) => typeof step === 'number' || /[[\]]/.test(step)))
    return undefined;
  if (resource.kind === 'StackConfigPolicy' && !hasMore(field, config)) return undefined;
  const setting = steps.join('.');
  // a Kibana and an Elasticsearch often have one name, and each refuses or misreads what is the other's
  const kind = resource.kind === 'StackConfigPolicy' ? String(owner.name) : resource.kind.toLowerCase();
  const secret = `${resource.name}-${kind}-secure-settings`;
  const list = owner.get('secureSettings');
  const named = list.items().some((item) => item.get('secretName').text === secret && !item.get('entries').exists);
  const entry = { secretName: secret };
  const added = named ? [] : list.list?.items.length ? append(list, entry) : insert(list, [entry]);
  const removed = remove(field);
  const edits = added && removed && joined(removed, added);
  return fix(`Take ${setting} from key ${setting} of a Secret ${secret}, which you create first`, edits, false);
}

/** Makes a variable of a container come from a Secret, under its own name. */
export function toSecretKey(variable: Field, resource: Resource): Fix | undefined {
  const name = variable.get('name').text;
  if (name === undefined || resource.name === undefined || variable.get('valueFrom').exists) return undefined;
  const secret = `${resource.name}-${resource.kind.toLowerCase()}-credentials`;
  const added = insert(variable.get('valueFrom'), { secretKeyRef: { name: secret, key: name } }, 'name');
  const removed = remove(variable.get('value'));
  const edits = added && removed && joined(removed, added);
  return fix(`Take ${name} from key ${name} of a Secret ${secret}, which you create first`, edits, false);
}

/** Whether something else than the field is set below `config`. */
function hasMore(field: Field, config: Field): boolean {
  for (let at: Field | undefined = field; at && at !== config; at = at.parent)
    if ((at.parent?.entries().length ?? 0) > 1) return true;
  return false;
}

/** Both edits; where the new lines would go behind the line that is removed, they take its place. */
function joined(removed: readonly TextEdit[], added: readonly TextEdit[]): readonly TextEdit[] {
  const [cut, other] = removed;
  const [line, second] = added;
  if (!cut || other || !line || second) return [...removed, ...added];
  const isBehind = line.span.start > cut.span.start && line.span.start <= cut.span.end;
  const [eol] = /^\r?\n/.exec(line.newText) ?? [];
  if (!isBehind || eol === undefined) return [...removed, ...added];
  const ends = cut.field.document.text.slice(cut.span.start, cut.span.end).endsWith('\n');
  return [{ ...cut, newText: line.newText.slice(eol.length) + (ends ? eol : '') }];
}
