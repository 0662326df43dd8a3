// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** The cell in hand, written out in full, and what can be done with it. */
import type { JSX } from 'preact';
import { hasChoice } from '../../base/filter.ts';
import { CopyButton } from '../../widgets/copy.tsx';
import { Value } from '../../widgets/value.tsx';
import { choose, filter } from '../desk.ts';

type CellBarProps = { column: string | undefined; value: string | null | undefined };

/** The bar under a table. It is there without a cell too: the table must not change its height under the reader. */
export function CellBar({ column, value }: CellBarProps): JSX.Element {
  if (column === undefined || value === undefined) {
    return (
      <div class="cell-bar">
        <span class="cell-value absent">
          Arrows move from cell to cell, Enter opens the row, f and x filter by the cell.
        </span>
      </div>
    );
  }
  return (
    <div class="cell-bar" role="group" aria-label="Cell in hand">
      <b>{column}</b>
      <span class="cell-value">
        <Value text={value} absent="(none)" />
      </span>
      <CopyButton text={value ?? ''} what="cell">
        Copy
      </CopyButton>
      <FilterButtons column={column} value={value} />
    </div>
  );
}

/** Filter by a value, or by all others; pressed while the filter does. */
function FilterButtons({ column, value }: { column: string; value: string | null }): JSX.Element {
  const now = filter.value;
  return (
    <>
      {[false, true].map((exclude) => {
        const held = hasChoice(now, { column, value, exclude });
        return (
          <button
            key={String(exclude)}
            type="button"
            class="button small"
            aria-pressed={held}
            title={exclude ? `Leave out events with this ${column}` : `Only events with this ${column}`}
            onClick={() => choose(column, value, exclude)}
          >
            {exclude ? 'Exclude' : 'Filter'}
          </button>
        );
      })}
    </>
  );
}
