/** Records that could not be read: where each lies, and why. */
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { formatCount, formatCounted } from '../../base/format.ts';
import { Grid } from '../../widgets/grid/grid.tsx';
import type { Column } from '../../widgets/grid/model.ts';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { blockSpan, useAnswer } from '../ask.ts';
import { SaveMenu } from '../export.tsx';
import { Refused } from '../states.tsx';

const COLUMNS: Column[] = [
  { id: 'path', title: 'input' },
  { id: 'record', title: 'record', numeric: true },
  { id: 'offset', title: 'byte offset', numeric: true },
  { id: 'kind', title: 'kind' },
  { id: 'message', title: 'message' },
];

/** The table; `count` is how many problems there are. */
export function ProblemTable({ count }: { count: number }): JSX.Element {
  const [span, setSpan] = useState(blockSpan(0, 0));
  const { answer, error } = useAnswer('problems', count > 0 ? { ask: 'problems', ...span } : null);
  const rows = useMemo(
    () =>
      (answer?.problems ?? []).map((problem, at) => ({
        row: (answer?.start ?? 0) + at,
        cells: [
          problem.path,
          formatCount(problem.record),
          formatCount(problem.offset),
          problem.kind,
          problem.message,
        ],
      })),
    [answer],
  );
  if (error !== null) return <Refused error={error} />;
  const exported = { title: 'problems', file: 'touchstone-problems', what: { kind: 'problems' } as const };
  return (
    <Panel
      title="Problems"
      class={count > 0 ? 'table-panel' : ''}
      aside={
        <>
          {formatCounted(count, 'record')} could not be read
          {count > 0 && <SaveMenu {...exported} />}
        </>
      }
    >
      {count === 0 ? (
        <Empty>Every record could be read.</Empty>
      ) : (
        <Grid
          label="Problems"
          columns={COLUMNS}
          total={answer?.total ?? count}
          rowAt={(index) => rows[index - (answer?.start ?? 0)]}
          onSpan={(first, end) => setSpan(blockSpan(first, end))}
          subject="problems"
          lines={8}
        />
      )}
    </Panel>
  );
}
