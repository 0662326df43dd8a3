import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Extent,
  MAX_SPACER,
  offsetAt,
  offsetToShow,
  pageRows,
  rowsAt,
  scrollTopAt,
  spacerHeight,
} from '../src/base/scroll.ts';
import { columnsAt, layOutColumns, measureColumns, moveBy } from '../src/widgets/grid/model.ts';

const TEN_MILLION: Extent = { rows: 10_000_000, rowHeight: 24, viewport: 600 };
const SMALL: Extent = { rows: 1000, rowHeight: 24, viewport: 600 };

test('no spacer is taller than a browser can lay out', () => {
  assert.equal(spacerHeight(TEN_MILLION), MAX_SPACER);
  assert.ok(MAX_SPACER < 17_895_685);
  assert.equal(spacerHeight(SMALL), 24_000);
  assert.equal(spacerHeight({ ...SMALL, rows: 0 }), 0);
});

test('the end of the scroll bar is the last of ten million rows', () => {
  const offset = offsetAt(TEN_MILLION, MAX_SPACER - TEN_MILLION.viewport);
  assert.deepEqual(rowsAt(TEN_MILLION, offset, 0), { first: 9_999_975, end: 10_000_000 });
  assert.equal(offsetAt(TEN_MILLION, 0), 0);
  assert.equal(rowsAt(TEN_MILLION, offsetAt(TEN_MILLION, 1e9), 6).end, 10_000_000);
});

test('every row can be brought on screen, and the scroll bar then stands where it leads back to it', () => {
  for (const extent of [SMALL, TEN_MILLION, { ...TEN_MILLION, rows: 666_667 }]) {
    for (const share of [0, 0.1, 0.5, 0.77, 0.999999, 1]) {
      const row = Math.round(share * (extent.rows - 1));
      const offset = offsetToShow(extent, 0, row);
      assert.ok(row * 24 >= offset && row * 24 + 24 <= offset + extent.viewport, `row ${row}`);
      const scrollTop = scrollTopAt(extent, offset);
      assert.ok(scrollTop >= 0 && scrollTop <= spacerHeight(extent) - extent.viewport + 1e-6);
      assert.ok(Math.abs(offsetAt(extent, scrollTop) - offset) < 0.01, `row ${row}`);
    }
  }
});

test('unscaled, a pixel is a pixel', () => {
  assert.equal(offsetAt(SMALL, 1234), 1234);
  assert.equal(scrollTopAt(SMALL, 1234), 1234);
});

test('a row that is seen whole moves nothing', () => {
  assert.equal(offsetToShow(SMALL, 100, 10), 100);
  assert.equal(offsetToShow(SMALL, 100, 2), 48);
  assert.equal(offsetToShow(SMALL, 0, 25), 24);
});

test('a table smaller than the screen, and one of no rows, stay at their top', () => {
  for (const rows of [0, 1, 5]) {
    const extent = { ...SMALL, rows };
    assert.equal(offsetAt(extent, 500), 0);
    assert.deepEqual(rowsAt(extent, 0, 6), { first: 0, end: rows });
  }
  assert.equal(pageRows({ ...SMALL, viewport: 0 }), 1);
});

test('keys move the active cell and stop at the edges', () => {
  const size = { rows: 10_000_000, columns: 3, page: 20 };
  const from = { row: 5, column: 1 };
  assert.deepEqual(moveBy('End', true, from, size), { row: 9_999_999, column: 2 });
  assert.deepEqual(moveBy('Home', true, from, size), { row: 0, column: 0 });
  assert.deepEqual(moveBy('PageUp', false, from, size), { row: 0, column: 1 });
  assert.deepEqual(moveBy('PageDown', false, { row: 9_999_990, column: 1 }, size), {
    row: 9_999_999,
    column: 1,
  });
  assert.deepEqual(moveBy('ArrowUp', false, { row: 0, column: 1 }, size), { row: -1, column: 1 });
  assert.deepEqual(moveBy('ArrowUp', false, { row: -1, column: 1 }, size), { row: -1, column: 1 });
  assert.deepEqual(moveBy('ArrowRight', false, { row: 0, column: 2 }, size), { row: 0, column: 2 });
  assert.equal(moveBy('q', false, from, size), null);
});

test('columns are as wide as their longest cell, within reason', () => {
  const columns = [
    { id: 'a', title: 'a' },
    { id: 'b', title: 'b' },
  ];
  const chars = new Map<string, number>();
  measureColumns(chars, columns, [{ row: 0, cells: ['x'.repeat(500), null] }]);
  assert.deepEqual([...chars.values()], [46, 6]);
  const layout = layOutColumns(columns, chars, 7, new Map([['b', 100]]));
  assert.deepEqual(layout, { lefts: [0, 344], widths: [344, 100], total: 444 });
  assert.deepEqual(columnsAt(layout, 0, 200), { first: 0, end: 1 });
  assert.deepEqual(columnsAt(layout, 400, 200), { first: 1, end: 2 });
  assert.deepEqual(columnsAt({ lefts: [], widths: [], total: 0 }, 0, 200), { first: 0, end: 0 });
});
