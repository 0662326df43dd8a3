// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** The list of principals: searched, sorted, and as long as it is. */
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { formatCount, formatShare } from '../../base/format.ts';
import { formatIn } from '../../base/zone.ts';
import type { Principal, PrincipalKind, PrincipalOrder } from '../../engine/generated.ts';
import { findings } from '../../engine/session.ts';
import { Grid } from '../../widgets/grid/grid.tsx';
import type { Column, GridRow } from '../../widgets/grid/model.ts';
import { Value } from '../../widgets/value.tsx';
import { blockSpan, useAnswer } from '../ask.ts';
import { MOST_ROWS, ShownMenu, titleOf } from '../export.tsx';
import { address, entityAddress, filter, go } from '../state.ts';
import { NothingSelected, Refused } from '../states.tsx';
import { KINDS } from './kinds.ts';
import { ZoneChooser, zone, zoneName } from './zone.tsx';

const ORDERS: PrincipalOrder[] = [
  'name',
  'events',
  'first',
  'last',
  'denied',
  'services',
  'addresses',
  'findings',
];

/** The list. */
export function PrincipalList(): JSX.Element {
  const [search, setSearch] = useState('');
  const [kind, setKind] = useState<PrincipalKind | null>(null);
  const [span, setSpan] = useState({ start: 0, count: 96 });
  const [sort] = address.value.sort;
  const order = ORDERS.find((name) => name === sort?.column) ?? 'events';
  const descending = sort && order === sort.column ? sort.descending : true;
  const query = { filter: filter.value, search, kind, sort: order, descending };
  const { answer, error } = useAnswer('principals', { ask: 'principals', ...query, ...span }, findings.value);
  const rows = useMemo(() => answer?.principals.map(rowOf) ?? [], [answer, zone.value]);
  if (error !== null) return <Refused error={error} />;
  if (!answer) return <div class="view" aria-busy="true" />;
  const listed = answer.principals;
  const open = (row: GridRow): void => {
    const principal = listed[row.row];
    if (principal) go(entityAddress({ column: principal.column, value: principal.value }));
  };
  return (
    <div class="view fill people">
      <section class="panel table-panel" aria-label="Principals">
        <header class="panel-head">
          <h2>Principals</h2>
          <span class="panel-count">
            <b data-figure="principals">{formatCount(answer.total)}</b> under the filter
          </span>
          <div class="panel-aside">
            <ZoneChooser />
            <ShownMenu
              title={titleOf('Principals', answer.total)}
              question={{ ask: 'principals', ...query, start: 0, count: MOST_ROWS }}
              part={['principals']}
            />
          </div>
        </header>
        <div class="people-tools">
          <input
            type="search"
            class="people-search"
            aria-label="Search principals"
            placeholder="Search principals"
            value={search}
            onInput={({ currentTarget }) => {
              setSearch(currentTarget.value);
              setSpan({ start: 0, count: 96 });
            }}
          />
          <span class="switch" role="group" aria-label="Kind of principal">
            <Kind name="all" count={null} pressed={kind === null} onPress={() => setKind(null)} />
            {answer.kinds.map((one) => (
              <Kind
                key={one.kind}
                name={KINDS[one.kind][1]}
                count={one.principals}
                pressed={kind === one.kind}
                onPress={() => setKind(kind === one.kind ? null : one.kind)}
              />
            ))}
          </span>
        </div>
        {answer.total === 0 ? (
          search === '' && kind === null ? (
            <NothingSelected what="principal" />
          ) : (
            <p class="empty">No principal is called so.</p>
          )
        ) : (
          <Grid
            label="Principals"
            columns={columns(answer.evaluated)}
            total={answer.total}
            rowAt={(index) => rows[index - answer.start]}
            onSpan={(first, end) => {
              const next = blockSpan(first, end);
              setSpan((held) => (held.start === next.start && held.count === next.count ? held : next));
            }}
            subject={JSON.stringify(query)}
            sort={[{ column: order, descending }]}
            onSort={(column) =>
              go({ sort: [{ column, descending: column === order ? !descending : column !== 'name' }] })
            }
            onOpen={open}
            cell={cell}
          />
        )}
        <p class="people-note">
          Recipients are named by a request parameter and data-plane services by the service, so their events
          may have a principal as well.{' '}
          {!answer.evaluated && 'Findings are counted once the rules have been evaluated.'}
        </p>
      </section>
    </div>
  );
}

function Kind({
  name,
  count,
  pressed,
  onPress,
}: {
  name: string;
  count: number | null;
  pressed: boolean;
  onPress(): void;
}): JSX.Element {
  return (
    <button type="button" aria-pressed={pressed} data-kind={name} onClick={onPress}>
      {name}
      {count !== null && ` ${formatCount(count)}`}
    </button>
  );
}

function columns(evaluated: boolean): Column[] {
  const time = `(${zoneName()})`;
  return [
    { id: 'name', title: 'Principal', sortable: true, minChars: 52, maxChars: 56 },
    { id: 'kind', title: 'Kind', minChars: 17 },
    { id: 'events', title: 'Events', numeric: true, sortable: true, minChars: 9 },
    { id: 'denied', title: 'Denied', numeric: true, sortable: true, minChars: 13 },
    { id: 'first', title: `First seen ${time}`, sortable: true, minChars: 17 },
    { id: 'last', title: `Last seen ${time}`, sortable: true, minChars: 17 },
    { id: 'services', title: 'Services', numeric: true, sortable: true },
    { id: 'addresses', title: 'Addresses', numeric: true, sortable: true },
    { id: 'findings', title: evaluated ? 'Findings' : 'Findings …', numeric: true, sortable: true },
  ];
}

/** A row; its number is the place within the answer. */
function rowOf(principal: Principal, at: number): GridRow {
  const { value, kind, events, denied, firstMs, lastMs, name } = principal;
  const time = (ms: number | null): string | null => (ms === null ? null : formatIn(zone.value, ms, false));
  return {
    row: at,
    cells: [
      name === null ? value : `${name} · ${value}`,
      KINDS[kind][0],
      formatCount(events),
      denied > 0 ? `${formatCount(denied)} (${formatShare(denied, events)})` : '0',
      time(firstMs),
      time(lastMs),
      formatCount(principal.services),
      formatCount(principal.addresses),
      formatCount(principal.findings),
    ],
  };
}

function cell(column: Column, value: string | null): JSX.Element {
  if (column.id === 'denied' && value !== '0') {
    return (
      <span class="denied">
        <Value text={value} />
      </span>
    );
  }
  return <Value text={value} absent={column.id === 'name' ? '(nobody named)' : '–'} />;
}
