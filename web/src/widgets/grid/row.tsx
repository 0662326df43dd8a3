// biome-ignore-all lint/a11y/useSemanticElements: a <table> cannot hold a part of its rows at a height of its own.
// biome-ignore-all lint/a11y/useFocusableInteractive: in a grid cells take the focus, not rows.
/** A row of the grid, redrawn only when it changes. */
import type { JSX } from 'preact';
import { Component } from 'preact';
import { Value } from '../value.tsx';
import { type Column, type GridRow, type Layout, pinnedWidth } from './model.ts';

type RowProps = {
  index: number;
  row: GridRow | undefined;
  columns: Column[];
  layout: Layout;
  /** Number of columns that stay in place. */
  pinned: number;
  firstColumn: number;
  endColumn: number;
  /** The column of the grid's tab stop, if it is in this row. */
  active: number | null;
  selected: boolean;
  cell: ((column: Column, value: string | null) => JSX.Element | string) | undefined;
  onPick(column: number, event: MouseEvent): void;
};

/** The row. */
export class GridBodyRow extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    const now = this.props;
    return (
      next.row !== now.row ||
      next.index !== now.index ||
      next.active !== now.active ||
      next.selected !== now.selected ||
      next.pinned !== now.pinned ||
      next.firstColumn !== now.firstColumn ||
      next.endColumn !== now.endColumn ||
      next.columns !== now.columns ||
      next.layout.total !== now.layout.total ||
      next.layout.lefts[next.pinned] !== now.layout.lefts[now.pinned]
    );
  }

  override render(): JSX.Element {
    const { index, row, columns, layout, pinned, firstColumn, endColumn } = this.props;
    const lead = (layout.lefts[firstColumn] ?? layout.total) - pinnedWidth(layout, pinned);
    return (
      <div
        class="grid-row"
        role="row"
        aria-rowindex={index + 2}
        aria-selected={this.props.selected}
        data-row={row?.row}
        style={{ width: `${layout.total}px` }}
      >
        {columns.slice(0, pinned).map((column, at) => this.cell(column, at, true))}
        <span class="grid-lead" style={{ width: `${lead}px` }} />
        {columns
          .slice(firstColumn, endColumn)
          .map((column, offset) => this.cell(column, firstColumn + offset, false))}
      </div>
    );
  }

  private cell(column: Column, at: number, isPinned: boolean): JSX.Element {
    const { row, layout, active } = this.props;
    const value = row?.cells[at];
    const width = `${layout.widths[at] ?? 0}px`;
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of all its cells.
      <div
        key={column.id}
        class={column.numeric ? 'grid-cell numeric' : 'grid-cell'}
        role="gridcell"
        aria-colindex={at + 1}
        data-active={active === at || undefined}
        data-pinned={isPinned || undefined}
        tabIndex={active === at ? 0 : -1}
        style={isPinned ? { width, left: `${layout.lefts[at] ?? 0}px` } : { width }}
        // A click with Shift would select text.
        onMouseDown={(event) => event.shiftKey && event.preventDefault()}
        onClick={(event) => this.props.onPick(at, event)}
      >
        {value === undefined ? null : (this.props.cell?.(column, value) ?? <Value text={value} />)}
      </div>
    );
  }
}
