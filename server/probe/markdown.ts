// The report as a document to keep or to send: Markdown, already without secrets.
import { type Mark, type Place, type ProbeReport, type Step, sentence } from './report.ts';

const marks: Readonly<Record<Mark, string>> = { pass: '√', warn: '‼', fail: '×', skip: '-' };
const words: Readonly<Record<Mark, string>> = { pass: 'ok', warn: 'warning', fail: 'failed', skip: 'not tried' };

/** @param when the date to write, as text */
export function markdown(report: ProbeReport, when: string): string {
  const { verdict, branches, versions, context, namespace, limits } = report;
  const lines = [
    '# Probe of the Fleet chain',
    '',
    `**${escaped(verdict.sentence)}**${verdict.certain || verdict.mark === 'pass' || report.cancelled ? '' : ' (likely, not proven)'}`,
    '',
    ...(verdict.place ? [`Decided at ${placeWords(verdict.place)}.`, ''] : []),
    ...(verdict.next === undefined ? [] : [`What to do: ${escaped(verdict.next)}.`, '']),
    `- Context: ${code(context)}, namespace ${code(namespace)}`,
    `- Kubernetes ${escaped(versions.kubernetes ?? 'unknown')}, ECK operator ${escaped(versions.operator ?? 'unknown')}`,
    `- ${escaped(when)}, ${report.ms} ms`,
    '',
  ];
  for (const { title, steps } of branches) {
    lines.push(`## ${escaped(title)}`, '', '| | step | | ms |', '| --- | --- | --- | ---: |');
    for (const step of steps) {
      lines.push(`| ${marks[step.mark]} | ${step.id} | ${escaped(step.title)} | ${step.ms} |`);
    }
    lines.push('');
    for (const step of steps) lines.push(...details(step));
  }
  lines.push('## What this does not show', '', ...limits.map((limit) => `- ${escaped(limit)}`), '');
  return lines.join('\n');
}

function details(step: Step): string[] {
  const { id, mark, evidence, cause, next, place, commands } = step;
  if (mark === 'pass' || (evidence.length === 0 && cause === undefined && next === undefined)) return [];
  return [
    `### ${id}: ${words[mark]}`,
    '',
    ...(cause === undefined ? [] : [sentence(escaped(cause)), '']),
    ...evidence.map((line) => `- ${code(line)}`),
    ...(evidence.length > 0 ? [''] : []),
    ...(place ? [`At ${placeWords(place)}.`, ''] : []),
    ...(next === undefined ? [] : [`What to do: ${escaped(next)}.`, '']),
    ...(commands.length === 0 ? [] : ['```sh', ...commands, '```', '']),
  ];
}

function placeWords({ kind, namespace, name, path, manifest }: Place): string {
  const where = `${code(path.join('.'))} of ${kind} ${code(`${namespace}/${name}`)}`;
  return manifest ? `${where}, ${code(`${manifest.file}:${manifest.range.start.line + 1}`)}` : where;
}

/** Text that Markdown shows as it is. */
const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&').replace(/\s*\n\s*/g, ' ');

/** Text in the manner of code; a backtick in it cannot end it. */
function code(text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' ');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}
