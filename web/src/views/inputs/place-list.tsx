/** A table of records that are not events, each with its original text when opened. */
import type { ComponentChildren, JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { formatCount } from '../../base/format.ts';
import type { Location } from '../../engine/generated.ts';
import { Drawer } from '../../widgets/drawer.tsx';
import { Grid } from '../../widgets/grid/grid.tsx';
import type { Column, Place } from '../../widgets/grid/model.ts';
import { Empty } from '../../widgets/panel.tsx';
import { blockSpan, useAnswer } from '../ask.ts';
import { FieldList } from '../events/fields.tsx';
import { locationFields } from '../events/location.ts';
import { RawRecord } from '../events/raw.tsx';

/** Rows shown before the list scrolls. */
const LINES = 12;

/** A window of the list. */
export type Window<T> = { start: number; records: T[] };

/** What the view passes to a list. */
export type ListProps = {
  /** Number of records. */
  count: number;
  /** The first row to show and select; null for the start of the list. */
  from: number | null;
};

/** The location of a listed record; without a number if it concerns no record. */
export type Listed = Omit<Location, 'record'> & { record: number | null };

type PlaceListProps<T extends Listed> = ListProps & {
  title: string;
  /** The noun for one entry. */
  noun: string;
  columns: Column[];
  held: Window<T>;
  cellsOf(record: T): (string | null)[];
  onSpan(span: { start: number; count: number }): void;
  /** Draws a cell that is not plain text. */
  cell?(column: Column, value: string | null): JSX.Element;
  /** Handles a cell itself; if false, the record's detail opens. */
  onCell?(record: T, column: Column | undefined): boolean;
  /** The detail above the location and the text. */
  detail(record: T): ComponentChildren;
  /** Whether the detail shows the record itself. */
  own?: boolean;
  /** Whether the detail is wide enough for two records. */
  wide?: boolean;
};

/** The table, and the detail of the selected record. */
export function PlaceList<T extends Listed>(props: PlaceListProps<T>): JSX.Element {
  const { title, columns, count, from, held } = props;
  const [at, setAt] = useState<Place | null>(from === null ? null : { row: from, column: 0 });
  const [opened, setOpened] = useState(false);
  const rows = useMemo(
    () => held.records.map((record, index) => ({ row: held.start + index, cells: props.cellsOf(record) })),
    [held.records, held.start],
  );
  const record = at && held.records[at.row - held.start];
  const step = (by: number): void => {
    if (at && held.records[at.row + by - held.start]) setAt({ ...at, row: at.row + by });
  };
  return (
    <>
      <Grid
        label={title}
        columns={columns}
        total={count}
        rowAt={(index) => rows[index - held.start]}
        onSpan={(first, end) => props.onSpan(blockSpan(first, end))}
        subject={title}
        lines={LINES}
        at={at}
        takesFocus={from !== null}
        selected={opened && at ? at.row : null}
        onActive={(_row, place) => setAt(place)}
        onOpen={({ row }, column) => {
          const found = held.records[row - held.start];
          if (!found || props.onCell?.(found, column)) return;
          setAt({ row, column: column ? columns.indexOf(column) : 0 });
          setOpened(true);
        }}
        {...(props.cell ? { cell: props.cell } : {})}
      />
      {opened && record && (
        <Drawer
          title={`${props.noun} ${formatCount((at?.row ?? 0) + 1)} of ${formatCount(count)}`}
          onStep={step}
          onClose={() => setOpened(false)}
          wide={props.wide ?? false}
        >
          <div class="drawer-body">
            {props.detail(record)}
            {!props.own && <PlaceDetail place={record} />}
          </div>
        </Drawer>
      )}
    </>
  );
}

function PlaceDetail({ place }: { place: Listed }): JSX.Element {
  const { input, offset, length } = place;
  const record = place.record ?? 1;
  const { answer: raw, error, stale } = useAnswer('raw', { ask: 'raw', input, record, offset, length });
  // An entry without length is a table row, or a whole input that could not be read.
  const isWhole =
    place.record === null || (length === 0 && raw !== null && (raw.error !== null || raw.text === ''));
  const fields = locationFields({ ...place, record });
  const hidden = place.record === null ? /^(row|record)/ : /^row/;
  return (
    <>
      <FieldList
        title="Location"
        fields={isWhole ? fields.filter(({ name }) => !hidden.test(name)) : fields}
      />
      {error !== null && <Empty>The record cannot be read again: {error}</Empty>}
      {raw &&
        !stale &&
        (isWhole ? (
          <Empty>This is about more than a record: there is no text of one to show.</Empty>
        ) : (
          <RawRecord raw={raw} verbatim />
        ))}
    </>
  );
}
