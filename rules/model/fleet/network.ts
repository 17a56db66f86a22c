// What NetworkPolicies allow, as pure functions over plain data. An answer of undefined means that something outside the
// manifests decides. Source: the NetworkPolicy API of Kubernetes; policies only add to what others allow.
import { isUnknown, member, type Plain } from '../text/plain.ts';

type Tri = boolean | undefined;

/** Labels, of which more may exist than are known. */
export interface Labelled {
  readonly labels: Readonly<Record<string, string>>;
  /** whether a label that is not listed may exist all the same */
  readonly mayHave: (key: string) => boolean;
}

export interface Endpoint {
  readonly namespace: string;
  readonly namespaceLabels: Labelled;
  readonly pod: Labelled;
}

export interface Policy {
  /** undefined when it is not known */
  readonly namespace: string | undefined;
  readonly spec: Plain;
}

export type Direction = 'ingress' | 'egress';

/** Whether a policy restricts an endpoint in a direction. */
export function restricts({ namespace, spec }: Policy, end: Endpoint, direction: Direction): Tri {
  if (namespace !== undefined && namespace !== end.namespace) return false;
  const applies = hasType(spec, direction);
  const selected = selects(member(spec, 'podSelector'), end.pod);
  if (applies === false || selected === false) return false;
  return namespace === undefined || applies === undefined ? undefined : selected;
}

/** Egress counts when it is named or rules for it are given; ingress always, unless types are given without it. */
function hasType(spec: Plain, direction: Direction): Tri {
  const types = member(spec, 'policyTypes');
  if (isUnknown(types) || isUnknown(spec)) return undefined;
  if (Array.isArray(types) && types.length > 0) {
    if (types.some((type) => String(type).toLowerCase() === direction)) return true;
    return types.some(isUnknown) ? undefined : false;
  }
  return direction === 'ingress' || member(spec, 'egress') !== undefined;
}

/** Whether a policy allows what it restricts, `other` being the far end and `port` that of the destination's pod. */
export function allows(
  { namespace, spec }: Policy,
  direction: Direction,
  own: Endpoint,
  other: Endpoint,
  port: number,
  protocol: 'TCP' | 'UDP' = 'TCP',
): Tri {
  const rules = member(spec, direction);
  if (isUnknown(rules)) return undefined;
  const peersKey = direction === 'ingress' ? 'from' : 'to';
  return some(Array.isArray(rules) ? rules : [], (rule) => {
    if (isUnknown(rule) || member(rule, '\uE000') !== undefined) return undefined;
    const peers = member(rule, peersKey);
    const reached = isEmpty(peers)
      ? true
      : isUnknown(peers)
        ? undefined
        : some(peers as readonly Plain[], (peer) => isPeer(peer, namespace ?? own.namespace, other));
    return both(reached, hasPort(member(rule, 'ports'), port, protocol));
  });
}

function isPeer(peer: Plain, home: string, { namespace, namespaceLabels, pod }: Endpoint): Tri {
  if (isUnknown(peer) || member(peer, 'ipBlock') !== undefined) return undefined;
  const namespaces = member(peer, 'namespaceSelector');
  const pods = member(peer, 'podSelector');
  const there = namespaces === undefined ? namespace === home : selects(namespaces, namespaceLabels);
  return both(there, pods === undefined ? true : selects(pods, pod));
}

function hasPort(ports: Plain | undefined, port: number, protocol: string): Tri {
  if (isEmpty(ports)) return true;
  if (!Array.isArray(ports)) return undefined;
  return some(ports, (entry) => {
    const [given, number, end] = [member(entry, 'protocol') ?? 'TCP', member(entry, 'port'), member(entry, 'endPort')];
    if (isUnknown(entry) || isUnknown(given) || isUnknown(number) || isUnknown(end)) return undefined;
    if (given !== protocol) return false;
    if (number === undefined || number === null) return true;
    // the name of a container's port
    if (typeof number !== 'number') return undefined;
    return typeof end === 'number' ? number <= port && port <= end : number === port;
  });
}

/** Whether a label selector takes something in. An empty one takes all. */
export function selects(selector: Plain | undefined, { labels, mayHave }: Labelled): Tri {
  if (isUnknown(selector)) return undefined;
  const equal = member(selector, 'matchLabels') ?? null;
  const expressions = member(selector, 'matchExpressions') ?? null;
  if (isUnknown(equal) || isUnknown(expressions)) return undefined;
  const value = (key: string): string | null | undefined => labels[key] ?? (mayHave(key) ? undefined : null);
  let answer: Tri = true;
  if (typeof equal === 'object' && equal !== null)
    for (const [key, wanted] of Object.entries(equal)) {
      const own = value(key);
      if (isUnknown(key) || isUnknown(wanted) || own === undefined) answer = undefined;
      else if (own !== String(wanted)) return false;
    }
  for (const expression of Array.isArray(expressions) ? expressions : []) {
    const own = holds(expression, value);
    if (own === false) return false;
    if (own === undefined) answer = undefined;
  }
  return answer;
}

/** A label without which a selector surely takes nothing in: its name and value. */
export function labelAskedFor(selector: Plain | undefined): readonly [string, string] | undefined {
  const equal = member(selector, 'matchLabels') ?? null;
  if (isUnknown(selector) || isUnknown(equal) || isUnknown(member(selector, 'matchExpressions'))) return undefined;
  if (typeof equal !== 'object' || equal === null) return undefined;
  const known = Object.entries(equal).find(([key, value]) => !isUnknown(key) && !isUnknown(value));
  return known && [known[0], String(known[1])];
}

function holds(expression: Plain, value: (key: string) => string | null | undefined): Tri {
  const [key, operator, list] = ['key', 'operator', 'values'].map((name) => member(expression, name));
  const values = Array.isArray(list) ? list : [];
  if (typeof key !== 'string' || isUnknown(key) || isUnknown(list) || values.some(isUnknown)) return undefined;
  const own = value(key);
  if (own === undefined) return undefined;
  const listed = own !== null && values.map(String).includes(own);
  switch (operator) {
    case 'In':
      return listed;
    case 'NotIn':
      return !listed;
    case 'Exists':
      return own !== null;
    case 'DoesNotExist':
      return own === null;
    default:
      return undefined;
  }
}

const isEmpty = (data: Plain | undefined): boolean =>
  data === undefined || data === null || (Array.isArray(data) && data.length === 0);

function some<T>(items: readonly T[], test: (item: T) => Tri): Tri {
  let answer: Tri = false;
  for (const item of items) {
    const own = test(item);
    if (own) return true;
    if (own === undefined) answer = undefined;
  }
  return answer;
}

const both = (a: Tri, b: Tri): Tri => (a === false || b === false ? false : a && b);
