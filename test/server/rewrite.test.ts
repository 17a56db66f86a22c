// Edits of several rounds become one set of edits of the original text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyEdits } from '../../rules/index.ts';
import { Rewrite } from '../../server/features/rewrite.ts';

const edit = (start: number, end: number, newText: string) => ({ span: { start, end }, newText });

test('what is not edited is not in the edits', () => {
  const rewrite = new Rewrite('one two three');
  rewrite.apply([edit(0, 3, 'ONE'), edit(8, 13, 'THREE')]);
  rewrite.apply([edit(3, 3, '!'), edit(4, 7, 'TWO')]);
  assert.equal(rewrite.text, 'ONE! TWO THREE');
  assert.deepEqual(rewrite.edits(), [edit(0, 3, 'ONE!'), edit(4, 7, 'TWO'), edit(8, 13, 'THREE')]);
});

test('an edit within new text is part of it', () => {
  const rewrite = new Rewrite('ab');
  rewrite.apply([edit(1, 1, '12345')]);
  rewrite.apply([edit(2, 5, '-')]);
  assert.equal(rewrite.text, 'a1-5b');
  assert.deepEqual(rewrite.edits(), [edit(1, 1, '1-5')]);
});

test('a text that is as before needs no edits', () => {
  const rewrite = new Rewrite('abc');
  rewrite.apply([edit(1, 1, 'x')]);
  rewrite.apply([edit(1, 2, '')]);
  assert.deepEqual(rewrite.edits(), []);
});

test('the edits give the text, whatever the rounds were', () => {
  const rounds = fc.array(fc.array(fc.tuple(fc.nat(40), fc.nat(6), fc.string({ maxLength: 4 })), { maxLength: 4 }), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), rounds, (text, rounds) => {
      const rewrite = new Rewrite(text);
      for (const round of rounds) {
        let from = 0;
        const edits = round.flatMap(([skip, length, newText]) => {
          const start = from + skip;
          if (start + length > rewrite.text.length) return [];
          from = start + length + 1;
          return [edit(start, start + length, newText)];
        });
        rewrite.apply(edits);
      }
      assert.equal(applyEdits(text, rewrite.edits()), rewrite.text);
    }),
  );
});
