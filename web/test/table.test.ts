/** Orders, layouts and places of tables. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPlace } from '../src/base/place.ts';
import { moved, pinnedFirst } from '../src/views/table/layout.ts';
import { nextOrder } from '../src/views/table/order.ts';
import { columnsAt, type Layout, pinnedWithin } from '../src/widgets/grid/model.ts';

test('a heading cycles through its orders, alone or beside others', () => {
  const up = (column: string) => ({ column, descending: false });
  const down = (column: string) => ({ column, descending: true });
  for (const [sort, column, add, expected] of [
    [[], 'a', false, [up('a')]],
    [[up('a')], 'a', false, [down('a')]],
    [[down('a')], 'a', false, []],
    [[down('a')], 'b', false, [up('b')]],
    [[up('a'), up('b')], 'a', false, [up('a')]],
    [[], 'a', true, [up('a')]],
    [[up('a')], 'b', true, [up('a'), up('b')]],
    [[up('a'), up('b')], 'a', true, [down('a'), up('b')]],
    [[down('a'), up('b')], 'a', true, [up('b')]],
  ] as const) {
    assert.deepEqual(nextOrder(sort, column, add), expected, JSON.stringify([sort, column, add]));
  }
});

test('columns move among their own: pinned ones stay first', () => {
  assert.deepEqual(pinnedFirst(['a', 'b', 'c', 'd'], ['d', 'b', 'x']), ['b', 'd', 'a', 'c']);
  const columns = ['p', 'q', 'a', 'b', 'c'];
  for (const [from, to, expected] of [
    [2, 4, 'p q b c a'],
    [4, 2, 'p q c a b'],
    [4, 0, 'p q c a b'],
    [0, 1, 'q p a b c'],
    [0, 4, 'q p a b c'],
    [2, -1, 'p q a b c'],
    [4, 9, 'p q a b c'],
    [9, 0, 'p q a b c'],
  ] as const) {
    assert.equal(moved(columns, ['p', 'q', 'z'], from, to).join(' '), expected, `${from} ${to}`);
  }
});

test('pinned columns leave room for others, which are drawn beside them', () => {
  const layout: Layout = { lefts: [0, 100, 200, 300, 400], widths: [100, 100, 100, 100, 100], total: 500 };
  for (const [wanted, width, expected] of [
    [0, 100, 0],
    [2, 1000, 2],
    [2, 200, 1],
    [5, 600, 4],
    [1, 100, 0],
  ] as const) {
    assert.equal(pinnedWithin(layout, wanted, width), expected, `${wanted} ${width}`);
  }
  assert.deepEqual(columnsAt(layout, 0, 250), { first: 0, end: 3 });
  assert.deepEqual(columnsAt(layout, 0, 250, 1), { first: 1, end: 3 });
  assert.deepEqual(columnsAt(layout, 150, 250, 1), { first: 2, end: 4 });
  assert.deepEqual(columnsAt(layout, 0, 500, 5), { first: 5, end: 5 });
});

test('a place is a row, with any separators, or a time of UTC unless it says otherwise', () => {
  for (const [text, expected] of [
    ['1', 1],
    [' 12,345 ', 12345],
    ['1 000 000', 1000000],
    ["1'000", 1000],
    ['2026', 2026],
    ['2026-03-05', Date.UTC(2026, 2, 5)],
    ['2026-03-05 14:30', Date.UTC(2026, 2, 5, 14, 30)],
    ['2026-03-05T14:30:01.5Z', Date.UTC(2026, 2, 5, 14, 30, 1, 500)],
    ['2026-03-05 14:30:00 UTC', Date.UTC(2026, 2, 5, 14, 30)],
    ['2026-03-05T14:30+02:00', Date.UTC(2026, 2, 5, 12, 30)],
    ['2026-03-05T14:30-0330', Date.UTC(2026, 2, 5, 18, 0)],
  ] as const) {
    const place = readPlace(text);
    assert.ok(place, text);
    assert.equal('row' in place ? place.row : place.timeMs, expected, text);
  }
  for (const text of [
    '',
    '-1',
    '1.5e3',
    '12,34',
    'yesterday',
    '2026-13-01',
    '2026-03-05 25:00',
    '05.03.2026',
  ])
    assert.equal(readPlace(text), null, text);
});
