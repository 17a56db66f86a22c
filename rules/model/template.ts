// Template placeholders inside YAML: Helm and Jinja regions are blanked out, length kept, so that the rest can be
// read as YAML and every offset still holds. What a template would fill in is unknown, never absent.
import type { Span } from './span.ts';

/** Stands in a masked text for one code unit of a placeholder: a private-use character no manifest contains. */
const hole = '\uE000';
const region = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;

/** A text without its template regions. */
export interface Masked {
  readonly text: string;
  /** Regions that stood alone on their lines: anything may come out of them, keys included. */
  readonly gaps: readonly Span[];
}

/** Masks `text`, or returns undefined when it holds no template region. */
export function mask(text: string): Masked | undefined {
  if (!text.includes('{{') && !text.includes('{%')) return undefined;
  const regions = [...text.matchAll(region)].map((m) => ({ start: m.index, end: m.index + m[0].length }));
  if (regions.length === 0) return undefined;
  const gaps: Span[] = [];
  let masked = '';
  let done = 0;
  for (let i = 0; i < regions.length; ) {
    // regions that share a line are judged together: alone on it, or inside other text
    let j = i;
    let alone = onlyBlank(text, lineStart(text, at(regions, i).start), at(regions, i).start);
    while (j + 1 < regions.length && !text.slice(at(regions, j).end, at(regions, j + 1).start).includes('\n')) {
      alone &&= onlyBlank(text, at(regions, j).end, at(regions, j + 1).start);
      j += 1;
    }
    alone &&= onlyBlank(text, at(regions, j).end, lineEnd(text, at(regions, j).end));
    for (; i <= j; i++) {
      const { start, end } = at(regions, i);
      masked += text.slice(done, start) + text.slice(start, end).replace(/[^\r\n]/g, alone ? ' ' : hole);
      done = end;
      if (alone) gaps.push({ start, end });
    }
  }
  return { text: masked + text.slice(done), gaps };
}

/** Whether a scalar's text is filled in later: a masked region, `${VAR}`, `$(VAR)`, `<%= … %>` or `[[ … ]]`. */
export const hasPlaceholder = (text: string): boolean =>
  text.includes(hole) || /\$\{[^}]*\}|\$\([A-Za-z_]|<%|\{\{|\[\[/.test(text);

/** Whether a whole word looks like something a script replaces: `VERSION`, `ECK_VERSION`, `@VERSION@`, `<version>`. */
export const isPlaceholderWord = (text: string): boolean =>
  /^(?:_*[A-Z][A-Z0-9]+(?:_[A-Z0-9]*)*|([@%$#])\w+\1|<[^>]+>)$/.test(text);

const at = (regions: readonly Span[], i: number): Span => regions[i] as Span;
const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
const onlyBlank = (text: string, from: number, to: number): boolean => text.slice(from, to).trim() === '';
