// The words of the status item. Free of the editor, so that they can be read and tried without one.
import type { Status } from '../server/lsp/protocol.ts';

/** In the order of `vscode.DiagnosticSeverity`: error, warning, information, hint. */
const nouns = [
  ['error', 'errors'],
  ['warning', 'warnings'],
  ['note', 'notes'],
  ['hint', 'hints'],
] as const;

/** "2 errors, 1 warning", or "no findings". */
export function describeFindings(severities: readonly number[]): string {
  const parts = nouns.flatMap(([one, many], severity) => {
    const count = severities.filter((each) => each === severity).length;
    return count === 0 ? [] : [quantity(count, one, many)];
  });
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

/** "indexing…", "12 resources in 5 files", or nothing before the server has told. */
export function describeIndex(index: Status | undefined): string {
  if (index === undefined) return '';
  if (index.index === 'building') return 'indexing…';
  return `${quantity(index.resources, 'resource', 'resources')} in ${quantity(index.files, 'file', 'files')}`;
}

function quantity(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
