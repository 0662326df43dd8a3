/** The grid as a table: what each row has, and where it is silent. */
import type { JSX } from 'preact';
import { formatCount } from '../../../base/format.ts';
import type { EventGrid, GridRow } from '../../../engine/generated.ts';
import { nameOf } from './grid.tsx';

/** The table. */
export function GridTable({ answer: { rows, columns, stepMs } }: { answer: EventGrid }): JSX.Element {
  const unit = stepMs < 86_400_000 ? 'Hours' : stepMs === 86_400_000 ? 'Days' : 'Columns';
  return (
    <div class="scroll-x">
      <table class="list" aria-label="Events of each row">
        <thead>
          <tr>
            <th scope="col">Row</th>
            <th scope="col" class="numeric">
              Events
            </th>
            <th scope="col" class="numeric">
              {unit} with events
            </th>
            <th scope="col" class="numeric">
              of
            </th>
            <th scope="col" class="numeric">
              {unit} with unusual silence
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={nameOf(row)} data-grid-row={nameOf(row)}>
              <th scope="row">{nameOf(row)}</th>
              <td class="numeric">{formatCount(row.events)}</td>
              <td class="numeric">{formatCount(row.filled)}</td>
              <td class="numeric">{formatCount(columns)}</td>
              <td class="numeric">{formatCount(silentOf(row))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function silentOf({ silent }: GridRow): number {
  return silent.filter((hours) => hours > 0).length;
}
