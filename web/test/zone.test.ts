import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatIn, offsetsOf, zoneOf } from '../src/base/zone.ts';

const HOUR = 3_600_000;

test('a zone has an offset for each part of a span', () => {
  const from = Date.UTC(2020, 0, 1);
  const until = Date.UTC(2021, 0, 1);
  assert.deepEqual(offsetsOf(null, from, until), []);
  assert.deepEqual(offsetsOf('Asia/Tokyo', from, until), [{ fromMs: from, offsetMs: 9 * HOUR }]);
  assert.deepEqual(offsetsOf('Europe/Berlin', from, until), [
    { fromMs: from, offsetMs: HOUR },
    { fromMs: Date.UTC(2020, 2, 29, 1), offsetMs: 2 * HOUR },
    { fromMs: Date.UTC(2020, 9, 25, 1), offsetMs: HOUR },
  ]);
  assert.deepEqual(offsetsOf('Asia/Kolkata', from, from), [{ fromMs: from, offsetMs: 5.5 * HOUR }]);
  assert.deepEqual(offsetsOf('America/St_Johns', from, from), [{ fromMs: from, offsetMs: -3.5 * HOUR }]);
});

test('times are written in a zone, and a link may name any', () => {
  const time = Date.UTC(2020, 6, 1, 23, 30, 5);
  assert.equal(formatIn(null, time), '2020-07-01 23:30:05');
  assert.equal(formatIn('Europe/Berlin', time), '2020-07-02 01:30:05');
  assert.equal(formatIn('America/New_York', time, false), '2020-07-01 19:30');
  assert.equal(formatIn('Europe/Berlin', 8.64e15), '–');
  assert.deepEqual(['UTC', 'Asia/Tokyo', 'Nowhere/At_All', '<b>', null].map(zoneOf), [
    null,
    'Asia/Tokyo',
    null,
    null,
    null,
  ]);
});
