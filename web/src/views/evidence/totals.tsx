/** The section Totals. */
import type { JSX } from 'preact';
import { Empty, Panel } from '../../widgets/panel.tsx';

/** The section. */
export function Totals(): JSX.Element {
  return (
    <Panel title="Control totals">
      <Empty>
        Control totals are made by the command line: touchstone totals, with the SQL that yields the same from
        system.access.audit.
      </Empty>
    </Panel>
  );
}
