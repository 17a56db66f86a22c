// One YAML document: its text and its tree. Parsing never throws; what cannot be read becomes an error beside
// whatever tree there is. Only this folder knows the YAML library.
import {
  Composer,
  type CST,
  isAlias,
  isCollection,
  isMap,
  isPair,
  Lexer,
  type Document as LibraryDocument,
  type Node,
  Parser,
  Scalar,
} from 'yaml';
import { readQuickly } from './quick.ts';
import { refused } from './refused.ts';
import type { Span } from './span.ts';
import { type SyntaxProblem, syntaxError } from './syntax.ts';
import { hasPlaceholder, type Masked, mask } from './template.ts';
import { walk } from './walk.ts';

/** Immutable; two equal slices share one, so whatever is derived from it may be kept by it. Offsets are the slice's own. */
export interface Document {
  readonly text: string;
  readonly root: Node | null;
  readonly errors: readonly SyntaxProblem[];
  /** The text holds template placeholders (`{{ … }}`, `{% … %}`). */
  readonly templated: boolean;
  /** It is too large for anything but plain YAML, and nothing is known about it. */
  readonly unread?: true;
  /** Where a template may put in keys that cannot be seen. */
  readonly gaps: readonly Span[];
  /** What an alias stands for: the last anchor of its name before it. */
  resolve(alias: Node): Node | undefined;
}

// Everything is read as text (failsafe): what a plain scalar means is decided in meaning.ts, the way kubectl reads it.
// uniqueKeys is quadratic in the library; duplicates are looked for in duplicates() instead.
const options = { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;

/** The library's word for `"text"#comment`, which kubectl takes. */
const closeComment = 'Comments must be separated';

/**
 * No cluster takes an object of more bytes (etcd's limit for a request), so a larger document is a List, or none of ours. What
 * the library needs for one, in time and space, is out of proportion.
 */
const largest = 1.5 * 1024 * 1024;

/** JSON without an error, as a List may be: it costs what it costs. */
function isJson(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Reads one slice. Errors of a text that only templates make unreadable are dropped, its tree too. */
export function parse(text: string): Document {
  const masked = mask(text);
  const templated = masked !== undefined;
  const quick = readQuickly(masked?.text ?? text);
  if (quick) return { text, root: quick, errors: [], templated, gaps: gapsIn(masked, quick), resolve: () => undefined };
  if (text.length > largest && !isJson(text))
    return { text, root: null, errors: [], templated, unread: true, gaps: [], resolve: () => undefined };
  const read = readTree(masked?.text ?? text);
  const anchors = read.root && text.includes('&') ? anchorsOf(read.root) : new Map<string, Anchor[]>();
  const resolve = (alias: Node): Node | undefined => {
    if (!isAlias(alias)) return undefined;
    return lastBefore(anchors.get(alias.source) ?? [], alias.range?.[0] ?? 0)?.node;
  };
  const bomb = anchors.size > 0 && expanded(read.root, resolve) > mostNodes;
  const errors = bomb ? [tooLarge] : read.errors.length > 0 ? read.errors : unresolved(read.root, text, resolve);
  if (errors.length === 0 && !templated) errors.push(...refused(text, read.root, resolve));
  return {
    text,
    root: bomb || (templated && errors.length > 0) ? null : read.root,
    errors: templated ? [] : errors.length > 0 ? errors : duplicates(read.root).map((error) => within(error, text)),
    templated,
    gaps: gapsIn(masked, read.root),
    resolve,
  };
}

/** Template lines, and keys that a template makes. */
function gapsIn(masked: Masked | undefined, root: Node | null): readonly Span[] {
  if (!masked) return [];
  const keys: Span[] = [];
  if (root)
    walk(root, (node) => {
      for (const { key } of isMap(node) ? node.items : [])
        if (key instanceof Scalar && key.range && hasPlaceholder(String(key.value)))
          keys.push({ start: key.range[0], end: key.range[1] });
    });
  return keys.length > 0 ? [...masked.gaps, ...keys] : masked.gaps;
}

function readTree(text: string): { root: Node | null; errors: SyntaxProblem[] } {
  try {
    // a carriage return alone ends a line to kubectl
    const document = compose(text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text);
    const problems = document.errors.filter(
      (e) => e.code !== 'TAG_RESOLVE_FAILED' && !e.message.startsWith(closeComment),
    );
    if (problems.length === 0) return { root: document.contents, errors: [] };
    const error = syntaxError(problems, document.contents, text);
    return error ? { root: document.contents, errors: [within(error, text)] } : { root: null, errors: [] };
  } catch (error) {
    // the library descends by recursion: only nesting that no manifest has overflows the stack
    if (!(error instanceof RangeError)) throw error;
    return {
      root: null,
      errors: [{ message: 'the document is nested too deeply', span: { start: 0, end: 1 } }],
    };
  }
}

/** The first document, as the library's parseDocument reads it, but giving up on what is no YAML at all. */
function compose(text: string): LibraryDocument.Parsed {
  const { stackTraceLimit } = traced;
  // each of the library's errors is an Error, and where in the library it was made is what costs most
  traced.stackTraceLimit = 0;
  try {
    const documents = new Composer(options).compose(untilHopeless(text), true, text.length);
    // all of it is read before the first is complete
    return [...documents][0] as LibraryDocument.Parsed;
  } finally {
    traced.stackTraceLimit = stackTraceLimit;
  }
}

/** Only V8 has it. */
const traced: { stackTraceLimit?: number | undefined } = Error as object;

/** One error is told: a million of them would each cost as much as a document. */
const mostErrors = 1000;
/** Several times what the library can descend into: what stands deeper changes nothing. */
const mostLevels = 20_000;

function* untilHopeless(text: string): Generator<CST.Token> {
  const parser = new Parser();
  let errors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      if (token.type === 'error' && ++errors > mostErrors) return;
      yield token;
    }
    if (parser.stack.length > mostLevels) break;
  }
  for (const token of parser.end()) {
    if (token.type === 'error' && ++errors > mostErrors) return;
    yield token;
  }
}

