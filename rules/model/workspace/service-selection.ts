// Whose pods a Service of the author's selects. Source: the labels that ECK's controllers put on pods.
import { type EckKind, eckKindNames } from '../resource/kinds.ts';
import { nameLabels, type Pods } from '../resource/pods.ts';
import type { ServiceFacts } from '../resource/service.ts';
import { isUnknown, type Plain } from '../text/plain.ts';
import type { Entry } from './entry.ts';
import type { Reference } from './facts.ts';
import { indexed, onceFor } from './remembered.ts';
import { compatible, type Workspace } from './workspace.ts';

export type Selection =
  | { readonly state: 'own' | 'unknown' }
  /** the pods of another resource */
  | { readonly state: 'other'; readonly kind: EckKind; readonly name: string }
  /** no pods of the resource, for they have no such label */
  | { readonly state: 'none'; readonly label: string };

const typeLabel = 'common.k8s.elastic.co/type';

/** What a Service selects, asked for the pods of one resource. */
export function selectionOf({ selector }: ServiceFacts, target: Entry): Selection {
  const { kind, name } = target.resource;
  const pods = target.facts.pods;
  // without a selector the endpoints come from elsewhere
  if (typeof selector !== 'object' || selector === null || !pods || name === undefined) return { state: 'unknown' };
  const wanted = Object.entries(selector as { readonly [key: string]: Plain });
  if (wanted.length === 0 || wanted.some(([key, value]) => isUnknown(key) || isUnknown(value)))
    return { state: 'unknown' };
  for (const [label, value] of wanted) {
    const named = (Object.keys(nameLabels) as EckKind[]).find((one) => nameLabels[one] === label);
    if (named && (named !== kind || value !== name)) return { state: 'other', kind: named, name: String(value) };
  }
  const strange = wanted.find(([label, value]) => pods.every((set) => lacks(set, label, String(value))));
  return strange ? { state: 'none', label: `${strange[0]}: ${String(strange[1])}` } : { state: 'own' };
}

/** ECK and Kubernetes give pods more labels of their own than are known here. */
function lacks({ labels, open }: Pods, label: string, value: string): boolean {
  const own = labels[label];
  if (own !== undefined) return own !== value;
  return !open && label !== typeLabel && !/(?:^|[./])k8s\.(?:elastic\.co|io)\/|kubernetes\.io\/|-hash$/.test(label);
}

/** The resources with a reference that names a Service, by its name. */
const byService = onceFor((workspace) =>
  indexed(
    eckKindNames.flatMap((kind) => workspace.all(kind)),
    ({ facts }) => facts.references.flatMap(({ service }) => service ?? []),
  ),
);

/** The references that name a Service of the author's, as far as it may lead to the resource that they mean. */
export function calledThrough(
  service: Entry,
  workspace: Workspace,
): { entry: Entry; reference: Reference; target: Entry }[] {
  const { facts, resource } = service;
  if (!facts.service) return [];
  const selects = facts.service;
  const callers = resource.name === undefined ? [] : (byService(workspace).get(resource.name) ?? []);
  return callers
    .flatMap((entry) =>
      entry.facts.references.flatMap((reference) => {
        // remote clusters are called at their transport Service all the same
        if (reference.service !== resource.name || reference.path.includes('remoteClusters')) return [];
        const target = workspace.target(entry, reference);
        return target && workspace.together(entry, service) ? [{ entry, reference, target }] : [];
      }),
    )
    .filter(
      ({ target }) =>
        compatible(workspace.namespaceOf(service), workspace.namespaceOf(target)) &&
        !['other', 'none'].includes(selectionOf(selects, target).state),
    );
}
