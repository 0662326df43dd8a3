/** The section Sample. */
import type { JSX } from 'preact';
import { Empty, Panel } from '../../widgets/panel.tsx';

/** The section. */
export function Sample(): JSX.Element {
  return (
    <Panel title="Sample">
      <Empty>
        Samples are drawn by the command line: touchstone sample, with the recipe to draw the same again.
      </Empty>
    </Panel>
  );
}
