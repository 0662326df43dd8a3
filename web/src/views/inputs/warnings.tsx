/** Warnings: values of events or inputs that were lost or guessed. */
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
  { id: 'kind', title: 'kind', minChars: 15 },
  { id: 'field', title: 'field', maxChars: 40 },
  { id: 'message', title: 'message', maxChars: 110 },
];

/** The table; `count` is the number of warnings. Enter or a click shows the record, if there is one. */
export function WarningTable({ count, from }: ListProps): JSX.Element {
  const [span, setSpan] = useState(blockSpan(from ?? 0, from ?? 0));
  const { answer, error } = useAnswer('warnings', count > 0 ? { ask: 'warnings', ...span } : null);
  if (error !== null) return <Refused error={error} />;
  return (
    <PlaceList
      title="Warnings"
      noun="Warning"
      columns={COLUMNS}
      count={answer?.total ?? count}
      from={from}
      held={{ start: answer?.start ?? 0, records: answer?.warnings ?? NONE }}
      cellsOf={(warning) => [
        placeName(warning),
        warning.record === null ? null : formatCount(warning.record),
        formatCount(warning.offset),
        warning.kind,
        warning.field,
        warning.message,
      ]}
      onSpan={setSpan}
      cell={(column, value) => (column.id === 'path' ? <Path path={value ?? ''} /> : <Value text={value} />)}
      detail={({ kind, field, message }) => (
        <FieldList
          title="Warning"
          fields={[
            { name: 'kind', value: kind },
            { name: 'field', value: field },
            { name: 'message', value: message },
          ]}
        />
      )}
    />
  );
}

const NONE: never[] = [];
