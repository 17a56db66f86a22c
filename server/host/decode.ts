// Bytes to text and back. Guesses nothing: a file is UTF-8, or UTF-16 that says so by its byte order mark.
import type { Encoding, Readable } from './host.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Larger manifests than this, in bytes, are data that happens to be YAML. */
const largest = 8 * 1024 * 1024;

/** Why so many bytes are not read. */
export const tooLarge = (size: number): string => `is larger than 8 MB (${(size / 1024 / 1024).toFixed(1)} MB)`;

const utf32Marks = [
  [0xff, 0xfe, 0, 0],
  [0, 0, 0xfe, 0xff],
];

/** The text of some bytes, or why they are none. */
export function decode(bytes: Uint8Array): Readable | { readonly reason: string; readonly rough: string } {
  if (bytes.length > largest) return { reason: tooLarge(bytes.length), rough: roughly(bytes) };
  const [first, second, third] = bytes;
  // in UTF-16, which these could be as well, no text begins with NUL
  if (utf32Marks.some((mark) => mark.every((byte, i) => bytes[i] === byte)))
    return { reason: 'is UTF-32, which kubectl does not read; UTF-8 it does', rough: roughly(bytes) };
  if (first === 0xff && second === 0xfe) return wide(bytes, 'utf-16le');
  if (first === 0xfe && second === 0xff) return wide(bytes, 'utf-16be');
  // where git looks too
  if (bytes.subarray(0, 8000).includes(0)) return { reason: 'is binary: it holds NUL bytes', rough: roughly(bytes) };
  try {
    const text = utf8.decode(bytes);
    return first === 0xef && second === 0xbb && third === 0xbf ? { text, encoding: 'utf-8-bom' } : { text };
  } catch {
    return { reason: 'is not valid UTF-8', rough: roughly(bytes) };
  }
}

function wide(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): ReturnType<typeof decode> {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
  } catch {
    return { reason: 'is not valid UTF-16', rough: new TextDecoder(encoding).decode(bytes) };
  }
}

/** What of the bytes can be read, NUL bytes left out, so that UTF-16 without its mark is recognised as text too. */
export const roughly = (bytes: Uint8Array): string => new TextDecoder('utf-8').decode(bytes).replaceAll('\0', '');

/** The bytes of a text, with the byte order mark its encoding asks for. */
export function encode(text: string, encoding: Encoding = 'utf-8'): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding === 'utf-8-bom') return new TextEncoder().encode(`\ufeff${text}`);
  const bytes = new DataView(new ArrayBuffer(2 * (text.length + 1)));
  bytes.setUint16(0, 0xfeff, encoding === 'utf-16le');
  for (let i = 0; i < text.length; i++) bytes.setUint16(2 * (i + 1), text.charCodeAt(i), encoding === 'utf-16le');
  return new Uint8Array(bytes.buffer);
}
