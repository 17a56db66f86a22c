// One line of a file with a mark under part of it, as it looks on a terminal: tabs and wide characters take the room
// they take, long lines are cut around the mark, and nothing in the file can command the terminal.

export interface Excerpt {
  readonly source: string;
  /** blanks and carets */
  readonly mark: string;
}

/** A character, or what is shown for it. */
interface Cell {
  readonly text: string;
  readonly width: number;
  readonly offset: number;
  marked: boolean;
}

/** So many columns of a line are shown. */
const widest = 110;
/** So many of them before the mark, when the line has to be cut. */
const lead = 40;
/** What is further from the mark than this is not looked at: lines can have millions of characters. */
const far = 1000;
const tab = 4;

/** The line with what is between two offsets of it marked; `end` may lie behind the line. */
export function excerpt(line: string, start: number, end: number): Excerpt {
  const cells: Cell[] = [];
  const from = Math.max(0, Math.min(start, line.length) - far);
  const near = line.slice(from, start + far);
  let offset = from;
  for (const char of near) {
    const text = char === '\t' ? ' '.repeat(tab) : harmless(char);
    cells.push({ text, width: widthOf(char), offset, marked: offset >= start && offset < end });
    offset += char.length;
  }
  // a mark on nothing, between two characters or behind the last, points at what follows
  if (!cells.some(({ marked }) => marked)) {
    const following = cells.find((cell) => cell.offset >= start);
    if (following) following.marked = true;
    else cells.push({ text: ' ', width: 1, offset, marked: true });
  }
  const { shown, before, after } = window(cells);
  const source = (before ? '…' : '') + shown.map(({ text }) => text).join('') + (after ? '…' : '');
  const mark = (before ? ' ' : '') + shown.map(({ width, marked }) => (marked ? '^' : ' ').repeat(width)).join('');
  return { source: source.trimEnd(), mark: mark.trimEnd() };
}

/** The cells that fit, the first marked one among them. */
function window(cells: readonly Cell[]): { shown: readonly Cell[]; before: boolean; after: boolean } {
  const total = cells.reduce((sum, { width }) => sum + width, 0);
  if (total <= widest) return { shown: cells, before: false, after: false };
  let from = cells.findIndex(({ marked }) => marked);
  for (let room = lead; from > 0 && room > 0; from--) room -= (cells[from - 1] as Cell).width;
  let to = from;
  for (let room = widest; to < cells.length && (cells[to] as Cell).width <= room; to++)
    room -= (cells[to] as Cell).width;
  return { shown: cells.slice(from, to), before: from > 0, after: to < cells.length };
}

/** A text without characters that steer a terminal or turn around the direction of writing. */
export const harmless = (text: string): string => (/^[ -~]*$/.test(text) ? text : text.replace(steering, '\ufffd'));
/** All of them single code units. */
export const steering = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

function widthOf(char: string): number {
  if (char === '\t') return tab;
  if (char <= '~') return 1;
  if (/^(?:\p{Mn}|\p{Me}|[\u200b-\u200d\u2060\ufeff])$/u.test(char)) return 0;
  return wide.test(char) ? 2 : 1;
}

/** East Asian wide and fullwidth characters, and emoji that are shown as pictures. */
const wide =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})$/u;
