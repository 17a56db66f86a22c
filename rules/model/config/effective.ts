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

export class EffectiveConfig {
  /** later ones win */
  readonly layers: readonly Layer[];

  constructor(layers: readonly Layer[]) {
    this.layers = layers;
  }

  /** Some layer may set more than is seen. */
  get hidden(): boolean {
    return this.layers.some((layer) => layer.hidden);
  }

  /** The layers that have a say about a name: those from the last one that replaces all below it. */
  #about(name: string): readonly Layer[] {
    const last = this.layers.findLastIndex(
      (layer) => layer.replaces && layer.settings.some((s) => s.name === name || name.startsWith(`${s.name}.`)),
    );
    return last < 0 ? this.layers : this.layers.slice(last);
  }

  /** Every place that writes exactly this name, lowest layer first. */
  written(name: string): Decided[] {
    return this.#about(name).flatMap((layer) =>
      layer.settings.filter((s) => s.name === name).map(({ value, path }) => ({ value, layer, path })),
    );
  }

  /** Every place that writes this name or something below it, lowest layer first. */
  under(name: string): SettingPlace[] {
    return this.#about(name).flatMap((layer) =>
      layer.settings
        .filter((s) => s.name === name || s.name.startsWith(`${name}.`))
        .map(({ name, value, path }) => ({ name, value, layer, path })),
    );
  }

  /** The names one level below `name`, in the order they first appear. */
  children(name: string): string[] {
    const start = name === '' ? 0 : name.length + 1;
    const names = this.under(name).filter((s) => s.name.length > start);
    return [...new Set(names.map((s) => s.name.slice(start).split('.')[0] as string))];
  }

  /**
   * The scalar that counts. Undefined when it is absent; its value is unknown when one document sets it twice, for then
   * ECK's choice is random, or when a placeholder stands there.
   */
  scalar(name: string): Decided | undefined {
    let decided: Decided | undefined;
    for (const layer of this.layers) {
      const own = layer.settings.filter((s) => s.name === name);
      const [first] = own;
      if (!first) continue;
      if (own.length > 1) decided = { value: '\uE000', layer, path: first.path };
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
