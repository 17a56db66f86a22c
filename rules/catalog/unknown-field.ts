// A key that no ECK release has at its place. The API server drops what the schema of ECK's kinds does not have; inside
// a pod template it keeps everything, and the operator drops it.
import { type Edits, printPath, remove, renameKey } from '../engine/edit.ts';
import { listToMap, mapToList } from '../engine/move.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import {
  anyOperator,
  eckKindNames,
  type Field,
  isAtLeast,
  kubernetesRelease,
  type Meant,
  misfitsOf,
  newestEck,
  unfitNote,
} from '../model/index.ts';

const refused =
  'kubectl refuses the manifest ("unknown field"), and without strict validation the API server drops the field';
const ignored =
  'ECK refuses it after a plain kubectl apply ("field found in the … annotation is unknown"), and in every other case the field has no effect';
const dropped = 'Helm reports nothing and drops the field';

export const unknownField = defineRule({
  id: 'unknown-field',
  topic: 'manifest',
  summary: 'A key is not a field of the ECK kind or Kubernetes type it is in.',
  severity: {
    misspelt: 'error',
    unread: 'warning',
    unknown: 'error',
    ofKind: 'error',
    inPod: 'warning',
    later: 'info',
    noted: 'error',
  },
  kinds: eckKindNames,
  admission: ['es', 'kb', 'apm', 'beat', 'agent', 'ent', 'ems', 'ls', 'scp', 'esa', 'epr', 'aop'].map(
    (kind) => `${kind}-unknown-field`,
  ),
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    misspelt: (path, name, so) => `There is no field ${path}, but one named ${name}: ${so}.`,
    unread: (name, right) => `The field is called ${right}. ${name} is accepted but has no effect.`,
    unknown: (kind, path, so) => `${kind} has no field ${path}: ${so}.`,
    ofKind: (kind, path, other, so) => `${kind} has no field ${path}, which is one of ${other}: ${so}.`,
    inPod: (name, type, so) => `${type} has no field ${name} up to Kubernetes ${kubernetesRelease}: ${so}.`,
    later: (kind, path) => `${kind} has no field ${path} up to ECK ${newestEck}, the newest release known here.`,
    noted: (path) =>
      `The manifest in this annotation of kubectl has ${path}, which is not a field. With kubectl create or server-side apply ECK refuses the resource; a plain kubectl apply rewrites the annotation.`,
  },
  check({ resource }, report, _, operator) {
    const note = unfitNote(resource);
    if (note && isAtLeast(anyOperator, operator.version))
      report(note.annotation, 'noted', [note.path], {
        onKey: true,
        fixes: () => [fix('Remove the annotation', remove(note.annotation), false)],
      });
    for (const misfit of misfitsOf(resource)) {
      if (misfit.what !== 'unknown') continue;
      const { field, meant, open, type } = misfit;
      const so = resource.block ? dropped : open ? ignored : refused;
      const name = String(field.name);
      const path = printPath(field.pathBelow(resource.root));
      const kind = resource.writtenKind;
      if (meant?.how === 'spelling') {
        const details = { onKey: true, fixes: () => [rename(field, meant)] };
        if (open && meant.sameWord) report(field, 'unread', [name, meant.name], details);
        else report(field, 'misspelt', [path, meant.name, so], details);
      } else if (meant?.how === 'kind') report(field, 'ofKind', [kind, path, listed(meant.kinds), so], { onKey: true });
      else if (meant !== undefined) continue;
      else if (!isAtLeast(anyOperator, operator.version)) report(field, 'later', [kind, path], { onKey: true });
      else if (open && type !== undefined) report(field, 'inPod', [name, type, so], { onKey: true });
      else report(field, 'unknown', [kind, path, so], { onKey: true });
    }
  },
});

/** A reference for a list of them, or the other way round, changes its shape on the way. */
function rename(field: Field, { name, sameWord, shape }: Meant & { how: 'spelling' }): Fix | undefined {
  const both: Edits[] = [renameKey(field, name)];
  const isOne = shape.type === 'fields' || shape.type === 'map' || shape.type === 'values';
  const fits = field.shape === 'null' || (field.map ? isOne : (field.list !== undefined) === (shape.type === 'list'));
  if (field.map && shape.type === 'list') both.push(mapToList(field));
  else if (field.list && isOne) both.push(listToMap(field));
  else if (!fits || (!field.map && isOne)) return undefined;
  const edits = both.every((edit) => edit !== undefined) ? both.flat() : undefined;
  return fix(`Rename to ${name}`, edits, sameWord);
}

const listed = (kinds: readonly string[]): string =>
  kinds.length > 3 ? 'other kinds' : kinds.join(' and ').replace(' and ', kinds.length > 2 ? ', ' : ' and ');
