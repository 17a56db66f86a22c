// The front door: the only file of rules/ that others import.

export { rules } from './catalog/index.ts';
export { applyEdits, type FileEdit, OverlapError, withoutOverlap } from './engine/fix.ts';
export { type FileFix, type Finding, Linter, type Place } from './engine/lint.ts';
export { defaultLevel, gravest, type Rule, type Severity, severities, type Topic } from './engine/rule.ts';
export {
  isPattern,
  isRegistryUrl,
  type Level,
  levelOf,
  noSettings,
  overlay,
  readSettings,
  type Settings,
  type SettingsFile,
  settingsFileName,
} from './engine/settings.ts';
export { commentPlace, documentCommentPlace } from './engine/suppress.ts';
export {
  basicAuth,
  compareVersions,
  cutsAt,
  type Entry,
  eckRelease,
  isSecretSetting,
  isSecretVariable,
  isStackVersion,
  isUnknown,
  kibanaConfig,
  LineIndex,
  mayHoldResource,
  mentionsEck,
  nearest,
  newestEck,
  type Operator,
  type PackageQuestion,
  type Position,
  packageKey,
  plain,
  readFile,
  type Shape,
  type SourceFile,
  type Span,
  shapeAt,
  Workspace,
} from './model/index.ts';

/** The address of a rule's page. */
export const ruleUrl = (id: string): string => `https://eck-lint.io/rules/${id}`;
