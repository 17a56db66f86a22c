// Template placeholders inside YAML: Helm and Jinja regions are blanked out, length kept, so that the rest can be
// read as YAML and every offset still holds. What a template would fill in is unknown, never absent.
import type { Span } from './span.ts';

/** Stands in a masked text for one code unit of a placeholder: a private-use character no manifest contains. */
const hole = '\uE000';

/** A text without its template regions. */
export interface Masked {
  readonly text: string;
  /** Regions that stood alone on their lines: anything may come out of them, keys included. */
  readonly gaps: readonly Span[];
}

/** Masks `text`, or returns undefined when it holds no template region. */
export function mask(text: string): Masked | undefined {
  const regions = regionsOf(text);
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
    alone &&= /^\s*(?:\s#.*)?$/.test(text.slice(at(regions, j).end, lineEnd(text, at(regions, j).end)));
    for (; i <= j; i++) {
      const { start, end } = at(regions, i);
      masked += text.slice(done, start) + (alone ? blank(text.slice(start, end)) : fill(text.slice(start, end)));
      done = end;
      if (alone) gaps.push({ start, end });
    }
  }
  return { text: masked + text.slice(done), gaps };
}

/** `{{ … }}` and `{% … %}`, in order; what opens again before it is closed is something else, like the `{%d}` of a format. */
function regionsOf(text: string): Span[] {
  const regions: Span[] = [];
  const open = /\{[{%]/g;
  // where the next one of each closes, the text's length when none does
  const close = { braces: -1, percent: -1 };
  const closeBehind = (kind: 'braces' | 'percent', at: number): number => {
    if (close[kind] < at) {
      const end = text.indexOf(kind === 'braces' ? '}}' : '%}', at);
      close[kind] = end < 0 ? text.length : end;
    }
    return close[kind];
  };
  for (let found = open.exec(text); found; found = open.exec(text)) {
    const start = found.index;
    const end = closeBehind(found[0] === '{{' ? 'braces' : 'percent', start + 2);
    if (end === text.length) continue;
    const next = text.slice(start + 2, end).indexOf(found[0]);
    if (next >= 0) continue;
    regions.push({ start, end: end + 2 });
    open.lastIndex = end + 2;
  }
  return regions;
}

const blank = (region: string): string => region.replace(/[^\r\n]/g, ' ');

/** Holes on the first line only: a value that goes on in the first column would end the map it is in. */
function fill(region: string): string {
  const end = lineEnd(region, 0);
  return region.slice(0, end).replace(/[^\r\n]/g, hole) + blank(region.slice(end));
}

/** Whether a scalar's text is filled in later: a masked region, `${VAR}`, `$(VAR)`, `<%= … %>` or `[[ … ]]`. */
export const hasPlaceholder = (text: string): boolean =>
  sign.test(text) && (text.includes(hole) || opened.test(text) || isVariable(text));

/** What each of them has at least one of. */
const sign = /[\uE000$<{[]/;
const opened = /\$\([A-Za-z_]|<%|\{\{|\[\[/;

function isVariable(text: string): boolean {
  const start = text.indexOf('${');
  return start >= 0 && text.indexOf('}', start + 2) >= 0;
}

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
