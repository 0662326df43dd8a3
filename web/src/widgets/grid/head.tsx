// biome-ignore-all lint/a11y/useSemanticElements: a <table> cannot hold a part of its rows at a height of its own.
// biome-ignore-all lint/a11y/useFocusableInteractive: in a grid cells take the focus, not rows.
/** The header row: a click sorts, dragging an edge resizes, dragging a heading moves its column. */
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { visible } from '../../base/text.ts';
import { SortMark } from '../icons.tsx';
import { type Column, type Layout, MIN_WIDTH, type Order, pinnedWidth } from './model.ts';

type HeadProps = {
  columns: Column[];
  layout: Layout;
  shown: { first: number; end: number };
  /** Number of columns that stay in place. */
  pinned: number;
  /**
   * Horizontal scroll position of the body. The header is outside of it, because Firefox loses sticky headers
   * far down.
   */
  left: number;
  sort: Order[];
  /** The column whose header is the grid's tab stop. */
  active: number | null;
  /** `add` keeps the columns that are sorted by already. */
  onSort(column: string, at: number, add: boolean): void;
  onResize(column: string, width: number): void;
  /** Moves a column to the place of another; without it, columns stay where they are. */
  onMove?: ((from: number, to: number) => void) | undefined;
};

/** How far the pointer moves before a click is a drag. */
const DRAG_PX = 6;

/** The header row. */
export function GridHead(props: HeadProps): JSX.Element {
  const { columns, layout, shown, pinned } = props;
  // Where a dragged column would go.
  const [target, setTarget] = useState<number | null>(null);
  const dragged = useRef(false);
  const startDrag = (event: PointerEvent, from: number): void => {
    dragged.current = false;
    const { onMove } = props;
    // A finger scrolls.
    if (!onMove || event.button !== 0 || event.pointerType === 'touch') return;
    const title = event.currentTarget as HTMLElement;
    let to: number | null = null;
    title.onpointermove = (move) => {
      if (!dragged.current && Math.abs(move.clientX - event.clientX) < DRAG_PX) return;
      if (!dragged.current) title.setPointerCapture(event.pointerId);
      dragged.current = true;
      const under = document.elementFromPoint(move.clientX, title.getBoundingClientRect().top + 4);
      const over = under?.closest<HTMLElement>('.grid-title');
      to = over?.parentElement === title.parentElement ? Number(over?.dataset.at) : to;
      setTarget(to === from ? null : to);
    };
    title.onpointerup = () => {
      stop();
      if (dragged.current && to !== null && to !== from) onMove(from, to);
    };
    const stop = (): void => {
      title.onpointermove = null;
      title.onpointerup = null;
      title.onpointercancel = null;
      setTarget(null);
    };
    title.onpointercancel = stop;
  };
  const title = (column: Column, at: number): JSX.Element => {
    const rank = props.sort.findIndex((order) => order.column === column.id);
    const order = rank < 0 ? 'none' : props.sort[rank]?.descending ? 'descending' : 'ascending';
    const width = `${layout.widths[at] ?? 0}px`;
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of all its cells.
      <div
        key={column.id}
        class={column.numeric ? 'grid-title numeric' : 'grid-title'}
        role="columnheader"
        aria-colindex={at + 1}
        // Only one column may say so; the others have it in words.
        aria-sort={column.sortable ? (rank > 0 ? 'other' : order) : undefined}
        data-column={column.id}
        data-order={order === 'none' ? undefined : order}
        data-at={at}
        data-active={props.active === at || undefined}
        data-pinned={at < pinned || undefined}
        data-target={target === at || undefined}
        tabIndex={props.active === at ? 0 : -1}
        title={column.sortable ? `${column.title}: click to sort, Shift to add it` : column.title}
        style={at < pinned ? { width, left: `${props.left}px` } : { width }}
        onPointerDown={(event) => startDrag(event, at)}
        // A click with Shift would select text.
        onMouseDown={(event) => event.shiftKey && event.preventDefault()}
        onClick={(event) =>
          column.sortable && !dragged.current && props.onSort(column.id, at, event.shiftKey)
        }
      >
        <span class="grid-name">{visible(column.title)}</span>
        {order !== 'none' && (
          <>
            <SortMark descending={order === 'descending'} />
            {props.sort.length > 1 && (
              <span class="grid-rank">
                {rank + 1}
                {rank > 0 && <span class="hidden"> {order}</span>}
              </span>
            )}
          </>
        )}
        <span
          class="grid-edge"
          aria-hidden="true"
          onClick={(event) => event.stopPropagation()}
          onPointerDown={(event) => {
            event.stopPropagation();
            drag(event, layout.widths[at] ?? 0, (to) => props.onResize(column.id, to));
          }}
        />
      </div>
    );
  };
  const lead = (layout.lefts[shown.first] ?? layout.total) - pinnedWidth(layout, pinned);
  return (
    <div class="grid-clip" role="rowgroup">
      <div
        class="grid-head"
        role="row"
        aria-rowindex={1}
        style={{ width: `${layout.total}px`, left: `${-props.left}px` }}
      >
        {columns.slice(0, pinned).map(title)}
        <span class="grid-lead" style={{ width: `${lead}px` }} />
        {columns.slice(shown.first, shown.end).map((column, offset) => title(column, shown.first + offset))}
      </div>
    </div>
  );
}

function drag(event: PointerEvent, width: number, resize: (width: number) => void): void {
  const edge = event.currentTarget as HTMLElement;
  const from = event.clientX;
  event.preventDefault();
  edge.setPointerCapture(event.pointerId);
  edge.onpointermove = (move) => resize(Math.max(MIN_WIDTH, width + move.clientX - from));
  edge.onpointerup = () => {
    edge.onpointermove = null;
    edge.onpointerup = null;
  };
}
