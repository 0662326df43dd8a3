// biome-ignore-all lint/a11y/useSemanticElements: a <table> cannot hold a part of its rows at a height of its own.
/**
 * A table of any length: draws only visible rows and columns, and follows the ARIA grid pattern for keys. It
 * holds no data; its owner supplies rows by index.
 */
import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isScaled, pageRows, rowsAt, spacerHeight } from '../../base/scroll.ts';
import { GridHead } from './head.tsx';
import {
  type Column,
  columnsAt,
  type GridRow,
  layOutColumns,
  measureColumns,
  moveBy,
  type Order,
  type Place,
  pinnedWidth,
  pinnedWithin,
} from './model.ts';
import { GridBodyRow } from './row.tsx';
import { useScroller } from './scroller.ts';

/** As in grid.css. */
const ROW_HEIGHT = 24;
const HEAD_HEIGHT = 28;
const OVERSCAN = 6;

export type GridProps = {
  label: string;
  columns: Column[];
  total: number;
  rowAt(index: number): GridRow | undefined;
  /** Reports which rows are on screen. */
  onSpan(first: number, end: number): void;
  /** Maximum height in rows, shrinking to fit; without it, the grid fills its container. */
  lines?: number;
  /** When this changes, the grid scrolls to its first row. */
  subject: string;
  /** The first decides. */
  sort?: Order[];
  /** `add` keeps the columns that are sorted by already. */
  onSort?(column: string, add: boolean): void;
  /** How many of the first columns stay in place. */
  pinned?: number;
  /** Widths set by the user in pixels; without them, the grid keeps its own. */
  widths?: ReadonlyMap<string, number>;
  onResize?(column: string, width: number): void;
  /** Moves a column to the place of another; without it, columns stay where they are. */
  onMove?(from: number, to: number): void;
  /** The `row` of the row marked as selected. */
  selected?: number | null;
  /** Where to put the active cell; the user may move it on. */
  at?: Place | null;
  /** When this changes, the active cell takes the focus. */
  focusing?: number;
  /** Whether the cell takes the focus when the grid is first drawn. */
  takesFocus?: boolean;
  /** Enter or a click on a row, with the column. */
  onOpen?(row: GridRow, column: Column | undefined): void;
  /** The active cell moved. */
  onActive?(row: GridRow | undefined, place: Place): void;
  /** A click on a cell with Alt or Shift, which opens nothing. */
  onMark?(row: GridRow, column: Column, event: MouseEvent): void;
  /** A key that the grid does not handle, with the column and its width; true means handled. */
  onKey?(key: string, row: GridRow | undefined, column: Column, width: number): boolean;
  /** Draws a cell's value; plain text by default. */
  cell?(column: Column, value: string | null): JSX.Element | string;
};

