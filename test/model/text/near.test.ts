import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { distance, nearest } from '../../../rules/model/index.ts';
import { runs } from '../../support/runs.ts';

describe('the distance of two names', () => {
  test('counts what is changed, added, left out, and two neighbours swapped', () => {
    const distances: [string, string, number][] = [
      ['kibana', 'kibana', 0],
      ['kibana', 'kibama', 1],
      ['kibana', 'kibanna', 1],
      ['kibana', 'kbana', 1],
      ['kibana', 'kibaan', 1],
      ['kibana', 'ikbaan', 2],
      ['', 'abc', 3],
      ['ca', 'abc', 3],
    ];
    for (const [a, b, expected] of distances) assert.equal(distance(a, b), expected, `${a} ${b}`);
  });

  test('is the same from both sides, and nothing for equal names only', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
    fc.assert(
      fc.property(name, name, (a, b) => {
        assert.equal(distance(a, b), distance(b, a));
        assert.equal(distance(a, b) === 0, a === b);
        assert.ok(distance(a, b) <= Math.max(a.length, b.length));
        assert.ok(distance(a, b) >= Math.abs(a.length - b.length));
      }),
      { numRuns: runs(500) },
    );
  });

  test('is the same within a limit, and only larger beyond it', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
    fc.assert(
      fc.property(name, name, fc.integer({ min: 0, max: 3 }), (a, b, limit) => {
        const whole = distance(a, b);
        const bounded = distance(a, b, limit);
        assert.ok(whole <= limit ? bounded === whole : bounded > limit);
      }),
      { numRuns: runs(500) },
    );
  });
});

describe('the name that was probably meant', () => {
  const meant: [string, string, string[], string | undefined][] = [
    ['is the nearest', 'elastcsearch', ['kibana', 'elasticsearch', 'elastic-search-2'], 'elasticsearch'],
    ['may differ in case', 'Kibana', ['kibana'], 'kibana'],
    ['is none of two that are equally near', 'kibanx', ['kibana', 'kibanb'], undefined],
    ['counts once though it is there twice', 'kibanx', ['kibana', 'kibana'], 'kibana'],
    ['is not the name itself', 'kibana', ['kibana'], undefined],
    ['is not another number', 'es1', ['es2'], undefined],
    ['is not another number in the middle', 'es-1-data', ['es-2-data', 'es-data'], 'es-data'],
    ['is not far from a short name', 'es', ['ed'], undefined],
    ['is at most two edits away', 'elasticsearch', ['elasticsxxxch'], undefined],
    ['is not there without candidates', 'kibana', [], undefined],
  ];
  for (const [title, name, candidates, expected] of meant)
    test(title, () => {
      assert.equal(nearest(name, candidates), expected);
    });
});
