// What was typed, understood or refused. Every refusal says what would have been understood.
import { parseArgs } from 'node:util';
import { nearest } from '../../rules/index.ts';

/** The call cannot be used; the message is for the user. */
export class CallError extends Error {}

export const formats = ['text', 'json', 'sarif', 'junit', 'github'] as const;
export type Format = (typeof formats)[number];

export const thresholds = ['error', 'warning', 'info'] as const;
export type Threshold = (typeof thresholds)[number];

export interface CheckCall {
  readonly command: 'check';
  readonly format: Format;
  readonly fix: boolean;
  readonly failOn: Threshold;
  readonly root: string | undefined;
  readonly stdinFilename: string | undefined;
  /** the revision of the repository that changes are judged from */
  readonly since: string | undefined;
  /** at least one; `-` is standard input */
  readonly paths: readonly string[];
}

export interface ExplainCall {
  readonly command: 'explain';
  readonly rule: string;
}

export interface RulesCall {
  readonly command: 'rules';
  readonly format: 'text' | 'json';
}

export const reportFormats = ['text', 'json', 'markdown'] as const;

export interface ProbeCall {
  readonly command: 'probe';
  readonly format: (typeof reportFormats)[number];
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly agent?: string;
  /** the context that a script means, confirmed beforehand */
  readonly yesContext?: string;
  readonly consent: { readonly secrets: boolean; readonly serviceToken: boolean; readonly logs: boolean };
}

export type Call =
  | CheckCall
  | ExplainCall
  | RulesCall
  | ProbeCall
  | { readonly command: 'help'; readonly about?: Command }
  | { readonly command: 'version' }
  | { readonly command: 'none' };

type Command = keyof typeof options;

/** The options of each command: what values they take, or that they take none. */
const options = {
  check: {
    format: formats as readonly string[],
    fix: 'flag',
    'fail-on': thresholds as readonly string[],
    root: 'a folder',
    'stdin-filename': 'a path',
    since: 'a revision of the git repository',
  },
  explain: {},
  rules: { format: ['text', 'json'] },
  probe: {
    format: reportFormats as readonly string[],
    kubeconfig: 'a file',
    context: 'a context of the kubeconfig',
    namespace: 'a namespace',
    agent: 'the name of an Agent',
    secrets: 'flag',
    'service-token': 'flag',
    logs: 'flag',
    'yes-context': 'a context of the kubeconfig',
  },
} satisfies Record<string, Record<string, 'flag' | string | readonly string[]>>;

/** Understands the words of a call; throws a CallError when it cannot. */
export function parse(words: readonly string[]): Call {
  const [first, ...rest] = words;
  if (first === undefined) return { command: 'none' };
  if (first === '--version' || first === '-V') return { command: 'version' };
  if (first === '--help' || first === '-h') return { command: 'help' };
  if (first === 'help') return { command: 'help', ...(rest[0] !== undefined && { about: commandOf(rest[0]) }) };
  const command = commandOf(first);
  const { values, positionals } = read(command, rest);
  if (values.has('help')) return { command: 'help', about: command };
  const value = (name: string): string | undefined => values.get(name);
  switch (command) {
    case 'check':
      return {
        command,
        format: (value('format') ?? 'text') as Format,
        fix: values.has('fix'),
        failOn: (value('fail-on') ?? 'error') as Threshold,
        root: value('root'),
        stdinFilename: value('stdin-filename'),
        since: value('since'),
        paths: positionals.length > 0 ? positionals : ['.'],
      };
    case 'explain': {
      const [rule, ...more] = positionals;
      if (rule === undefined) throw new CallError('explain needs a rule; eck-lint rules lists them.');
      if (more.length > 0) throw new CallError('explain takes one rule.');
      return { command, rule };
    }
    case 'rules':
      if (positionals.length > 0) throw new CallError('rules takes no paths; eck-lint explain RULE tells of one rule.');
      return { command, format: (value('format') ?? 'text') as 'text' | 'json' };
    case 'probe': {
      if (positionals.length > 0) throw new CallError('probe takes no paths; eck-lint check lints manifests.');
      const given = (name: string, as: string) => (value(name) === undefined ? {} : { [as]: value(name) });
      return {
        command,
        format: (value('format') ?? 'text') as ProbeCall['format'],
        ...given('kubeconfig', 'kubeconfig'),
        ...given('context', 'context'),
        ...given('namespace', 'namespace'),
        ...given('agent', 'agent'),
        ...given('yes-context', 'yesContext'),
        consent: {
          // the token is in a Secret too
          secrets: values.has('secrets') || values.has('service-token'),
          serviceToken: values.has('service-token'),
          logs: values.has('logs'),
        },
      };
    }
  }
}

function commandOf(word: string): Command {
  if (Object.hasOwn(options, word)) return word as Command;
  const commands = Object.keys(options);
  if (word.startsWith('-')) throw new CallError(`There is no option ${word} before a command. Try eck-lint --help.`);
  const near = nearest(word, commands);
  const advice = near
    ? `Did you mean ${near}?`
    : `The commands are ${commands.join(', ')}; to lint: eck-lint check ${word}`;
  throw new CallError(`There is no command ${word}. ${advice}`);
}

function read(command: Command, words: string[]): { values: Map<string, string>; positionals: string[] } {
  const known: Readonly<Record<string, string | readonly string[]>> = { ...options[command], help: 'flag' };
  const { tokens } = parseArgs({
    args: words,
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(known).map(([name, takes]) => [
        name,
        { type: takes === 'flag' ? 'boolean' : 'string', ...(name === 'help' && { short: 'h' }) },
      ]),
    ),
  });
  const values = new Map<string, string>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const takes = Object.hasOwn(known, name) ? known[name] : undefined;
    if (takes === undefined) throw new CallError(unknownOption(rawName, command, Object.keys(known)));
    if (takes === 'flag') {
      if (value !== undefined) throw new CallError(`${rawName} takes no value.`);
      values.set(name, '');
      continue;
    }
    const choices = typeof takes === 'string' ? takes : `one of ${takes.join(', ')}`;
    // a word that looks like an option is one that follows, not the value
    if (value === undefined || value === '' || (!token.inlineValue && value.startsWith('-'))) {
      throw new CallError(`${rawName} needs ${choices}.`);
    }
    if (typeof takes !== 'string' && !takes.includes(value)) {
      throw new CallError(`${rawName} is ${choices}, not ${value}.`);
    }
    values.set(name, value);
  }
  return { values, positionals };
}

function unknownOption(option: string, command: string, known: readonly string[]): string {
  const near = nearest(
    option,
    known.map((name) => `--${name}`),
  );
  return `There is no option ${option} for ${command}. ${near ? `Did you mean ${near}?` : `Try eck-lint ${command} --help.`}`;
}
