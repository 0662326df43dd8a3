/** Records that became no event as a table, each with its very text beside it when it is opened. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatCount } from '../../base/format.ts';
import type { Exported, Location } from '../../engine/generated.ts';
import { Drawer } from '../../widgets/drawer.tsx';
import { Grid } from '../../widgets/grid/grid.tsx';
import type { Column, Place } from '../../widgets/grid/model.ts';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { blockSpan, useAnswer } from '../ask.ts';
import { FieldList } from '../events/fields.tsx';
import { locationFields } from '../events/location.ts';
import { RawRecord } from '../events/raw.tsx';
import { SaveMenu } from '../export.tsx';

/** A window of the list. */
export type Window<T> = { start: number; records: T[] };

type PlaceListProps<T extends Location> = {
  title: string;
  /** How one of them is called. */
  noun: string;
  /** Beside the title. */
  aside: string;
  /** What is said where there is none. */
  none: string;
  what: Exported;
  columns: Column[];
  count: number;
  /** The first row that is shown, and taken in hand; null: the list as it begins. */
  from: number | null;
  held: Window<T>;
  cellsOf(record: T): (string | null)[];
  onSpan(span: { start: number; count: number }): void;
  /** Draws a cell that is no plain text. */
  cell?(column: Column, value: string | null): JSX.Element;
  /** Takes an opened cell for itself; false: the record's detail opens. */
  onCell?(record: T, column: Column | undefined): boolean;
  /** The detail above the place and the text. */
  detail(record: T): ComponentChildren;
};

/** The table, and the detail of the record in hand. */
export function PlaceList<T extends Location>(props: PlaceListProps<T>): JSX.Element {
  const { title, columns, count, from, held } = props;
  const [at, setAt] = useState<Place | null>(from === null ? null : { row: from, column: 0 });
  const [opened, setOpened] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  const rows = useMemo(
    () => held.records.map((record, index) => ({ row: held.start + index, cells: props.cellsOf(record) })),
    [held.records, held.start],
  );
  useEffect(() => {
    if (from === null) return;
    panel.current?.scrollIntoView({ block: 'nearest' });
    panel.current?.querySelector<HTMLElement>('[data-active]')?.focus({ preventScroll: true });
  }, []);
  const record = at && held.records[at.row - held.start];
  const step = (by: number): void => {
    if (at && held.records[at.row + by - held.start]) setAt({ ...at, row: at.row + by });
  };
  return (
    <div ref={panel} class="place-list">
      <Panel
        title={title}
        class={count > 0 ? 'table-panel' : ''}
        aside={
          <>
            {props.aside}
            {count > 0 && (
              <SaveMenu
                title={title.toLowerCase()}
                file={`touchstone-${title.toLowerCase()}`}
                what={props.what}
              />
            )}
          </>
        }
      >
        {count === 0 ? (
          <Empty>{props.none}</Empty>
        ) : (
          <Grid
            label={title}
            columns={columns}
            total={count}
            rowAt={(index) => rows[index - held.start]}
            onSpan={(first, end) => props.onSpan(blockSpan(first, end))}
            subject={title}
            lines={12}
            at={at}
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
        )}
      </Panel>
      {opened && record && (
        <Drawer
          title={`${props.noun} ${formatCount((at?.row ?? 0) + 1)} of ${formatCount(count)}`}
          onStep={step}
          onClose={() => setOpened(false)}
        >
          <div class="drawer-body">
            {props.detail(record)}
            <PlaceDetail place={record} />
          </div>
        </Drawer>
      )}
    </div>
  );
}

function PlaceDetail({ place }: { place: Location }): JSX.Element {
  const { input, record, offset, length } = place;
  const { answer: raw, error, stale } = useAnswer('raw', { ask: 'raw', input, record, offset, length });
  // What has no length is a row of a table, or nothing: a whole input that could not be read.
  const isWhole = length === 0 && raw !== null && (raw.error !== null || raw.text === '');
  const fields = locationFields(place);
  return (
    <>
      <FieldList
        title="Location"
        fields={isWhole ? fields.filter(({ name }) => !/^row/.test(name)) : fields}
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
