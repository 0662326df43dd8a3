// biome-ignore-all lint/a11y/useSemanticElements: a <table> cannot hold a part of its rows at a height of its own.
// biome-ignore-all lint/a11y/useFocusableInteractive: in a grid cells take the focus, not rows.
/** The header row: a click sorts, dragging an edge resizes. */
import type { JSX } from 'preact';
import { visible } from '../../base/text.ts';
import { SortMark } from '../icons.tsx';
import type { Column, Layout } from './model.ts';

type HeadProps = {
  columns: Column[];
  layout: Layout;
  shown: { first: number; end: number };
  /**
   * Horizontal scroll position of the body. The header is outside of it, because Firefox loses sticky headers
   * far down.
   */
  left: number;
  sort: { column: string; descending: boolean } | null;
  /** The column whose header is the grid's tab stop. */
  active: number | null;
  onSort(column: string, at: number): void;
  onResize(column: string, width: number): void;
};

/** The header row. */
export function GridHead(props: HeadProps): JSX.Element {
  const { layout, shown, sort } = props;
  return (
    <div class="grid-clip" role="rowgroup">
      <div
        class="grid-head"
        role="row"
        aria-rowindex={1}
        style={{ width: `${layout.total}px`, left: `${-props.left}px` }}
      >
        <span class="grid-lead" style={{ width: `${layout.lefts[shown.first] ?? 0}px` }} />
        {props.columns.slice(shown.first, shown.end).map((column, offset) => {
          const at = shown.first + offset;
          const order = sort?.column === column.id ? (sort.descending ? 'descending' : 'ascending') : 'none';
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of all its cells.
            <div
              key={column.id}
              class={column.numeric ? 'grid-title numeric' : 'grid-title'}
              role="columnheader"
              aria-colindex={at + 1}
              aria-sort={column.sortable ? order : undefined}
              data-column={column.id}
              data-active={props.active === at || undefined}
              tabIndex={props.active === at ? 0 : -1}
              title={column.sortable ? `${column.title}: click to sort` : column.title}
              style={{ width: `${layout.widths[at] ?? 0}px` }}
              onClick={() => column.sortable && props.onSort(column.id, at)}
            >
              <span class="grid-name">{visible(column.title)}</span>
              {order !== 'none' && <SortMark descending={order === 'descending'} />}
              <span
                class="grid-edge"
                aria-hidden="true"
                onClick={(event) => event.stopPropagation()}
                onPointerDown={(event) =>
                  drag(event, layout.widths[at] ?? 0, (width) => props.onResize(column.id, width))
                }
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function drag(event: PointerEvent, width: number, resize: (width: number) => void): void {
  const edge = event.currentTarget as HTMLElement;
  const from = event.clientX;
  event.preventDefault();
  edge.setPointerCapture(event.pointerId);
  edge.onpointermove = (move) => resize(Math.max(40, width + move.clientX - from));
  edge.onpointerup = () => {
    edge.onpointermove = null;
    edge.onpointerup = null;
  };
}
