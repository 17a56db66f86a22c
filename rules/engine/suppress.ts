// Findings the author has answered: disable comments and the disable annotation, and those of them that answer nothing.
// What KubeLinter and Checkov were told in a manifest counts for the rules that make the same check.
import { type Document, Field, type Resource, type Span, walk } from '../model/index.ts';
import type { Rule } from './rule.ts';

/** One name in a disable comment or annotation. */
export interface Suppression {
  /** a rule, or the same check of another tool; `kubeLinterAll` stands for every check of KubeLinter */
  readonly rule: string;
  /** written for another tool: whether it answers anything here is nobody's business */
  readonly foreign?: true;
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

// Source: the manuals of KubeLinter and Checkov. Kubescape keeps its exceptions in files of its own.
const kubeLinterCheck = 'ignore-check.kube-linter.io/';
const kubeLinterAll = 'kube-linter.io/ignore-all';
const checkovAnnotation = /(?:checkov|bridgecrew)\.io\/skip/;
const checkovComment = /#[^\n\r]*?\b(?:checkov|bridgecrew):skip=[ \t]*([\w,]+)/g;

/** The suppressions in a document, in order. Cheap for documents that hold none. */
export function suppressionsIn(document: Document, resources: readonly Resource[]): readonly Suppression[] {
  let own = known.get(document);
  if (!own) {
    own = {
      comments: [...inComments(document), ...inCheckovComments(document)],
      annotated: annotated.test(document.text),
    };
    known.set(document, own);
  }
  if (!own.annotated) return own.comments;
  return [...own.comments, ...resources.flatMap(inAnnotation), ...resources.flatMap(inForeignAnnotations)];
}

const annotated = /eck-lint\.io\/disable|kube-linter\.io\/|(?:checkov|bridgecrew)\.io\/skip/;

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

/** Checkov takes a comment anywhere in a resource for all of it. */
function inCheckovComments(document: Document): Suppression[] {
  const { text } = document;
  if (!text.includes(':skip=')) return [];
  const isInScalar = scalarTest(document);
  return [...text.matchAll(checkovComment)].flatMap((match) => {
    const start = match.index;
    if ((start > 0 && !/\s/.test(text[start - 1] as string)) || isInScalar(start)) return [];
    const span = { start, end: start + match[0].length };
    return (match[1] as string).split(',').map((rule): Suppression => ({ rule, span, foreign: true }));
  });
}

function inForeignAnnotations(resource: Resource): Suppression[] {
  return resource.root
    .at(['metadata', 'annotations'])
    .entries()
    .flatMap((field): Suppression[] => {
      const name = String(field.name);
      const rule = name.startsWith(kubeLinterCheck)
        ? name.slice(kubeLinterCheck.length)
        : checkovAnnotation.test(name)
          ? (field.text ?? '').split('=')[0]?.trim()
          : name === kubeLinterAll
            ? name
            : '';
      return rule ? [{ rule, resource, span: field.span, foreign: true }] : [];
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

/** Whether a name in a suppression means this rule. */
export function means({ rule: name, foreign }: Suppression, { id, aliases = [] }: Rule): boolean {
  if (name === kubeLinterAll && foreign) return aliases.some(isKubeLinter);
  return (name === id && !foreign) || aliases.includes(name);
}

/** Checkov and Kubescape number their checks. */
const isKubeLinter = (alias: string): boolean => /^[a-z][a-z-]+$/.test(alias);

/** Which findings some suppressions answer. Those of one line are looked up: a document may hold thousands. */
export class Answers {
  /** those that have answered something */
  readonly used = new Set<Suppression>();
  readonly #whole: readonly Suppression[];
  /** by the start of the line they are about; such lines do not overlap */
  readonly #lines = new Map<number, Suppression[]>();
  readonly #starts: readonly number[];
  /** the wide ones by rule, sorted out with its first finding */
  readonly #byRule = new Map<Rule, { everywhere: boolean; resources: Map<Resource, Suppression[]> }>();

  constructor(suppressions: readonly Suppression[]) {
    this.#whole = suppressions.filter(({ line }) => !line);
    for (const suppression of suppressions) if (suppression.line) put(this.#lines, suppression.line.start, suppression);
    this.#starts = [...this.#lines.keys()].sort((a, b) => a - b);
  }

  /** Whether a finding of this rule at this place is answered. */
  has(rule: Rule, at: Span, resource: Resource | undefined): boolean {
    const { everywhere, resources } = this.#byRule.get(rule) ?? this.#sortOut(rule);
    const answering = [
      ...((resource && resources.get(resource)) ?? []),
      ...this.#onLine(at.start).filter((suppression) => means(suppression, rule)),
    ];
    for (const suppression of answering) this.used.add(suppression);
    return everywhere || answering.length > 0;
  }

  #sortOut(rule: Rule): { everywhere: boolean; resources: Map<Resource, Suppression[]> } {
    const sorted = { everywhere: false, resources: new Map<Resource, Suppression[]>() };
    for (const suppression of this.#whole) {
      if (!means(suppression, rule)) continue;
      if (suppression.resource) put(sorted.resources, suppression.resource, suppression);
      else {
        this.used.add(suppression);
        sorted.everywhere = true;
      }
    }
    this.#byRule.set(rule, sorted);
    return sorted;
  }

  #onLine(offset: number): readonly Suppression[] {
    let from = 0;
    let to = this.#starts.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.#starts[middle] as number) <= offset) from = middle + 1;
      else to = middle;
    }
    const found = this.#lines.get(this.#starts[from - 1] ?? -1) ?? [];
    return found.filter(({ line }) => line && offset <= line.end);
  }
}

function put<K, T>(map: Map<K, T[]>, key: K, item: T): void {
  const known = map.get(key);
  if (known) known.push(item);
  else map.set(key, [item]);
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
