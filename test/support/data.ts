// Random data for fixes to write.
import fc from 'fast-check';
import type { Data } from '../../rules/model/index.ts';

/** Texts that YAML, in one of its versions or places, would read as something else. */
const text = fc.oneof(
  fc.constantFrom('x', 'kb', 'yes', 'n', 'off', '010', '1e3', '8.10', '1_000', '0x1F', '.5', 'null', '~', ''),
  fc.constantFrom('a: b', '# c', '- x', '{a}', 'a, b', '[', '*x', '&x', '!x', "it's", '"q"', ' lead', 'trail ', '\t'),
  fc.constantFrom('two\nlines\n', 'ü', '<<', '=', '---', '...', '%x', '@x', '`x', '|', '>', '?', ':', '-'),
);

export const scalar = fc.oneof(text, fc.constantFrom<string | number | boolean>(0, 1, -3, 9200, 0.5, true, false));
const plain = { noNullPrototype: true };

export const data: fc.Arbitrary<Data> = fc.oneof(
  scalar,
  fc.constantFrom<Data>(null, {}, [], ['a'], [[1], []], [{ a: 1 }, { b: { c: [] } }]),
  fc.record({ name: text }, plain),
  fc.record({ name: scalar, more: fc.record({ deep: fc.array(scalar, { maxLength: 2 }) }, plain) }, plain),
);
