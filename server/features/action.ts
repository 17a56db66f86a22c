// What an editor can offer to do about findings.
import type { FileEdit, Finding } from '../../rules/index.ts';

export const quickFix = 'quickfix';
export const fixAllKind = 'source.fixAll.eckLint';

export interface Action {
  readonly title: string;
  readonly kind: typeof quickFix | typeof fixAllKind;
  /** the one to take when nobody chooses */
  readonly preferred: boolean;
  /** what it is about */
  readonly findings: readonly Finding[];
  readonly edits: readonly FileEdit[];
}
