// Lays out a rule's page for a terminal: headings stand out, examples are indented, the rest stays as it is written.
import type { Paint } from './colours.ts';

/** The text of a Markdown page, ending in a line break. */
export function layOut(markdown: string, paint: Paint): string {
  let inCode = false;
  const lines = markdown.split(/\r?\n/).flatMap((line, i, all) => {
    const fence = /^```(.*)$/.exec(line);
    if (fence) {
      inCode = !inCode;
      const label = inCode ? labelOf(fence[1] as string) : '';
      const gap = inCode && all[i - 1] === '```' ? [''] : [];
      return label ? [...gap, paint('dim', `  ${label}:`)] : gap;
    }
    if (inCode) return [line === '' ? '' : `    ${line}`];
    const heading = /^#+ (.*)$/.exec(line);
    return [heading ? paint('bold', unmarked(heading[1] as string)) : unmarked(line)];
  });
  return `${lines.join('\n').trim()}\n`;
}

/** `yaml bad file=a.yaml` is labelled a.yaml; what is bad or good the heading above says. */
const labelOf = (info: string): string => /\bfile=(\S+)/.exec(info)?.[1] ?? (/\bfixed\b/.test(info) ? 'fixed' : '');

/** Links become their text, the address behind it. */
const unmarked = (line: string): string => line.replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, '$1 ($2)');
