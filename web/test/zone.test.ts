import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatRange, formatTick, formatTime } from '../src/base/format.ts';
import {
  formatIn,
  holding,
  local,
  localText,
  offsetsOf,
  showIn,
  shownZone,
  zoneOf,
} from '../src/base/zone.ts';

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

test('times are shown in the zone of display, with its name or offset', () => {
  const winter = Date.UTC(2026, 2, 5, 23, 30);
  const summer = Date.UTC(2026, 6, 5, 23, 30);
  assert.equal(localText('2026-03-05T23:30:00.123456Z'), '2026-03-05T23:30:00.123456Z');
  try {
    showIn('Europe/Berlin');
    assert.equal(shownZone(), 'Europe/Berlin');
    assert.equal(formatTime(winter), '2026-03-06 00:30:00.000 Europe/Berlin');
    assert.equal(formatTime(null), '–');
    assert.equal(formatRange(winter - HOUR / 2, winter), '2026-03-06 00:00 – 2026-03-06 00:30 Europe/Berlin');
    assert.equal(formatTick(winter - HOUR / 2, HOUR, winter - HOUR), 'Fri 6 Mar');
    assert.equal(local(summer) - summer, 2 * HOUR);
    for (const [text, shown] of [
      ['2026-03-05T23:30:00.123456Z', '2026-03-06T00:30:00.123456+01:00'],
      ['2026-07-05 23:30:00', '2026-07-06T01:30:00+02:00'],
      ['9999-12-31T23:59:59Z', '+010000-01-01T00:59:59+01:00'],
      ['yesterday', 'yesterday'],
      ['', ''],
    ] as const)
      assert.equal(localText(text), shown);
    showIn('America/St_Johns');
    assert.equal(localText('2026-03-05T00:00:00.5Z'), '2026-03-04T20:30:00.5-03:30');
    assert.equal(local(Number.NaN), Number.NaN);
  } finally {
    showIn(null);
  }
});
