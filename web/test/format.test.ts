import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatBytes,
  formatCount,
  formatCounted,
  formatDuration,
  formatRange,
  formatShare,
  formatShort,
  formatStep,
  formatTick,
  formatTime,
  formatTimeShort,
} from '../src/base/format.ts';

test('counts have thousands separators', () => {
  assert.equal(formatCount(0), '0');
  assert.equal(formatCount(1022380), '1,022,380');
  assert.equal(formatCount(Number.NaN), '–');
  assert.equal(formatCounted(1, 'file'), '1 file');
  assert.equal(formatCounted(31, 'file'), '31 files');
});

test('short counts never take more than five characters', () => {
  assert.deepEqual([0, 980, 999, 1000, 3051, 18400, 999499, 999500, 1022380, 10_000_000].map(formatShort), [
    '0',
    '980',
    '999',
    '1.00k',
    '3.05k',
    '18.4k',
    '999k',
    '1.00M',
    '1.02M',
    '10.0M',
  ]);
  for (let count = 0; count < 3e9; count = Math.ceil(count * 1.07) + 1) {
    assert.ok(formatShort(count).length <= 5, `${count}: ${formatShort(count)}`);
  }
});

test('bytes have decimal units', () => {
  assert.deepEqual([0, 999, 1000, 1343730, 812_000_000, 5e12].map(formatBytes), [
    '0 B',
    '999 B',
    '1.00 kB',
    '1.34 MB',
    '812 MB',
    '5.00 TB',
  ]);
});

test('a share is none or all only when it is', () => {
  assert.equal(formatShare(0, 10), '0 %');
  assert.equal(formatShare(10, 10), '100 %');
  assert.equal(formatShare(1, 1_000_000), '<0.1 %');
  assert.equal(formatShare(999_999, 1_000_000), '>99.9 %');
  assert.equal(formatShare(1, 3), '33.3 %');
  assert.equal(formatShare(0, 0), '–');
});

test('times are in UTC and in full', () => {
  const ms = 1577491288885;
  assert.equal(formatTime(ms), '2019-12-28 00:01:28.885 UTC');
  assert.equal(formatTime(null), '–');
  assert.equal(formatTime(9e15), '–');
  assert.equal(formatTimeShort(ms), '2019-12-28 00:01:28.885');
  assert.equal(formatTimeShort(Date.UTC(2019, 11, 28)), '2019-12-28');
  assert.equal(formatTimeShort(Date.UTC(2019, 11, 28, 6, 30)), '2019-12-28 06:30');
});

test('durations and steps read as people say them', () => {
  assert.deepEqual(
    [0, 340, 3100, 125_000, 7_199_000, 7_260_000, 172_799_000, 2_590_891_000].map(formatDuration),
    ['0 ms', '340 ms', '3.1 s', '2 min 05 s', '119 min 59 s', '2 h 01 min', '47 h 59 min', '29 d 23 h'],
  );
  assert.deepEqual([1, 1000, 1_800_000, 86_400_000, 1_209_600_000].map(formatStep), [
    '1 ms',
    '1 s',
    '30 min',
    '1 day',
    '2 weeks',
  ]);
});

test('ticks say the day at midnight, and the first one always', () => {
  const day = Date.UTC(2019, 11, 31);
  const hour = 3_600_000;
  assert.equal(formatTick(day, 6 * hour, null), 'Tue 31 Dec');
  assert.equal(formatTick(day + 4 * hour, 2 * hour, null), '31 Dec 04:00');
  assert.equal(formatTick(day, 24 * hour, day - 24 * hour), 'Tue 31 Dec');
  assert.equal(formatTick(day, 168 * hour, null), '31 Dec 2019');
  assert.equal(formatTick(day + 6 * hour, 6 * hour, day), '06:00');
  assert.equal(formatTick(day + 24 * hour, 6 * hour, day + 18 * hour), '1 Jan 2020');
  assert.equal(formatTick(day + 1500, 500, day + 1000), '00:00:01.500');
});

test('a range is of two dates or of two times', () => {
  const day = Date.UTC(2019, 11, 28);
  assert.equal(formatRange(day, day + 86_400_000), '2019-12-28 – 2019-12-29 UTC');
  assert.equal(formatRange(day, day + 72_000_000), '2019-12-28 00:00 – 2019-12-28 20:00 UTC');
  assert.equal(formatRange(day + 1_500, day + 86_400_000), '2019-12-28 00:00:01.500 – 2019-12-29 00:00 UTC');
});
