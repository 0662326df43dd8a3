/** Records that became no event as a table, each with its very text beside it when it is opened. */
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

/** Rows on screen before the list scrolls. */
const LINES = 12;

/** A window of the list. */
export type Window<T> = { start: number; records: T[] };

/** What the view says of a list. */
export type ListProps = {
  /** How many records there are. */
  count: number;
  /** The first row that is shown, and taken in hand; null: the list as it begins. */
  from: number | null;
};

/** Where a listed record lies; what concerns no record of an input has no number. */
export type Listed = Omit<Location, 'record'> & { record: number | null };

type PlaceListProps<T extends Listed> = ListProps & {
  title: string;
  /** How one of them is called. */
  noun: string;
  columns: Column[];
  held: Window<T>;
  cellsOf(record: T): (string | null)[];
  onSpan(span: { start: number; count: number }): void;
  /** Draws a cell that is no plain text. */
  cell?(column: Column, value: string | null): JSX.Element;
  /** Takes an opened cell for itself; false: the record's detail opens. */
  onCell?(record: T, column: Column | undefined): boolean;
  /** The detail above the place and the text. */
  detail(record: T): ComponentChildren;
  /** Whether the detail shows the record itself. */
  own?: boolean;
  /** Whether the detail is as wide as two records. */
  wide?: boolean;
};

/** The table, and the detail of the record in hand. */
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
        grabs={from !== null}
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
  // What has no length is a row of a table, or nothing: a whole input that could not be read.
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
