/** Conflicts: records that share an id with an earlier event but differ in content, side by side. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount } from '../../base/format.ts';
import { placeName, visible } from '../../base/text.ts';
import type { Conflict } from '../../engine/generated.ts';
import type { Column } from '../../widgets/grid/model.ts';
import { Path } from '../../widgets/path.tsx';
import { Value } from '../../widgets/value.tsx';
import { blockSpan, useAnswer } from '../ask.ts';
import { RawRecord } from '../events/raw.tsx';
import { go, viewAddress } from '../state.ts';
import { Refused } from '../states.tsx';
import { type ListProps, PlaceList } from './place-list.tsx';

const COLUMNS: Column[] = [
  { id: 'path', title: 'input', maxChars: 60 },
  { id: 'record', title: 'record', numeric: true },
  { id: 'id', title: 'id', maxChars: 40 },
  { id: 'became', title: 'counts as', minChars: 10 },
  { id: 'fields', title: 'differs in', maxChars: 80 },
  { id: 'ofPath', title: 'of input', maxChars: 60 },
  { id: 'ofRecord', title: 'record there', numeric: true },
];

/** The table; `count` is the number of conflicts. Enter or a click shows both records. */
export function ConflictTable({ count, from }: ListProps): JSX.Element {
  const [span, setSpan] = useState(blockSpan(from ?? 0, from ?? 0));
  const { answer, error } = useAnswer('conflicts', count > 0 ? { ask: 'conflicts', ...span } : null);
  if (error !== null) return <Refused error={error} />;
  return (
    <PlaceList
      title="Conflicts"
      noun="Conflict"
      wide
      columns={COLUMNS}
      count={answer?.total ?? count}
      from={from}
      held={{ start: answer?.start ?? 0, records: answer?.conflicts ?? NONE }}
      cellsOf={(conflict) => [
        placeName(conflict),
        formatCount(conflict.record),
        conflict.id,
        conflict.row === null ? 'duplicate' : 'event',
        conflict.fields.join(', '),
        conflict.ofPath,
        formatCount(conflict.ofRecord),
      ]}
      onSpan={setSpan}
      cell={(column, value) =>
        column.id === 'path' || column.id === 'ofPath' ? <Path path={value ?? ''} /> : <Value text={value} />
      }
      detail={(conflict) => <Pair conflict={conflict} />}
      own
    />
  );
}

const NONE: never[] = [];

/** The differences and the two records. */
function Pair({ conflict }: { conflict: Conflict }): JSX.Element {
  const { input, record, offset, length, row, ofRow, ofPath, ofRecord, fields } = conflict;
  const first = useAnswer('conflict.first', { ask: 'event', row: ofRow });
  const second = useAnswer('conflict.second', { ask: 'raw', input, record, offset, length });
  const marks = new Set(fields);
  return (
    <>
      <section class="fields" aria-label="Difference">
        <h3>Differs in</h3>
        <ul class="differing">
          {fields.map((field) => (
            <li key={field} data-differs={field}>
              <mark>{visible(field)}</mark>
            </li>
          ))}
        </ul>
        <p>
          {row === null
            ? 'Time, service and action agree: the second counts as a duplicate of the first.'
            : 'Time, service or action differ: the id does not tell them apart, and both are events.'}
        </p>
      </section>
      <div class="pair">
        <section aria-label="First record">
          <h3>
            First: record {formatCount(ofRecord)} of {visible(ofPath)} <EventLink row={ofRow} />
          </h3>
          {first.error !== null && <Refused error={first.error} />}
          {first.answer && !first.stale && <RawRecord raw={first.answer.raw} marks={marks} />}
        </section>
        <section aria-label="Second record">
          <h3>
            Second: record {formatCount(record)} of {visible(placeName(conflict))}{' '}
            {row !== null && <EventLink row={row} />}
          </h3>
          {second.error !== null && <Refused error={second.error} />}
          {second.answer && !second.stale && <RawRecord raw={second.answer} marks={marks} />}
        </section>
      </div>
    </>
  );
}

function EventLink({ row }: { row: number }): JSX.Element {
  return (
    <button type="button" class="button small" onClick={() => go({ ...viewAddress('events'), event: row })}>
      Show event
    </button>
  );
}
