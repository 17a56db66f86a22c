// Repairs everything in a file that can be repaired without surprise. Fixes that reach into other files are left out:
// whoever asks to repair a file does not expect others to change.
import { type FileEdit, type Finding, withoutOverlap } from '../../rules/index.ts';
import type { Session } from '../session.ts';
import { type Action, fixAllKind } from './action.ts';
import { Rewrite } from './rewrite.ts';

/** A fix may make room for another one; more rounds than this are a sign of two that undo each other. */
const rounds = 10;

/** Every safe fix of a file, in as many rounds as it takes until none is left; an empty list when there is none. */
export function fixAll(session: Session, path: string): Action[] {
  const file = session.workspace.file(path);
  if (!file) return [];
  const rewrite = new Rewrite(file.text);
  for (let round = 0; round < rounds; round++) {
    const edits = session.suppose(path, rewrite.text, () => safeEdits(session.findings(path)));
    if (edits.length === 0) break;
    rewrite.apply(edits);
  }
  const edits = rewrite.edits().map((edit) => ({ path, ...edit }));
  if (edits.length === 0) return [];
  return [{ title: 'Fix all ECK Lint problems in this file', kind: fixAllKind, preferred: false, findings: [], edits }];
}

/** The first safe fix of each finding, less those that want the place of an earlier one. */
export const safeEdits = (findings: readonly Finding[]): FileEdit[] => withoutOverlap(findings.flatMap(safeFixWithin));

/** The edits of a finding's first safe fix that stays in the finding's file: a list of one, or of none. */
export function safeFixWithin(finding: Finding): (readonly FileEdit[])[] {
  const fix = finding.fixes().find(({ safe, edits }) => safe && edits.every(({ path }) => path === finding.path));
  return fix ? [fix.edits] : [];
}
