import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bins, binCount, binsOf, stackUp, timeOf, withSeries } from '../src/widgets/histogram/stack.ts';

const bins: Bins = {
  fromMs: 1000,
  binMs: 10,
  series: [
    { name: 'success', counts: [5, 0, 2] },
    { name: 'denied', counts: [1, 3, 0] },
  ],
};

test('series are stacked, the tallest drawn first', () => {
  assert.deepEqual(stackUp(bins), [
    { name: 'denied', sums: [6, 3, 2] },
    { name: 'success', sums: [5, 0, 2] },
  ]);
  assert.equal(binCount({ ...bins, series: [] }), 0);
});

test('a time covers the bins that it touches', () => {
  assert.deepEqual(binsOf(bins, null), { first: 0, end: 3 });
  assert.deepEqual(binsOf(bins, timeOf(bins, 1, 2)), { first: 1, end: 2 });
  assert.deepEqual(binsOf(bins, { fromMs: 1005, untilMs: 1011 }), { first: 0, end: 2 });
});

test('a time outside of the bins still has an edge to move', () => {
  assert.deepEqual(binsOf(bins, { fromMs: 0, untilMs: 10 }), { first: 0, end: 1 });
  assert.deepEqual(binsOf(bins, { fromMs: 5000, untilMs: 6000 }), { first: 2, end: 3 });
});

test('a series without events is stacked as nothing', () => {
  const whole = withSeries(bins, ['success', 'failure', 'denied']);
  assert.deepEqual(stackUp(whole), [
    { name: 'denied', sums: [6, 3, 2] },
    { name: 'failure', sums: [5, 0, 2] },
    { name: 'success', sums: [5, 0, 2] },
  ]);
});
