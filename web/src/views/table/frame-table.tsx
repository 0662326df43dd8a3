/** A frame as a table: order, columns, export, the active cell, and the detail of an event beside it. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { type Choice, choiceOf } from '../../base/filter.ts';
import { formatCount } from '../../base/format.ts';
import { localText } from '../../base/zone.ts';
import type { Table } from '../../engine/generated.ts';
import { Grid } from '../../widgets/grid/grid.tsx';
import type { Column, GridRow, Place } from '../../widgets/grid/model.ts';
import { Value } from '../../widgets/value.tsx';
import { useAnswer, useRows } from '../ask.ts';
import { gridColumns } from '../columns.ts';
import { EventDetail } from '../events/detail.tsx';
import { SaveMenu } from '../export.tsx';
import { choose } from '../filter/edits.ts';
import { address, filter, go, showEvent, shownTable } from '../state.ts';
import { NothingSelected, Refused } from '../states.tsx';
import { CellBar } from './cell-bar.tsx';
import { ColumnChooser } from './column-chooser.tsx';

type FrameTableProps = {
  /** The service of a gold frame; null for silver. */
  service: string | null;
  title: string;
  /** The default columns. */
  columns: string[];
  /** Rows of the whole frame, unfiltered. */
  of: number;
};

/** The table. */
export function FrameTable({ service, title, columns: own, of }: FrameTableProps): JSX.Element {
  const { sort, columns: chosen, event } = address.value;
  const table: Table = { service, filter: filter.value, columns: chosen ?? own, sort };
  const rows = useRows(`table.${service ?? ''}`, table);
  const subject = JSON.stringify([service, filter.value, sort]);
  // The active cell belongs to one order of rows; another order has none.
  const [held, setHeld] = useState<{ subject: string; place: Place } | null>(null);
  // The rows on screen, for copying.
  const [span, setSpan] = useState({ start: 0, most: 0 });
  // The event whose place is known: one that comes from elsewhere is looked for in the table.
  const [followed, setFollowed] = useState<number | null>(null);
  const place = held?.subject === subject ? held.place : null;

  useEffect(() => {
    shownTable.value = { title: `${title}, as shown`, table };
    return () => {
      shownTable.value = null;
    };
  }, [subject, chosen, own.join()]);

  const sought = event === null || event === followed ? null : event;
  const { answer: found } = useAnswer(
    `position.${service ?? ''}`,
    sought === null ? null : { ask: 'rowPosition', table, row: sought },
  );
  useEffect(() => {
    if (sought === null || found?.row !== sought) return;
    setFollowed(sought);
    if (found.at !== null) setHeld({ subject, place: { row: found.at, column: place?.column ?? 0 } });
  }, [found, sought]);
  const follow = (row: number, step: 'push' | 'replace'): void => {
    setFollowed(row);
    showEvent(row, step);
  };

  const { answer } = rows;
  const total = answer?.total ?? 0;
  const shown = answer?.columns ?? table.columns;
  const columns = useMemo(() => gridColumns(shown), [shown.join('\n')]);
  if (rows.error !== null) return <Refused error={rows.error} />;

  const step = (by: number): void => {
    const row = place && rows.rowAt(place.row + by);
    if (!place || !row) return;
    setHeld({ subject, place: { ...place, row: place.row + by } });
    follow(row.row, 'replace');
  };
  const cell = place ? rows.rowAt(place.row)?.cells[place.column] : undefined;

  return (
    <div class={event === null ? 'table-view' : 'table-view with-detail'}>
      <section class="panel table-panel" aria-label={title}>
        <header class="panel-head">
          <h2>{title}</h2>
          <span class="panel-count">
            <b data-figure="rows">{formatCount(total)}</b> of {formatCount(of)}
          </span>
          <div class="panel-aside">
            <ColumnChooser available={answer?.available ?? []} shown={shown} own={own} />
            <SaveMenu
              title={`${title}, as shown`}
              what={{ kind: 'table', table }}
              copied={{ kind: 'table', table, ...span }}
              copiedTitle="Copy visible rows"
            />
          </div>
        </header>
        {answer && total === 0 ? (
          <NothingSelected />
        ) : (
          <Grid
            label={title}
            columns={columns}
            total={total}
            rowAt={rows.rowAt}
            onSpan={(first, end) => {
              setSpan({ start: first, most: end - first });
              rows.show(first, end);
            }}
            subject={subject}
            sort={sort}
            onSort={(id) => go({ sort: nextOrder(sort, id) }, 'push')}
            selected={event}
            at={place}
            onOpen={(row) => follow(row.row, event === null ? 'push' : 'replace')}
            onActive={(row, next) => {
              setHeld({ subject, place: next });
              if (event !== null && row) follow(row.row, 'replace');
            }}
            onMark={(row, { id }, event) => {
              const value = row.cells[shown.indexOf(id)];
              if (value !== undefined) choose(id, value, choiceOf(event));
            }}
            onKey={(key, row, { id }) => act(key, row, id, shown)}
            cell={frameCell}
          />
        )}
        <CellBar column={place ? shown[place.column] : undefined} value={cell} />
      </section>
      {event !== null && (
        <EventDetail row={event} onStep={place ? step : null} onClose={() => showEvent(null)} />
      )}
    </div>
  );
}

/** Cycles through ascending, descending, and by time. */
function nextOrder(sort: Table['sort'], column: string): Table['sort'] {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}

const CHOICES: Record<string, Choice> = { f: 'only', '+': 'also', x: 'without' };

/** Handles keys that act on the active cell. */
function act(key: string, row: GridRow | undefined, column: string, shown: string[]): boolean {
  const value = row?.cells[shown.indexOf(column)];
  const choice = CHOICES[key];
  if (value === undefined || !choice) return false;
  choose(column, value, choice);
  return true;
}

/** Outcomes have a coloured mark; everything else is text. */
function frameCell(column: Column, value: string | null): JSX.Element {
  if (column.id === 'event_time' && value !== null) return <Value text={localText(value)} />;
  if (column.id !== 'outcome' || value === null) return <Value text={value} />;
  return (
    <span class="outcome" data-outcome={value}>
      <Value text={value} />
    </span>
  );
}
