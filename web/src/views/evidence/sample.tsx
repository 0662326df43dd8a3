/** The section Sample. */
import type { JSX } from 'preact';
import { Panel } from '../../widgets/panel.tsx';

/** The section. */
export function Sample(): JSX.Element {
  return <Panel title="Sample">{null}</Panel>;
}
