/** Duplicates: records that repeat an event, their locations, and the event that each repeats. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount } from '../../base/format.ts';
import { placeName, visible } from '../../base/text.ts';
import type { Duplicate } from '../../engine/generated.ts';
import type { Column } from '../../widgets/grid/model.ts';
import { Path } from '../../widgets/path.tsx';
import { Value } from '../../widgets/value.tsx';
import { blockSpan, useAnswer } from '../ask.ts';
import { go, viewAddress } from '../state.ts';
import { Refused } from '../states.tsx';
import { type ListProps, PlaceList } from './place-list.tsx';

const COLUMNS: Column[] = [
  { id: 'path', title: 'input', maxChars: 60 },
  { id: 'record', title: 'record', numeric: true },
  { id: 'offset', title: 'offset', numeric: true },
  { id: 'event', title: 'repeats event' },
  { id: 'ofPath', title: 'of input', maxChars: 60 },
  { id: 'ofRecord', title: 'record there', numeric: true },
];

/**
 * The table; `count` is the number of duplicates. A click on the event goes to it; other cells show the
 * record.
 */
export function DuplicateTable({ count, from }: ListProps): JSX.Element {
  const [span, setSpan] = useState(blockSpan(from ?? 0, from ?? 0));
  const { answer, error } = useAnswer('duplicates', count > 0 ? { ask: 'duplicates', ...span } : null);
  if (error !== null) return <Refused error={error} />;
  return (
    <PlaceList
      title="Duplicates"
      noun="Duplicate"
      columns={COLUMNS}
      count={answer?.total ?? count}
      from={from}
      held={{ start: answer?.start ?? 0, records: answer?.duplicates ?? NONE }}
      cellsOf={(duplicate) => [
        placeName(duplicate),
        formatCount(duplicate.record),
        formatCount(duplicate.offset),
        formatCount(duplicate.ofRow),
        duplicate.ofPath,
        formatCount(duplicate.ofRecord),
      ]}
      onSpan={setSpan}
      cell={duplicateCell}
      onCell={(duplicate, column) => {
        if (column?.id !== 'event') return false;
        openEvent(duplicate);
        return true;
      }}
      detail={(duplicate) => (
        <section class="fields" aria-label="Repeated event">
          <h3>Repeats</h3>
          <p>
            Record {formatCount(duplicate.ofRecord)} of {visible(duplicate.ofPath)}:{' '}
            <button type="button" class="button small" onClick={() => openEvent(duplicate)}>
              Show event
            </button>
          </p>
        </section>
      )}
    />
  );
}

const NONE: never[] = [];

function openEvent({ ofRow }: Duplicate): void {
  go({ ...viewAddress('events'), event: ofRow });
}

function duplicateCell(column: Column, value: string | null): JSX.Element {
  if (column.id === 'path' || column.id === 'ofPath') return <Path path={value ?? ''} />;
  if (column.id !== 'event') return <Value text={value} />;
  return <span class="link">Show</span>;
}
