/** Draws the histogram: uPlot configured for stacked bars over UTC. */
import uPlot from 'uplot';
import { formatShort, formatTick } from '../../base/format.ts';
import { shownZone } from '../../base/zone.ts';
import { printing } from '../printing.ts';
import { resolveColour, seriesColour } from './colours.ts';
import { countOf, heightOf, logTicks } from './heights.ts';
import { type Bins, binCount, stackUp } from './stack.ts';

/** Space for the axes, in pixels. */
const AXIS_HEIGHT = 26;
const AXIS_WIDTH = 44;
/** Half a label's width: ticks nearer to the right edge get no label, which would be cut off. */
const LABEL_PX = 22;
/** About the width of the text of a sheet of A4, in pixels. */
const PRINTED_WIDTH = 660;
const PRINTED_HEIGHT = 188;
const FONT = '11px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

/** Counts are integers, so axis steps are as well. */
const WHOLE_STEPS = Array.from(
  { length: 36 },
  (_, at) => ([1, 2, 5][at % 3] ?? 1) * 10 ** Math.floor(at / 3),
);

/** Data for uPlot: the starts of bins, then the heights of the stacked series, tallest first. */
export function chartData(bins: Bins, log: boolean): uPlot.AlignedData {
  const starts = Array.from({ length: binCount(bins) }, (_, at) => bins.fromMs + at * bins.binMs);
  return [starts, ...stackUp(bins).map(({ sums }) => sums.map((sum) => heightOf(sum, log)))];
}

/** Where the bars are, in parts of the chart's width and height. */
export type Plot = { left: number; top: number; width: number; height: number };

/**
 * Creates a chart in `host`. `read` returns the current bins, `rank` a series' rank among the services; `onDrawn` is
 * told where the bars are each time they were drawn.
 */
export function makeChart(
  host: HTMLElement,
  read: () => Bins,
  rank: (name: string) => number | null,
  onHover: (bin: number | null) => void,
  onDrawn: (plot: Plot) => void,
  log: boolean,
): uPlot {
  const colour = (property: string): string => resolveColour(host, property);
  const ink = colour('--ink-3');
  const rule = { stroke: colour('--line'), width: 1 };
  const paths = uPlot.paths.bars?.({ size: [1, Number.POSITIVE_INFINITY, 1], align: 1, gap: 1 });
  const options: uPlot.Options = {
    ...sizeIn(host),
    ms: 1,
    tzDate: (ms) => uPlot.tzDate(new Date(ms), shownZone()),
    legend: { show: false },
    // We handle dragging ourselves: it snaps to bins, and the band stays.
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    padding: [8, 4, 0, 0],
    scales: {
      x: {
        time: true,
        range: () => {
          const bins = read();
          return [bins.fromMs, bins.fromMs + Math.max(1, binCount(bins)) * bins.binMs];
        },
      },
      y: { range: (_chart, _min, max) => [0, Math.max(heightOf(1, log), max) * 1.04] },
    },
    axes: [
      {
        size: AXIS_HEIGHT,
        font: FONT,
        stroke: ink,
        grid: { show: false },
        ticks: { ...rule, size: 4 },
        space: 96,
        values: (chart, splits, _axis, _space, step) =>
          splits.map((split, at) =>
            chart.valToPos(split, 'x') > chart.bbox.width / devicePixelRatio - LABEL_PX
              ? ''
              : formatTick(split, step, at === 0 ? null : (splits[at - 1] ?? null)),
          ),
      },
      {
        size: AXIS_WIDTH,
        font: FONT,
        stroke: ink,
        grid: rule,
        ticks: { show: false },
        space: 32,
        incrs: WHOLE_STEPS,
        ...(log
          ? {
              splits: (_chart: uPlot, _axis: number, _min: number, max: number) =>
                logTicks(countOf(max, true)).map((count) => heightOf(count, true)),
            }
          : {}),
        values: (_chart, splits) => splits.map((split) => formatShort(countOf(split, log))),
      },
    ],
    series: [
      {},
      ...stackUp(read()).map(({ name }) => ({
        label: name,
        fill: colour(seriesColour(name, rank(name))),
        width: 0,
        points: { show: false },
        ...(paths ? { paths } : {}),
      })),
    ],
    hooks: {
      setCursor: [(chart) => onHover((chart.cursor.left ?? -1) >= 0 ? binAt(chart, read()) : null)],
      draw: [(chart) => onDrawn(plotOf(chart))],
    },
  };
  return new uPlot(options, chartData(read(), log), host);
}

/** The bin at a horizontal position. uPlot's nearest start would be half a bin off. */
export function binAt(chart: uPlot, bins: Bins, left = chart.cursor.left ?? 0): number {
  const bin = Math.floor((chart.posToVal(left, 'x') - bins.fromMs) / bins.binMs);
  return Math.min(Math.max(bin, 0), Math.max(0, binCount(bins) - 1));
}

/** The size of a chart in `host`, in pixels. */
export function sizeIn(host: HTMLElement): { width: number; height: number } {
  // Paper is laid out after the last moment to draw for it; the style sheet fits the picture to its width.
  if (printing.peek()) return { width: PRINTED_WIDTH, height: PRINTED_HEIGHT };
  return { width: Math.max(200, host.clientWidth), height: Math.max(120, host.clientHeight) };
}

/** The plot known to the chart: asking the element would force a layout while drawing. */
function plotOf({ bbox, width, height }: uPlot): Plot {
  const [right, down] = [width * devicePixelRatio, height * devicePixelRatio];
  return {
    left: bbox.left / right,
    top: bbox.top / down,
    width: bbox.width / right,
    height: bbox.height / down,
  };
}
