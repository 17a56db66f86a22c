// What a scalar means to kubectl. Its reader (sigs.k8s.io/yaml) follows YAML 1.1 for booleans and octals, so an
// unquoted `no` is false and 0644 is 420.
import { Scalar } from 'yaml';

export type Value = string | number | boolean | null;

const words = new Map<string, boolean | null>();
for (const [value, spellings] of [
  [true, 'y Y yes Yes YES true True TRUE on On ON'],
  [false, 'n N no No NO false False FALSE off Off OFF'],
  [null, '~ null Null NULL'],
] as const)
  for (const word of spellings.split(' ')) words.set(word, value);
words.set('', null);

const integer = /^[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0o?[0-7_]+|0|[1-9][0-9_]*)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/** The value of a scalar read by the failsafe schema, whose own value is always its text. */
export function meaning(scalar: Scalar): Value {
  const text = scalar.value === null || scalar.value === undefined ? '' : String(scalar.value);
  if (scalar.tag === 'tag:yaml.org,2002:str') return text;
  if (scalar.type !== undefined && scalar.type !== Scalar.PLAIN) return text;
  const word = words.get(text);
  if (word !== undefined) return word;
  if (integer.test(text)) return integerOf(text);
  return float.test(text) ? Number(text) : text;
}

function integerOf(text: string): number {
  const digits = text.replace(/_/g, '').replace(/^[-+]/, '');
  const value = Number(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return text.startsWith('-') ? -value : value;
}
