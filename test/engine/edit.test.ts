import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  append,
  type Edits,
  insert,
  insertSetting,
  printPath,
  remove,
  renameKey,
  replaceValue,
  replaceWith,
  replaceWithin,
  wrapInList,
} from '../../rules/engine/edit.ts';
import { applyEdits } from '../../rules/engine/fix.ts';
import { Field, type Path, parse, settingsOf } from '../../rules/model/index.ts';
import { at, changed, fieldsOf, type Json, meaningsOf, movedBehind, renamed } from '../support/change.ts';
import { data, scalar } from '../support/data.ts';
import { manifest } from '../support/manifests.ts';
import { runs } from '../support/runs.ts';
import { apart, config, settingName } from '../support/settings.ts';

interface Change {
  readonly edits: Edits;
  /** what should come of it, in plain data */
  readonly expected: (data: Json) => Json;
}

/** Tries a change at any place of any manifest: it is exact, or declined, and done in at least this share of the tries. */
function holds<T>(share: number, values: fc.Arbitrary<T>, make: (field: Field, value: T) => Change | undefined): void {
  let tried = 0;
  let done = 0;
  fc.assert(
    fc.property(manifest, fc.nat(), values, (before, pick, value) => {
      const fields = fieldsOf(before);
      const change = fields.length > 0 ? make(fields[pick % fields.length] as Field, value) : undefined;
      if (!change) return;
      tried += 1;
      if (!change.edits) return;
      done += 1;
      const after = applyEdits(before, change.edits);
      const wanted = changed(meaningsOf(before), change.expected);
      assert.deepEqual(meaningsOf(after), wanted, after);
      assert.equal(JSON.stringify(meaningsOf(after)), JSON.stringify(wanted));
      assert.deepEqual(commentsOf(after), commentsOf(before), after);
      assert.ok(!isJson(before) || isJson(after), after);
      for (const { span, newText } of change.edits) {
        assert.doesNotMatch(newText, /[ \t]$/m, after);
        assert.ok(newText === '' || !/\S\s*\n/.test(before.slice(span.start, span.end)), after);
      }
      if (before.includes('\r\n')) assert.doesNotMatch(after, /(?<!\r)\n/);
      else assert.ok(!after.includes('\r'));
    }),
    { numRuns: runs(300) },
  );
  assert.ok(done >= tried * share, `${done} of ${tried} are done`);
}

