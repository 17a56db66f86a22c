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
export function suppressionsIn(document: Document, resources: readonly Resource[]): Suppression[] {
  return [
    ...inComments(document),
    ...(document.text.includes(disableAnnotation) ? resources.flatMap(inAnnotation) : []),
  ];
}

function inComments(document: Document): Suppression[] {
  const { text } = document;
  if (!text.includes('eck-lint-disable')) return [];
  const scalars = scalarSpans(document);
  return [...text.matchAll(comment)].flatMap((match) => {
    const start = match.index;
    if (start > 0 && !/\s/.test(text[start - 1] as string)) return [];
    if (scalars.some((s) => s.start <= start && start < s.end)) return [];
    const list = (match[2] as string).split(/\s--(?:\s|$)/)[0] as string;
    const offset = start + match[0].length - (match[2] as string).length;
    const whole = { start, end: start + match[0].length };
    const line = match[1] ? nextLine(text, start) : undefined;
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
  const written = field.document.text.slice(span.start, span.end);
  return (field.text ?? '')
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((rule) => {
      const at = written.indexOf(rule);
      return { rule, resource, span: at < 0 ? span : { start: span.start + at, end: span.start + at + rule.length } };
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

function scalarSpans(document: Document): Span[] {
  const spans: Span[] = [];
  if (document.root)
    walk(document.root, (node) => {
      const range = node.range;
      if (range && 'value' in node && range[1] - range[0] > 16) spans.push({ start: range[0], end: range[1] });
    });
  return spans;
}

/** Whether a suppression answers a finding of this rule at this place. */
export function answers(suppression: Suppression, rule: string, at: Span, resource: Resource | undefined): boolean {
  if (suppression.rule !== rule) return false;
  if (suppression.resource && suppression.resource !== resource) return false;
  return !suppression.line || (at.start >= suppression.line.start && at.start <= suppression.line.end);
}

/** Where a comment above the line of `offset` would go; undefined inside a scalar that fills several lines. */
export function commentPlace(
  document: Document,
  offset: number,
): { at: number; indent: string; eol: string } | undefined {
  const { text } = document;
  const at = text.lastIndexOf('\n', offset - 1) + 1;
  if (scalarSpans(document).some((s) => s.start < at && at < s.end)) return undefined;
  return { at, indent: /^ */.exec(text.slice(at))?.[0] ?? '', eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

/** Where a comment about the whole document would go: above its first key. */
export function documentCommentPlace(document: Document): { at: number; indent: string; eol: string } | undefined {
  const first = Field.root(document).keySpan;
  return commentPlace(document, first.start);
}
