import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { applyEdits, type FileEdit, OverlapError, withoutOverlap } from '../../rules/engine/fix.ts';
import { runs } from '../support/runs.ts';

const edit = (start: number, end: number, newText: string, path = 'a'): FileEdit => ({
  path,
  span: { start, end },
  newText,
});

const text = '0123456789';
const anyEdit = fc
  .record({
    path: fc.constantFrom('a', 'b'),
    from: fc.nat(10),
    length: fc.nat(3),
    newText: fc.constantFrom('', 'x', 'yy'),
  })
  .map(({ path, from, length, newText }) => edit(from, Math.min(10, from + length), newText, path));

describe('applying edits', () => {
  test('puts each new text in its place, in whatever order they come', () => {
    assert.equal(applyEdits(text, [edit(8, 9, 'B'), edit(0, 0, 'A'), edit(3, 5, '')]), 'A012567B9');
    assert.equal(applyEdits(text, []), text);
    assert.equal(applyEdits('', [edit(0, 0, 'x')]), 'x');
  });

  test('keeps two insertions at one place in the order given', () => {
    assert.equal(applyEdits('ab', [edit(1, 1, 'x'), edit(1, 1, 'y')]), 'axyb');
  });

  test('lets an edit start where another ends', () => {
    assert.equal(applyEdits(text, [edit(2, 4, 'x'), edit(4, 6, 'y'), edit(4, 4, '-')]), '01x-y6789');
  });

  test('refuses edits that overlap', () => {
    assert.throws(() => applyEdits(text, [edit(0, 3, 'x'), edit(2, 4, 'y')]), OverlapError);
    assert.throws(() => applyEdits(text, [edit(0, 3, 'x'), edit(0, 3, 'x')]), OverlapError);
    assert.throws(() => applyEdits(text, [edit(0, 3, 'x'), edit(1, 1, 'y')]), OverlapError);
  });

  test('leaves the text outside of all edits as it is', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 4 }), (edits) => {
        let result: string;
        try {
          result = applyEdits(text, edits);
        } catch (error) {
          assert.ok(error instanceof OverlapError);
          return;
        }
        const edited = (at: number): boolean => edits.some(({ span }) => span.start <= at && at < span.end);
        const kept = [...text].filter((_, at) => !edited(at)).join('');
        assert.equal(result.replace(/[xy]/g, ''), kept);
      }),
      { numRuns: runs(500) },
    );
  });
});

describe('of edits that touch each other', () => {
  test('the first list counts, and a list counts as a whole', () => {
    const first = [edit(0, 2, 'x')];
    const second = [edit(1, 3, 'y'), edit(8, 9, 'z')];
    const third = [edit(5, 6, 'w')];
    assert.deepEqual(withoutOverlap([first, second, third]), [...first, ...third]);
  });

  test('equal ones count once, but equal insertions are two', () => {
    const same = edit(4, 6, 'x');
    assert.deepEqual(withoutOverlap([[same], [{ ...same }, edit(8, 9, 'y')]]), [same, edit(8, 9, 'y')]);
    assert.deepEqual(withoutOverlap([[edit(4, 4, 'x')], [edit(4, 4, 'x')]]), [edit(4, 4, 'x')]);
  });

  test('neighbours touch, other files never do', () => {
    assert.deepEqual(withoutOverlap([[edit(0, 2, 'x')], [edit(2, 4, 'y')]]), [edit(0, 2, 'x')]);
    const both = [[edit(0, 2, 'x', 'a')], [edit(0, 2, 'y', 'b')]];
    assert.deepEqual(withoutOverlap(both), both.flat());
  });

  test('what is left can be applied, and no list could be added to it', () => {
    fc.assert(
      fc.property(
        fc.array(
          anyEdit.map((one) => [one]),
          { maxLength: 8 },
        ),
        (lists) => {
          const chosen = withoutOverlap(lists);
          for (const path of ['a', 'b'])
            applyEdits(
              text,
              chosen.filter((one) => one.path === path),
            );
          for (const list of lists)
            if (!list.every((one) => chosen.includes(one)))
              assert.notDeepEqual(withoutOverlap([chosen, list]), [...chosen, ...list]);
        },
      ),
      { numRuns: runs(500) },
    );
  });
});
