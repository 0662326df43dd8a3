/** Problems: records that could not be read, their locations, reasons and text. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount } from '../../base/format.ts';
import { placeName } from '../../base/text.ts';
import type { Column } from '../../widgets/grid/model.ts';
import { Path } from '../../widgets/path.tsx';
import { Value } from '../../widgets/value.tsx';
import { blockSpan, useAnswer } from '../ask.ts';
import { FieldList } from '../events/fields.tsx';
import { Refused } from '../states.tsx';
import { type ListProps, PlaceList } from './place-list.tsx';

const COLUMNS: Column[] = [
  { id: 'path', title: 'input', maxChars: 60 },
  { id: 'record', title: 'record', numeric: true },
  { id: 'offset', title: 'offset', numeric: true },
  { id: 'kind', title: 'kind', minChars: 14 },
  { id: 'message', title: 'message', maxChars: 110 },
];

/** The table; `count` is the number of problems. Enter or a click shows the record. */
export function ProblemTable({ count, from }: ListProps): JSX.Element {
  const [span, setSpan] = useState(blockSpan(from ?? 0, from ?? 0));
  const { answer, error } = useAnswer('problems', count > 0 ? { ask: 'problems', ...span } : null);
  if (error !== null) return <Refused error={error} />;
  return (
    <PlaceList
      title="Problems"
      noun="Problem"
      columns={COLUMNS}
      count={answer?.total ?? count}
      from={from}
      held={{ start: answer?.start ?? 0, records: answer?.problems ?? NONE }}
      cellsOf={(problem) => [
        placeName(problem),
        formatCount(problem.record),
        formatCount(problem.offset),
        problem.kind,
        problem.message,
      ]}
      onSpan={setSpan}
      cell={problemCell}
      detail={({ kind, message }) => (
        <FieldList
          title="Problem"
          fields={[
            { name: 'kind', value: kind },
            { name: 'message', value: message },
          ]}
        />
      )}
    />
  );
}

const NONE: never[] = [];

function problemCell(column: Column, value: string | null): JSX.Element {
  return column.id === 'path' ? <Path path={value ?? ''} /> : <Value text={value} />;
}
