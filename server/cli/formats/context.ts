// What the formats know besides the report.
import type { Rule, Severity } from '../../../rules/index.ts';
import type { World } from '../world.ts';

export interface Context {
  readonly world: World;
  readonly rules: readonly Rule[];
  /** Whether a finding of this severity makes the run fail. */
  counts(severity: Severity): boolean;
}
