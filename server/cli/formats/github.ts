// Workflow commands of GitHub Actions: each finding becomes an annotation on its line.
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
import type { Severity } from '../../../rules/index.ts';
import { harmless } from '../excerpt.ts';
import type { Report } from '../report.ts';

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

/** One command a line. */
export function github({ findings }: Report): string {
  return findings
    .map(({ rule, severity, message, file, range }) => {
      const { start, end } = range;
      const properties = {
        file,
        line: start.line + 1,
        endLine: end.line + 1,
        // columns are taken only within one line
        ...(start.line === end.line && { col: start.character + 1, endColumn: end.character + 1 }),
        title: rule,
      };
      const written = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
      return `::${commands[severity]} ${written.join(',')}::${data(message)}\n`;
    })
    .join('');
}

const data = (text: string): string =>
  harmless(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
