/** The control totals of each day and service. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { formatCount, formatCounted } from '../../../base/format.ts';
import { visible } from '../../../base/text.ts';
import type { TotalsAnswer, TotalsFigures } from '../../../engine/evidence/generated.ts';
import { Grid } from '../../../widgets/grid/grid.tsx';
import type { Column, GridRow } from '../../../widgets/grid/model.ts';
import { Panel } from '../../../widgets/panel.tsx';
import { EvidenceMenu } from '../save-menu.tsx';

const COLUMNS: Column[] = [
  { id: 'event_date', title: 'day (UTC)', minChars: 10 },
  { id: 'service_name', title: 'service', minChars: 16 },
  { id: 'records', title: 'records', numeric: true, minChars: 10 },
  { id: 'ids', title: 'ids', numeric: true, minChars: 10 },
  { id: 'without_id', title: 'without id', numeric: true },
  { id: 'digest', title: 'digest of ids', numeric: true, minChars: 26 },
];

/** Rows shown before the table scrolls. */
const LINES = 16;

/** The panel. */
export function TotalsTable({ totals: { rows, sum } }: { totals: TotalsAnswer }): JSX.Element {
  const drawn = useMemo(
    (): GridRow[] =>
      rows.map(({ eventDate, serviceName, figures }, row) => ({
        row,
        cells: [
          eventDate ?? '(no time)',
          serviceName === '' ? '(no service)' : visible(serviceName),
          ...cells(figures),
        ],
      })),
    [rows],
  );
  return (
    <Panel
      title="Control totals"
      class="table-panel"
      aside={formatCounted(rows.length, 'day of a service', 'days of services')}
      menu={<EvidenceMenu title="Control totals" evidence={{ kind: 'totals' }} />}
    >
      <p class="note">
        Of everything loaded, whatever the filter. Records include repeated ones. The digest adds 60 bits of
        the SHA-256 of each distinct id, whatever their order.
      </p>
      <dl class="totals-sum" aria-label="Sum over all days and services" data-totals-sum={sum.digest}>
        {cells(sum).map((value, at) => (
          <div key={COLUMNS[at + 2]?.id}>
            <dt>{COLUMNS[at + 2]?.title}</dt>
            <dd data-figure={`total-${COLUMNS[at + 2]?.id}`}>{value}</dd>
          </div>
        ))}
      </dl>
      <Grid
        label="Control totals"
        columns={COLUMNS}
        total={drawn.length}
        rowAt={(index) => drawn[index]}
        onSpan={() => {}}
        subject="totals"
        lines={LINES}
      />
    </Panel>
  );
}

function cells({ records, ids, withoutId, digest }: TotalsFigures): string[] {
  return [formatCount(records), formatCount(ids), formatCount(withoutId), digest];
}
