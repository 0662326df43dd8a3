import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatIn, holding, offsetsOf, zoneOf } from '../src/base/zone.ts';

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

test('no change of a zone is passed over, and those that hold at some time are told', () => {
  // Egypt suspended summer time for Ramadan: four changes in 2010, on 29 April, 10 August, 9 and 30 September.
  const year: [number, number] = [Date.UTC(2010, 0, 1), Date.UTC(2011, 0, 1)];
  for (const start of [0, 5, 10, 15, 20, 25]) {
    const offsets = offsetsOf('Africa/Cairo', year[0] + start * 86_400_000, year[1]);
    assert.deepEqual(
      offsets.map(({ offsetMs }) => offsetMs / HOUR),
      [2, 3, 2, 3, 2],
    );
  }
  const offsets = [10, 20, 30].map((fromMs) => ({ fromMs, offsetMs: fromMs * HOUR }));
  const cases: [from: number, until: number, expected: number[]][] = [
    [0, 5, [10]],
    [0, 20, [10, 20]],
    [19, 19, [10]],
    [20, 29, [20]],
    [25, 99, [20, 30]],
  ];
  for (const [from, until, expected] of cases) {
    assert.deepEqual(
      holding(offsets, from, until).map(({ fromMs }) => fromMs),
      expected,
    );
  }
  assert.deepEqual(holding([], 0, 9), []);
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
