// What is wrong with a text that is not YAML: in words for its author, at the place to look at. The YAML library names
// what its grammar missed, often where it noticed, which may be far behind the slip.
import { isCollection, type Node, Scalar, type YAMLError } from 'yaml';
import type { Span } from './span.ts';
import { walk } from './walk.ts';

export interface SyntaxProblem {
  /** one sentence without a full stop */
  readonly message: string;
  readonly span: Span;
  /** the text can be read: only a key is there twice */
  readonly duplicateKey?: boolean;
}

/**
 * The first of the library's errors. Undefined when kubectl reads the text all the same: it takes the inside of
 * brackets and quotes at any indentation, the library does not.
 */
export function syntaxError(errors: readonly YAMLError[], root: Node | null, text: string): SyntaxProblem | undefined {
  const [first] = errors as [YAMLError, ...YAMLError[]];
  const [start, end] = first.pos;
  const open = openBefore(first, root, text);
  if (open !== undefined) {
    if (isClosed(text, open)) return undefined;
    return { message: `this ${text[open]} is not closed`, span: untilLineEnd(text, open) };
  }
  if (errors.some((e) => e.code === 'MULTILINE_IMPLICIT_KEY' && e.pos[0] === start)) {
    const last = errors.findLast((e) => e.pos[0] === start)?.pos[1] ?? end;
    const line = text.lastIndexOf('\n', last - 1) + 1;
    return first.code === 'BLOCK_AS_IMPLICIT_KEY' && line > start
      ? { message: 'this line is indented too far', span: word(text, line) }
      : { message: 'a key needs a colon and a space after it', span: untilLineEnd(text, start) };
  }
  for (const [pattern, message, wide] of wordings)
    if (pattern.test(first.message))
      return {
        message: first.message.replace(pattern, message),
        span: wide ? untilLineEnd(text, start) : word(text, start),
      };
  // what the library quotes behind a colon may be a secret
  return { message: lowerFirst(first.message.replace(/: .*$/s, '')), span: word(text, start) };
}

/** By the library's message: our own, and whether it is about the rest of the line. */
const wordings: readonly (readonly [RegExp, string, boolean?])[] = [
  [
    /^Nested mappings are not allowed.*/,
    'a value with a colon and a space needs quotes; a nested map starts on a new line',
    true,
  ],
  [/^All (mapping|sequence) items must start.*/, 'nothing above starts in the same column as this line'],
  [/^Tabs are not allowed.*/, 'a tab indents this line, but YAML allows only spaces'],
  [/^Plain value cannot start with .*character (.)$/, 'a value that starts with $1 needs quotes', true],
  [/^Maximum call stack size exceeded$/, 'the document is nested too deeply'],
  [/^Alias cannot be an empty string$/, 'a value that starts with * needs quotes', true],
  [/^Unexpected block-seq-ind.*/, 'a list starts on a line of its own, below its key', true],
  [/^Unexpected (?:flow-map-end|flow-seq-end) token.*"(.)"$/, 'nothing is open that this $1 could close'],
  [
    /^Unexpected flow-(?:map|seq)-start at node end$/,
    'inside brackets, a value that contains { or [ needs quotes',
    true,
  ],
  [/^Unexpected scalar at node end$/, 'there is text after the end of a value', true],
  [/^Implicit map keys need to be followed.*/, 'a key needs a colon and a space after it', true],
  [/^Invalid escape sequence (.+)$/, '$1 is not an escape sequence in double quotes; use single quotes'],
  [/^Missing , or :.*/, 'a comma is missing before this'],
  [
    /^Block collections are not allowed.*/,
    'a comma is missing, or the brackets contain a list or map in block style',
    true,
  ],
];

/** Where the bracket or quote opens that the library missed the end of. */
function openBefore(error: YAMLError, root: Node | null, text: string): number | undefined {
  const quote = /^Missing closing (['"])/.exec(error.message)?.[1];
  const bracket = /must be sufficiently indented and end with a (.)$/.exec(error.message)?.[1];
  if (!root || (!quote && !bracket)) return undefined;
  const starts: number[] = [];
  walk(root, (node) => {
    const [start = 0, end = 0] = node.range ?? [];
    if (start > error.pos[0]) return;
    const unclosed = !text.slice(start, end).endsWith(bracket ?? '');
    if (quote ? node instanceof Scalar && text[start] === quote : isCollection(node) && node.flow && unclosed)
      starts.push(start);
  });
  return starts.length === 0 ? undefined : quote ? Math.max(...starts) : Math.min(...starts);
}

/** Whether a bracket or quote is closed further on, with nothing odd behind it on its line. */
function isClosed(text: string, open: number): boolean {
  const pairs: Record<string, string> = { '{': '}', '[': ']' };
  const expected: string[] = [];
  for (let at = open; at < text.length; at++) {
    const sign = text[at] as string;
    const before = text[at - 1] ?? ' ';
    if ((sign === '"' || sign === "'") && /[\s[{,:]/.test(before)) {
      at = endOfQuoted(text, at);
    } else if (sign === '#' && /\s/.test(before)) {
      at = lineEnd(text, at) - 1;
    } else if (pairs[sign]) {
      expected.push(pairs[sign]);
    } else if (sign === '}' || sign === ']') {
      if (expected.pop() !== sign) return false;
    }
    if (expected.length === 0) return at < text.length && /^[ \t]*(?:[,}\]:]|#|\r?$|\r?\n)/.test(text.slice(at + 1));
  }
  return false;
}

/** The offset of the closing quote; the text's length without one. */
function endOfQuoted(text: string, open: number): number {
  const quote = text[open];
  for (let at = open + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at += 1;
    else if (text[at] === quote && (quote === '"' || text[at + 1] !== quote)) return at;
    else if (text[at] === quote) at += 1;
  }
  return text.length;
}

/** The word that starts at or behind an offset, on its line. */
function word(text: string, offset: number): Span {
  const start = offset + (/^ +(?=\S)/.exec(text.slice(offset, lineEnd(text, offset)))?.[0].length ?? 0);
  const length = /^\S+?(?=:?(?:\s|$))/.exec(text.slice(start, lineEnd(text, start)))?.[0].length ?? 1;
  return { start, end: start + length };
}

function untilLineEnd(text: string, start: number): Span {
  const line = text.slice(start, lineEnd(text, start)).trimEnd();
  return { start, end: start + Math.max(1, line.length) };
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

const lowerFirst = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1);
