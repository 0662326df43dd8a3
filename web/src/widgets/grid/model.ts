/** The data model of a grid, and its column layout. */

/** A column. */
export type Column = {
  id: string;
  title: string;
  /** Numbers are right-aligned. */
  numeric?: boolean;
  /** Minimum width in characters, if the first rows do not tell. */
  minChars?: number;
  /** Maximum width in characters, for columns with long texts worth reading. */
  maxChars?: number;
  sortable?: boolean;
};

/** A row; its owner identifies it by `row`. The same object means the same row and is not redrawn. */
export type GridRow = { row: number; cells: readonly (string | null)[] };

/** A column that the rows are sorted by. */
export type Order = { column: string; descending: boolean };

/** A cell; row -1 is the header. */
export type Place = { row: number; column: number };

/** The left edge and width of each column in pixels, and the total width. */
export type Layout = { lefts: number[]; widths: number[]; total: number };

/** Of a column, in pixels. */
export const MIN_WIDTH = 40;

const MIN_CHARS = 6;
const MAX_CHARS = 46;
/** Space for the cell's padding and the sort mark. */
const PADDING_PX = 22;

/** Adds widths for new columns, by the longest cell among `rows`. */
export function measureColumns(chars: Map<string, number>, columns: Column[], rows: GridRow[]): void {
  columns.forEach(({ id, title, minChars = 0, maxChars = MAX_CHARS }, at) => {
    if (chars.has(id)) return;
    let longest = Math.max(title.length + 1, minChars);
    for (const row of rows) longest = Math.max(longest, row.cells[at]?.length ?? 1);
    chars.set(id, Math.min(Math.max(longest, MIN_CHARS), Math.max(maxChars, title.length + 1, minChars)));
  });
}

/** Lays out the columns; widths set by the user win. */
export function layOutColumns(
  columns: Column[],
  chars: ReadonlyMap<string, number>,
  charWidth: number,
  chosen: ReadonlyMap<string, number>,
): Layout {
  const lefts: number[] = [];
  const widths: number[] = [];
  let total = 0;
  for (const { id, title } of columns) {
    const width =
      chosen.get(id) ?? Math.ceil((chars.get(id) ?? Math.max(title.length + 1, 12)) * charWidth) + PADDING_PX;
    lefts.push(total);
    widths.push(width);
    total += width;
  }
  return { lefts, widths, total };
}

/** At most so much of the grid's width is taken by pinned columns, so that the others can be read. */
const MAX_PINNED = 0.7;

/** How many of the first `wanted` columns can stay in place in a grid of some width. */
export function pinnedWithin(layout: Layout, wanted: number, width: number): number {
  let pinned = Math.min(wanted, layout.lefts.length);
  while (pinned > 0 && pinnedWidth(layout, pinned) > width * MAX_PINNED) pinned -= 1;
  return pinned;
}

/** The width of the first columns. */
export function pinnedWidth(layout: Layout, pinned: number): number {
  return layout.lefts[pinned] ?? (pinned === 0 ? 0 : layout.total);
}

/** The columns within a horizontal range, `first` to before `end`, beside the pinned ones. */
export function columnsAt(
  layout: Layout,
  left: number,
  width: number,
  pinned = 0,
): { first: number; end: number } {
  if (pinned > 0) {
    const under = pinnedWidth(layout, pinned);
    const beside = columnsAt(layout, left + under, Math.max(0, width - under));
    const first = Math.max(beside.first, pinned);
    return { first, end: Math.max(first, beside.end) };
  }
  let first = 0;
  while (first < layout.lefts.length - 1 && (layout.lefts[first + 1] ?? 0) <= left) first += 1;
  let end = first;
  while (end < layout.lefts.length && (layout.lefts[end] ?? 0) < left + width) end += 1;
  return { first, end: Math.max(end, Math.min(first + 1, layout.lefts.length)) };
}

/** The cell that a key moves to, or null for other keys. */
export function moveBy(
  key: string,
  control: boolean,
  from: Place,
  size: { rows: number; columns: number; page: number },
): Place | null {
  const lastRow = size.rows - 1;
  const lastColumn = size.columns - 1;
  const clamp = (row: number, column: number): Place => ({
    row: Math.min(Math.max(row, -1), lastRow),
    column: Math.min(Math.max(column, 0), lastColumn),
  });
  switch (key) {
    case 'ArrowDown':
      return clamp(from.row + 1, from.column);
    case 'ArrowUp':
      return clamp(from.row - 1, from.column);
    case 'ArrowRight':
      return clamp(from.row, from.column + 1);
    case 'ArrowLeft':
      return clamp(from.row, from.column - 1);
    case 'PageDown':
      return clamp(from.row + size.page, from.column);
    case 'PageUp':
      return clamp(Math.max(0, from.row - size.page), from.column);
    case 'Home':
      return control ? clamp(0, 0) : clamp(from.row, 0);
    case 'End':
      return control ? clamp(lastRow, lastColumn) : clamp(from.row, lastColumn);
    default:
      return null;
  }
}
