/** Converts drags and clicks on a chart to selections of whole bins. */
import type uPlot from 'uplot';
import type { TimeRange } from '../../base/filter.ts';
import { binAt } from './chart.ts';
import { type Bins, timeOf } from './stack.ts';

/**
 * Connects the pointer to `onSelect`, whose `settled` is false during a drag; returns a function that
 * disconnects it.
 */
export function bindDrag(
  chart: uPlot,
  read: () => Bins,
  onSelect: (time: TimeRange, settled: boolean) => void,
): () => void {
  const { over } = chart;
  let from: number | null = null;
  let sent = '';
  const at = (event: PointerEvent): number =>
    binAt(chart, read(), event.clientX - over.getBoundingClientRect().left);
  const select = (start: number, event: PointerEvent, settled: boolean): void => {
    const to = at(event);
    const time = timeOf(read(), Math.min(start, to), Math.max(start, to) + 1);
    const now = `${time.fromMs} ${time.untilMs}`;
    if (settled || now !== sent) onSelect(time, settled);
    sent = now;
  };
  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    from = at(event);
    sent = '';
    over.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent): void => {
    if (from !== null && (sent !== '' || at(event) !== from)) select(from, event, false);
  };
  const onUp = (event: PointerEvent): void => {
    if (from !== null) select(from, event, true);
    from = null;
  };
  const onCancel = (): void => {
    from = null;
  };
  over.addEventListener('pointerdown', onDown);
  over.addEventListener('pointermove', onMove);
  over.addEventListener('pointerup', onUp);
  over.addEventListener('pointercancel', onCancel);
  return () => {
    over.removeEventListener('pointerdown', onDown);
    over.removeEventListener('pointermove', onMove);
    over.removeEventListener('pointerup', onUp);
    over.removeEventListener('pointercancel', onCancel);
  };
}
