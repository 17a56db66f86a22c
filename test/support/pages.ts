// Test cases in Markdown. A case starts with a `yaml bad` or `yaml good` block; `yaml with file=…` blocks after it add
// files, `yaml before` blocks what a file was at an earlier time, `yaml fixed` blocks say what the fixes make of them
// (`fix="Title"` picks another fix than the first).
import { type Mark, readMarks } from './markers.ts';

export interface CaseFile {
  readonly name: string;
  readonly text: string;
  readonly marks: readonly Mark[];
  /** the block in the page, for rewriting it */
  readonly block: Block;
}

export interface Case {
  readonly title: string;
  readonly good: boolean;
  readonly files: readonly CaseFile[];
  /** what files were before; of the others nothing is told */
  readonly before: readonly { readonly name: string; readonly text: string }[];
  readonly fixed: readonly {
    readonly name: string;
    readonly text: string;
    readonly fix: string | undefined;
    readonly block: Block;
  }[];
}

/** A fenced block: offsets of its content in the page. */
export interface Block {
  readonly start: number;
  readonly end: number;
  readonly content: string;
}

/** The cases of a page, in order. Throws when a block's info string makes no sense. */
export function readCases(page: string): Case[] {
  const cases: {
    title: string;
    good: boolean;
    files: CaseFile[];
    before: Case['before'][number][];
    fixed: Case['fixed'][number][];
  }[] = [];
  let title = '';
  let prose = '';
  for (const match of page.matchAll(/^(#+ [^\n]+)$|^```yaml ([^\n]*)\n([\s\S]*?)^```$|^([^\n`#][^\n]*)$/gm)) {
    if (match[1]) {
      title = match[1].replace(/^#+ /, '');
      prose = '';
    }
    if (match[4]) prose = match[4];
    if (match[2] === undefined) continue;
    const content = match[3] ?? '';
    const start = match.index + match[0].indexOf('\n') + 1;
    const block = { start, end: start + content.length, content };
    const attributes = new Map(
      [...match[2].matchAll(/(\w+)(?:=(?:"([^"]*)"|(\S+)))?/g)].map((m) => [m[1], m[2] ?? m[3] ?? '']),
    );
    const name = attributes.get('file') ?? 'manifest.yaml';
    const { text, marks } = readMarks(content);
    const file = { name, text, marks, block };
    if (attributes.has('bad') || attributes.has('good')) {
      cases.push({
        title: [title, prose].filter(Boolean).join(': '),
        good: attributes.has('good'),
        files: [file],
        before: [],
        fixed: [],
      });
      continue;
    }
    const last = cases.at(-1);
    if (!last) throw new Error(`a block before any case: ${match[2]}`);
    if (attributes.has('with')) last.files.push(file);
    else if (attributes.has('before')) last.before.push({ name, text });
    else if (attributes.has('fixed')) last.fixed.push({ name, text, fix: attributes.get('fix'), block });
    else throw new Error(`not a kind of block: ${match[2]}`);
  }
  return cases;
}
