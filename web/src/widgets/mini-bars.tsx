/** A small histogram without axes. A click on a bar selects its time. */
import type { JSX } from 'preact';
import type { TimeRange } from '../base/filter.ts';
import { formatCount, formatCounted, formatRange } from '../base/format.ts';
import { heightOf } from './histogram/heights.ts';
import { type Bins, binCount, timeOf } from './histogram/stack.ts';

type MiniBarsProps = {
  /** What is counted: said to screen readers with the largest bar. */
  name: string;
  /** With one series. */
  bins: Bins;
  /** The largest count that fits. */
  top: number;
  log: boolean;
  /** The range that is marked as chosen. */
  time: TimeRange | null;
  onChoose(time: TimeRange): void;
};

const WIDTH = 240;
const HEIGHT = 48;

/** The chart. */
export function MiniBars({ name, bins, top, log, time, onChoose }: MiniBarsProps): JSX.Element {
  const counts = bins.series[0]?.counts ?? [];
  const count = Math.max(1, binCount(bins));
  const bar = WIDTH / count;
  const most = counts.reduce((best, now, at) => (now > (counts[best] ?? 0) ? at : best), 0);
  const whole = timeOf(bins, 0, count);
  const x = (ms: number): number =>
    Math.min(Math.max((ms - whole.fromMs) / (whole.untilMs - whole.fromMs), 0), 1) * WIDTH;
  const peak = timeOf(bins, most, most + 1);
  const said =
    (counts[most] ?? 0) === 0
      ? 'nothing in this time'
      : `most ${formatCounted(counts[most] ?? 0, 'event')} in ${formatRange(peak.fromMs, peak.untilMs)}`;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the edges of the histogram above select times by keyboard.
    <svg
      class="mini-bars"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${name}: ${said}`}
      data-most={counts[most] ?? 0}
      onClick={(event) => {
        const { left, width } = event.currentTarget.getBoundingClientRect();
        const at = Math.min(Math.max(Math.floor(((event.clientX - left) / width) * count), 0), count - 1);
        onChoose(timeOf(bins, at, at + 1));
      }}
    >
      <title>{`${name}: up to ${formatCount(counts[most] ?? 0)} per bar`}</title>
      {time && (
        <rect
          class="mini-band"
          x={x(time.fromMs)}
          y={0}
          width={Math.max(1, x(time.untilMs) - x(time.fromMs))}
          height={HEIGHT}
        />
      )}
      <path d={barsPath(counts, bar, Math.max(heightOf(1, log), heightOf(top, log)), log)} />
    </svg>
  );
}

function barsPath(counts: number[], bar: number, top: number, log: boolean): string {
  let path = '';
  counts.forEach((count, at) => {
    if (count === 0) return;
    const tall = Math.max(1, (heightOf(count, log) / top) * HEIGHT);
    path += `M${(at * bar).toFixed(2)} ${HEIGHT}v${-tall.toFixed(2)}h${(bar * 0.85).toFixed(2)}V${HEIGHT}z`;
  });
  return path;
}
