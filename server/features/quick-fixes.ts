// What can be done about the findings at a place: their fixes, all fixes of their rules, and ways to silence them.
import { type Finding, type Span, withoutOverlap } from '../../rules/index.ts';
import type { Session } from '../session.ts';
import { type Action, quickFix } from './action.ts';
import { disableActions } from './disable.ts';
import { safeFixWithin } from './fix-all.ts';

/** Everything that is offered for the findings that touch a span, repairs first. */
export function quickFixes(session: Session, path: string, span: Span): Action[] {
  const all = session.findings(path);
  const here = all.filter((finding) => touches(finding.span, span));
  const rules = [...new Set(here.map(({ rule }) => rule))];
  return [
    ...here.flatMap(fixes),
    ...rules.flatMap((rule) => fixRule(rule, all)),
    ...here.flatMap((finding) => disableActions(session, finding)),
  ];
}

function fixes(finding: Finding): Action[] {
  const all = finding.fixes();
  const first = all.findIndex(({ safe }) => safe);
  return all.map(({ title, edits }, i) => ({
    title,
    kind: quickFix,
    preferred: i === first,
    findings: [finding],
    edits,
  }));
}

/** One round for a whole rule; offered when it repairs more than the fix of one finding does. */
function fixRule(rule: string, all: readonly Finding[]): Action[] {
  const findings = all.filter((finding) => finding.rule === rule);
  if (findings.length < 2) return [];
  const fixable = findings.flatMap((finding) => safeFixWithin(finding).map((edits) => ({ finding, edits })));
  if (fixable.length < 2) return [];
  return [
    {
      title: `Fix all '${rule}' problems in this file`,
      kind: quickFix,
      preferred: false,
      findings: fixable.map(({ finding }) => finding),
      edits: withoutOverlap(fixable.map(({ edits }) => edits)),
    },
  ];
}

/** A place between two findings touches both. */
const touches = (a: Span, b: Span): boolean => a.start <= b.end && b.start <= a.end;
