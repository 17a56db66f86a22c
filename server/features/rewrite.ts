// A text that is edited in several rounds, and that can tell the edits of all rounds together as one set of edits of the
// original: what was not touched stays untouched.
import { applyEdits, type FileEdit } from '../../rules/index.ts';

type Edit = Pick<FileEdit, 'span' | 'newText'>;

/** A stretch of the present text: kept from the original at `from`, or new. */
interface Piece {
  readonly text: string;
  readonly from?: number;
}

export class Rewrite {
  readonly #original: string;
  #pieces: readonly Piece[];
  #text: string;

  constructor(original: string) {
    this.#original = original;
    this.#pieces = [{ text: original, from: 0 }];
    this.#text = original;
  }

  /** The text after all rounds so far. */
  get text(): string {
    return this.#text;
  }

  /** Applies one round; the edits are in terms of the present text and do not overlap. */
  apply(edits: readonly Edit[]): void {
    const sorted = edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
    this.#text = applyEdits(this.#text, sorted);
    const pieces: Piece[] = [];
    let done = 0;
    for (const { span, newText } of sorted) {
      pieces.push(...cut(this.#pieces, done, span.start));
      if (newText) pieces.push({ text: newText });
      done = span.end;
    }
    this.#pieces = [...pieces, ...cut(this.#pieces, done, Number.POSITIVE_INFINITY)];
  }

  /** The edits that make the present text of the original, in order. */
  edits(): Edit[] {
    const edits: Edit[] = [];
    let at = 0;
    let newText = '';
    for (const piece of [...this.#pieces, { text: '', from: this.#original.length }]) {
      if (piece.from === undefined) {
        newText += piece.text;
        continue;
      }
      if (piece.from > at || newText) edits.push({ span: { start: at, end: piece.from }, newText });
      at = piece.from + piece.text.length;
      newText = '';
    }
    return edits;
  }
}

/** What of the pieces lies between two offsets of their text. */
function cut(pieces: readonly Piece[], start: number, end: number): Piece[] {
  const result: Piece[] = [];
  let at = 0;
  for (const { text, from } of pieces) {
    const first = Math.max(start - at, 0);
    const part = text.slice(first, Math.max(end - at, 0));
    if (part) result.push(from === undefined ? { text: part } : { text: part, from: from + first });
    at += text.length;
  }
  return result;
}
