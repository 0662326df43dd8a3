/** The ledger: one entry per input, in the order given, and the totals. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { LISTS, type List } from '../../base/address.ts';
import { NO_FILTER } from '../../base/filter.ts';
import { formatBytes, formatCount, formatCounted, formatShare } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import type { Input } from '../../engine/generated.ts';
import { contents, progress, removeInput } from '../../engine/session.ts';
import { Grid } from '../../widgets/grid/grid.tsx';
import type { Column } from '../../widgets/grid/model.ts';
import { Panel } from '../../widgets/panel.tsx';
import { Path } from '../../widgets/path.tsx';
import { Value } from '../../widgets/value.tsx';
import { formatName } from '../columns.ts';
import { confirming } from '../confirming.ts';
import { ShownMenu } from '../export.tsx';
import { notice } from '../saving.ts';
import { address, filter, go } from '../state.ts';

const COLUMNS: Column[] = [
  { id: 'path', title: 'path' },
  { id: 'state', title: 'state', minChars: 13 },
  { id: 'bytes', title: 'size', numeric: true },
  { id: 'bytesRead', title: 'read', numeric: true },
  { id: 'container', title: 'container' },
  { id: 'formats', title: 'formats' },
  { id: 'records', title: 'records', numeric: true },
  { id: 'events', title: 'events', numeric: true },
  { id: 'duplicates', title: 'duplicates', numeric: true },
  { id: 'problems', title: 'problems', numeric: true },
  { id: 'warnings', title: 'warnings', numeric: true },
  { id: 'conflicts', title: 'conflicts', numeric: true },
  { id: 'remove', title: 'remove', minChars: 7 },
  { id: 'sha256', title: 'sha256', minChars: 64 },
];

/** Rows shown before the ledger scrolls. */
const LINES = 12;

type LedgerProps = {
  inputs: Input[];
  /** Jumps to an input's entries in a list. */
  onList(list: List, input: Input): void;
};

/** The ledger with its totals. */
export function Ledger({ inputs, onList }: LedgerProps): JSX.Element {
  const rows = useMemo(() => inputs.map((input) => ({ row: input.index, cells: cellsOf(input) })), [inputs]);
  const totals = contents.value?.totals;
  return (
    <Panel
      title="Files"
      aside={formatCounted(rows.length, 'file')}
      menu={<ShownMenu title="Files" question={{ ask: 'inputs' }} part={['inputs']} />}
      class="table-panel"
    >
      <Grid
        label="Ledger of inputs"
        columns={COLUMNS}
        total={rows.length}
        rowAt={(index) => rows[index]}
        onSpan={() => {}}
        subject="ledger"
        cell={ledgerCell}
        lines={LINES}
        onOpen={({ row }, column) => {
          const input = inputs[row];
          const list = listOf(column);
          if (input && column?.id === 'remove') remove(inputs, input);
          if (input && list && input[list] > 0) onList(list, input);
        }}
      />
      {totals && (
        <dl class="totals" aria-label="Totals of all inputs">
          {[
            ['size', formatBytes(progress.value?.bytesTotal ?? 0)],
            ['read', formatBytes(progress.value?.bytesRead ?? 0)],
            ['records', formatCount(totals.records)],
            ['events', formatCount(totals.events)],
            ['duplicates', formatCount(totals.duplicates)],
            ['problems', formatCount(totals.problems)],
            ['warnings', formatCount(totals.warnings)],
            ['conflicts', formatCount(totals.conflicts)],
          ].map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd data-total={name}>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  );
}

/** Reads the other inputs again; the message that says so takes it back. */
function remove(inputs: Input[], { path, index, events }: Input): void {
  const nth = inputs.filter((one) => one.path === path && one.index < index).length;
  const name = visible(path);
  confirming.value = {
    title: `Remove ${name}?`,
    text: `Its ${formatCounted(events, 'event')} leave every figure, and the other files are read again. The file itself stays as it is.`,
    yes: 'Remove',
    run: () => {
      leaveNumbers();
      const restore = removeInput(path, nth);
      const undo = (): void => {
        leaveNumbers();
        restore();
      };
      notice.value = { text: `Removed ${name}.`, error: false, undo };
    },
  };
}

/** Numbers of events and files name others afterwards, so nothing goes by them. */
function leaveNumbers(): void {
  const byNumber = /\binput:/.test(filter.value) || /\binput:/.test(address.value.against ?? '');
  go({ event: null, finding: null, ...(byNumber ? { filter: NO_FILTER, against: null } : {}) });
}

function listOf(column: Column | undefined): List | undefined {
  return LISTS.find((list) => list === column?.id);
}

function cellsOf(input: Input): (string | null)[] {
  const formats = Object.entries(input.formats).map(
    ([format, count]) => `${formatName(format)} ${formatCount(count)}`,
  );
  const wrappers = Object.entries(input.wrappers).map(
    ([wrapper, count]) => `in ${wrapper} ${formatCount(count)}`,
  );
  return [
    input.path,
    stateOf(input),
    formatBytes(input.bytes),
    input.bytes === 0 ? '–' : formatShare(input.bytesRead, input.bytes),
    input.container,
    formats.length > 0 ? [...formats, ...wrappers].join(', ') : null,
    formatCount(input.records),
    formatCount(input.events),
    formatCount(input.duplicates),
    formatCount(input.problems),
    formatCount(input.warnings),
    formatCount(input.conflicts),
    'Remove',
    input.sha256,
  ];
}

/** The state, and what a file read to its end has come to: no event of its own, or records that could not be read. */
function stateOf({ state, events, duplicates, problems }: Input): string {
  if (state !== 'complete') return state;
  if (problems > 0) return 'with problems';
  return events + duplicates === 0 ? 'no events' : state;
}

function ledgerCell(column: Column, value: string | null): JSX.Element {
  if (column.id === 'remove' || (listOf(column) && value !== '0')) return <span class="link">{value}</span>;
  if (column.id === 'path') return <Path path={value ?? ''} />;
  if (column.id !== 'state') return <Value text={value} />;
  return (
    <span class="input-state" data-input-state={value}>
      {value}
    </span>
  );
}
