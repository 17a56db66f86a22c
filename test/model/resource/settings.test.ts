import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Field, parse, type Setting, settingsOf } from '../../../rules/model/index.ts';
import { runs } from '../../support/runs.ts';
import { config, settingName } from '../../support/settings.ts';

const viewOf = (text: string): Setting => settingsOf(Field.root(parse(text)).at(['spec', 'config']));

/** The values of a view by dotted name, from a manifest that writes just these lines as its `config`. */
const viewOfConfig = (...lines: string[]): Setting =>
  viewOf(`spec:\n  config:\n${lines.map((line) => `    ${line}\n`).join('')}`);

function leaves(setting: Setting): [string, unknown][] {
  if (setting.children.size > 0) return [...setting.children.values()].flatMap(leaves);
  return setting.written.map((field) => [setting.name, field.value]);
}

describe('the settings view', () => {
  test('reads the same values whatever the spelling', () => {
    fc.assert(
      fc.property(config, settingName, ({ text, values }, other) => {
        const view = viewOf(text);
        assert.deepEqual(new Map(leaves(view)), values, text);
        for (const [name, value] of values) assert.equal(view.at(name).only?.value, value);
        assert.equal(
          view.at(other).exists,
          [...values.keys()].some((name) => `${name}.`.startsWith(`${other}.`)),
          other,
        );
      }),
      { numRuns: runs(500) },
    );
  });

  test('gives the place of each occurrence', () => {
    fc.assert(
      fc.property(config, ({ text, values }) => {
        const view = viewOf(text);
        for (const [name, value] of values) {
          const field = view.at(name).place;
          const { start, end } = field?.span ?? { start: 0, end: 0 };
          assert.equal(text.slice(start, end), String(value));
          const { start: from, end: to } = field?.keySpan ?? { start: 0, end: 0 };
          assert.ok(name.endsWith(text.slice(from, to)));
        }
      }),
      { numRuns: runs(300) },
    );
  });

  test('joins dotted and nested keys into one tree', () => {
    const view = viewOfConfig('a.b.c: 1', 'a:', '  b.d: 2', '  b:', '    e: 3');
    assert.deepEqual([...view.at('a.b').children.keys()], ['c', 'd', 'e']);
    assert.equal(view.at('a').at('b.e').only?.value, 3);
  });

  test('gives both places of a setting that is written twice, and no single one', () => {
    const twice = viewOfConfig('a.b: 1', 'a: {b: 2}').at('a.b');
    assert.deepEqual(
      twice.written.map((f) => f.value),
      [1, 2],
    );
    assert.equal(twice.only, undefined);
    assert.equal(twice.place?.value, 1);
  });

  test('does not split a key in brackets', () => {
    const view = viewOfConfig('"[a.b]": 1', 'c: {"[d.e]": 2}');
    assert.equal(view.at('a.b').exists, false);
    assert.equal(view.children.get('a.b')?.only?.value, 1);
    assert.equal(view.at('c').children.get('d.e')?.only?.value, 2);
  });

  test('tells an empty map, null and a list from what is absent', () => {
    const view = viewOfConfig('a: {}', 'b:', 'c: []', 'd: [x]');
    assert.deepEqual(
      ['a', 'b', 'c', 'd', 'e'].map((name) => [view.at(name).exists, view.at(name).only?.shape]),
      [
        [true, 'map'],
        [true, 'null'],
        [true, 'list'],
        [true, 'list'],
        [false, undefined],
      ],
    );
  });

  test('names a setting that is absent by its full name', () => {
    assert.equal(viewOfConfig('a: {b: 1}').at('a').at('c.d').name, 'a.c.d');
    assert.equal(viewOfConfig('a: 1').at('b').name, 'b');
  });

  test('is complete unless a template line stands inside', () => {
    const view = viewOfConfig('a:', '  b: 1', '  {{- if .x }}', '  c: 2', '  {{- end }}', 'd: {{ .y }}');
    assert.equal(view.complete, false);
    assert.equal(view.at('a').complete, false);
    assert.equal(view.at('a.b').complete, false);
    assert.equal(view.at('d').complete, true);
    assert.equal(view.at('d').only?.shape, 'template');
  });

  test('is empty for a config that is missing, null or a template', () => {
    for (const text of ['spec: {}', 'spec:\n  config:', 'spec:\n  config: {{ toYaml .x | nindent 4 }}'])
      assert.equal(viewOf(text).at('a').exists, false);
  });

  test('follows aliases and merge keys', () => {
    const text = 'x: &x\n  a.b: 1\nspec:\n  config:\n    <<: *x\n    c: *x\n';
    const view = viewOf(text);
    assert.equal(view.at('a.b').only?.value, 1);
    assert.equal(view.at('c.a.b').only?.value, 1);
    assert.equal(view.at('c.a.b').only?.shared, true);
  });
});
