// Where a live check can start: at each Kibana, and at each Agent that Fleet manages.
import type { Span } from '../../rules/index.ts';
import type { Session } from '../session.ts';

export interface Lens {
  readonly span: Span;
  /** the resource */
  readonly about: { readonly kind: string; readonly namespace?: string; readonly name: string };
}

/** The lenses of a file. A resource without a literal name cannot be asked for. */
export function lenses(session: Session, path: string): Lens[] {
  return session.workspace.entries(path).flatMap(({ resource, facts, start }) => {
    const { kind, name, namespace, root } = resource;
    if (name === undefined || !(kind === 'Kibana' || (kind === 'Agent' && facts.fleetMode))) return [];
    const { keySpan } = root;
    return [
      {
        span: { start: keySpan.start + start, end: keySpan.end + start },
        about: { kind, name, ...(namespace !== undefined && { namespace }) },
      },
    ];
  });
}
