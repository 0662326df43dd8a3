/** The section Bundle. */
import type { JSX } from 'preact';
import { Empty, Panel } from '../../widgets/panel.tsx';

/** The section. */
export function Bundle(): JSX.Element {
  return (
    <Panel title="Bundle">
      <Empty>
        Bundles of evidence are made and checked by the command line: touchstone evidence and touchstone
        verify.
      </Empty>
    </Panel>
  );
}
