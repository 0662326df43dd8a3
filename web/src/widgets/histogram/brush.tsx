/** The selected time range in the histogram: a band whose edges the keyboard can move. */
import type { JSX } from 'preact';
import type { TimeRange } from '../../base/filter.ts';
import { formatTime } from '../../base/format.ts';
import type { Plot } from './chart.ts';
import { type Bins, binCount, binsOf, timeOf } from './stack.ts';

type BrushProps = {
  bins: Bins;
  time: TimeRange | null;
  /** Where the bars are in the chart. */
  plot: Plot;
  onSelect(time: TimeRange | null): void;
};

/** The band and its edges, each a slider over bin boundaries. */
export function Brush({ bins, time, plot, onSelect }: BrushProps): JSX.Element {
  const count = binCount(bins);
  const { first, end } = binsOf(bins, time);
  const whole = timeOf(bins, 0, Math.max(1, count));
  const { fromMs, untilMs } = time ?? whole;
  // The band shows the range itself, which may lie between the current bins' boundaries.
  const x = (ms: number): number =>
    Math.min(Math.max((ms - whole.fromMs) / (whole.untilMs - whole.fromMs), 0), 1) * plot.width;
  // A link may name a time without any loaded events.
  const seen = time !== null && time.untilMs > whole.fromMs && time.fromMs < whole.untilMs;
  const box = { top: percent(plot.top), height: percent(plot.height) };

  const select = (left: number, right: number): void =>
    onSelect(left === 0 && right === count ? null : timeOf(bins, left, right));
  const onKeyDown = (edge: 'from' | 'until', event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const by = {
      ArrowRight: 1,
      ArrowUp: 1,
      ArrowLeft: -1,
      ArrowDown: -1,
      PageUp: 10,
      PageDown: -10,
      Home: -count,
      End: count,
    }[event.key];
    if (event.key === 'Delete' || event.key === 'Backspace') onSelect(null);
    else if (by === undefined) return;
    else if (edge === 'from') select(Math.min(Math.max(first + by, 0), end - 1), end);
    else select(first, Math.min(Math.max(end + by, first + 1), count));
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class={seen ? 'brush' : 'brush idle'}>
      {seen && (
        <div
          class="brush-band"
          style={{
            ...box,
            left: percent(plot.left + x(fromMs)),
            width: percent(x(untilMs) - x(fromMs)),
          }}
        />
      )}
      <div
        class="brush-edge"
        role="slider"
        tabIndex={0}
        aria-label="Start of the time filter"
        aria-valuemin={0}
        aria-valuemax={end - 1}
        aria-valuenow={first}
        aria-valuetext={formatTime(fromMs)}
        style={{ ...box, left: percent(plot.left + x(fromMs)) }}
        onKeyDown={(event) => onKeyDown('from', event)}
      />
      <div
        class="brush-edge"
        role="slider"
        tabIndex={0}
        aria-label="End of the time filter"
        aria-valuemin={first + 1}
        aria-valuemax={count}
        aria-valuenow={end}
        aria-valuetext={formatTime(untilMs)}
        style={{ ...box, left: percent(plot.left + x(untilMs)) }}
        onKeyDown={(event) => onKeyDown('until', event)}
      />
    </div>
  );
}

/** A part of a whole for a style. */
export function percent(part: number): string {
  return `${part * 100}%`;
}
