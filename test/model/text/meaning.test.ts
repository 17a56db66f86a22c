// What kubectl makes of scalars; the expected values come from `kubectl annotate --local -o json` (1.32).
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field, parse } from '../../../rules/model/index.ts';

const read = (source: string): Field => Field.root(parse(`a: ${source}\n`)).get('a');

function means(value: unknown, sources: readonly string[]): void {
  for (const source of sources)
    test(`${JSON.stringify(source)} is ${JSON.stringify(value)}`, () =>
      assert.ok(Object.is(read(source).value, value)));
}

describe('a bare word', () => {
  means(true, ['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'true', 'True', 'TRUE']);
  means(false, ['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'false', 'False', 'FALSE']);
  means(null, ['', '~', 'null', 'Null', 'NULL']);
  for (const text of ['yEs', 'tRUE', 'nULL', 'none', 'enabled', '=', '..', '+']) means(text, [text]);
});

describe('a bare number', () => {
  means(420, ['0644', '0o644', '0O644', '0_644', '+0644']);
  means(31, ['0x1F', '0X1f', '0x_1F', '+0x1f', '31', '3_1', '31.', '3.1e1']);
  means(-31, ['-0x1F', '-0b11111', '-0o37', '-037']);
  means(3, ['0b11', '0B1_1']);
  means(8, ['08', '8.0']);
  means(0, ['0', '-0', '0_', '0.', '00']);
  means(10.5, ['10.5', '1_0.5', '010.5']);
  means(1000, ['1e3', '1E+3', '1_e3', '1_000']);
  means(0.05, ['.05', '+.5e-1', '5e-2']);
  means(2 ** 70, ['1180591620717411303424']);
});

describe('what only looks like a number is text', () => {
  for (const text of ['9.2.1', '_1', '._5', '0x', '0x_', '0b2', '0o8', '0o', '1e', 'e3', '1:30', '--1', '1e400'])
    means(text, [text]);
  for (const text of ['2001-01-01', '2001-01-01T00:00:00Z', '0x1.8p1']) means(text, [text]);
});

describe('quotes and tags', () => {
  means('yes', ['"yes"', "'yes'", '!!str yes', '! yes', '!custom yes']);
  means('5', ['"5"', '!!str 5', '! 5', '!custom 5']);
  means('', ['""', "''", '!!str']);
  means(5, ['!!int "5"', '!!int 5', '!!float 5']);
  means(true, ['!!bool "true"', '!!bool yes']);
  means(null, ['!!null ""']);
  means('yes\n', ['|\n  yes\n', '>\n  yes\n']);
  means('yes', ['|-\n  yes\n', '>-\n  yes\n']);
});

test('the text of a scalar is what stands there, quotes removed', () => {
  assert.deepEqual(
    ['0644', 'yes', '"a\\tb"', "'it''s'", '8.10'].map((source) => read(source).text),
    ['0644', 'yes', 'a\tb', "it's", '8.10'],
  );
  assert.deepEqual(
    ['', '~', '{}', '[]', '{{ .x }}', 'a-$(B)'].map((source) => read(source).text),
    [undefined, undefined, undefined, undefined, undefined, undefined],
  );
});
