/**
 * The arithmetic of a table taller than a browser can lay out. Elements end at 33,554,424 px in Chromium and
 * 17,895,685 px in Firefox, so the spacer that gives the scroll bar its length stops at 16,000,000 px; beyond, a
 * pixel of the scroll bar stands for several pixels of the table.
 *
 *     spacer  0 ──────── scrollTop ──────── spacerHeight      what the browser scrolls
 *     table   0 ───────── offset ────────── tableHeight       what the rows are placed by
 */

/** Maximum height of an element. */
export const MAX_SPACER = 16_000_000;

/** The table's size: rows of equal height in a viewport. */
export type Extent = { rows: number; rowHeight: number; viewport: number };

/** The rows to draw: from `first` to before `end`. */
export type Span = { first: number; end: number };

/** The height of all rows. */
export function tableHeight(extent: Extent): number {
  return extent.rows * extent.rowHeight;
}

/** The height of the spacer. */
export function spacerHeight(extent: Extent): number {
  return Math.min(tableHeight(extent), MAX_SPACER);
}

/** Whether the scroll bar is scaled. */
export function isScaled(extent: Extent): boolean {
  return tableHeight(extent) > MAX_SPACER;
}

/** The table offset of the viewport's top for a scroll position. */
export function offsetAt(extent: Extent, scrollTop: number): number {
  if (!isScaled(extent)) return clampOffset(extent, scrollTop);
  const travel = spacerHeight(extent) - extent.viewport;
  return clampOffset(extent, (scrollTop / travel) * lastOffset(extent));
}

/** The scroll position for a table offset: the inverse of `offsetAt`. */
export function scrollTopAt(extent: Extent, offset: number): number {
  const within = clampOffset(extent, offset);
  if (!isScaled(extent)) return within;
  return (within / lastOffset(extent)) * (spacerHeight(extent) - extent.viewport);
}

/** Limits an offset to the table. */
export function clampOffset(extent: Extent, offset: number): number {
  return Math.min(Math.max(0, offset), lastOffset(extent));
}

/** The rows visible at an offset, and `overscan` more on either side. */
export function rowsAt(extent: Extent, offset: number, overscan: number): Span {
  const first = Math.floor(offset / extent.rowHeight) - overscan;
  const end = Math.ceil((offset + extent.viewport) / extent.rowHeight) + overscan;
  return { first: Math.max(0, Math.min(first, extent.rows)), end: Math.max(0, Math.min(end, extent.rows)) };
}

/** The nearest offset at which the row is fully visible. */
export function offsetToShow(extent: Extent, offset: number, row: number): number {
  const top = row * extent.rowHeight;
  if (top < offset) return clampOffset(extent, top);
  const bottom = top + extent.rowHeight - extent.viewport;
  return clampOffset(extent, bottom > offset ? bottom : offset);
}

/** Number of rows that fit fully into the viewport, at least one: the step of a page key. */
export function pageRows(extent: Extent): number {
  return Math.max(1, Math.floor(extent.viewport / extent.rowHeight) - 1);
}

function lastOffset(extent: Extent): number {
  return Math.max(0, tableHeight(extent) - extent.viewport);
}
