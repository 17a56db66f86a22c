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

// in any base of Go's strconv, which takes an upper-case prefix too
const integer = /^[-+]?(?:0b[01]+|0x[0-9a-f]+|0o?[0-7]+|0|[1-9][0-9]*)$/i;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/** Tags that leave it to the text what a scalar means, even in quotes. */
const readAsPlain = new Set(['null', 'bool', 'int', 'float'].map((name) => `tag:yaml.org,2002:${name}`));

/** The value of a scalar read by the failsafe schema, whose own value is always its text. */
export function meaning(scalar: Scalar): Value {
  const text = scalar.value === null || scalar.value === undefined ? '' : String(scalar.value);
  const quoted = scalar.type !== undefined && scalar.type !== Scalar.PLAIN;
  if (scalar.tag === undefined ? quoted : !readAsPlain.has(scalar.tag)) return text;
  const word = words.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.0-9]/.test(text)) return text;
  const digits = text.startsWith('.') ? text : text.replaceAll('_', '');
  if (integer.test(digits)) return integerOf(digits);
  // a number too large to hold stays text
  return float.test(digits) && Number.isFinite(Number(digits)) ? Number(digits) : text;
}

function integerOf(text: string): number {
  const digits = text.replace(/^[-+]/, '');
  const value = Number(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return text.startsWith('-') ? 0 - value : value;
}
