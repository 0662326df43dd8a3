// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** Events by day or hour of each service, workspace or both, beside what is usual. */
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { TimeRange } from '../../../base/filter.ts';
import { formatCount, formatCounted, formatStep, isoTime } from '../../../base/format.ts';
import { visible } from '../../../base/text.ts';
import type { EventGrid, GridRow, GridRows, Question } from '../../../engine/generated.ts';
import { Disclosure } from '../../../widgets/disclosure.tsx';
import { HeatGrid, type Place } from '../../../widgets/heat-grid/heat-grid.tsx';
import { Empty, Panel } from '../../../widgets/panel.tsx';
import { useAnswer } from '../../ask.ts';
import { ShownMenu } from '../../export.tsx';
import { chooseSeries } from '../../filter/edits.ts';
import { Breadcrumbs, zoomed, zoomTo } from '../../overview/zoom.tsx';
import { go } from '../../state.ts';
import { Refused } from '../../states.tsx';
import { theme } from '../../theme.ts';
import { GridTable } from './grid-table.tsx';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** More rows would be no picture. */
const MAX_ROWS = 60;

const ROWS: [GridRows, string][] = [
  ['services', 'Services'],
  ['workspaces', 'Workspaces'],
  ['both', 'Both'],
];

/** The panel. */
export function GridPanel(): JSX.Element {
  const [by, setBy] = useState<GridRows>('services');
  const question: Extract<Question, { ask: 'eventGrid' }> = {
    ask: 'eventGrid',
    by,
    zoom: zoomed.value,
    most: MAX_ROWS,
  };
  const { answer, error } = useAnswer('eventGrid', question);
  const unit = answer ? (answer.stepMs === HOUR_MS ? 'hour' : 'day') : 'day';
  const title = `Events by ${unit}`;
  return (
    <Panel
      title={title}
      class="heat-panel"
      aside={
        <>
          {answer && answer.columns > 0 && <span>{covered(answer)}</span>}
          <span class="switch" role="group" aria-label="Rows">
            {ROWS.map(([name, text]) => (
              <button key={name} type="button" aria-pressed={by === name} onClick={() => setBy(name)}>
                {text}
              </button>
            ))}
          </span>
        </>
      }
      menu={<ShownMenu title={title} question={question} part={[]} />}
    >
      <Breadcrumbs onBack={(zoom) => go({ zoom })} />
      {error !== null && <Refused error={error} />}
      {answer?.uncounted && (
        <Empty>There are too many hours of workspaces and services to be counted each for itself.</Empty>
      )}
      {answer && !answer.uncounted && answer.rows.length === 0 && <Empty>No event has a time.</Empty>}
      {answer && answer.rows.length > 0 && <Grid answer={answer} unit={unit} />}
    </Panel>
  );
}

function Grid({ answer, unit }: { answer: EventGrid; unit: 'day' | 'hour' }): JSX.Element {
  const { rows, columns, fromMs, stepMs, totalRows, rest } = answer;
  const timeOf = (column: number): TimeRange => ({
    fromMs: fromMs + column * stepMs,
    untilMs: fromMs + (column + 1) * stepMs,
  });
  const drawn = useMemo(
    () =>
      rows.map((row) => ({
        key: JSON.stringify([row.workspace, row.service]),
        counts: row.counts,
        marks: row.silent.map((hours) => hours > 0),
        heading: <Heading row={row} />,
      })),
    [rows],
  );
  const choose = ({ row, column }: Place): void => {
    const of = rows[row];
    if (unit === 'day') zoomTo(timeOf(column));
    else if (of) chooseRow(of, timeOf(column));
  };
  const more = totalRows - (rows.length - 1);
  return (
    <>
      <HeatGrid
        label={`Events by ${unit}, ${covered(answer)}`}
        rows={drawn}
        columns={columns}
        tick={(column) => tickOf(timeOf(column).fromMs, stepMs)}
        said={({ row, column }) => said(rows[row], column, timeOf(column), stepMs)}
        hint={
          unit === 'day'
            ? 'Point at a day to read it; click it for its hours.'
            : 'Point at an hour to read it; click it to filter by it.'
        }
        theme={theme.value}
        onChoose={choose}
      />
      <p class="heat-legend">
        <span class="heat-key some" /> events, a stronger colour for more of them
        <span class="heat-key" /> none
        <span class="heat-key silent" /> unusually silent
      </p>
      {more > 0 && (
        <p class="empty">
          {formatCounted(rest, 'event')} of {formatCounted(more, 'row')} with fewer events are not shown.
        </p>
      )}
      <Disclosure title="As a table">
        <GridTable answer={answer} />
      </Disclosure>
    </>
  );
}

function Heading({ row }: { row: GridRow }): JSX.Element {
  const name = nameOf(row);
  if (row.workspace === null && row.service === null) return <span title="Everything loaded">{name}</span>;
  return (
    <button type="button" class="value" title={`Filter by ${name}`} onClick={() => chooseRow(row, null)}>
      {name}
    </button>
  );
}

function chooseRow({ workspace, service }: GridRow, time: TimeRange | null): void {
  chooseSeries({ workspace, service }, time);
}

/** What a row counts, in words. */
export function nameOf({ workspace, service }: { workspace: string | null; service: string | null }): string {
  const named = (text: string, none: string): string => (text === '' ? none : visible(text));
  const parts = [
    ...(workspace === null ? [] : [named(workspace, '(no workspace)')]),
    ...(service === null ? [] : [named(service, '(no service)')]),
  ];
  return parts.join(' · ') || 'Everything';
}

/** The time of all columns. */
function covered({ fromMs, stepMs, columns }: EventGrid): string {
  const last = fromMs + columns * stepMs - DAY_MS;
  const [first, until] = [dayOf(fromMs), dayOf(last)];
  return `${first === until ? first : `${first} – ${until}`} UTC${stepMs > DAY_MS ? `, ${formatStep(stepMs)} a column` : ''}`;
}

function dayOf(ms: number): string {
  return isoTime(ms)?.slice(0, 10) ?? '–';
}

/** Hours have labels at six o'clock and the like, days their date. */
function tickOf(ms: number, stepMs: number): string {
  const text = isoTime(ms);
  if (text === null) return '';
  if (stepMs >= DAY_MS || ms % DAY_MS === 0) return text.slice(0, 10);
  return ms % (6 * HOUR_MS) === 0 ? text.slice(11, 16) : '';
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function said(
  row: GridRow | undefined,
  column: number,
  { fromMs, untilMs }: TimeRange,
  stepMs: number,
): string {
  if (!row) return '';
  const text = isoTime(fromMs);
  const weekday = WEEKDAYS[new Date(fromMs).getUTCDay()] ?? '';
  const time =
    stepMs > DAY_MS
      ? `${dayOf(fromMs)} – ${dayOf(untilMs - 1)}`
      : `${weekday}, ${text?.slice(0, 10)}${stepMs < DAY_MS ? ` ${text?.slice(11, 16)}` : ''}`;
  const usually = row.usually[column] ?? null;
  const silent = row.silent[column] ?? 0;
  return [
    `${time}: ${formatCounted(row.counts[column] ?? 0, 'event')} of ${nameOf(row)}`,
    ...(usually === null ? [] : [`usually ${formatCount(usually)}`]),
    ...(silent === 0 ? [] : [`${formatCounted(silent, 'hour')} unusually silent`]),
  ].join('; ');
}
