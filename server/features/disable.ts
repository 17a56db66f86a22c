// Ways to silence a finding in the manifest: a comment for its line, or one for its whole document.
import { commentPlace, documentCommentPlace, type FileEdit, type Finding } from '../../rules/index.ts';
import type { Session } from '../session.ts';
import { type Action, quickFix } from './action.ts';

/** A comment about a silencing comment is no use: it is removed instead. */
const notSilenced = 'unused-suppression';

/** The comments that would silence a finding, as far as there is a place for them. */
export function disableActions(session: Session, finding: Finding): Action[] {
  const { path, rule, span } = finding;
  const part = session.workspace.file(path)?.parts.findLast(({ start }) => start <= span.start);
  if (!part?.document || rule === notSilenced) return [];
  const { document, start, text } = part;
  const offered = [
    { scope: 'line', directive: 'eck-lint-disable-next-line', place: commentPlace(document, span.start - start) },
    { scope: 'resource', directive: 'eck-lint-disable', place: documentCommentPlace(document) },
  ];
  return offered.flatMap(({ scope, directive, place }): Action[] => {
    // above the marker that opens a document, the document before it ends
    if (!place || text.startsWith('---', place.at)) return [];
    const { at, newText } = appended(text, place.at, directive, rule) ?? {
      at: place.at,
      newText: `${place.indent}# ${directive} ${rule}${place.eol}`,
    };
    const edits: FileEdit[] = [{ path, span: { start: start + at, end: start + at }, newText }];
    return [
      { title: `Disable ${rule} for this ${scope}`, kind: quickFix, preferred: false, findings: [finding], edits },
    ];
  });
}

/** The rule added to such a comment on the line that ends at `end`; undefined when there is none. */
function appended(
  text: string,
  end: number,
  directive: string,
  rule: string,
): { at: number; newText: string } | undefined {
  if (end === 0) return undefined;
  const start = end < 2 ? 0 : text.lastIndexOf('\n', end - 2) + 1;
  const comment = new RegExp(`^[ \\t]*#[ \\t]*${directive}(?![\\w-])`).exec(text.slice(start, end))?.[0];
  if (comment === undefined) return undefined;
  const names = text.slice(start + comment.length, end).split(/\s--(?:\s|$)/)[0] as string;
  const at = start + comment.length + names.trimEnd().length;
  return { at, newText: names.trim() === '' ? ` ${rule}` : `, ${rule}` };
}
