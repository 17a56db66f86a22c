// The report for people: each finding with its line of the manifest, and what can be done about it.
import type { Severity } from '../../../rules/index.ts';
import { type Colour, type Paint, paintFor } from '../colours.ts';
import { count } from '../count.ts';
import { excerpt, harmless } from '../excerpt.ts';
import type { Range, Report, Reported } from '../report.ts';
import { veil } from '../veil.ts';
import type { Context } from './context.ts';

const colours: Readonly<Record<Severity, Colour>> = { error: 'red', warning: 'yellow', info: 'blue', hint: 'cyan' };

/** All findings, then how many there are. */
export function text(report: Report, { world, rules }: Context): string {
  const paint = paintFor(world.isTerminal, world.environment);
  const lines = new Map<string, string[]>();
  const lineOf = (file: string, line: number): string => {
    const known = lines.get(file) ?? (report.text(file) ?? '').split(/\r?\n/);
    lines.set(file, known);
    return known[line] ?? '';
  };
  // behind the findings of these rules stands a secret
  const secret = new Set(rules.filter((rule) => rule.secret).map(({ id }) => id));
  const quote: Quote = ({ file, range: { start, end }, rule }) => {
    const line = veil(lineOf(file, start.line));
    const stop = end.line === start.line ? end.character : line.length;
    return excerpt(secret.has(rule) && stop < line.length ? `${line.slice(0, stop)} …` : line, start.character, stop);
  };
  const linted = new Set(report.files);
  const repairable: Repairable = (fix) => fix.safe && fix.edits.every(({ file }) => linted.has(file));
  const findings = report.findings.map((finding) => `${one(finding, quote, repairable, paint)}\n`);
  return findings.join('') + summary(report, repairable, paint);
}

/** The line of a finding, with what is to be seen of it. */
type Quote = (finding: Reported) => ReturnType<typeof excerpt>;

/** Whether --fix would apply a fix. */
type Repairable = (fix: Reported['fixes'][number]) => boolean;

function one(finding: Reported, quote: Quote, repairable: Repairable, paint: Paint): string {
  const { range, severity, message, rule } = finding;
  const colour = colours[severity];
  const number = String(range.start.line + 1);
  const gutter = ' '.repeat(number.length);
  const { source, mark } = quote(finding);
  const bar = paint('dim', '|');
  const notes = [
    ...finding.related.map((related) => `${placeOf(related)}: ${harmless(related.message)}`),
    ...finding.fixes.map(
      (fix) => `${paint('green', 'fix')}: ${harmless(fix.title)}${repairable(fix) ? ' (--fix)' : ''}`,
    ),
    paint('dim', finding.url),
  ];
  return [
    `${paint('bold', placeOf(finding))}: ${paint(colour, severity)}: ${harmless(message)} ${paint('dim', `[${rule}]`)}`,
    ` ${paint('dim', number)} ${bar} ${source}`,
    ` ${gutter} ${bar} ${paint(colour, mark)}`,
    ...notes.map((note) => ` ${gutter} ${paint('dim', '=')} ${note}`),
    '',
  ].join('\n');
}

const placeOf = ({ file, range }: { file: string; range: Range }): string =>
  `${harmless(file)}:${range.start.line + 1}:${range.start.character + 1}`;

function summary({ files, findings }: Report, repairable: Repairable, paint: Paint): string {
  if (findings.length === 0) return `no findings in ${count(files.length, 'file')}\n`;
  const kinds: readonly [Severity, string][] = [
    ['error', 'error'],
    ['warning', 'warning'],
    ['info', 'note'],
    ['hint', 'hint'],
  ];
  const counts = kinds.flatMap(([severity, noun]) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number > 0 ? [paint(colours[severity], count(number, noun))] : [];
  });
  const touched = new Set(findings.map(({ file }) => file)).size;
  const fixable = findings.filter(({ fixes }) => fixes.some(repairable)).length;
  const advice = fixable > 0 ? `; ${fixable} can be fixed with --fix` : '';
  return `${counts.join(', ')} in ${touched} of ${count(files.length, 'file')}${advice}\n`;
}
