/** Chooses the columns of a table; new ones are added at the end. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { visible } from '../../base/text.ts';
import { ColumnsIcon } from '../../widgets/icons.tsx';
import { Popover } from '../../widgets/popover.tsx';
import { firstRows, Rest } from '../../widgets/rest.tsx';
import { go } from '../state.ts';

type ChooserProps = {
  available: string[];
  shown: string[];
  /** The table's default columns. */
  own: string[];
};

/** The button with its list. */
export function ColumnChooser(props: ChooserProps): JSX.Element {
  return (
    <Popover
      class="end"
      name="Choose columns"
      label={
        <>
          <ColumnsIcon />
          <span>Columns</span>
        </>
      }
    >
      {() => <ColumnList {...props} />}
    </Popover>
  );
}

function ColumnList({ available, shown, own }: ChooserProps): JSX.Element {
  const [find, setFind] = useState('');
  const needle = find.trim().toLowerCase();
  const found = available.filter((column) => column.toLowerCase().includes(needle));
  const toggle = (column: string): void => {
    const columns = shown.includes(column) ? shown.filter((one) => one !== column) : [...shown, column];
    // An empty list would mean every column, so the last one cannot be removed.
    if (columns.length > 0) go({ columns }, 'replace');
  };
  return (
    <div class="column-chooser">
      <input
        type="search"
        placeholder="Find a column"
        aria-label="Find a column"
        value={find}
        onInput={(event) => setFind(event.currentTarget.value)}
      />
      <div class="column-list">
        {firstRows(found).map((column) => (
          <label key={column}>
            <input type="checkbox" checked={shown.includes(column)} onChange={() => toggle(column)} />
            <span>{visible(column)}</span>
          </label>
        ))}
        {found.length === 0 && <p class="empty">No column is called that.</p>}
        <Rest rows={found} hint="find others by their names" />
      </div>
      <div class="column-actions">
        <button type="button" class="button small" onClick={() => go({ columns: null }, 'replace')}>
          Default
        </button>
        <button type="button" class="button small" onClick={() => go({ columns: available }, 'replace')}>
          All {available.length}
        </button>
        <span>{shown.join() === own.join() ? 'default' : `${shown.length} shown`}</span>
      </div>
    </div>
  );
}
