// A value of another type than its field has: a number for a text, a text for a list. YAML decides by quotes alone.
import { type Edits, printPath, replaceValue, wrapInList } from '../engine/edit.ts';
import { listToMap, mapToList } from '../engine/move.ts';
import { defineRule, type Fix, fix } from '../engine/rule.ts';
import { eckKindNames, type Field, misfitsOf, type Shape } from '../model/index.ts';

const names: Readonly<Partial<Record<Shape['type'], string>>> = {
  fields: 'a map',
  values: 'a map',
  map: 'a map',
  list: 'a list',
  text: 'a string',
  time: 'a string',
  duration: 'a string',
  integer: 'an integer',
  number: 'a number',
  boolean: 'true or false',
  integerOrText: 'an integer or a string',
  quantity: 'a number or a string',
};

export const wrongType = defineRule({
  id: 'wrong-type',
  topic: 'manifest',
  summary: 'A value has another type than its field, often because quotes are missing or not wanted.',
  severity: 'error',
  kinds: eckKindNames,
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    refused: (path, wanted, found) => `${path} has to be ${wanted}, not ${found}: the API server refuses the manifest.`,
    unreadable: (path, wanted, found) =>
      `${path} has to be ${wanted}, not ${found}: ECK cannot read the manifest ("cannot unmarshal").`,
  },
  check({ resource }, report) {
    for (const misfit of misfitsOf(resource)) {
      if (misfit.what !== 'type' || isPauseValue(misfit.field)) continue;
      const { field, shape, open } = misfit;
      const message = open ? 'unreadable' : 'refused';
      report(
        field,
        message,
        [printPath(field.pathBelow(resource.root)), names[shape.type] ?? '', found(field, shape)],
        {
          fixes: () => [asWanted(field, shape)],
        },
      );
    }
  },
});

/** The annotation that pauses orchestration is pause-value-invalid's. */
const isPauseValue = (field: Field): boolean => field.name === 'eck.k8s.elastic.co/pause-orchestration';

function found(field: Field, { type }: Shape): string {
  const { shape, text = '' } = field;
  if (shape === 'map' || shape === 'list') return `a ${shape}`;
  if (shape === 'null') return 'nothing';
  if (shape === 'text')
    return /^[-+\d.]+$|^(?:true|false)$/.test(text) && type !== 'list' ? `the string "${text}"` : 'a string';
  return shape === 'boolean' && !/^(?:true|false)$/.test(text)
    ? `${text}, which is a boolean in YAML`
    : `the ${shape} ${text}`;
}

/** The same value in the wanted type, where there is just one way to write it. */
function asWanted(field: Field, shape: Shape): Fix | undefined {
  const { text, value } = field;
  const isText = field.shape === 'text';
  switch (shape.type) {
    case 'text':
      return text === undefined || shape.choices ? undefined : fix(`Put ${text} in quotes`, replaceValue(field, text));
    case 'integer':
    case 'number':
      return isText && /^-?(?:0|[1-9]\d{0,8})$/.test(text ?? '')
        ? fix('Remove the quotes', replaceValue(field, Number(text)))
        : undefined;
    case 'boolean': {
      const word = isText ? /^(true|false)$/i.exec(text ?? '')?.[1] : undefined;
      return (word && fix('Remove the quotes', replaceValue(field, word.toLowerCase() === 'true'))) || undefined;
    }
    case 'list':
      return fix('Make it a list', inList(field, shape), false);
    case 'fields':
      return value === undefined && field.list ? fix('Take it out of the list', listToMap(field), false) : undefined;
    default:
      return undefined;
  }
}

function inList(field: Field, { item }: Shape): Edits {
  if (field.map) return item?.type === 'fields' ? mapToList(field) : undefined;
  return item?.type === 'text' && field.shape === 'text' && field.text !== '' ? wrapInList(field) : undefined;
}
