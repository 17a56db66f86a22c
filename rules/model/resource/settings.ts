// Stack settings inside `config`: `a.b.c`, `a: {b.c: …}` and any other split are the same setting to ECK. One view
// reads them all by dotted name and keeps where each was written. Merging follows ECK: nested and dotted keys of one
// document become one tree, and a key in brackets (`[a.b]`) is not split.
import type { Field } from '../text/field.ts';

const none: ReadonlyMap<string, Setting> = new Map();

export class Setting {
  /** dotted name from the top of the view */
  readonly name: string;
  /** every field that is written at exactly this name: a scalar, list, null or map */
  readonly written: Field[] = [];
  #children: Map<string, Setting> | undefined;

  constructor(name: string) {
    this.name = name;
  }

  get children(): ReadonlyMap<string, Setting> {
    return this.#children ?? none;
  }

  /** The setting one step below this one, made when it is new. */
  below(step: string): Setting {
    let child = this.#children?.get(step);
    if (!child) {
      child = new Setting(this.name ? `${this.name}.${step}` : step);
      this.#children ??= new Map();
      this.#children.set(step, child);
    }
    return child;
  }

  /** Written here or below. */
  get exists(): boolean {
    return this.written.length > 0 || this.children.size > 0;
  }

  /** The field to read a scalar or list from; undefined when absent or set twice, for then ECK's choice is random. */
  get only(): Field | undefined {
    return this.written.length === 1 ? this.written[0] : undefined;
  }

  /** Where this setting, or the first of those below it, is written. */
  get place(): Field | undefined {
    if (this.written[0]) return this.written[0];
    for (const child of this.children.values()) {
      const place = child.place;
      if (place) return place;
    }
    return undefined;
  }

  /** The setting at a dotted name below this one; it may not exist. */
  at(name: string): Setting {
    let setting: Setting = this;
    for (const step of name.split('.')) {
      const child = setting.children.get(step);
      if (!child) return new Setting(this.name ? `${this.name}.${name}` : name);
      setting = child;
    }
    return setting;
  }

  /** Whether all of it can be seen: no template line among the maps it is written in. */
  get complete(): boolean {
    return this.written.every((f) => f.complete) && [...this.children.values()].every((child) => child.complete);
  }
}

const views = new WeakMap<object, Setting>();

/** The settings of a `config` map; an empty view when it is missing, null or filled by a template. */
export function settingsOf(config: Field): Setting {
  const key = config.map;
  const known = key && views.get(key);
  if (known && !config.shared) return known;
  const root = new Setting('');
  if (config.exists) root.written.push(config);
  add(root, config, 0);
  if (key && !config.shared) views.set(key, root);
  return root;
}

/** Names in a key, and maps in maps. */
const deepest = 32;

function add(setting: Setting, map: Field, depth: number): void {
  if (depth > deepest) return;
  for (const entry of map.entries()) {
    const key = String(entry.name);
    const dotted = key.split('.');
    // no setting is that deep: a key made to exhaust is taken as it stands
    const steps = /^\[.*\]$/.test(key) ? [key.slice(1, -1)] : dotted.length > deepest ? [key] : dotted;
    let at = setting;
    for (const step of steps) at = at.below(step);
    at.written.push(entry);
    if (entry.map) add(at, entry, depth + 1);
  }
}
