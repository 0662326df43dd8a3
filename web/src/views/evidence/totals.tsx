/** The section Totals. */
import type { JSX } from 'preact';
import { Panel } from '../../widgets/panel.tsx';

/** The section. */
export function Totals(): JSX.Element {
  return <Panel title="Control totals">{null}</Panel>;
}
