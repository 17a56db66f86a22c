import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareVersions, isStackVersion } from '../../../rules/model/index.ts';

test('a stack version has three numbers, and nothing in front of them', () => {
  for (const text of ['9.2.1', '8.0.0', '10.11.12', '9.2.0-SNAPSHOT', '8.0.0-rc1', '8.0.0-alpha.1', '9.2.1+build.5'])
    assert.ok(isStackVersion(text), text);
  for (const text of [
    '',
    '9',
    '9.2',
    'v9.2.1',
    '9.2.1.0',
    '09.2.1',
    '9.2.x',
    'latest',
    ' 9.2.1',
    '9.2.1 ',
    '9.2.1-',
    '8.*.0',
    '8.0.0-01',
    '8.0.0-rc..1',
    '8.0.0-rc_1',
    '8.0.0+',
  ])
    assert.ok(!isStackVersion(text), text);
});

test('versions sort by number, a pre-release below its release', () => {
  const sorted = ['7.17.0', '8.0.0-alpha1', '8.0.0-rc1', '8.0.0', '8.2.0', '8.10.0', '8.10.1', '9.0.0', '10.0.0'];
  for (const [i, a] of sorted.entries())
    for (const [j, b] of sorted.entries())
      assert.equal(Math.sign(compareVersions(a, b) ?? NaN), Math.sign(i - j), `${a} ${b}`);
});

test('pre-releases sort identifier by identifier: numbers by size and below words, and the shorter first', () => {
  const sorted = [
    '1',
    '2',
    '11',
    '-1',
    '1e1',
    'alpha',
    'alpha.1',
    'alpha.beta',
    'beta',
    'beta.2',
    'beta.11',
    'rc.1',
    'rc1',
    'rc10',
    'rc2',
  ];
  const versions = sorted.map((identifiers) => `1.0.0-${identifiers}`);
  for (const [i, a] of versions.entries())
    for (const [j, b] of versions.entries())
      assert.equal(Math.sign(compareVersions(a, b) ?? NaN), Math.sign(i - j), `${a} ${b}`);
  assert.equal(compareVersions('1.0.0+a', '1.0.0+b'), 0);
});

test('what is no version compares to nothing', () => {
  assert.equal(compareVersions('9.2', '9.2.1'), undefined);
  assert.equal(compareVersions('9.2.1', 'latest'), undefined);
});