/** What is missing at the end of a text is told at its last character. */
function within(problem: SyntaxProblem, text: string): SyntaxProblem {
  const end = Math.max(1, Math.min(problem.span.end, text.length));
  return { ...problem, span: { start: Math.min(problem.span.start, end - 1), end } };
}

interface Anchor {
  readonly at: number;
  readonly node: Node;
}

/** The last of some anchors, in order, that stands before an offset; some documents set one name thousands of times. */
function lastBefore(anchors: readonly Anchor[], offset: number): Anchor | undefined {
  let from = 0;
  let to = anchors.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((anchors[middle] as Anchor).at < offset) from = middle + 1;
    else to = middle;
  }
  return anchors[from - 1];
}

/** By name, in the order in which they are written. */
function anchorsOf(root: Node): Map<string, Anchor[]> {
  const found = new Map<string, Anchor[]>();
  walk(root, (node) => {
    if (isAlias(node) || !node.anchor) return;
    const anchor = { at: node.range?.[0] ?? 0, node };
    const others = found.get(node.anchor);
    if (others) others.push(anchor);
    else found.set(node.anchor, [anchor]);
  });
  for (const anchors of found.values()) anchors.sort((a, b) => a.at - b.at);
  return found;
}

/** kubectl reads no document whose aliases blow it up beyond this, nor one that contains itself. */
const mostNodes = 400_000;
const tooLarge: SyntaxProblem = { message: 'its aliases expand to too many values', span: { start: 0, end: 1 } };

/** How many nodes a tree has when each alias stands for a copy; infinite when an anchor holds an alias to itself. */
function expanded(root: Node | null, resolve: Document['resolve']): number {
  const sizes = new Map<unknown, number>();
  const sizeOf = (node: unknown): number => {
    if (isPair(node)) return sizeOf(node.key) + sizeOf(node.value);
    if (!isAlias(node) && !isCollection(node)) return 1;
    let size = sizes.get(node);
    if (size === undefined) {
      sizes.set(node, Number.POSITIVE_INFINITY);
      size = isAlias(node) ? sizeOf(resolve(node)) : node.items.reduce<number>((sum, item) => sum + sizeOf(item), 1);
      sizes.set(node, size);
    }
    return size;
  };
  return sizeOf(root);
}

/** Aliases whose anchor is not there. */
function unresolved(root: Node | null, text: string, resolve: Document['resolve']): SyntaxProblem[] {
  const errors: SyntaxProblem[] = [];
  if (root && text.includes('*'))
    walk(root, (node) => {
      if (!isAlias(node) || resolve(node) || !node.range) return;
      const span: Span = { start: node.range[0], end: node.range[1] };
      errors.push({
        // the name stays unsaid: it may be a password that starts with *
        message: 'no anchor above has the name that this * refers to; a value that starts with * needs quotes',
        span,
      });
    });
  return errors.sort((a, b) => a.span.start - b.span.start).slice(0, 1);
}

/** A key that stands twice in one map: the API server refuses it under strict validation, else the last one wins. */
function duplicates(root: Node | null): SyntaxProblem[] {
  const errors: SyntaxProblem[] = [];
  if (root)
    walk(root, (node) => {
      if (!isMap(node)) return;
      const seen = new Set<string>();
      for (const { key } of node.items) {
        if (!(key instanceof Scalar) || typeof key.value !== 'string' || key.value === '<<') continue;
        if (seen.has(key.value) && key.range) {
          errors.push({
            message: key.value,
            // an empty key is told at its colon
            span: { start: key.range[0], end: Math.max(key.range[1], key.range[0] + 1) },
            duplicateKey: true,
          });
        }
        seen.add(key.value);
      }
    });
  return errors.sort((a, b) => a.span.start - b.span.start);
}
