/** The events that were drawn. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { formatCount, formatCounted } from '../../../base/format.ts';
import { visible } from '../../../base/text.ts';
import type { Plan, SampleAnswer } from '../../../engine/evidence/generated.ts';
import { Grid } from '../../../widgets/grid/grid.tsx';
import type { Column, GridRow } from '../../../widgets/grid/model.ts';
import { Empty, Panel } from '../../../widgets/panel.tsx';
import { Path } from '../../../widgets/path.tsx';
import { Value } from '../../../widgets/value.tsx';
import { go, viewAddress } from '../../state.ts';
import { EvidenceMenu } from '../save-menu.tsx';

const COLUMNS: Column[] = [
  { id: 'number', title: 'number', numeric: true },
  { id: 'key', title: 'key', maxChars: 14 },
  { id: 'event_time', title: 'time', minChars: 27 },
  { id: 'service_name', title: 'service' },
  { id: 'action_name', title: 'action' },
  { id: 'email', title: 'user' },
  { id: 'source_ip_address', title: 'source IP' },
  { id: 'outcome', title: 'outcome', minChars: 10 },
  { id: 'event_id', title: 'id', maxChars: 40 },
  { id: 'path', title: 'input', maxChars: 60 },
  { id: 'record', title: 'record', numeric: true },
];

/** Rows shown before the table scrolls. */
const LINES = 26;

/** The panel. A click on a row opens its event. */
export function Drawn({ plan, sample }: { plan: Plan; sample: SampleAnswer }): JSX.Element {
  const { events, drawn, population, undated } = sample;
  const rows = useMemo(
    (): GridRow[] =>
      events.map((event, at) => ({
        row: event.row,
        cells: [
          formatCount(at + 1),
          event.key,
          event.eventTime,
          event.serviceName,
          event.actionName,
          event.email,
          event.sourceIpAddress,
          event.outcome,
          event.eventId,
          event.path,
          formatCount(event.record),
        ],
      })),
    [events],
  );
  return (
    <Panel
      title="Sample"
      class="table-panel"
      aside={
        <span data-drawn={drawn}>
          <b>{formatCount(drawn)}</b> of {formatCounted(population, 'event')} drawn with the seed{' '}
          <b>{visible(plan.seed)}</b>
        </span>
      }
      menu={<EvidenceMenu title="Sample" evidence={{ kind: 'sample', plan }} />}
    >
      {drawn < plan.size && (
        <p class="note">
          The population has no more than {formatCounted(population, 'event')}, so all are drawn.
        </p>
      )}
      {undated > 0 && (
        <p class="note">
          {formatCounted(undated, 'event')} of the population {undated === 1 ? 'has' : 'have'} no time.
        </p>
      )}
      {events.length === 0 ? (
        <Empty>The population is empty.</Empty>
      ) : (
        <Grid
          label="Sample"
          columns={COLUMNS}
          total={rows.length}
          rowAt={(index) => rows[index]}
          onSpan={() => {}}
          subject={JSON.stringify(plan)}
          lines={LINES}
          onOpen={({ row }) => go({ ...viewAddress('events'), event: row })}
          cell={(column, value) =>
            column.id === 'path' ? <Path path={value ?? ''} /> : <Value text={value} />
          }
        />
      )}
      {events.length < drawn && (
        <p class="empty">
          The first {formatCount(events.length)} of {formatCounted(drawn, 'event')}; the export has all.
        </p>
      )}
    </Panel>
  );
}
