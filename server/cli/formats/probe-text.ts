// The report of a probe for a terminal: each branch with its steps, then the verdict.
import type { Mark, ProbeReport, Step } from '../../probe/index.ts';
import type { Colour, Paint } from '../colours.ts';
import { harmless } from '../excerpt.ts';

const marks: Readonly<Record<Mark, string>> = { pass: '√', warn: '‼', fail: '×', skip: '-' };
const colours: Readonly<Record<Mark, Colour>> = { pass: 'green', warn: 'yellow', fail: 'red', skip: 'dim' };

/** One step, below the title of its branch. */
export function stepText({ mark, title, evidence, cause, next, place, ms }: Step, paint: Paint): string {
  const more = mark === 'pass' ? evidence : [...evidence, ...(cause === undefined ? [] : [`because: ${cause}`])];
  const at = place?.manifest;
  return [
    `  ${paint(colours[mark], marks[mark])} ${harmless(title)}${mark === 'skip' ? '' : paint('dim', ` ${ms} ms`)}`,
    ...more.map((line) => paint('dim', `      ${harmless(line)}`)),
    ...(at
      ? [`      ${paint('bold', `${harmless(at.file)}:${at.range.start.line + 1}:${at.range.start.character + 1}`)}`]
      : []),
    ...(next === undefined || mark === 'pass' ? [] : [`      → ${harmless(next)}`]),
    '',
  ].join('\n');
}

/** The verdict, at the end. */
export function verdictText({ verdict, limits, cancelled, ms }: ProbeReport, paint: Paint): string {
  const { mark, sentence, certain, next, place } = verdict;
  const at = place?.manifest;
  const unsure = mark === 'pass' || certain || cancelled ? '' : ' (likely, not proven)';
  return [
    '',
    `${paint(colours[mark], marks[mark])} ${paint('bold', harmless(sentence))}${unsure}`,
    ...(place
      ? [
          `  at ${place.path.join('.')} of ${place.kind} ${harmless(`${place.namespace}/${place.name}`)}${at ? `, ${harmless(at.file)}:${at.range.start.line + 1}:${at.range.start.character + 1}` : ''}`,
        ]
      : []),
    ...(next === undefined ? [] : [`  → ${harmless(next)}`]),
    ...limits.map((limit) => paint('dim', `  ${limit}`)),
    paint('dim', `  ${ms} ms`),
    '',
  ].join('\n');
}
