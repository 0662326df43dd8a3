/** A frame as a table: order, columns, export, the active cell, and the detail of an event beside it. */
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Choice, choiceOf } from '../../base/filter.ts';
import { formatCount } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import { localText } from '../../base/zone.ts';
import type { Table } from '../../engine/generated.ts';
import { Grid } from '../../widgets/grid/grid.tsx';
import { type Column, type GridRow, MIN_WIDTH, type Order, type Place } from '../../widgets/grid/model.ts';
import { Value } from '../../widgets/value.tsx';
import { useAnswer, useRows } from '../ask.ts';
import { gridColumns } from '../columns.ts';
import { EventDetail } from '../events/detail.tsx';
import { LinkedEvent } from '../events/link.tsx';
import { SaveMenu, ShownMenu } from '../export.tsx';
import { choose } from '../filter/edits.ts';
import { address, filter, go, showEvent, shownTable } from '../state.ts';
import { NothingSelected, Refused } from '../states.tsx';
import { CellBar } from './cell-bar.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import { COLUMN_KEYS, type ColumnCommand, ColumnMenu } from './column-menu.tsx';
import { CrossSwitch, CrossTable, crosstabQuestion, FILE_COLUMNS, FILE_ROWS } from './crosstab.tsx';
import { GoTo } from './go-to.tsx';
import { GroupBy } from './group-by.tsx';
import { GroupTable, groupsQuestion } from './groups.tsx';
import { layoutOf, moved, pinnedFirst, setWidth, togglePinned } from './layout.ts';
import { nextOrder } from './order.ts';

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
  const { sort, columns: chosen, event, group } = address.value;
  const [first, second] = group;
  const pair: [string, string] | null = first !== undefined && second !== undefined ? [first, second] : null;
  const cross = address.value.cross ? pair : null;
  const { widths, pinned } = layoutOf(service);
  const table: Table = {
    service,
    filter: filter.value,
    columns: pinnedFirst(chosen ?? own, pinned),
    sort,
  };
  const rows = useRows(`table.${service ?? ''}`, table);
  const subject = subjectOf(service, sort);
  // The active cell belongs to one order of rows; another order has none.
  const [held, setHeld] = useState<{ subject: string; place: Place } | null>(null);
  // The rows on screen, for copying.
  const [span, setSpan] = useState({ start: 0, most: 0 });
  // The event whose place is known: one that comes from elsewhere is looked for in the table.
  const [followed, setFollowed] = useState<number | null>(null);
  // A heading is the same in every order.
  const place = held && (held.subject === subject || held.place.row < 0) ? held.place : null;
  // Counts the times that a place was asked for, which then takes the focus.
  const [goes, setGoes] = useState(0);

  useEffect(() => {
    shownTable.value = { title: `${title}, as shown`, table };
    return () => {
      shownTable.value = null;
    };
  }, [subject, table.columns.join('\n')]);

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
  // A column that is on its way to another place, and whether it takes the focus along.
  const moving = useRef<{ column: string; focus: boolean } | null>(null);
  useLayoutEffect(() => {
    const { current } = moving;
    const column = current ? shown.indexOf(current.column) : -1;
    if (!current || column < 0) return;
    moving.current = null;
    // The grid begins with its first cell.
    setHeld({ subject, place: { row: place?.row ?? 0, column } });
    if (current.focus) setGoes(goes + 1);
  }, [shown.join('\n')]);
  const followColumn = (column: string): void => {
    moving.current = { column, focus: isInGrid() };
  };
  if (rows.error !== null) return <Refused error={rows.error} />;

  const step = (by: number): void => {
    const row = place && rows.rowAt(place.row + by);
    if (!place || !row) return;
    setHeld({ subject, place: { ...place, row: place.row + by } });
    follow(row.row, 'replace');
  };
  const cell = place ? rows.rowAt(place.row)?.cells[place.column] : undefined;
  const inHand = place ? shown[place.column] : undefined;
  const goTo = (row: number): void => {
    setHeld({ subject, place: { row, column: place?.column ?? 0 } });
    setGoes(goes + 1);
  };
  const move = (from: number, to: number): void => {
    const next = moved(shown, pinned, from, to);
    if (next.join('\n') === shown.join('\n')) return;
    followColumn(shown[from] ?? '');
    go({ columns: next }, 'replace');
  };
  const order = (next: Order[]): void => {
    // Another order begins at its top; a heading stays in hand by itself.
    if ((place?.row ?? 0) >= 0 && isInGrid()) {
      setHeld({ subject: subjectOf(service, next), place: { row: 0, column: place?.column ?? 0 } });
      setGoes(goes + 1);
    }
    go({ sort: next }, 'push');
  };
  const command = (what: ColumnCommand, column: string, width: number): void => {
    const at = shown.indexOf(column);
    switch (what) {
      case 'ascending':
      case 'descending':
        order([{ column, descending: what === 'descending' }]);
        break;
      case 'addToOrder':
        order(nextOrder(sort, column, true));
        break;
      case 'left':
      case 'right':
        move(at, at + (what === 'left' ? -1 : 1));
        break;
      case 'pin': {
        const focus = isInGrid();
        togglePinned(service, column);
        const next = pinnedFirst(chosen ?? own, layoutOf(service).pinned);
        if (next.join('\n') !== shown.join('\n')) followColumn(column);
        else if (focus) setGoes(goes + 1);
        break;
      }
      case 'narrower':
      case 'wider':
        setWidth(service, column, Math.max(MIN_WIDTH, width + (what === 'wider' ? WIDTH_STEP : -WIDTH_STEP)));
        break;
      case 'fit':
        setWidth(service, column, null);
        break;
      case 'group':
        go({ group: [column], event: null }, 'push');
        break;
      case 'hide':
        // An empty list would mean every column.
        if (shown.length > 1) {
          followColumn(shown[at + 1] ?? shown[at - 1] ?? '');
          go({ columns: shown.filter((one) => one !== column) }, 'replace');
        }
        break;
    }
  };
  // The width of the column in hand, as the grid last told it.
  const widthOf = (column: string): number =>
    widths.get(column) ??
    document.querySelector(`.table-panel [data-column="${CSS.escape(column)}"]`)?.clientWidth ??
    MIN_WIDTH;

  return (
    <div class={event === null && address.value.eventKey === null ? 'table-view' : 'table-view with-detail'}>
      <section class="panel table-panel" aria-label={title}>
        <header class="panel-head">
          <h2>{title}</h2>
          <span class="panel-count">
            <b data-figure="rows">{formatCount(total)}</b> of {formatCount(of)}
          </span>
          <div class="panel-aside">
            <GroupBy available={answer?.available ?? []} />
            {group.length === 0 ? (
              <>
                <GoTo table={table} total={total} onGo={goTo} />
                <ColumnChooser available={answer?.available ?? []} shown={shown} own={own} />
                <SaveMenu
                  title={`${title}, as shown`}
                  what={{ kind: 'table', table }}
                  copied={{ kind: 'table', table, ...span }}
                  copiedTitle="Copy visible rows"
                />
              </>
            ) : (
              <>
                {pair && <CrossSwitch />}
                <ShownMenu
                  title={`${title} by ${group.map(visible).join(' and ')}${cross ? ', cross table' : ''}`}
                  question={
                    cross
                      ? crosstabQuestion(service, filter.value, cross, FILE_ROWS, FILE_COLUMNS)
                      : groupsQuestion(service, filter.value, group, ALL)
                  }
                  part={[]}
                />
              </>
            )}
          </div>
        </header>
        {answer && total === 0 ? (
          <NothingSelected />
        ) : cross ? (
          <CrossTable title={title} service={service} filter={filter.value} by={cross} />
        ) : group.length > 0 ? (
          <GroupTable title={title} service={service} filter={filter.value} by={group} total={total} />
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
            onSort={(id, add) => order(nextOrder(sort, id, add))}
            pinned={shown.filter((column) => pinned.includes(column)).length}
            widths={widths}
            onResize={(id, width) => setWidth(service, id, width)}
            onMove={move}
            focusing={goes}
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
            onKey={(key, row, { id }, width) => {
              const what = COLUMN_KEYS[key];
              if (what) command(what, id, width);
              return what !== undefined || act(key, row, id, shown);
            }}
            cell={frameCell}
          />
        )}
        {group.length === 0 && (
          <CellBar
            column={inHand}
            value={cell}
            menu={
              inHand !== undefined && (
                <ColumnMenu
                  column={inHand}
                  sort={sort}
                  isPinned={pinned.includes(inHand)}
                  isOnly={shown.length === 1}
                  onCommand={(what) => command(what, inHand, widthOf(inHand))}
                />
              )
            }
          />
        )}
      </section>
      {event !== null && (
        <EventDetail row={event} onStep={place ? step : null} onClose={() => showEvent(null)} />
      )}
      <LinkedEvent />
    </div>
  );
}

/** What makes an order of rows. */
function subjectOf(service: string | null, sort: readonly Order[]): string {
  return JSON.stringify([service, filter.value, sort]);
}

/** Whether the reader is in a table, and not in a menu. */
function isInGrid(): boolean {
  return document.activeElement?.matches('[role="grid"] *') ?? false;
}

/** A file of groups has all of them, however many are shown. */
const ALL = 0xffff_ffff;

/** By so many pixels a key makes a column wider or narrower. */
const WIDTH_STEP = 24;

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
