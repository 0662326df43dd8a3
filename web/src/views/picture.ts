/** Pictures of charts, with their title, the filter and what they rest on. */
import { type Drawing, type Mark, toPng, toSvg } from '../base/drawing.ts';
import { formatCounted, formatRange, formatShort, formatStep } from '../base/format.ts';
import { fileName, shorten, visible } from '../base/text.ts';
import { shownZone } from '../base/zone.ts';
import { contents } from '../engine/session.ts';
import { resolveColour, seriesColour } from '../widgets/histogram/colours.ts';
import { type Bins, binCount, stackUp, timeOf } from '../widgets/histogram/stack.ts';
import { savePicture } from './saving.ts';
import { filter } from './state.ts';

/** A chart of bars over time. */
export type Chart = { title: string; bins: Bins; rank(name: string): number | null };

const WIDTH = 1200;
const HEIGHT = 460;
const LEFT = 64;
const RIGHT = 24;
const TOP = 96;
const BOTTOM = 72;
const FONT = 'system-ui, sans-serif';
const FILTER_CHARS = 150;
const TICKS = 6;

/** Saves the chart as a PNG. */
export function savePng(chart: Chart): Promise<void> {
  return savePicture(`${name(chart)}.png`, () => toPng(drawn(chart)));
}

/** Saves the chart as an SVG. */
export function saveSvg(chart: Chart): Promise<void> {
  return savePicture(`${name(chart)}.svg`, () =>
    Promise.resolve(new Blob([toSvg(drawn(chart))], { type: 'image/svg+xml' })),
  );
}

function name({ title, bins }: Chart): string {
  const { fromMs, untilMs } = timeOf(bins, 0, binCount(bins));
  const chosen = filter.value === '' ? '' : `_${fileName(filter.value).replace(/[_:]+/g, '-').slice(0, 48)}`;
  const [first, last] = [day(fromMs), day(untilMs - 1)];
  const days = first === last ? first : `${first}_${last}`;
  return `touchstone-${fileName(title).replace(/_/g, '-').toLowerCase()}${chosen}_${days}`;
}

function day(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? 'undated' : date.toISOString().slice(0, 10);
}

/** The chart as it is drawn on screen, in the colours of the theme. */
export function drawn({ title, bins, rank }: Chart): Drawing {
  const colour = (property: string): string => resolveColour(document.body, property);
  const [ink, faint, line] = [colour('--ink'), colour('--ink-2'), colour('--line')];
  const marks: Mark[] = [{ kind: 'rect', x: 0, y: 0, width: WIDTH, height: HEIGHT, fill: colour('--panel') }];
  const text = (x: number, y: number, words: string, more: Partial<Mark & { kind: 'text' }> = {}): void => {
    marks.push({ kind: 'text', x, y, text: words, size: 13, fill: faint, ...more });
  };
  const count = binCount(bins);
  const { fromMs, untilMs } = timeOf(bins, 0, count);
  text(LEFT, 34, title, { size: 20, bold: true, fill: ink });
  const chosen = filter.value === '' ? 'none: every event' : shorten(visible(filter.value), FILTER_CHARS);
  text(LEFT, 56, `Filter: ${chosen}`);
  const stacked = stackUp(bins);
  const top = Math.max(1, ...(stacked[0]?.sums ?? []));
  const [width, height] = [WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM];
  for (const step of ticks(top)) {
    const y = TOP + height - (step / top) * height;
    marks.push({ kind: 'rect', x: LEFT, y, width, height: 1, fill: line });
    text(LEFT - 8, y + 4, formatShort(step), { anchor: 'end' });
  }
  const bar = width / Math.max(1, count);
  for (const { name: series, sums } of stacked) {
    const fill = colour(seriesColour(series, rank(series)));
    sums.forEach((sum, at) => {
      if (sum === 0) return;
      const tall = (sum / top) * height;
      marks.push({
        kind: 'rect',
        x: LEFT + at * bar,
        y: TOP + height - tall,
        width: Math.max(bar - 1, bar * 0.6),
        height: tall,
        fill,
      });
    });
  }
  text(
    LEFT,
    TOP + height + 20,
    `${formatRange(fromMs, untilMs)} ${shownZone()}, ${formatStep(bins.binMs)} per bar`,
  );
  legend(bins, rank, colour, text, marks);
  text(LEFT, HEIGHT - 14, basis(), { size: 11 });
  return { width: WIDTH, height: HEIGHT, font: FONT, marks };
}

function legend(
  bins: Bins,
  rank: Chart['rank'],
  colour: (property: string) => string,
  text: (x: number, y: number, words: string) => void,
  marks: Mark[],
): void {
  let x = LEFT;
  for (const { name: series } of bins.series.filter(({ counts }) => counts.length > 0)) {
    const words = shorten(visible(series) || '(none)', 24);
    marks.push({
      kind: 'rect',
      x,
      y: 71,
      width: 10,
      height: 10,
      fill: colour(seriesColour(series, rank(series))),
    });
    text(x + 16, 81, words);
    // Wide enough for any font.
    x += 36 + words.length * 8;
  }
}

/** Round steps up to the largest count. */
function ticks(top: number): number[] {
  const raw = top / TICKS;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= raw) ?? raw);
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, at) => at * step);
}

/** What the chart rests on. */
function basis(): string {
  const now = contents.value;
  if (!now) return '';
  const { records, events, duplicates, problems } = now.totals;
  return [
    `Loaded: ${formatCounted(events, 'event')} of ${formatCounted(records, 'record')} in ${formatCounted(now.inputs, 'file')}`,
    formatCounted(duplicates, 'duplicate'),
    formatCounted(problems, 'problem'),
    `times are in ${shownZone()}`,
    'Touchstone',
  ].join(' · ');
}
