// The contract between a rule and the engine. A rule sees one resource, or one resource and the workspace, and reports
// only on that resource.
import type { Entry, Field, Kind, Operator, PackageQuestion, Path, Resource, Workspace } from '../model/index.ts';
import type { TextEdit } from './edit.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';
export const severities: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/** What a rule is about; groups rules in lists. */
export type Topic = 'fleet' | 'security' | 'pods' | 'references' | 'versions' | 'manifest';

/** Another place that helps to understand a finding. */
export interface Related {
  readonly entry: Entry;
  readonly path: Path;
  readonly message: string;
}

/** One way to repair a finding. Safe fixes never surprise: they are applied in bulk, others one at a time. */
export interface Fix {
  /** imperative, without a full stop */
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly TextEdit[];
}

/** A fix from edits that may have declined. */
export const fix = (title: string, edits: readonly TextEdit[] | undefined, safe = true): Fix | undefined =>
  edits && edits.length > 0 ? { title, safe, edits } : undefined;

export interface Details {
  /** mark the key even when the value is short enough to be marked */
  readonly onKey?: boolean;
  readonly related?: () => readonly Related[];
  /** computed only when somebody asks; undefined entries are fixes that declined */
  readonly fixes?: () => readonly (Fix | undefined)[];
}

/** What is wrong and what follows from it, one sentence or two; parts are names and values from the manifest. */
export type Messages = Readonly<Record<string, (...parts: string[]) => string>>;

export type Report<M extends Messages> = <K extends keyof M & string>(
  at: Field,
  message: K,
  parts: Parameters<M[K]>,
  details?: Details,
) => void;

interface About<M extends Messages> {
  /** kebab-case, names the defect, never changes */
  readonly id: string;
  readonly topic: Topic;
  /** one sentence, ends with a full stop */
  readonly summary: string;
  /** one for all messages, or one for each */
  readonly severity: Severity | { readonly [K in keyof M]: Severity };
  /** what follows a finding on its line is a secret that nobody quotes */
  readonly secret?: true;
  /** off unless the user gives it a severity */
  readonly optIn?: true;
  readonly kinds: readonly Kind[];
  readonly fixable: 'always' | 'sometimes' | 'never';
  /** the checks of ECK's admission webhook that this rule repeats, as rules/admission.ts names them */
  readonly admission?: readonly string[];
  /** the same check under the ids of KubeLinter, Checkov and Kubescape: suppressions that name them count here too */
  readonly aliases?: readonly string[];
  readonly messages: M;
  /** what a package registry could tell about a resource of one of the kinds, for its fixes */
  readonly asks?: (entry: Entry, workspace: Workspace) => readonly PackageQuestion[];
}

export type Rule<M extends Messages = Messages> = About<M> &
  (
    | { readonly scope: 'resource'; check(resource: Resource, report: Report<M>): void }
    | {
        readonly scope: 'workspace';
        check(entry: Entry, report: Report<M>, workspace: Workspace, operator: Operator): void;
      }
    /** found by the engine itself while reading the file */
    | { readonly scope: 'text' }
  );

/** Ties a rule's messages to its reports at compile time; gives the rule unchanged, its message types erased. */
export const defineRule = <M extends Messages>(rule: Rule<M>): Rule => rule as unknown as Rule;

/** The severity of one message of a rule, before anybody's settings. */
export function severityOf(rule: Rule, message: string): Severity {
  return typeof rule.severity === 'string' ? rule.severity : (rule.severity[message] ?? 'warning');
}

/** The gravest severity a rule can report. */
export const gravest = (rule: Rule): Severity =>
  severities.find((s) =>
    (typeof rule.severity === 'string' ? [rule.severity] : Object.values(rule.severity)).includes(s),
  ) ?? 'hint';

/** What a rule is set to before anybody's settings: the gravest severity it can report, or off. */
export const defaultLevel = (rule: Rule): Severity | 'off' => (rule.optIn ? 'off' : gravest(rule));
