// Where something stands in a text. Offsets count UTF-16 code units, as JavaScript strings, LSP and SARIF do.

/** A half-open stretch of text, `start` included, `end` not. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Zero-based line and UTF-16 column. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** The same span, `by` code units further on. */
export const shift = (span: Span, by: number): Span => ({ start: span.start + by, end: span.end + by });

/** Line starts of one text; `\n` ends a line, a `\r` before it belongs to the line. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  /** The position of an offset; offsets outside the text are moved to its nearest end. */
  positionAt(offset: number): Position {
    const wanted = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] as number) <= wanted) low = middle;
      else high = middle;
    }
    return { line: low, character: wanted - (this.#starts[low] as number) };
  }

  /** The offset of a position; a position behind its line's end is moved there. */
  offsetAt(position: Position): number {
    const start = this.#starts[position.line];
    if (start === undefined) return this.#length;
    const next = this.#starts[position.line + 1];
    return Math.min(start + position.character, next === undefined ? this.#length : next - 1);
  }
}
