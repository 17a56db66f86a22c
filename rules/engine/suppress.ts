// Findings the author has answered: disable comments and the disable annotation, and those of them that answer nothing.
import { type Document, Field, type Resource, type Span, walk } from '../model/index.ts';

/** One name in a disable comment or annotation. */
export interface Suppression {
  readonly rule: string;
  /** where the name stands */
  readonly span: Span;
  /** the whole comment, to remove it; absent for annotations */
  readonly comment?: Span;
  /** offsets of the line it is about; absent when it is about the whole document or resource */
  readonly line?: Span;
  /** set for annotations: only findings on this resource */
  readonly resource?: Resource;
}

export const disableAnnotation = 'eck-lint.io/disable';
const comment = /#[ \t]*eck-lint-disable(-next-line)?(?![\w-])([^\n\r]*)/g;

/** The suppressions in a document, in order. Cheap for documents that hold none. */
export function suppressionsIn(document: Document, resources: readonly Resource[]): readonly Suppression[] {
  let own = known.get(document);
  if (!own) {
    own = { comments: inComments(document), annotated: document.text.includes(disableAnnotation) };
    known.set(document, own);
  }
  return own.annotated ? [...own.comments, ...resources.flatMap(inAnnotation)] : own.comments;
}

const known = new WeakMap<Document, { comments: readonly Suppression[]; annotated: boolean }>();

function inComments(document: Document): Suppression[] {
  const { text } = document;
  if (!text.includes('eck-lint-disable')) return [];
  const isInScalar = scalarTest(document);
  let last: Span | undefined;
  return [...text.matchAll(comment)].flatMap((match) => {
    const start = match.index;
    if (start > 0 && !/\s/.test(text[start - 1] as string)) return [];
    if (isInScalar(start)) return [];
    const list = (match[2] as string).split(/\s--(?:\s|$)/)[0] as string;
    const offset = start + match[0].length - (match[2] as string).length;
    const whole = { start, end: start + match[0].length };
    // stacked comments are about one line: the one below the last of them
    if (match[1] && (!last || last.start <= start)) last = nextLine(text, start);
    const line = match[1] ? last : undefined;
    return [...list.matchAll(/[^\s,]+/g)].map(
      (name): Suppression => ({
        rule: name[0],
        span: { start: offset + name.index, end: offset + name.index + name[0].length },
        comment: whole,
        ...(line && { line }),
      }),
    );
  });
}

function inAnnotation(resource: Resource): Suppression[] {
  const field = resource.root.at(['metadata', 'annotations', disableAnnotation]);
  const { span } = field;
  // in a text over several lines, and in one with escapes, the names' own places are not known
  const written = field.document.text.slice(span.start, span.end);
  const places = [...written.matchAll(/[^\s,'"]+/g)];
  const rules = (field.text ?? '').split(/[\s,]+/).filter(Boolean);
  return rules.map((rule, i) => {
    const at = places[i]?.[0] === rule ? span.start + (places[i]?.index ?? 0) : undefined;
    return { rule, resource, span: at === undefined ? span : { start: at, end: at + rule.length } };
  });
}

/** The next line that is not itself blank or a comment. */
function nextLine(text: string, from: number): Span {
  let start = text.indexOf('\n', from) + 1;
  while (start > 0 && start < text.length) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    if (!/^\s*(?:#.*)?$/.test(text.slice(start, end))) return { start, end };
    start = found + 1;
  }
  return { start: text.length, end: text.length };
}

/** Tells of offsets, asked in rising order, whether they are inside a scalar. */
function scalarTest(document: Document): (offset: number) => boolean {
  const spans = scalarSpans(document);
  let next = 0;
  return (offset) => {
    while (next < spans.length && (spans[next] as Span).end <= offset) next++;
    return (spans[next]?.start ?? offset + 1) <= offset;
  };
}

/** Where the scalars stand, in order; of block scalars the lines below the first, which may have a comment. */
function scalarSpans(document: Document): Span[] {
  const { text } = document;
  const spans: Span[] = [];
  if (document.root)
    walk(document.root, (node) => {
      const [start, end] = node.range ?? [0, 0];
      if (!('value' in node)) return;
      const header = /^[|>]/.test(text.charAt(start)) ? text.indexOf('\n', start) : start;
      spans.push({ start: header < 0 ? end : header, end });
    });
  return spans.sort((a, b) => a.start - b.start);
}

/** Whether a suppression answers a finding of this rule at this place. */
export function answers(suppression: Suppression, rule: string, at: Span, resource: Resource | undefined): boolean {
  if (suppression.rule !== rule) return false;
  if (suppression.resource && suppression.resource !== resource) return false;
  return !suppression.line || (at.start >= suppression.line.start && at.start <= suppression.line.end);
}

/**
 * Where a comment above the line of `offset` would go; undefined inside a scalar that fills several lines, and in a file
 * that kubectl takes for JSON because it starts with a brace.
 */
export function commentPlace(
  document: Document,
  offset: number,
): { at: number; indent: string; eol: string } | undefined {
  const { text } = document;
  const at = text.lastIndexOf('\n', offset - 1) + 1;
  if (/^\s*\{/.test(text) || scalarSpans(document).some((s) => s.start < at && at < s.end)) return undefined;
  return { at, indent: /^ */.exec(text.slice(at))?.[0] ?? '', eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

/** Where a comment about the whole document would go: above its first key. */
export function documentCommentPlace(document: Document): { at: number; indent: string; eol: string } | undefined {
  const first = Field.root(document).keySpan;
  return commentPlace(document, first.start);
}
