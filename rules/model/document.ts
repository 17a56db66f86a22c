// One YAML document: its text and its tree. Parsing never throws; what cannot be read becomes an error beside
// whatever tree there is. Only this folder knows the YAML library.
import { isAlias, isCollection, isMap, isPair, type Node, parseDocument, Scalar } from 'yaml';
import type { Span } from './span.ts';
import { mask } from './template.ts';

export interface SyntaxError {
  readonly message: string;
  readonly span: Span;
  /** the text can be read: only a key is there twice */
  readonly duplicateKey?: boolean;
}

/** Immutable; two equal slices share one, so whatever is derived from it may be kept by it. Offsets are the slice's own. */
export interface Document {
  readonly text: string;
  readonly root: Node | null;
  readonly errors: readonly SyntaxError[];
  /** The text holds template placeholders (`{{ … }}`, `{% … %}`). */
  readonly templated: boolean;
  /** Where a template may put in keys that cannot be seen. */
  readonly gaps: readonly Span[];
  /** What an alias stands for: the last anchor of its name before it. */
  resolve(alias: Node): Node | undefined;
}

// Everything is read as text (failsafe): what a plain scalar means is decided in meaning.ts, the way kubectl reads it.
// uniqueKeys is quadratic in the library; duplicates are looked for in duplicates() instead.
const options = { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;

/** Reads one slice. Errors of a text that only templates make unreadable are dropped, its tree too. */
export function parse(text: string): Document {
  const masked = mask(text);
  const read = readTree(masked?.text ?? text);
  const templated = masked !== undefined;
  const anchors = read.root && text.includes('&') ? anchorsOf(read.root) : [];
  return {
    text,
    root: templated && read.errors.length > 0 ? null : read.root,
    errors: templated ? [] : read.errors.length > 0 ? read.errors : duplicates(read.root),
    templated,
    gaps: masked?.gaps ?? [],
    resolve(alias) {
      if (!isAlias(alias)) return undefined;
      const before = alias.range?.[0] ?? 0;
      return anchors.findLast((a) => a.name === alias.source && a.at < before)?.node;
    },
  };
}

function readTree(text: string): { root: Node | null; errors: SyntaxError[] } {
  try {
    const document = parseDocument(text, options);
    const errors = document.errors
      .filter((e) => e.code !== 'TAG_RESOLVE_FAILED')
      .map((e) => ({ message: e.message, span: { start: e.pos[0], end: Math.max(e.pos[1], e.pos[0] + 1) } }));
    return { root: document.contents, errors };
  } catch (error) {
    // the library descends by recursion: only nesting that no manifest has overflows the stack
    if (!(error instanceof RangeError)) throw error;
    return {
      root: null,
      errors: [{ message: 'The document is nested too deeply to be read.', span: { start: 0, end: 1 } }],
    };
  }
}

interface Anchor {
  readonly name: string;
  readonly at: number;
  readonly node: Node;
}

function anchorsOf(root: Node): Anchor[] {
  const found: Anchor[] = [];
  walk(root, (node) => {
    if (!isAlias(node) && node.anchor) found.push({ name: node.anchor, at: node.range?.[0] ?? 0, node });
  });
  return found.sort((a, b) => a.at - b.at);
}

/** Calls `visit` on a node and everything below it, without following aliases. */
export function walk(root: Node, visit: (node: Node) => void): void {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const node = open.pop();
    if (isPair(node)) open.push(node.key, node.value);
    else if (node instanceof Scalar || isAlias(node) || isCollection(node)) {
      visit(node);
      if (isCollection(node)) open.push(...node.items);
    }
  }
}

/** A key that stands twice in one map: the API server refuses it under strict validation, else the last one wins. */
function duplicates(root: Node | null): SyntaxError[] {
  const errors: SyntaxError[] = [];
  if (root)
    walk(root, (node) => {
      if (!isMap(node)) return;
      const seen = new Set<string>();
      for (const { key } of node.items) {
        if (!(key instanceof Scalar) || typeof key.value !== 'string' || key.value === '<<') continue;
        if (seen.has(key.value) && key.range) {
          errors.push({
            message: key.value,
            span: { start: key.range[0], end: key.range[1] },
            duplicateKey: true,
          });
        }
        seen.add(key.value);
      }
    });
  return errors.sort((a, b) => a.span.start - b.span.start);
}
