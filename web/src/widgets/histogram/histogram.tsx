// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/**
 * Events over time as stacked bars. Dragging, clicking a bin, or moving the edges by keyboard selects a time
 * range.
 */
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import type { TimeRange } from '../../base/filter.ts';
import { formatCount, formatRange, formatStep } from '../../base/format.ts';
import { printing } from '../printing.ts';
import { Brush, percent } from './brush.tsx';
import { chartData, makeChart, type Plot, sizeIn } from './chart.ts';
import { seriesColour } from './colours.ts';
import { bindDrag } from './drag.ts';
import { type Bins, binCount, timeOf, withSeries } from './stack.ts';

type HistogramProps = {
  title: string;
  /** Content to the right of the legend. */
  aside?: ComponentChildren;
  bins: Bins;
  time: TimeRange | null;
  /** A service's rank, which determines its colour; null for outcomes. */
  rank(name: string): number | null;
  /** Stacking order: smaller numbers are nearer to the bottom. */
  place(name: string): number;
  /** Changes when the colours do. */
  theme: string;
  /** Whether heights are logarithms of counts. */
  log?: boolean;
  /** What stands between the heading and the bars. */
  over?: ComponentChildren;
  /** What stands under the bars, as wide as they are. */
  under?: ComponentChildren;
  /** `settled` is false during a drag. */
  onSelect(time: TimeRange | null, settled: boolean): void;
};

/** The histogram, its heading, and a legend that shows the bin under the pointer. */
export function Histogram(props: HistogramProps): JSX.Element {
  const { theme, rank, place, log = false } = props;
  // The chart keeps all series seen so far: a filter that removes the last denied event must not recreate it.
  const seen = useRef(new Set<string>());
  for (const { name } of props.bins.series) seen.current.add(name);
  const names = [...seen.current].sort((a, b) => place(a) - place(b));
  const shape = names.map((name) => `${name}=${rank(name)}`).join('\n');
  const bins = useMemo(() => withSeries(props.bins, names), [props.bins, shape]);
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const latest = useRef({ ...props, bins });
  const drawn = useRef(bins);
  latest.current = { ...props, bins };
  const [plot, setPlot] = useState<Plot>({ left: 0, top: 0, width: 0, height: 0 });
  const [hover, setHover] = useState<number | null>(null);

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const read = (): Bins => latest.current.bins;
    let unbind = (): void => {};
    // The chart lays itself out after its size was set, so only a drawn chart knows.
    const keepPlot = (next: Plot): void =>
      setPlot((now) =>
        now.left === next.left && now.width === next.width && now.height === next.height ? now : next,
      );
    const draw = (): uPlot => {
      const made = makeChart(element, read, (name) => latest.current.rank(name), setHover, keepPlot, log);
      drawn.current = latest.current.bins;
      unbind = bindDrag(
        made,
        read,
        () => latest.current.time,
        (time, settled) => latest.current.onSelect(time, settled),
      );
      return made;
    };
    // Observing begins with a call once the page is laid out: to ask for sizes here would lay it out twice.
    const observer = new ResizeObserver(() => {
      if (chart.current) {
        chart.current.setSize(sizeIn(element));
      } else {
        chart.current = draw();
      }
    });
    observer.observe(element);
    const stopFitting = printing.subscribe((isPrinting) => {
      if (chart.current) chart.current.setSize(sizeIn(element));
      else if (isPrinting) chart.current = draw();
    });
    return () => {
      stopFitting();
      observer.disconnect();
      unbind();
      chart.current?.destroy();
      chart.current = null;
    };
  }, [shape, theme, log]);
  useLayoutEffect(() => {
    if (!chart.current || drawn.current === bins) return;
    drawn.current = bins;
    chart.current.setData(chartData(bins, log));
  }, [bins]);

  const count = binCount(bins);
  const at = hover !== null && hover < count ? hover : null;
  const read = at === null ? timeOf(bins, 0, count) : timeOf(bins, at, at + 1);
  return (
    <section class="panel histogram" aria-label={props.title}>
      <header class="panel-head">
        <h2>{props.title}</h2>
        <ul class="legend" aria-label="Series">
          {bins.series
            .filter(({ counts }) => counts.length > 0)
            .map(({ name, counts }) => (
              <li key={name}>
                <span class="swatch" style={{ background: `var(${seriesColour(name, rank(name))})` }} />
                {name || '(none)'}
                {/* Its place is kept, so that nothing below moves when a bar is pointed at. */}
                <b style={{ minWidth: `${formatCount(highest(counts)).length}ch` }}>
                  {at !== null && formatCount(counts[at] ?? 0)}
                </b>
              </li>
            ))}
        </ul>
        <div class="panel-aside">
          <span>
            {formatRange(read.fromMs, read.untilMs)}
            {at === null && ` · ${formatStep(bins.binMs)} per bar${log ? ', log scale' : ''}`}
          </span>
          {props.aside}
        </div>
      </header>
      {props.over}
      <div
        class="plot"
        role="group"
        aria-label={`${props.title}: drag to select a time, or move the edges with the arrow keys`}
      >
        <div class="plot-host" ref={host} aria-hidden="true" />
        <Brush bins={bins} time={props.time} plot={plot} onSelect={(time) => props.onSelect(time, true)} />
      </div>
      {props.under && (
        <div style={{ marginLeft: percent(plot.left), width: percent(plot.width) }}>{props.under}</div>
      )}
    </section>
  );
}

function highest(counts: number[]): number {
  return counts.reduce((most, count) => Math.max(most, count), 0);
}
