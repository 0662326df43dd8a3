/** Records that repeat an event: where each lies, and the event that it repeats. */
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { formatCount, formatCounted } from '../../base/format.ts';
import { Grid } from '../../widgets/grid/grid.tsx';
import type { Column } from '../../widgets/grid/model.ts';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { Value } from '../../widgets/value.tsx';
import { blockSpan, useAnswer } from '../ask.ts';
import { go, viewAddress } from '../desk.ts';
import { SaveMenu } from '../export.tsx';
import { Refused } from '../states.tsx';

const COLUMNS: Column[] = [
  { id: 'path', title: 'input' },
  { id: 'record', title: 'record', numeric: true },
  { id: 'offset', title: 'byte offset', numeric: true },
  { id: 'event', title: 'repeats event' },
  { id: 'ofPath', title: 'of input' },
  { id: 'ofRecord', title: 'record there', numeric: true },
];

/** The table; `count` is how many duplicates there are. Enter or a click opens the event that a record repeats. */
export function DuplicateTable({ count }: { count: number }): JSX.Element {
  const [span, setSpan] = useState(blockSpan(0, 0));
  const { answer, error } = useAnswer('duplicates', count > 0 ? { ask: 'duplicates', ...span } : null);
  const rows = useMemo(
    () =>
      (answer?.duplicates ?? []).map((duplicate) => ({
        row: duplicate.ofRow,
        cells: [
          duplicate.path,
          formatCount(duplicate.record),
          formatCount(duplicate.offset),
          formatCount(duplicate.ofRow),
          duplicate.ofPath,
          formatCount(duplicate.ofRecord),
        ],
      })),
    [answer],
  );
  if (error !== null) return <Refused error={error} />;
  const exported = {
    title: 'duplicates',
    file: 'touchstone-duplicates',
    what: { kind: 'duplicates' } as const,
  };
  return (
    <Panel
      title="Duplicates"
      class={count > 0 ? 'table-panel' : ''}
      aside={
        <>
          {formatCounted(count, 'record')} {count === 1 ? 'repeats' : 'repeat'} an event
          {count > 0 && <SaveMenu {...exported} />}
        </>
      }
    >
      {count === 0 ? (
        <Empty>No record repeats an event.</Empty>
      ) : (
        <Grid
          label="Duplicates"
          columns={COLUMNS}
          total={answer?.total ?? count}
          rowAt={(index) => rows[index - (answer?.start ?? 0)]}
          onSpan={(first, end) => setSpan(blockSpan(first, end))}
          subject="duplicates"
          lines={8}
          onOpen={(row) => go({ ...viewAddress('events'), event: row.row })}
          cell={duplicateCell}
        />
      )}
    </Panel>
  );
}

function duplicateCell(column: Column, value: string | null): JSX.Element {
  if (column.id !== 'event') return <Value text={value} />;
  return <span class="link">Event {value}</span>;
}
