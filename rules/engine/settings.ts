// What the user has decided: severities by rule and paths to leave out, read from `.eck-lint.yaml` and overlaid by the
// editor. The only place that turns a rule's severity into a finding's.
import { Field, nearest, parse, type Span } from '../model/index.ts';
import { type Rule, type Severity, severities, severityOf } from './rule.ts';

export const settingsFileName = '.eck-lint.yaml';

export type Level = Severity | 'off';

export interface Settings {
  /** by rule id */
  readonly rules: Readonly<Record<string, Level>>;
  /** patterns in the manner of .gitignore, from the folder of the settings file; files that match are not linted */
  readonly ignore: readonly string[];
  /** address of a package registry that may be asked for versions; nothing is asked without */
  readonly packageRegistry?: string;
}

export const noSettings: Settings = { rules: {}, ignore: [] };

export interface SettingsProblem {
  readonly message: string;
  readonly span: Span;
}

export interface SettingsFile {
  readonly settings: Settings;
  readonly problems: readonly SettingsProblem[];
}

/** Reads the text of a settings file. What is wrong in it is left out and told, with its place. */
export function readSettings(text: string, knownRules: readonly string[]): SettingsFile {
  const document = parse(text);
  const root = Field.root(document);
  const problems: SettingsProblem[] = document.errors.slice(0, 1).map(({ message, span, duplicateKey }) => ({
    message: duplicateKey ? `${message} is set twice.` : `This is not valid YAML: ${message}.`,
    span,
  }));
  const tell = (span: Span, message: string): void => void problems.push({ message, span });
  const rules: Record<string, Level> = {};
  const ignore: string[] = [];
  let packageRegistry: string | undefined;
  if (document.errors.length === 0 && root.exists && !root.map && root.shape !== 'null') {
    tell(root.span, 'Settings are a map of rules, ignore and packageRegistry.');
  }
  for (const entry of root.entries()) {
    const key = String(entry.name);
    if (key === 'rules') {
      if (!entry.map && entry.shape !== 'null') tell(entry.span, 'rules is a map from rule to severity.');
      for (const rule of entry.entries()) {
        const id = String(rule.name);
        const level = levelOf(rule.value);
        if (!knownRules.includes(id)) tell(rule.keySpan, `There is no rule ${id}.${didYouMean(id, knownRules)}`);
        else if (!level) tell(rule.span, `A severity is one of off, ${severities.join(', ')}.`);
        else rules[id] = level;
      }
    } else if (key === 'ignore') {
      if (!entry.list && entry.shape !== 'null') tell(entry.span, 'ignore is a list of patterns.');
      for (const item of entry.items()) {
        if (item.text === undefined) tell(item.span, 'A pattern is a text.');
        else ignore.push(item.text);
      }
    } else if (key === 'packageRegistry') {
      if (!entry.map && entry.shape !== 'null') tell(entry.span, 'packageRegistry is a map with url.');
      for (const part of entry.entries()) {
        const name = String(part.name);
        if (name !== 'url')
          tell(part.keySpan, `There is no setting packageRegistry.${name}.${didYouMean(name, ['url'])}`);
        else if (isRegistryUrl(part.value)) packageRegistry = part.value;
        else if (part.shape !== 'null')
          tell(part.span, 'url is an http or https address, without user, query and fragment.');
      }
    } else {
      tell(entry.keySpan, `There is no setting ${key}.${didYouMean(key, names)}`);
    }
  }
  return { settings: { rules, ignore, ...(packageRegistry !== undefined && { packageRegistry }) }, problems };
}

const names = ['rules', 'ignore', 'packageRegistry'];

/** Whether a value can be the address of a package registry: the names of packages are sent there, and nothing secret. */
export const isRegistryUrl = (value: unknown): value is string =>
  typeof value === 'string' && /^https?:\/\/[^\s/?#@\\]+(?:\/[^\s?#\\]*)?$/i.test(value);

/** `off` without quotes is false to YAML 1.1. */
export function levelOf(value: unknown): Level | undefined {
  if (value === false || value === 'off') return 'off';
  return severities.find((severity) => severity === value);
}

/** Settings with others laid over them. */
export const overlay = (below: Settings, rules: Readonly<Record<string, Level>>): Settings => ({
  ...below,
  rules: { ...below.rules, ...rules },
});

/** The severity of a finding, or `off`. */
export const levelFor = (settings: Settings, rule: Rule, message: string): Level =>
  settings.rules[rule.id] ?? (rule.optIn ? 'off' : severityOf(rule, message));

const didYouMean = (name: string, all: readonly string[]): string => {
  const near = nearest(name, all);
  return near ? ` Did you mean ${near}?` : '';
};
