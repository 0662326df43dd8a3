/** Chooses what a table is grouped by: one column or two. */
import type { JSX } from 'preact';
import { visible } from '../../base/text.ts';
import { Popover } from '../../widgets/popover.tsx';
import { address, go } from '../state.ts';

/** Parts of the time that events can be grouped by beside columns. */
const PARTS = ['weekday', 'hour'];

/** Columns with a text of each record, which cannot be grouped by. */
const SINGLE = new Set(['flattened', 'event_time']);

/** The button with its choices. */
export function GroupBy({ available }: { available: string[] }): JSX.Element {
  const { group } = address.value;
  const columns = [...available.filter((column) => !SINGLE.has(column)), ...PARTS];
  const label = group.length === 0 ? 'Group' : `Grouped by ${group.map(visible).join(', ')}`;
  return (
    <Popover class="end" name="Group by columns" label={<span class="group-label">{label}</span>}>
      {(close) => (
        <div class="group-by">
          {[0, 1].map((place) => (
            <label key={place}>
              <span>{place === 0 ? 'Group by' : 'and by'}</span>
              <select
                value={group[place] ?? ''}
                disabled={place > group.length}
                onChange={({ currentTarget }) => {
                  const next = [...group];
                  if (currentTarget.value === '') next.splice(place);
                  else next[place] = currentTarget.value;
                  go({ group: [...new Set(next)], event: null }, 'replace');
                }}
              >
                <option value="">{place === 0 ? 'nothing: events' : 'nothing else'}</option>
                {columns
                  .filter((column) => column === group[place] || !group.includes(column))
                  .map((column) => (
                    <option key={column} value={column}>
                      {visible(column)}
                    </option>
                  ))}
              </select>
            </label>
          ))}
          <button
            type="button"
            class="button small"
            disabled={group.length === 0}
            onClick={() => {
              close();
              go({ group: [] }, 'push');
            }}
          >
            Show events
          </button>
        </div>
      )}
    </Popover>
  );
}
