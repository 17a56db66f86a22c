// Random stack settings, each name cut into dots and levels at random, in block style and in braces.
import fc from 'fast-check';

type Name = readonly string[];

/** A `config` map as text, and the settings in it by dotted name. */
export interface Config {
  readonly text: string;
  readonly values: ReadonlyMap<string, number>;
}

const steps = ['a', 'b', 'c', 'xpack'];

/** The name of a setting. */
export const settingName: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...steps), { minLength: 1, maxLength: 4 })
  .map((name) => name.join('.'));

/** Whether two names can both be settings: neither is the other or a level above it. */
export const apart = (a: string, b: string): boolean => !`${a}.`.startsWith(`${b}.`) && !`${b}.`.startsWith(`${a}.`);

const names = fc
  .uniqueArray(settingName, { minLength: 1, maxLength: 7 })
  .map((all) => all.filter((name, i) => all.slice(0, i).every((other) => apart(name, other))));

/** A manifest whose `spec.config` holds random settings in a random spelling. */
export const config: fc.Arbitrary<Config> = fc
  .record({
    names,
    choices: fc.array(fc.nat(11), { minLength: 24, maxLength: 24 }),
    step: fc.constantFrom(2, 4),
    eol: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ names, choices, step, eol }) => {
    const values = new Map(names.map((name, i) => [name, i]));
    const lines = new Speller(values, choices, step).block(
      names.map((name) => name.split('.')),
      0,
    );
    const pad = ' '.repeat(step);
    const text = ['kind: Kibana', 'spec:', `${pad}config:`, ...lines.map((line) => pad + pad + line), ''].join(eol);
    return { text, values };
  });

/** Settings that start alike, from the step on at which they are written. */
interface Group {
  readonly cut: number;
  readonly names: readonly Name[];
}

class Speller {
  readonly #values: ReadonlyMap<string, number>;
  readonly #choices: readonly number[];
  readonly #step: number;
  #used = 0;

  constructor(values: ReadonlyMap<string, number>, choices: readonly number[], step: number) {
    this.#values = values;
    this.#choices = choices;
    this.#step = step;
  }

  block(names: readonly Name[], from: number): string[] {
    return this.#groups(names, from).flatMap(({ cut, names }) => {
      const [first = []] = names;
      const key = first.slice(from, cut).join('.');
      const comment = this.#choose(6) === 0 ? [`# c${this.#used}`] : [];
      if (cut === first.length) return [...comment, `${key}: ${this.#value(first)}`];
      if (this.#choose(4) === 0) return [...comment, `${key}: ${this.#braces(names, cut)}`];
      return [...comment, `${key}:`, ...this.block(names, cut).map((line) => ' '.repeat(this.#step) + line)];
    });
  }

  #braces(names: readonly Name[], from: number): string {
    const entries = this.#groups(names, from).map(({ cut, names }) => {
      const [first = []] = names;
      const key = first.slice(from, cut).join('.');
      return `${key}: ${cut === first.length ? this.#value(first) : this.#braces(names, cut)}`;
    });
    return `{${entries.join(', ')}}`;
  }

  /** Which names share a key, and where that key ends. */
  #groups(names: readonly Name[], from: number): Group[] {
    const starts = [...new Set(names.map((name) => name[from]))];
    return starts.flatMap((start): Group[] => {
      const alike = names.filter((name) => name[from] === start);
      const [first = [], ...others] = alike;
      // one by one, each in a single dotted key
      if (this.#choose(3) === 0) return alike.map((name) => ({ cut: name.length, names: [name] }));
      let common = from + 1;
      while (common < first.length && others.every((name) => name[common] === first[common])) common += 1;
      return [{ cut: from + 1 + this.#choose(common - from), names: alike }];
    });
  }

  #value(name: Name): number {
    return this.#values.get(name.join('.')) as number;
  }

  #choose(below: number): number {
    const choice = this.#choices[this.#used % this.#choices.length] ?? 0;
    this.#used += 1;
    return choice % below;
  }
}
