/** What the reader did to the columns of tables: widths and pinned columns, by frame. Never stored, in no link. */
import { signal } from '@preact/signals';

/** Of one frame. */
export type TableLayout = {
  /** In pixels; other columns are as wide as their values. */
  widths: ReadonlyMap<string, number>;
  /** Columns that stay in place while others scroll. */
  pinned: readonly string[];
};

const layouts = signal<ReadonlyMap<string | null, TableLayout>>(new Map());

const PLAIN: TableLayout = { widths: new Map(), pinned: [] };

/** The layout of a service's gold frame, or of silver. */
export function layoutOf(service: string | null): TableLayout {
  return layouts.value.get(service) ?? PLAIN;
}

/** Sets the width of a column; null for that of its values. */
export function setWidth(service: string | null, column: string, width: number | null): void {
  const layout = layoutOf(service);
  const widths = new Map(layout.widths);
  if (width === null) widths.delete(column);
  else widths.set(column, width);
  layouts.value = new Map(layouts.value).set(service, { ...layout, widths });
}

/** Pins a column, or no longer. */
export function togglePinned(service: string | null, column: string): void {
  const layout = layoutOf(service);
  const pinned = layout.pinned.includes(column)
    ? layout.pinned.filter((one) => one !== column)
    : [...layout.pinned, column];
  layouts.value = new Map(layouts.value).set(service, { ...layout, pinned });
}

/** Pinned columns first, then the others, each in their order. */
export function pinnedFirst(columns: readonly string[], pinned: readonly string[]): string[] {
  return [
    ...columns.filter((column) => pinned.includes(column)),
    ...columns.filter((column) => !pinned.includes(column)),
  ];
}

/** The columns with one moved to the place of another, but never between pinned and other ones. */
export function moved(
  columns: readonly string[],
  pinned: readonly string[],
  from: number,
  to: number,
): string[] {
  const column = columns[from];
  if (column === undefined) return [...columns];
  const count = columns.filter((one) => pinned.includes(one)).length;
  const [first, last] = from < count ? [0, count - 1] : [count, columns.length - 1];
  const others = columns.filter((_, at) => at !== from);
  others.splice(Math.min(Math.max(to, first), last), 0, column);
  return others;
}
