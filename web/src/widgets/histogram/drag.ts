/** Converts drags and clicks on a chart to selections of whole bins. */
import type uPlot from 'uplot';
import type { TimeRange } from '../../base/filter.ts';
import { binAt } from './chart.ts';
import { type Bins, binCount, binsOf, timeOf } from './stack.ts';

/** How near to an edge of the selected range the pointer takes hold of it. */
const EDGE_PX = 5;

/** Either bins from the first one on, or an edge away from the boundary that stays. */
type Drag = { kind: 'bins'; from: number } | { kind: 'edge'; fixed: number };

/**
 * Connects the pointer to `onSelect`, whose `settled` is false during a drag; returns a function that
 * disconnects it. A drag from an edge of the selected range moves that edge.
 */
export function bindDrag(
  chart: uPlot,
  read: () => Bins,
  selected: () => TimeRange | null,
  onSelect: (time: TimeRange, settled: boolean) => void,
): () => void {
  const { over } = chart;
  let drag: Drag | null = null;
  let sent = '';
  const leftOf = (event: PointerEvent): number => event.clientX - over.getBoundingClientRect().left;
  const begin = (event: PointerEvent): Drag => {
    const bins = read();
    const left = leftOf(event);
    const edge = edgeAt(chart, selected(), left);
    if (edge === null) return { kind: 'bins', from: binAt(chart, bins, left) };
    const { first, end } = binsOf(bins, selected());
    return { kind: 'edge', fixed: edge === 'from' ? end : first };
  };
  const rangeOf = (drag: Drag, event: PointerEvent): TimeRange => {
    const bins = read();
    const left = leftOf(event);
    if (drag.kind === 'bins') {
      const to = binAt(chart, bins, left);
      return timeOf(bins, Math.min(drag.from, to), Math.max(drag.from, to) + 1);
    }
    const boundary = Math.round((chart.posToVal(left, 'x') - bins.fromMs) / bins.binMs);
    const moved = Math.min(Math.max(boundary, 0), binCount(bins));
    const start = Math.min(drag.fixed, moved);
    return timeOf(bins, start, Math.max(drag.fixed, moved, start + 1));
  };
  const select = (drag: Drag, event: PointerEvent, settled: boolean): void => {
    const time = rangeOf(drag, event);
    const now = `${time.fromMs} ${time.untilMs}`;
    if (settled || now !== sent) onSelect(time, settled);
    sent = now;
  };
  const hasMoved = (drag: Drag, event: PointerEvent): boolean => {
    if (sent !== '') return true;
    if (drag.kind === 'bins') return binAt(chart, read(), leftOf(event)) !== drag.from;
    return edgeAt(chart, selected(), leftOf(event)) === null;
  };
  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    drag = begin(event);
    sent = '';
    over.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent): void => {
    if (drag === null) over.style.cursor = edgeAt(chart, selected(), leftOf(event)) ? 'ew-resize' : '';
    else if (hasMoved(drag, event)) select(drag, event, false);
  };
  const onUp = (event: PointerEvent): void => {
    // A click on an edge moves nothing.
    if (drag !== null && (drag.kind === 'bins' || hasMoved(drag, event))) select(drag, event, true);
    drag = null;
  };
  const onCancel = (): void => {
    drag = null;
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

/** The edge of a time range at a horizontal position. */
function edgeAt(chart: uPlot, time: TimeRange | null, left: number): 'from' | 'until' | null {
  if (time === null) return null;
  const isAt = (ms: number): boolean => Math.abs(chart.valToPos(ms, 'x') - left) <= EDGE_PX;
  if (isAt(time.untilMs)) return 'until';
  return isAt(time.fromMs) ? 'from' : null;
}
