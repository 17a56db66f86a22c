// Objects as the API server gives them: JSON whose shape nobody promises. Everything is read through `dig`.

export interface Live {
  readonly [key: string]: unknown;
}

/** What stands at a path of keys and indexes; undefined when there is nothing. */
export function dig(value: unknown, ...path: readonly (string | number)[]): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string | number, unknown>)[key];
  }
  return at;
}

/** The text at a path; undefined for anything else and for the empty text. */
export function text(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = dig(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** The list at a path, or an empty one. */
export function list(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = dig(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The texts in the list at a path. */
export const texts = (value: unknown, ...path: readonly (string | number)[]): string[] =>
  list(value, ...path).filter((it) => typeof it === 'string');

/** The texts of a map at a path, such as labels. */
export function map(value: unknown, ...path: readonly (string | number)[]): Readonly<Record<string, string>> {
  const found = dig(value, ...path);
  if (typeof found !== 'object' || found === null) return {};
  return Object.fromEntries(Object.entries(found).filter(([, item]) => typeof item === 'string'));
}

/** A key of a Secret, decoded. */
export function secretText(secret: unknown, key: string): string | undefined {
  const base64 = text(secret, 'data', key);
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64').toString('utf8');
}

export const nameOf = (object: unknown): string => text(object, 'metadata', 'name') ?? '';
export const namespaceOf = (object: unknown): string => text(object, 'metadata', 'namespace') ?? '';
export const annotation = (object: unknown, key: string): string | undefined =>
  text(object, 'metadata', 'annotations', key);

/** JSON in an annotation that the operator writes; undefined when it is not there or not JSON. */
export function annotated(object: unknown, key: string): unknown {
  try {
    return JSON.parse(annotation(object, key) ?? '');
  } catch {
    return undefined;
  }
}

export const isReady = (pod: unknown): boolean =>
  list(pod, 'status', 'conditions').some((it) => dig(it, 'type') === 'Ready' && dig(it, 'status') === 'True');
