// A file: its documents with their places. Reading a changed text reuses every document whose text is unchanged, so
// the cost of an edit is the cost of one document.
import { type Document, parse } from '../text/document.ts';
import { split } from '../text/split.ts';
import { mayHoldResource } from './kinds.ts';

/** One document of a file; `document` is undefined when nothing in the text concerns this project. */
export interface Part {
  readonly start: number;
  readonly text: string;
  readonly document: Document | undefined;
}

export interface SourceFile {
  /** Opaque to the core, but with `/` between folders: how near two files are decides ambiguous references. */
  readonly path: string;
  readonly text: string;
  readonly parts: readonly Part[];
}

/** Reads a file; `previous` is what the same file was before. Never throws. */
export function readFile(path: string, text: string, previous?: SourceFile): SourceFile {
  if (previous?.text === text && previous.path === path) return previous;
  if (!previous) return { path, text, parts: split(text).map(({ start, text }) => readPart(start, text)) };
  const old = previous.parts;
  const [head, tail, from, to] = unchanged(text, old);
  const changed = new Map(old.slice(head, tail).map((part) => [part.text, part]));
  return {
    path,
    text,
    parts: [
      ...old.slice(0, head),
      ...split(text.slice(from, to)).map(({ start, text: slice }) => {
        const known = changed.get(slice);
        // of two equal documents each keeps a document of its own
        changed.delete(slice);
        return known ? moved(known, from + start) : readPart(from + start, copied(slice));
      }),
      ...moveAll(old.slice(tail), to),
    ],
  };
}

const readPart = (start: number, text: string): Part => ({
  start,
  text,
  document: mayHoldResource(text) ? parse(text) : undefined,
});

/**
 * The parts in front of `head` and from `tail` on are as before, and so is where they begin and end; the text between
 * offsets `from` and `to` has to be cut anew. To it belongs one part more on either side: an edit beside it may have
 * taken a marker away.
 */
function unchanged(text: string, old: readonly Part[]): [head: number, tail: number, from: number, to: number] {
  const length = (i: number): number => old[i]?.text.length ?? 0;
  let head = 0;
  let from = 0;
  // slices compare faster than startsWith does
  // and of the last part, the last line may go on now
  while (head < old.length - 1 && text.slice(from, from + length(head)) === old[head]?.text) from += length(head++);
  if (head > 0) from -= length(--head);
  let tail = old.length;
  let to = text.length;
  while (tail > head && to - length(tail - 1) >= from && text.slice(to - length(tail - 1), to) === old[tail - 1]?.text)
    to -= length(--tail);
  // two more where a line goes on into them, for then what was a marker is none
  for (let more = text[to - 1] === '\n' ? 1 : 2; more > 0 && tail < old.length; more--) to += length(tail++);
  return [head, tail, from, to];
}

function moveAll(parts: readonly Part[], from: number): Part[] {
  let start = from;
  return parts.map((part) => {
    const here = moved(part, start);
    start += part.text.length;
    return here;
  });
}

const moved = (part: Part, start: number): Part => (part.start === start ? part : { ...part, start });

/** A slice keeps the whole text alive that it is of: of a file that is edited, each part would keep another one. */
const copied = (slice: string): string => ` ${slice}`.slice(1);
