// Expected findings written into YAML, as comment lines below the line they are about:
//
//     image: nginx   # a comment
//     #      ^^^^^ warning latest-image: The image has no tag.
//
// Carets point at the line above; `<---` marks a stretch that starts in column 0.

/** A finding as a test compares it: the place by line and columns, both zero-based. */
export interface Mark {
  readonly line: number;
  readonly start: number;
  /** where it ends on that line; what goes on below is cut off at the line's end */
  readonly end: number;
  readonly severity: string;
  readonly rule: string;
  readonly message: string;
}

const marker = /^(\s*#[ ]*)(\^+|<-+) (error|warning|info|hint) ([a-z0-9-]+): (.*)$/;

/** Splits a marked text into the text itself and its marks. */
export function readMarks(marked: string): { text: string; marks: Mark[] } {
  const lines: string[] = [];
  const marks: Mark[] = [];
  for (const line of marked.split('\n')) {
    const found = marker.exec(line);
    if (!found) {
      lines.push(line);
      continue;
    }
    const [, before = '', carets = '', severity = '', rule = '', message = ''] = found;
    const start = carets.startsWith('<') ? 0 : before.length;
    marks.push({ line: lines.length - 1, start, end: start + carets.length, severity, rule, message });
  }
  return { text: lines.join('\n'), marks };
}

/** The inverse of readMarks. */
export function writeMarks(text: string, marks: readonly Mark[]): string {
  return text
    .split('\n')
    .flatMap((line, n) => [line, ...marks.filter((mark) => mark.line === n).map(printMark)])
    .join('\n');
}

/** The marker line of a mark. */
export function printMark(mark: Mark): string {
  const width = Math.max(1, mark.end - mark.start);
  const place =
    mark.start === 0
      ? `# <${'-'.repeat(Math.max(1, width - 1))}`
      : `#${' '.repeat(mark.start - 1)}${'^'.repeat(width)}`;
  return `${place} ${mark.severity} ${mark.rule}: ${mark.message}`;
}
