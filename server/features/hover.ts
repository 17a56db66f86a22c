// What is told about the findings under the cursor beyond their messages: what their rules are about.
import type { Finding, Rule, Span } from '../../rules/index.ts';
import type { Session } from '../session.ts';

export interface Hover {
  readonly span: Span;
  /** each rule once, the first finding's first */
  readonly rules: readonly Rule[];
}

/** The rules that found something at an offset, and the smallest finding's place; undefined when nothing was found. */
export function hover(session: Session, path: string, offset: number): Hover | undefined {
  const here = session.findings(path).filter(({ span }) => span.start <= offset && offset <= span.end);
  if (here.length === 0) return undefined;
  const { span } = here.reduce((a, b) => (size(b) < size(a) ? b : a));
  const ids = new Set(here.map(({ rule }) => rule));
  return { span, rules: session.rules.filter(({ id }) => ids.has(id)) };
}

const size = ({ span }: Finding): number => span.end - span.start;