/** kubectl reads a file that starts with a brace as JSON, and as nothing else. */
function isJson(text: string): boolean {
  try {
    return JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}

const commentsOf = (text: string): string[] => text.match(/# c\d+/g) ?? [];

describe('an edit is exact, or declined:', () => {
  test('replaceValue changes one scalar', () => {
    holds(0.3, scalar, (field, value) => ({
      edits: replaceValue(field, value),
      expected: at(field.path, () => value),
    }));
  });

  test('replaceWith changes one value', () => {
    holds(0.3, data, (field, value) => ({
      edits: replaceWith(field, value),
      expected: at(field.path, () => value as Json),
    }));
  });

  test('wrapInList makes one scalar a list', () => {
    holds(0.3, fc.constant(undefined), (field) => ({
      edits: wrapInList(field),
      expected: at(field.path, (value) => [value ?? null]),
    }));
  });

  test('renameKey changes one key', () => {
    holds(0.5, fc.constantFrom('a', 'z', 'z.z', 'yes', 'a: b', ''), (field, name) => {
      if (!field.parent?.map) return undefined;
      return { edits: renameKey(field, name), expected: at(field.parent.path, renamed(String(field.name), name)) };
    });
  });

  test('insert adds an entry at the end, or behind another', () => {
    holds(0.3, fc.tuple(data, fc.nat(4)), (field, [value, n]) => {
      if (field.shape !== 'map' && field.shape !== 'null') return undefined;
      const after = n === 0 ? undefined : String(field.entries()[n - 1]?.name ?? 'none');
      return {
        edits: insert(field.get('z'), value, after),
        expected: (before) => {
          const there = at([...field.path, 'z'], () => value as Json)(before);
          return after === undefined || field.map?.flow ? there : at(field.path, movedBehind(after))(there);
        },
      };
    });
  });

  test('insert fills what is empty', () => {
    holds(0.2, data, (field, value) => {
      if (!isEmpty(field) || typeof field.name === 'number') return undefined;
      return { edits: insert(field, value), expected: at(field.path, () => value as Json) };
    });
  });

  test('append adds an item', () => {
    holds(0.3, data, (field, value) => {
      if (field.shape !== 'list') return undefined;
      return {
        edits: append(field, value),
        expected: at(field.path, (list) => [...(list as readonly Json[]), value as Json]),
      };
    });
  });

  test('remove takes out an entry or item, and the maps that would be empty', () => {
    holds(0.2, fc.constant(undefined), (field) => {
      if (!field.parent) return undefined;
      let top = field;
      while (top.parent?.parent && (top.parent.map ?? top.parent.list)?.items.length === 1) top = top.parent;
      return { edits: remove(field), expected: at(top.path, () => undefined) };
    });
  });
});

test('insertSetting adds one setting in any spelling, and changes no other', () => {
  let done = 0;
  fc.assert(
    fc.property(config, settingName, fc.nat(), ({ text, values }, name, pick) => {
      const names = [...values.keys()];
      fc.pre(names.every((other) => apart(name, other)));
      const like = [undefined, ...names][pick % (names.length + 1)];
      const field = Field.root(parse(text)).at(['spec', 'config']);
      const edits = insertSetting(field, settingsOf(field), name, 99, like);
      if (!edits) return;
      done += 1;
      const after = applyEdits(text, edits);
      const view = settingsOf(Field.root(parse(after)).at(['spec', 'config']));
      for (const [other, value] of [...values, [name, 99] as const])
        assert.equal(view.at(other).only?.value, value, `${other} of\n${after}`);
      assert.deepEqual(parse(after).errors, [], after);
      assert.deepEqual(commentsOf(after), commentsOf(text), after);
      for (const line of text.split('\n').filter((line) => !line.includes('{')))
        assert.ok(after.split('\n').includes(line), after);
      assert.equal(after.includes('\r\n'), text.includes('\r\n'));
    }),
    { numRuns: runs(500) },
  );
  assert.ok(done > 300, String(done));
});

/** A text after an edit at a place in it; undefined when the edit declines. */
function edited(text: string, path: Path, edit: (field: Field) => Edits): string | undefined {
  const edits = edit(Field.root(parse(text)).at(path));
  return edits && applyEdits(text, edits);
}

/** Cases in one line each: a text, and the text after the edit. */
function table(name: string, path: Path, edit: (field: Field) => Edits, cases: readonly [string, string?][]): void {
  describe(name, () => {
    for (const [before, after] of cases)
      test(`${after === undefined ? 'declines' : 'edits'} ${JSON.stringify(before)}`, () => {
        assert.equal(edited(before, path, edit), after);
      });
  });
}

table('insert makes the maps in between', ['a', 'z'], (z) => insert(z, { k: [1] }), [
  ['a:\n', 'a:\n  z:\n    k:\n      - 1\n'],
  ['a:', 'a:\n  z:\n    k:\n      - 1'],
  ['a: # todo\n', 'a: # todo\n  z:\n    k:\n      - 1\n'],
  ['a: # todo\n  # more\nb: 1\n', 'a: # todo\n  z:\n    k:\n      - 1\n  # more\nb: 1\n'],
  ['b:\n- 1\na:\n', 'b:\n- 1\na:\n  z:\n    k:\n    - 1\n'],
  ['b:\n    - 1\na:\n', 'b:\n    - 1\na:\n    z:\n        k:\n            - 1\n'],
  ['a: {}\n', 'a: {z: {k: [1]}}\n'],
  ['a: ""\n', 'a: {z: {k: [1]}}\n'],
  ['b: 1\n', 'b: 1\na:\n  z:\n    k:\n      - 1\n'],
  ['{"b": {}}', '{"b": {}, "a": {"z": {"k": [1]}}}'],
  // a null in words, with a tag or an anchor, in an explicit key: there is more to it than a missing value
  ['a: ~\n'],
  ['a: null # x\n'],
  ['a: !!map\n'],
  ['a: &x\n'],
  ['? a\n'],
  ['? a\n:\n'],
  ['a: x\n'],
  ['a: []\n'],
  ['a: *x\n'],
  ['a:\n  {{ x }}\n'],
]);

table('insert puts an entry behind the last', ['a', 'z'], (z) => insert(z, 1), [
  ['a:\n  b: 1', 'a:\n  b: 1\n  z: 1'],
  ['a:\r\n  b: 1\r\nc: 1\r\n', 'a:\r\n  b: 1\r\n  z: 1\r\nc: 1\r\n'],
  ['a:\n  b: 1 # x\n', 'a:\n  b: 1 # x\n  z: 1\n'],
  ['a:\n  b: 1\n  # own\n# none\nc: 1\n', 'a:\n  b: 1\n  z: 1\n  # own\n# none\nc: 1\n'],
  ['a:\n  b: 1\n    # deeper\n', 'a:\n  b: 1\n  z: 1\n    # deeper\n'],
  ['a:\n  b: 1\n\n\nc: 1\n', 'a:\n  b: 1\n  z: 1\n\n\nc: 1\n'],
  ['a:\n  b: 1\n...\n', 'a:\n  b: 1\n  z: 1\n...\n'],
  ['a:\n  b: |\n    x\n\nc: 1\n', 'a:\n  b: |\n    x\n  z: 1\n\nc: 1\n'],
  ['a:\n  b: |+\n    x\n\nc: 1\n', 'a:\n  b: |+\n    x\n\n  z: 1\nc: 1\n'],
  ['a:\n  b: >-\n    x', 'a:\n  b: >-\n    x\n  z: 1'],
  ['a:\n  b:\n', 'a:\n  b:\n  z: 1\n'],
  ['a:\n  b:\n  - x\n', 'a:\n  b:\n  - x\n  z: 1\n'],
  ['a:\n  b:\n  - x: 1\n    y:\n    - 1\n', 'a:\n  b:\n  - x: 1\n    y:\n    - 1\n  z: 1\n'],
  ['a:\n  b: 1\n  ? c\n', 'a:\n  b: 1\n  ? c\n  z: 1\n'],
  ['a:\n  b:\t1\n', 'a:\n  b:\t1\n  z: 1\n'],
  ['a:\n  <<: {b: 1}\n', 'a:\n  <<: {b: 1}\n  z: 1\n'],
  ['a: &x\n  b: 1\n', 'a: &x\n  b: 1\n  z: 1\n'],
  ['a: {b: 1,}\n', 'a: {b: 1, z: 1}\n'],
  ['a: {\n  b: 1\n}\n', 'a: {\n  b: 1,\n  z: 1\n}\n'],
  ['a: {b: , c}\n', 'a: {b: , c, z: 1}\n'],
  ['a: &x\n  b: 1\nc: *x\n'],
  ['a: {b: 1 # x\n  }\n'],
  ['a: [b: [1]]\n'],
  ['a:\n  ? b\n  : 1\n'],
  ['a:\n  {{- if x }}\n  b: 1\n  {{- end }}\n'],
]);

table('insert keeps what stands around the root', ['z'], (z) => insert(z, 1), [
  ['\uFEFFa: 1\n', '\uFEFFa: 1\nz: 1\n'],
  ['%YAML 1.2\n---\na: 1\n# c\n', '%YAML 1.2\n---\na: 1\nz: 1\n# c\n'],
  ['--- {a: 1}\n', '--- {a: 1, z: 1}\n'],
  ['  a: 1\n  b: 2\n', '  a: 1\n  b: 2\n  z: 1\n'],
  [''],
  ['# c\n'],
  ['null\n'],
]);

table('insert finds the column of a list item', [0, 'z'], (z) => insert(z, 1), [
  ['- a: 1\n', '- a: 1\n  z: 1\n'],
  ['-   a: 1\n', '-   a: 1\n    z: 1\n'],
  ['-\n  a: 1\n', '-\n  a: 1\n  z: 1\n'],
  ['- # c\n    a: 1\n', '- # c\n    a: 1\n    z: 1\n'],
  ['-\ta: 1\n'],
  ['- - 1\n'],
]);

table('append adds an item in the column of the others', ['a'], (a) => append(a, { k: [1], l: 2 }), [
  ['a:\n- x\nb: 1\n', 'a:\n- x\n- k:\n  - 1\n  l: 2\nb: 1\n'],
  ['a:\n  - x # c\n  # d\nb: 1\n', 'a:\n  - x # c\n  - k:\n      - 1\n    l: 2\n  # d\nb: 1\n'],
  ['a:\n  - - x\n  - - y', 'a:\n  - - x\n  - - y\n  - k:\n      - 1\n    l: 2'],
  ['a:\n  -\n', 'a:\n  -\n  - k:\n      - 1\n    l: 2\n'],
  ['a: []\n', 'a: [{k: [1], l: 2}]\n'],
  ['a: [\n  x,\n  y,\n]\n', 'a: [\n  x,\n  y,\n  {k: [1], l: 2}\n]\n'],
  ['a: [x, # c\n  y]\n', 'a: [x, # c\n  y,\n  {k: [1], l: 2}]\n'],
  ['a: [x, y # c\n]\n'],
  ['a: ["x"]\n', 'a: ["x", {"k": [1], "l": 2}]\n'],
  ['a: &l\n  - x\nb: *l\n'],
  ['a:\n  - x\n  {{- x }}\n'],
]);

table('remove takes out whole lines', ['b'], remove, [
  ['a: 1\r\nb: 2\r\nc: 3\r\n', 'a: 1\r\nc: 3\r\n'],
  ['a: 1\nb:\n- x\n- y\nc: 2\n', 'a: 1\nc: 2\n'],
  ['a: 1\nb: {x: 1,\n  y: 2}\nc: 1\n', 'a: 1\nc: 1\n'],
  ['a: 1\n# x\nb: 2\n# y\n', 'a: 1\n# x\n# y\n'],
  ['a: 1\nb: 2\n...\n', 'a: 1\n...\n'],
  ['{\n  "a": 1,\n  "b": 2\n}\n', '{\n  "a": 1\n}\n'],
  ['{\r\n  "b": 1,\r\n  "a": 2\r\n}\r\n', '{\r\n  "a": 2\r\n}\r\n'],
  ['{a: 1, b, c: 2}', '{a: 1, c: 2}'],
  ['a: 1\nb: 2 # x\n'],
  ['a: 1\nb: # x\n  c: 1\n'],
  ['{a: 1, ? b : 2, c: 3}'],
  ['{a: 1, !!str b: 2}'],
  ['\uFEFFb: 1\na: 1\n'],
  ['b: 1\n'],
  // what stands below would become part of the block scalar above
  ['a: |+\n  x\n\nb: 1\n\nc: 1\n'],
  ['a: |\n  x\nb: 1\n  # deep\nc: 1\n'],
  // somebody else reads it
  ['a: 1\nb: &x 1\nc: *x\n'],
  ['a: 1\nb: {c: &x 1}\nd: *x\n'],
  // another value would come to light
  ['b: 1\na: 1\nb: 2\n'],
  ['<<: {b: 2}\na: 1\nb: 1\n'],
  ['a: 1\n{{- if x }}\nb: 2\n{{- end }}\n'],
]);

table('remove takes out an item', ['a', 0], remove, [
  ['a:\n  - x: 1\n    y: 2\n  - z\n', 'a:\n  - z\n'],
  ['a:\n  - - x\n    - y\n  - z\n', 'a:\n  - z\n'],
  ['a: [{x: 1}, y]\n', 'a: [y]\n'],
  ['a: [\n  x,\n  y\n]\n', 'a: [\n  y\n]\n'],
  ['b: 1\na:\n- x\n', 'b: 1\n'],
  ['a:\n  -\n    x: 1\n  - y\n'],
  ['a:\n  - # c\n    x\n  - y\n'],
]);

table('renameKey keeps the quotes', ['a'], (a) => renameKey(a, "z's"), [
  ['a : 1\n', "z's : 1\n"],
  ['"a": 1\n', '"z\'s": 1\n'],
  ["'a': 1\n", "z's: 1\n"],
  ['? a\n: 1\n', "? z's\n: 1\n"],
  ['{a}', "{z's}"],
  ['a: 1\na: 2\n'],
  ["a: 1\nz's: 2\n"],
  ["<<: {z's: 1}\na: 1\n"],
  ['<<: {a: 1}\n'],
  ['&k a: 1\nb: *k\n'],
  ['? |\n  a\n: 1\n'],
  ['x: &x\n  b: 1\na: *x\n'],
]);

table('replaceValue keeps the quotes where they can hold the value', ['a'], (a) => replaceValue(a, "it's"), [
  ['a: 1 # c\n', "a: it's # c\n"],
  ['a: "x"\n', 'a: "it\'s"\n'],
  ["a: 'x'\n", "a: it's\n"],
  ['a: &x 5\n', "a: &x it's\n"],
  ['a:\n  x\n', "a:\n  it's\n"],
  ['a: x\na: y\n', "a: x\na: it's\n"],
  ['a: !!str 5\n'],
  ['a: &x 5\nb: *x\n'],
  ['a: *x\n'],
  ['a: |\n  x\n'],
  ['a: "x\n  y"\n'],
  ['a:\n'],
  ['a: x-{{ y }}\n'],
  ['a: $(X)\n'],
]);

table('replaceWithin changes part of a text', ['a'], (a) => replaceWithin(a, 'x', '8.1'), [
  ['a: x:x\n', 'a: x:8.1\n'],
  ['a: "x"\n', 'a: "8.1"\n'],
  ['a: y\n'],
  // bare, it would become a number
  ['a: x\n'],
]);

test('replaceWithin declines what quotes or bare text cannot hold', () => {
  for (const [text, to] of [
    ['a: "x"', '"'],
    ["a: 'x'", "'"],
    ['a: x', 'y: z'],
    ['a: x', 'y #'],
    ['a: "x"', '\\'],
  ] as const)
    assert.equal(
      edited(text, ['a'], (a) => replaceWithin(a, 'x', to)),
      undefined,
      text,
    );
});

table('insertSetting copies the spelling of a setting like it', ['config'], (config) => insertLike(config), [
  ['config:\n  a.b.one.order: 0\n  c: 1\n', 'config:\n  a.b.one.order: 0\n  a.b.two.order: 1\n  c: 1\n'],
  [
    'config:\n  a:\n    b:\n      one:\n        order: 0\n',
    'config:\n  a:\n    b:\n      one:\n        order: 0\n      two:\n        order: 1\n',
  ],
  ['config:\n  a.b:\n    one: {order: 0}\n', 'config:\n  a.b:\n    one: {order: 0}\n    two: {order: 1}\n'],
  ['config:\n  a.b: {one: {order: 0}}\n', 'config:\n  a.b: {one: {order: 0}, two: {order: 1}}\n'],
  ['config: {"a.b.one.order": 0}\n', 'config: {"a.b.one.order": 0, "a.b.two.order": 1}\n'],
  ['{"config": {"a.b.one.order": 0}}\n', '{"config": {"a.b.one.order": 0, "a.b.two.order": 1}}\n'],
  [
    'config:\n  a.b.one:\n    order: 0\n  a.b.two:\n    x: 1\n',
    'config:\n  a.b.one:\n    order: 0\n  a.b.two:\n    x: 1\n    order: 1\n',
  ],
  ['config:\n  a.b: {}\n', 'config:\n  a.b: {two.order: 1}\n'],
  ['config:\n', 'config:\n  a.b.two.order: 1\n'],
  ['config: {}\n', 'config: {a.b.two.order: 1}\n'],
  ['config: # later\n', 'config: # later\n  a.b.two.order: 1\n'],
  ['other: 1\n', 'other: 1\nconfig:\n  a.b.two.order: 1\n'],
  ['config: {{ toYaml .x }}\n'],
]);

function insertLike(config: Field): Edits {
  const settings = settingsOf(config);
  return insertSetting(config, settings, 'a.b.two.order', 1, 'a.b.one.order');
}

test('a path is printed the way people write it', () => {
  assert.equal(printPath(['spec', 'nodeSets', 0, 'config']), 'spec.nodeSets[0].config');
});

const isEmpty = (field: Field): boolean =>
  field.shape === 'null' || field.value === '' || (field.map ?? field.list)?.items.length === 0;
