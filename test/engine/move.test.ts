import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Edits } from '../../rules/engine/edit.ts';
import { applyEdits } from '../../rules/engine/fix.ts';
import { listToMap, mapToList, moveEntry, removeLevel } from '../../rules/engine/move.ts';
import { Field, type Path, parse } from '../../rules/model/index.ts';
import { at, changed, fieldsOf, type Json, meaningsOf } from '../support/change.ts';
import { manifest } from '../support/manifests.ts';
import { runs } from '../support/runs.ts';

type Map = { readonly [key: string]: Json };

interface Change {
  readonly edits: Edits;
  readonly expected: (data: Json) => Json;
}

/** Tries a move at any place of any manifest: it is exact and keeps every comment, or it is declined. */
function holds(least: number, make: (field: Field, pick: number) => Change | undefined): void {
  let done = 0;
  fc.assert(
    fc.property(manifest, fc.nat(), (before, pick) => {
      const fields = fieldsOf(before).filter(({ parent }) => parent);
      for (const field of fields) {
        const change = make(field, pick);
        if (!change?.edits) continue;
        done += 1;
        const after = applyEdits(before, change.edits);
        assert.deepEqual(meaningsOf(after), changed(meaningsOf(before), change.expected), `${before}\n=>\n${after}`);
        assert.deepEqual(commentsOf(after), commentsOf(before), after);
        assert.doesNotMatch(after, before.includes('\r\n') ? /(?<!\r)\n/ : /\r/);
      }
    }),
    { numRuns: runs(300) },
  );
  assert.ok(done >= least, `${done} are done`);
}

const commentsOf = (text: string): string[] => (text.match(/# c\d+/g) ?? []).sort();
const without = (name: string | number) => (data: Json | undefined) =>
  Object.fromEntries(Object.entries((data ?? {}) as Map).filter(([key]) => key !== name));
const valueAt = (data: Json, path: Path): Json => path.reduce<Json>((d, step) => (d as Map)[step] ?? null, data);

describe('a move is exact, or declined:', () => {
  test('into a level of its own', () => {
    holds(2, (field) => {
      const { parent, name } = field;
      if (!parent?.map || typeof name !== 'string' || parent.get('z').exists) return undefined;
      return {
        edits: moveEntry(field, parent.get('z').get('y').get(name)),
        expected: at(parent.path, (map) => ({
          ...without(name)(map),
          z: { y: { [name]: (map as Map)[name] as Json } },
        })),
      };
    });
  });

  test('one level up, and under another name', () => {
    holds(2, (field, pick) => {
      const { parent, name } = field;
      const home = parent?.parent;
      if (!parent?.map || !home?.map || typeof name !== 'string') return undefined;
      const to = pick % 2 === 0 ? 'z' : name;
      if (home.get(to).exists) return undefined;
      return {
        edits: moveEntry(field, home.get(to)),
        expected: (data) => {
          const value = valueAt(data, field.path);
          // a map left empty goes, too
          const gone = parent.map?.items.length === 1 ? parent : field;
          const left = at(gone.parent?.path ?? [], without(gone.name))(data);
          return at([...home.path, to], () => value)(left);
        },
      };
    });
  });

  test('into a map beside it', () => {
    holds(2, (field, pick) => {
      const { parent, name } = field;
      const homes = parent?.entries().filter((other) => other !== field && other.map && !other.get('z').exists) ?? [];
      const home = homes[pick % Math.max(1, homes.length)];
      if (!parent?.map || !home) return undefined;
      return {
        edits: moveEntry(field, home.get('z')),
        expected: (data) => {
          const value = valueAt(data, field.path);
          return at(parent.path, without(name))(at([...home.path, 'z'], () => value)(data));
        },
      };
    });
  });

  test('what stands below takes the place of a level', () => {
    holds(5, (field) => {
      const { parent, name } = field;
      const clash = field.entries().some((below) => parent?.get(String(below.name)).exists);
      if (!parent?.map || !field.map || clash) return undefined;
      return {
        edits: removeLevel(field),
        expected: at(parent.path, (map) => ({ ...without(name)(map), ...((map as Map)[name] as Map) })),
      };
    });
  });

  test('a map becomes a list of one, and a list of one map that map', () => {
    holds(2, (field) => ({ edits: mapToList(field), expected: at(field.path, (map) => [map ?? null]) }));
    holds(0, (field) => ({
      edits: listToMap(field),
      expected: at(field.path, (list) => (list as readonly Json[])[0] ?? null),
    }));
  });
});

/** Cases in one line each: a text, and the text after the move. */
function table(name: string, path: Path, move: (field: Field) => Edits, cases: readonly [string, string?][]): void {
  describe(name, () => {
    for (const [before, after] of cases)
      test(`${after === undefined ? 'declines' : 'moves'} ${JSON.stringify(before)}`, () => {
        const edits = move(Field.root(parse(before)).at(path));
        assert.equal(edits && applyEdits(before, edits), after);
      });
  });
}

const up = (field: Field): Edits => moveEntry(field, field.parent?.parent?.get('z') ?? field);

table('an entry goes up with its comments', ['a', 'b'], up, [
  ['a:\n  # one\n  b: 1 # two\n  c: 2\n', 'a:\n  c: 2\n# one\nz: 1 # two\n'],
  ['a:\n    b:\n        x: |\n            1\n    c: 2\n', 'a:\n    c: 2\nz:\n    x: |\n        1\n'],
  ['a:\n  c: 2\n  b: 1', 'a:\n  c: 2\nz: 1'],
  ['a:\n  b: 1\n', 'z: 1\n'],
  ['a:\r\n  b: 1\r\n  c: 2\r\n', 'a:\r\n  c: 2\r\nz: 1\r\n'],
  ['a:\n  b: 1\n  c: 2\nz: 3\n'],
  ['a: {b: 1, c: 2}\n'],
  ['a: # own\n  b: 1\n'],
  ['a:\n  b: &x 1\n  c: *x\n'],
  ['a:\n  {{- if x }}\n  b: 1\n  {{- end }}\n  c: 1\n'],
]);

table('a level goes', ['a', 0, 'b'], removeLevel, [
  ['a:\n  - b:\n      c: 1 # x\n      d: 2\n', 'a:\n  - c: 1 # x\n    d: 2\n'],
  ['a:\n  - e: 1\n    b:\n      # x\n      c: 1\n', 'a:\n  - e: 1\n    # x\n    c: 1\n'],
  ['a:\n  - b:\n      # x\n      c: 1\n'],
  ['a:\n  - b: # x\n      c: 1\n'],
  ['a:\n  - b: {c: 1}\n'],
]);

table('a list of one map becomes that map', ['a'], listToMap, [
  ['a:\n  - b: 1 # x\n    c: 2\n', 'a:\n    b: 1 # x\n    c: 2\n'],
  ['a:\n- b: 1\n', 'a:\n  b: 1\n'],
  ['a: [{b: 1}]\n', 'a: {b: 1}\n'],
  ['a:\n  - b: 1\n  - b: 2\n'],
  ['a:\n  - x\n'],
]);
