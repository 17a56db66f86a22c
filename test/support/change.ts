// What an edit should do to the data of a manifest, said on plain data.
import { parseDocument } from 'yaml';
import { Field, type Path, parse, plain } from '../../rules/model/index.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The data of a text to the YAML library, and to this project, which reads scalars as kubectl does. */
export interface Meanings {
  readonly library: Json;
  readonly kubectl: Json;
}

/** Reads a text in both ways; throws when the library finds an error. */
export function meaningsOf(text: string): Meanings {
  const document = parseDocument(text, { uniqueKeys: false, merge: true, prettyErrors: false, logLevel: 'silent' });
  if (document.errors[0]) throw document.errors[0];
  const library = document.toJS({ maxAliasCount: -1 }) as Json;
  const kubectl = (plain(Field.root(parse(text))) ?? null) as Json;
  // a copy, for aliases share their data
  return JSON.parse(JSON.stringify({ library, kubectl })) as Meanings;
}

/** Both meanings after the same change. */
export const changed = (before: Meanings, change: (data: Json) => Json): Meanings => ({
  library: change(before.library),
  kubectl: change(before.kubectl),
});

/** The data with what stands at a path put through `change`; undefined takes it out. */
export function at(path: Path, change: (data: Json | undefined) => Json | undefined): (data: Json) => Json {
  const [step, ...rest] = path;
  return (data) => {
    if (step === undefined) return change(data) ?? null;
    if (Array.isArray(data)) {
      const inner = through(data[step as number], rest, change);
      return data.flatMap((item, i) => (i !== step ? [item] : inner === undefined ? [] : [inner]));
    }
    const map = data as { readonly [key: string]: Json } | null;
    const inner = through(map?.[step], rest, change);
    const entries = Object.entries(map ?? {}).filter(([key]) => key !== step || inner !== undefined);
    const known = entries.some(([key]) => key === step);
    return Object.fromEntries([
      ...entries.map(([key, value]) => [key, key === step ? (inner as Json) : value]),
      ...(known || inner === undefined ? [] : [[step, inner]]),
    ]);
  };
}

function through(data: Json | undefined, path: Path, change: (data: Json | undefined) => Json | undefined) {
  return path.length === 0 ? change(data) : at(path, change)(data ?? null);
}

/** The same data, one key of a map called differently. */
export const renamed =
  (from: string, to: string) =>
  (data: Json | undefined): Json =>
    Object.fromEntries(
      Object.entries(data as { readonly [key: string]: Json }).map(([key, value]) => [key === from ? to : key, value]),
    );

/** The same data, the last key of a map moved behind another one. */
export const movedBehind =
  (after: string) =>
  (data: Json | undefined): Json => {
    const entries = Object.entries(data as { readonly [key: string]: Json });
    const last = entries.pop();
    const i = entries.findIndex(([key]) => key === after);
    if (last) entries.splice(i < 0 ? entries.length : i + 1, 0, last);
    return Object.fromEntries(entries);
  };

/** Every field of a text, those behind aliases too, the root last. */
export function fieldsOf(text: string): Field[] {
  const root = Field.root(parse(text));
  const below = (field: Field): Field[] => [...field.entries(), ...field.items()].flatMap((f) => [...below(f), f]);
  return root.exists ? [...below(root), root] : [];
}
