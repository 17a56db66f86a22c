// Amounts the way Kubernetes writes them: 500m, 2Gi, 1.5, 1e9. Source: the grammar of resource.Quantity.
import type { Field } from '../text/field.ts';

const grammar = /^([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))(?:([KMGTPE]i|[numkMGTPE])|[eE]([-+]?[0-9]+))?$/;

const parts = new Map([
  ['m', 1e3],
  ['u', 1e6],
  ['n', 1e9],
]);
const factors = new Map([['k', 1e3]]);
for (const [i, letter] of [...'KMGTPE'].entries()) {
  factors.set(`${letter}i`, 1024 ** (i + 1));
  if (letter !== 'K') factors.set(letter, 1000 ** (i + 1));
}

/** Whether a text is an amount that Kubernetes reads. */
export const isQuantity = (text: string): boolean => grammar.test(text);

/** The amount a field says; undefined when it says none that can be read. */
export const quantityOf = (field: Field): number | undefined => quantityIn(field.text);

/** The amount a text says; undefined when it says none. */
export function quantityIn(text: string | undefined): number | undefined {
  const match = grammar.exec(text ?? '');
  if (!match) return undefined;
  const [, digits = '', suffix = '', exponent = '0'] = match;
  const number = Number(digits) * (factors.get(suffix) ?? 1) * 10 ** Number(exponent);
  return number / (parts.get(suffix) ?? 1);
}
