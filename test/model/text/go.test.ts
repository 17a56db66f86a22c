import assert from 'node:assert/strict';
import { test } from 'node:test';
import { booleanOf, durationOf, isIpAddress } from '../../../rules/model/index.ts';

test('addresses that Go reads', () => {
  for (const text of [
    '10.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '1::',
    'fe80::1',
    '1:2:3:4:5:6:7:8',
    '::ffff:1.2.3.4',
    'A::b',
  ])
    assert.ok(isIpAddress(text), text);
  for (const text of ['1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:7::', '::2:3:4:5:6:7:8']) assert.ok(isIpAddress(text), text);
});

test('addresses that Go does not read', () => {
  for (const text of [
    '',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.01',
    '10.0.0.1/32',
    ' ::1',
    ':',
    ':::',
    '1:2',
    '1::2::3',
    ':1::',
  ])
    assert.ok(!isIpAddress(text), text);
  for (const text of [
    '1:2:3:4:5:6:7:8::',
    '1:2:3:4:5:6:7:1.2.3.4',
    '::1.2.3.4:1',
    '1.2.3.4::',
    '12345::',
    '::g',
    'fe80::1%0',
  ])
    assert.ok(!isIpAddress(text), text);
});

test('durations in nanoseconds', () => {
  const known: [string, number][] = [
    ['0', 0],
    ['1s', 1e9],
    ['-1.5h', -54e11],
    ['1h2m3s4ms5us6ns', 3723004005006],
    ['.5m', 3e10],
    ['+2.s', 2e9],
    ['0.1ns', 0],
  ];
  for (const [text, wanted] of known) assert.equal(durationOf(text), wanted, text);
  for (const text of ['', '-', '5', '5d', '1 s', 's', '.s', '1e3s', '0x1s', '1h-1m', '300000000h'])
    assert.equal(durationOf(text), undefined, text);
});

test('booleans', () => {
  assert.equal(booleanOf('T'), true);
  assert.equal(booleanOf('False'), false);
  for (const text of ['', 'yes', 'on', 'tRUE', ' true']) assert.equal(booleanOf(text), undefined, text);
});
