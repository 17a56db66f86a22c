// The settings a Kibana or Elasticsearch ends up with: its own `config`, then every StackConfigPolicy that selects it,
// lowest weight first, then the container's environment and the keystore. Merging follows ECK: maps join, a later scalar wins, lists are
// appended, null takes a scalar away and clears nothing else.

import type { SettingFact } from '../resource/contribution.ts';
import type { Path } from '../text/field.ts';
import { isUnknown, type Plain } from '../text/plain.ts';
import type { Entry } from '../workspace/entry.ts';

/** One place that sets settings. */
export interface Layer {
  readonly entry: Entry;
  readonly settings: readonly SettingFact[];
  /** something in it cannot be seen, so any setting may be in it */
  readonly hidden: boolean;
  /** it is no part of the merged file: what it sets stands instead of whatever the layers below have there */
  readonly replaces?: boolean;
}

/** A setting and the place that decided it. */
export interface Decided {
  readonly value: Plain;
  readonly layer: Layer;
  readonly path: Path;
}

/** The same with its dotted name. */
export type SettingPlace = Decided & { readonly name: string };

/** Answers by name. Many rules ask for the same names, and for a policy once for each resource it is applied to. */
class Answers<T> {
  readonly #known = new Map<string, T>();
  readonly #find: (name: string) => T;

  constructor(find: (name: string) => T) {
    this.#find = find;
  }

  get(name: string): T {
    let answer = this.#known.get(name);
    if (answer === undefined && !this.#known.has(name)) {
      answer = this.#find(name);
      this.#known.set(name, answer);
    }
    return answer as T;
  }
}

export class EffectiveConfig {
  /** later ones win */
  readonly layers: readonly Layer[];
  /** Some layer may set more than is seen. */
  readonly hidden: boolean;
  #clear: Map<Entry, Layer[]> | undefined;
  readonly #written = new Answers((name) => this.#findWritten(name));
  readonly #under = new Answers((name) => this.#findUnder(name));
  readonly #children = new Answers((name) => this.#findChildren(name));
  readonly #scalars = new Answers((name) => this.#findScalar(name));

  constructor(layers: readonly Layer[]) {
    this.layers = layers;
    this.hidden = layers.some((layer) => layer.hidden);
  }

  /** The layers of a resource, as far as nothing in them or above them is hidden: a template may bring other lines. */
  clearLayersOf(entry: Entry): readonly Layer[] {
    if (!this.#clear) {
      this.#clear = new Map();
      for (const layer of this.layers.slice(this.layers.findLastIndex(({ hidden }) => hidden) + 1)) {
        const others = this.#clear.get(layer.entry);
        if (others) others.push(layer);
        else this.#clear.set(layer.entry, [layer]);
      }
    }
    return this.#clear.get(entry) ?? [];
  }

  /** The layers that have a say about a name: those from the last one that replaces all below it. */
  #about(name: string): readonly Layer[] {
    const last = this.layers.findLastIndex(
      (layer) => layer.replaces && layer.settings.some((s) => s.name === name || name.startsWith(`${s.name}.`)),
    );
    return last < 0 ? this.layers : this.layers.slice(last);
  }

  /** Every place that writes exactly this name, lowest layer first. */
  written(name: string): readonly Decided[] {
    return this.#written.get(name);
  }

  #findWritten(name: string): Decided[] {
    const found: Decided[] = [];
    for (const layer of this.#about(name))
      for (const { name: own, value, path } of layer.settings) if (own === name) found.push({ value, layer, path });
    return found;
  }

  /** Every place that writes this name or something below it, lowest layer first. */
  under(name: string): readonly SettingPlace[] {
    return this.#under.get(name);
  }

  #findUnder(name: string): SettingPlace[] {
    const start = `${name}.`;
    const found: SettingPlace[] = [];
    for (const layer of this.#about(name))
      for (const { name: own, value, path } of layer.settings)
        if (own === name || own.startsWith(start)) found.push({ name: own, value, layer, path });
    return found;
  }

  /** The names one level below `name`, in the order they first appear. */
  children(name: string): readonly string[] {
    return this.#children.get(name);
  }

  #findChildren(name: string): string[] {
    const start = name === '' ? 0 : name.length + 1;
    const names = this.under(name).filter((s) => s.name.length > start);
    return [...new Set(names.map((s) => s.name.slice(start).split('.')[0] as string))];
  }

  /**
   * The scalar that counts. Undefined when it is absent; its value is unknown when one document sets it twice, for then
   * ECK's choice is random, or when a placeholder stands there.
   */
  scalar(name: string): Decided | undefined {
    return this.#scalars.get(name);
  }

  #findScalar(name: string): Decided | undefined {
    let decided: Decided | undefined;
    for (const layer of this.layers) {
      const first = layer.settings.find((s) => s.name === name);
      if (!first) continue;
      const isTwice = layer.settings.findLast((s) => s.name === name) !== first;
      if (isTwice) decided = { value: '\uE000', layer, path: first.path };
      else if (first.value === null && !Array.isArray(decided?.value)) decided = undefined;
      else decided = { value: first.value, layer, path: first.path };
    }
    return decided;
  }

  /** The items of a list over all layers; undefined when absent, `unknown` when it cannot be read. */
  list(name: string): readonly Plain[] | 'unknown' | undefined {
    let items: Plain[] | undefined;
    for (const { value } of this.written(name)) {
      if (isUnknown(value)) return 'unknown';
      if (Array.isArray(value)) items = [...(items ?? []), ...value];
      else if (value !== null) return 'unknown';
    }
    return items;
  }
}
