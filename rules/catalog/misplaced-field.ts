// A key that is a field of this kind, but not where it stands: a level too high or too low, in the wrong block, or below
// a key that should not be there.
import { printPath } from '../engine/edit.ts';
import { moveEntry, removeLevel } from '../engine/move.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { eckKindNames, misfitsOf } from '../model/index.ts';

const refused =
  'kubectl refuses the manifest ("unknown field"), and without strict validation the API server drops the field';
const ignored =
  'ECK refuses it after a plain kubectl apply ("field found in the … annotation is unknown"), and in every other case the field has no effect';
const dropped = 'Helm reports nothing and drops the field';

export const misplacedField = defineRule({
  id: 'misplaced-field',
  topic: 'manifest',
  summary: 'A field is at a level or in a block where ECK and Kubernetes do not read it.',
  severity: 'error',
  kinds: eckKindNames,
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    elsewhere: (path, places, so) => `There is no field ${path}, only ${places}: ${so}.`,
    level: (path, so) => `There is no field ${path}; the fields below it belong one level up: ${so}.`,
  },
  check({ resource }, report) {
    for (const misfit of misfitsOf(resource)) {
      if (misfit.what !== 'unknown') continue;
      const { field, meant, open } = misfit;
      const so = resource.block ? dropped : open ? ignored : refused;
      const path = printPath(field.pathBelow(resource.root));
      if (meant?.how === 'level')
        report(field, 'level', [path, so], {
          onKey: true,
          fixes: () => [fix(`Remove the level ${field.name}`, removeLevel(field), false)],
        });
      else if (meant?.how === 'elsewhere') {
        const { places, target } = meant;
        report(field, 'elsewhere', [path, places.join(' or '), so], {
          onKey: true,
          fixes: () => [
            target && fix(`Move to ${printPath(target.pathBelow(resource.root))}`, moveEntry(field, target), false),
          ],
        });
      }
    }
  },
});
