/** The section Bundle. */
import type { JSX } from 'preact';
import { Panel } from '../../widgets/panel.tsx';

/** The section. */
export function Bundle(): JSX.Element {
  return <Panel title="Bundle">{null}</Panel>;
}
