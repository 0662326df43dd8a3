/** The view Events: silver under the filter. */
import type { JSX } from 'preact';
import { contents } from '../../engine/session.ts';
import { EVENT_COLUMNS } from '../columns.ts';
import { FrameTable } from '../table/frame-table.tsx';

/** The view. */
export function Events(): JSX.Element {
  return (
    <div class="view fill">
      <FrameTable
        service={null}
        title="Events"
        columns={EVENT_COLUMNS}
        of={contents.value?.totals.silverRows ?? 0}
      />
    </div>
  );
}
