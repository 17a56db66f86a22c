// Cuts a text into YAML documents without parsing it. YAML forbids `---` and `...` at the start of a line inside a
// document, even in block scalars, so the markers alone decide (YAML 1.2.2, 9.1.2).

/** One document's text, its markers included, and where it starts in the file. */
export interface Slice {
  readonly start: number;
  readonly text: string;
}

/** What may stand before a document's `---` and belongs to it: blank lines, comments, directives. */
const prefixOnly = /^\uFEFF?(?:[ \t]*(?:#[^\n]*)?\r?\n|%[^\n]*\n)*$/;

/** The slices of a text, in order; together they are the whole text. */
export function split(text: string): Slice[] {
  const slices: Slice[] = [];
  let start = 0;
  const cut = (end: number): void => {
    if (end > start) slices.push({ start, text: text.slice(start, end) });
    start = end;
  };
  let dashes = nextOf('---', text, 0);
  let dots = nextOf('...', text, 0);
  while (dashes < text.length || dots < text.length) {
    if (dashes < dots) {
      if (!prefixOnly.test(text.slice(start, dashes))) cut(dashes);
      dashes = nextOf('---', text, dashes + 3);
    } else {
      const end = text.indexOf('\n', dots);
      cut(end < 0 ? text.length : end + 1);
      dots = nextOf('...', text, dots + 3);
    }
  }
  cut(text.length);
  return slices;
}

/** The next place of a marker at the start of a line and in front of blank space; the text's length if none. */
function nextOf(marker: string, text: string, from: number): number {
  if (from === 0 && text.startsWith(marker) && isBlank(text.charCodeAt(3))) return 0;
  if (from === 0 && text.startsWith(`\uFEFF${marker}`) && isBlank(text.charCodeAt(4))) return 1;
  for (let at = text.indexOf(`\n${marker}`, from); at >= 0; at = text.indexOf(`\n${marker}`, at + 1)) {
    if (isBlank(text.charCodeAt(at + 4))) return at + 1;
  }
  return text.length;
}

/** Blank, tab, line break, or the end of the text (NaN). */
const isBlank = (code: number): boolean =>
  Number.isNaN(code) || code === 32 || code === 9 || code === 10 || code === 13;
