/** The section Totals: control totals, the query that counts the same in a warehouse, and the comparison of both. */
import type { JSX } from 'preact';
import { Panel } from '../../../widgets/panel.tsx';
import { QueryText } from '../query.tsx';
import { useEvidence, Working } from '../work.tsx';
import { Compare } from './compare.tsx';
import { TotalsTable } from './table.tsx';

/** The table that Databricks keeps audit events in. */
const AUDIT_TABLE = 'system.access.audit';

/** The section. It is of everything loaded, since SQL cannot repeat a filter. */
export function Totals(): JSX.Element {
  const state = useEvidence({ ask: 'totals' });
  const { answer } = state;
  if (!answer) {
    return (
      <Panel title="Control totals">
        <Working state={state} what="Counting the totals" />
      </Panel>
    );
  }
  return (
    <>
      <TotalsTable totals={answer} />
      <Panel title="The same in a warehouse">
        <p class="note">
          Run this query where the events are kept, and save its result as CSV or JSON. It counts the days
          from the first to the last that are loaded, either of which the logs may have cut.
        </p>
        <QueryText
          table={AUDIT_TABLE}
          question={(table, dialect) => ({ ask: 'totalsQuery', table, dialect })}
        />
      </Panel>
      <Compare />
    </>
  );
}
