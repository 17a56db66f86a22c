// Applying edits: to one text, and of many findings as many as do not touch each other.
import type { Span } from '../model/index.ts';

/** A replacement in a file, by offsets of the file. */
export interface FileEdit {
  readonly path: string;
  readonly span: Span;
  readonly newText: string;
}

/** Thrown by applyEdits when two edits want the same place: a defect of whoever made them. */
export class OverlapError extends Error {}

/** The text after all edits. Two insertions at one place are kept in the order given. */
export function applyEdits(text: string, edits: readonly Pick<FileEdit, 'span' | 'newText'>[]): string {
  let result = '';
  let done = 0;
  for (const { span, newText } of edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)) {
    if (span.start < done) throw new OverlapError(`edits overlap at offset ${span.start}`);
    result += text.slice(done, span.start) + newText;
    done = span.end;
  }
  return result + text.slice(done);
}

/**
 * From each list of edits, which belong together, those lists that do not touch what an earlier one edits. Equal edits
 * of two lists count once.
 */
export function withoutOverlap(candidates: readonly (readonly FileEdit[])[]): FileEdit[] {
  const taken: FileEdit[] = [];
  for (const edits of candidates) {
    const fresh = edits.filter((edit) => !taken.some((other) => equal(edit, other)));
    if (!fresh.some((edit) => taken.some((other) => touches(edit, other)))) taken.push(...fresh);
  }
  return taken;
}

const equal = (a: FileEdit, b: FileEdit): boolean =>
  a.path === b.path &&
  a.span.start === b.span.start &&
  a.span.end === b.span.end &&
  a.newText === b.newText &&
  a.span.end > a.span.start;

const touches = (a: FileEdit, b: FileEdit): boolean =>
  a.path === b.path && a.span.start <= b.span.end && b.span.start <= a.span.end;
