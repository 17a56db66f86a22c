// What the user has decided: severities by rule and paths to leave out, read from `.eck-lint.yaml` and overlaid by the
// editor. The only place that turns a rule's severity into a finding's.
import { anyOperator, eckRelease, Field, nearest, type Operator, parse, type Span } from '../model/index.ts';
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
  /** what is told of the ECK operator */
  readonly operator?: Operator;
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
  const tell: Tell = (span, message) => void problems.push({ message, span });
  if (document.errors.length === 0 && root.exists && !root.map && root.shape !== 'null') {
    tell(root.span, 'Settings are a map of rules, ignore and others.');
  }
  let settings = noSettings;
  for (const entry of root.entries()) {
    const name = String(entry.name);
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (read) settings = { ...settings, ...read(entry, tell, settings, knownRules) };
    else tell(entry.keySpan, `There is no setting ${name}.${didYouMean(name, Object.keys(readers))}`);
  }
  return { settings, problems };
}

type Tell = (span: Span, message: string) => void;
type Reader = (entry: Field, tell: Tell, before: Settings, knownRules: readonly string[]) => Partial<Settings>;

/** What each setting adds to those before it. */
const readers: Readonly<Record<string, Reader>> = {
  rules(entry, tell, _, knownRules) {
    if (!entry.map && entry.shape !== 'null') tell(entry.span, 'rules is a map from rule to severity.');
    const rules: Record<string, Level> = {};
    for (const rule of entry.entries()) {
      const id = String(rule.name);
      const level = levelOf(rule.value);
      if (!knownRules.includes(id)) tell(rule.keySpan, `There is no rule ${id}.${didYouMean(id, knownRules)}`);
      else if (!level) tell(rule.span, `A severity is one of off, ${severities.join(', ')}.`);
      else rules[id] = level;
    }
    return { rules };
  },
  ignore(entry, tell) {
    if (!entry.list && entry.shape !== 'null') tell(entry.span, 'ignore is a list of patterns.');
    return {
      ignore: entry.items().flatMap((item) => {
        if (item.text === undefined) tell(item.span, 'A pattern is a string.');
        return item.text ?? [];
      }),
    };
  },
  packageRegistry(entry, tell) {
    if (!entry.map && entry.shape !== 'null') tell(entry.span, 'packageRegistry is a map with url.');
    for (const part of entry.entries()) {
      const name = String(part.name);
      if (name !== 'url')
        tell(part.keySpan, `There is no setting packageRegistry.${name}.${didYouMean(name, ['url'])}`);
      else if (isRegistryUrl(part.value)) return { packageRegistry: part.value };
      else if (part.shape !== 'null')
        tell(part.span, 'url is an http or https address, without user, query and fragment.');
    }
    return {};
  },
  eckVersion(entry, tell, before) {
    const version = entry.text === undefined ? undefined : eckRelease(entry.text);
    if (version !== undefined) return told(before, { version });
    if (entry.shape !== 'null') tell(entry.span, 'eckVersion is a release of ECK, such as 3.4.0.');
    return {};
  },
  exposedNodeLabels(entry, tell, before) {
    if (!entry.list && entry.shape !== 'null') tell(entry.span, 'exposedNodeLabels is a list of regular expressions.');
    const patterns = entry.items().flatMap((item) => {
      if (item.text !== undefined && isPattern(item.text)) return item.text;
      tell(item.span, 'An exposed node label is a regular expression, as the operator takes it.');
      return [];
    });
    return entry.list ? told(before, { exposedNodeLabels: patterns }) : {};
  },
  ubiOnly: (entry, tell, before) => flag('ubiOnly', entry, tell, before),
  enterprise: (entry, tell, before) => flag('enterprise', entry, tell, before),
};

const told = ({ operator = anyOperator }: Settings, more: Partial<Operator>): Partial<Settings> => ({
  operator: { ...operator, ...more },
});

function flag(name: 'ubiOnly' | 'enterprise', entry: Field, tell: Tell, before: Settings): Partial<Settings> {
  if (typeof entry.value === 'boolean') return told(before, { [name]: entry.value });
  if (entry.shape !== 'null') tell(entry.span, `${name} is true or false.`);
  return {};
}

/** Whether a text is a regular expression. */
export function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a value can be the address of a package registry: the names of packages are sent there, and nothing secret. */
export const isRegistryUrl = (value: unknown): value is string =>
  typeof value === 'string' && /^https?:\/\/[^\s/?#@\\]+(?:\/[^\s?#\\]*)?$/i.test(value);

/** `off` without quotes is false to YAML 1.1. */
export function levelOf(value: unknown): Level | undefined {
  if (value === false || value === 'off') return 'off';
  return severities.find((severity) => severity === value);
}

/** Settings with others laid over them. */
export const overlay = (
  below: Settings,
  rules: Readonly<Record<string, Level>>,
  operator?: Partial<Operator>,
): Settings => ({
  ...below,
  rules: { ...below.rules, ...rules },
  ...(operator && { operator: { ...(below.operator ?? anyOperator), ...operator } }),
});

/** The severity of a finding, or `off`. */
export const levelFor = (settings: Settings, rule: Rule, message: string): Level =>
  settings.rules[rule.id] ?? (rule.optIn ? 'off' : severityOf(rule, message));

const didYouMean = (name: string, all: readonly string[]): string => {
  const near = nearest(name, all);
  return near ? ` Did you mean ${near}?` : '';
};