/** The grid. */
export function Grid(props: GridProps): JSX.Element {
  const { columns, total } = props;
  const grid = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const scroller = useScroller(box, total, ROW_HEIGHT);
  const [active, setActive] = useState<Place>({ row: 0, column: 0 });
  const [ownWidths, setOwnWidths] = useState<ReadonlyMap<string, number>>(new Map());
  const chars = useRef(new Map<string, number>());
  const charWidth = useCharWidth(box);
  const wantsFocus = useRef(false);
  /** Where Enter was pressed on a row that had not arrived: it opens once it has. */
  const opensAt = useRef<Place | null>(null);

  const { first, end } = rowsAt(scroller.extent, scroller.offset, OVERSCAN);
  const rows: (GridRow | undefined)[] = [];
  for (let index = first; index < end; index += 1) rows.push(props.rowAt(index));
  const known = rows.filter(
    (row): row is GridRow => row !== undefined && row.cells.length === columns.length,
  );
  if (known.length > 0) measureColumns(chars.current, columns, known);
  const layout = layOutColumns(columns, chars.current, charWidth, props.widths ?? ownWidths);
  const viewport = scroller.width || 2000;
  const pinned = pinnedWithin(layout, props.pinned ?? 0, viewport);
  const shown = columnsAt(layout, scroller.left, viewport, pinned);
  const reveal = ({ row, column }: Place): void => {
    const left = layout.lefts[column] ?? 0;
    const inset = pinnedWidth(layout, pinned);
    scroller.reveal(row, column < pinned ? null : { left, width: layout.widths[column] ?? 0, inset });
  };

  const { onSpan, subject, at = null } = props;
  useLayoutEffect(() => onSpan(first, end), [first, end]);
  const seenSubject = useRef(subject);
  useLayoutEffect(() => {
    if (seenSubject.current === subject) return;
    seenSubject.current = subject;
    opensAt.current = null;
    // A heading that was sorted by stays in hand.
    if (active.row >= 0) setActive(at && at.row >= 0 ? at : { row: 0, column: 0 });
    scroller.toTop();
  });
  useLayoutEffect(() => {
    if (!at || (at.row === active.row && at.column === active.column)) return;
    setActive(at);
    reveal(at);
  }, [at?.row, at?.column]);
  const { focusing = 0 } = props;
  const lastFocusing = useRef(focusing);
  useLayoutEffect(() => {
    const isThere = !at || (at.row === active.row && at.column === active.column);
    if (lastFocusing.current === focusing || !isThere) return;
    lastFocusing.current = focusing;
    grid.current?.querySelector<HTMLElement>('[data-active]')?.focus({ preventScroll: true });
  });
  const hasTakenFocus = useRef(!props.takesFocus);
  useLayoutEffect(() => {
    if (!hasTakenFocus.current && at?.row === active.row) {
      hasTakenFocus.current = true;
      wantsFocus.current = true;
      grid.current?.scrollIntoView({ block: 'nearest' });
    }
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    grid.current?.querySelector<HTMLElement>('[data-active]')?.focus({ preventScroll: true });
  });

  useLayoutEffect(() => {
    const place = opensAt.current;
    const row = place && props.rowAt(place.row);
    if (!place || !row) return;
    opensAt.current = null;
    props.onOpen?.(row, columns[place.column]);
  });

  const moveTo = (place: Place): void => {
    opensAt.current = null;
    setActive(place);
    wantsFocus.current = true;
    reveal(place);
    props.onActive?.(props.rowAt(place.row), place);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey || event.target instanceof HTMLInputElement) return;
    const size = { rows: total, columns: columns.length, page: pageRows(scroller.extent) };
    const place = moveBy(event.key, event.ctrlKey, active, size);
    const column = columns[active.column];
    if (place) moveTo(place);
    else if (event.key === 'Enter' || event.key === ' ') activate(active, event.shiftKey);
    else if (event.ctrlKey || !column) return;
    else if (!props.onKey?.(event.key, props.rowAt(active.row), column, layout.widths[active.column] ?? 0))
      return;
    event.preventDefault();
    event.stopPropagation();
  };

  const activate = (place: Place, add: boolean): void => {
    const column = columns[place.column];
    const row = props.rowAt(place.row);
    if (place.row < 0 && column?.sortable) props.onSort?.(column.id, add);
    else if (row) props.onOpen?.(row, column);
    else if (place.row >= 0) opensAt.current = place;
  };

  // A reference to this function, so that a new one does not redraw the rows.
  const pick = useRef((_place: Place, _event: MouseEvent): void => {});
  pick.current = (place, event) => {
    const column = columns[place.column];
    const marked = props.rowAt(place.row);
    if ((event.altKey || event.shiftKey) && props.onMark && marked && column) {
      props.onMark(marked, column, event);
      return;
    }
    // Dragging over text selects it and ends in a click that should do nothing.
    if (document.getSelection()?.isCollapsed === false) return;
    moveTo(place);
    const row = props.rowAt(place.row);
    if (row) props.onOpen?.(row, columns[place.column]);
  };

  const onCopy = (event: ClipboardEvent): void => {
    const cell = props.rowAt(active.row)?.cells[active.column];
    if (!event.clipboardData || !document.getSelection()?.isCollapsed) return;
    event.clipboardData.setData('text/plain', cell ?? '');
    event.preventDefault();
  };

  // The tab stop is the active cell, or the first row on screen if that cell is not visible.
  const tabRow =
    active.row < 0 || (active.row >= first && active.row < end)
      ? active.row
      : Math.min(first + OVERSCAN, end - 1);
  const top = isScaled(scroller.extent)
    ? scroller.scrollTop + first * ROW_HEIGHT - scroller.offset
    : first * ROW_HEIGHT;

  return (
    <div
      class="grid"
      role="grid"
      aria-label={props.label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      ref={grid}
      style={props.lines ? { flex: `0 0 ${heightOf(Math.min(total, props.lines))}px` } : {}}
      onKeyDown={onKeyDown}
      onCopy={onCopy}
    >
      <GridHead
        columns={columns}
        layout={layout}
        shown={shown}
        left={scroller.left}
        pinned={pinned}
        sort={props.sort ?? []}
        active={tabRow < 0 ? active.column : null}
        onSort={(column, at, add) => {
          setActive({ row: -1, column: at });
          props.onActive?.(undefined, { row: -1, column: at });
          props.onSort?.(column, add);
        }}
        onResize={props.onResize ?? ((id, width) => setOwnWidths(new Map(ownWidths).set(id, width)))}
        onMove={props.onMove}
      />
      <div
        class="grid-scroll"
        role="rowgroup"
        tabIndex={-1}
        ref={box}
        onScroll={scroller.onScroll}
        onWheel={scroller.onWheel}
      >
        <div
          class="grid-space"
          role="presentation"
          style={{ height: `${spacerHeight(scroller.extent)}px`, width: `${layout.total}px` }}
        >
          <div class="grid-window" role="presentation" style={{ top: `${top}px` }}>
            {rows.map((row, offset) => (
              <GridBodyRow
                key={first + offset}
                index={first + offset}
                row={row}
                columns={columns}
                layout={layout}
                pinned={pinned}
                firstColumn={shown.first}
                endColumn={shown.end}
                active={tabRow === first + offset ? Math.min(active.column, columns.length - 1) : null}
                selected={row !== undefined && row.row === props.selected}
                cell={props.cell}
                onPick={(column, event) => pick.current({ row: first + offset, column }, event)}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

/** The height of the header, some rows, and a scroll bar. */
function heightOf(rows: number): number {
  return HEAD_HEIGHT + rows * ROW_HEIGHT + 16;
}

/** The character width of the grid's monospaced font. */
function useCharWidth(box: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(7.25);
  useLayoutEffect(() => {
    const context = document.createElement('canvas').getContext('2d');
    if (!context || !box.current) return;
    context.font = getComputedStyle(box.current).font;
    setWidth(context.measureText('0'.repeat(50)).width / 50 || 7.25);
  }, [box]);
  return width;
}
