// The text of one key of a Secret, from `stringData` or from `data`. Only for looking something up: nothing of it may get
// into a message.
import type { Field } from '../text/field.ts';
import type { Resource } from './resource.ts';

/** Where a key of a Secret is written, and its text; undefined when it is missing or filled in later. */
export function secretText({ root }: Resource, key: string): { field: Field; text: string } | undefined {
  const plain = root.get('stringData').get(key);
  if (plain.text !== undefined) return { field: plain, text: plain.text };
  const encoded = root.get('data').get(key);
  const text = encoded.text === undefined ? undefined : decode(encoded.text);
  return text === undefined ? undefined : { field: encoded, text };
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 to text, one character for each byte, which is enough for names; undefined for anything else. */
export function decode(base64: string): string | undefined {
  const digits = base64.replace(/\s/g, '').replace(/=+$/, '');
  if (/[^A-Za-z0-9+/]/.test(digits) || digits.length % 4 === 1) return undefined;
  let bits = 0;
  let held = 0;
  let text = '';
  for (const digit of digits) {
    bits = ((bits << 6) | alphabet.indexOf(digit)) & 0xfff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    text += String.fromCharCode((bits >> held) & 0xff);
  }
  return text;
}
