// A file: its documents with their places. Reading a changed text reuses every document whose text is unchanged, so
// the cost of an edit is the cost of one document.
import { type Document, parse } from './document.ts';
import { mayHoldResource } from './kinds.ts';
import { split } from './split.ts';

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
  const old = new Map(previous?.parts.map((part) => [part.text, part.document]));
  const parts = split(text).map(({ start, text: slice }): Part => {
    const document = old.has(slice) ? old.get(slice) : mayHoldResource(slice) ? parse(slice) : undefined;
    return { start, text: slice, document };
  });
  return { path, text, parts };
}
