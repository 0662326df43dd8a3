/** Empty states of a view: the reason, and what to do. */
import type { JSX } from 'preact';
import { phase } from '../engine/session.ts';
import { Empty } from '../widgets/panel.tsx';
import { clearFilter } from './filter/edits.ts';
import { address, filtered, go } from './state.ts';

/** No rows: the filter selects none, reading is in progress, or there are none. */
export function NothingSelected({ what = 'event' }: { what?: string }): JSX.Element {
  if (filtered.value) {
    return (
      <Empty>
        The filter selects no {what}.{' '}
        <button type="button" class="button small" onClick={clearFilter}>
          Clear the filter
        </button>
      </Empty>
    );
  }
  return <Empty>{phase.value === 'loading' ? `Reading; no ${what} yet.` : `There is no ${what}.`}</Empty>;
}

/** A question that the engine refused, as from a mistyped or foreign link. */
export function Refused({ error }: { error: string }): JSX.Element {
  const { columns, sort, group } = address.value;
  return (
    <Empty>
      {error.charAt(0).toUpperCase()}
      {error.slice(1)}. The link may be of other logs or another version.{' '}
      {(columns || sort.length > 0 || group.length > 0) && (
        <button type="button" class="button small" onClick={() => go({ columns: null, sort: [], group: [] })}>
          Reset columns and order
        </button>
      )}{' '}
      {filtered.value && (
        <button type="button" class="button small" onClick={clearFilter}>
          Clear the filter
        </button>
      )}
    </Empty>
  );
}
