// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** The active cell in full, and commands for it. */
import type { ComponentChildren, JSX } from 'preact';
import { choiceOf } from '../../base/filter.ts';
import { CopyButton } from '../../widgets/copy.tsx';
import { Value } from '../../widgets/value.tsx';
import { choose } from '../filter/edits.ts';

type CellBarProps = {
  column: string | undefined;
  /** None while a heading is in hand. */
  value: string | null | undefined;
  /** Commands for the column. */
  menu?: ComponentChildren;
};

/** The bar under a table. Present even without a cell, so that the table keeps its height. */
export function CellBar({ column, value, menu }: CellBarProps): JSX.Element {
  if (column === undefined) {
    return (
      <div class="cell-bar">
        <span class="cell-value absent">
          Arrows move from cell to cell, Enter opens the row, f and x filter by the cell, / finds a word in
          every row, ? lists all keys.
        </span>
      </div>
    );
  }
  return (
    <div class="cell-bar" role="group" aria-label="Cell in hand">
      <b>{column}</b>
      <span class="cell-value">{value !== undefined && <Value text={value} absent="(none)" />}</span>
      {value !== undefined && (
        <>
          <CopyButton text={value ?? ''} what="cell">
            Copy
          </CopyButton>
          <FilterButtons column={column} value={value} />
        </>
      )}
      {menu}
    </div>
  );
}

/** Buttons that include or exclude a value. */
function FilterButtons({ column, value }: { column: string; value: string | null }): JSX.Element {
  return (
    <>
      <button
        type="button"
        class="button small"
        title={`Only events with this ${column}; Shift adds it to those chosen`}
        onClick={(event) => choose(column, value, choiceOf(event))}
      >
        Filter
      </button>
      <button
        type="button"
        class="button small"
        title={`Leave out events with this ${column}`}
        onClick={() => choose(column, value, 'without')}
      >
        Exclude
      </button>
    </>
  );
}
