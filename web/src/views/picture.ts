/** Pictures of charts, with their title, the filter and what they rest on. */
import { type Drawing, type Mark, toPng, toSvg } from '../base/drawing.ts';
import { formatCount, formatCounted, formatRange, formatShort, formatStep } from '../base/format.ts';
import { fileName, linesOf, shorten, visible } from '../base/text.ts';
import { shownZone } from '../base/zone.ts';
import type { BasisSaid } from '../engine/evidence/generated.ts';
import type { Exported, SmallMultiples } from '../engine/generated.ts';
import { basisOf } from '../engine/session.ts';
import { WEEKDAYS } from '../widgets/heatmap.tsx';
import { resolveColour, seriesColour } from '../widgets/histogram/colours.ts';
import { heightOf, logTicks } from '../widgets/histogram/heights.ts';
import { type Bins, binCount, stackUp, timeOf } from '../widgets/histogram/stack.ts';
import { savePicture } from './saving.ts';
import { filter } from './state.ts';

/** A chart of bars over time. */
export type BarChart = {
  kind?: 'bars';
  title: string;
  bins: Bins;
  rank(name: string): number | null;
  log?: boolean;
};

/** Hours of the week: 168 counts, and their zone. */
export type WeekChart = { kind: 'week'; title: string; counts: number[]; zone: string };

/** A chart for each value, on one scale or each on its own. */
export type MultiplesChart = {
  kind: 'multiples';
  title: string;
  answer: SmallMultiples;
  own: boolean;
  log: boolean;
};

/** What can be saved as a picture. */
export type Chart = BarChart | WeekChart | MultiplesChart;

const WIDTH = 1200;
const HEIGHT = 460;
const LEFT = 64;
const RIGHT = 24;
const TOP = 96;
const BOTTOM = 72;
const FONT = 'system-ui, sans-serif';
const FILTER_CHARS = 150;
const TITLE_CHARS = 90;
/** Characters of a line of the footer, so that it fits in any font, and its height. */
const FOOT_CHARS = 165;
const FOOT_LINE = 14;
const TICKS = 6;

/** Saves the chart of something as a PNG. */
export function savePng(chart: Chart, what: Exported): Promise<void> {
  return savePicture(`${name(chart)}.png`, async () => toPng(drawn(chart, await basisOf(what))));
}

/** Saves the chart of something as an SVG. */
export function saveSvg(chart: Chart, what: Exported): Promise<void> {
  return savePicture(
    `${name(chart)}.svg`,
    async () => new Blob([toSvg(drawn(chart, await basisOf(what)))], { type: 'image/svg+xml' }),
  );
}

function name(chart: Chart): string {
  const chosen = filter.value === '' ? '' : `_${fileName(filter.value).replace(/[_:]+/g, '-').slice(0, 48)}`;
  return `touchstone-${fileName(chart.title).replace(/_/g, '-').toLowerCase()}${chosen}${days(chart)}`;
}

/** The days that a chart covers. */
function days(chart: Chart): string {
  if (chart.kind === 'week') return '';
  const bins = chart.kind === 'multiples' ? chart.answer.histogram : chart.bins;
  const { fromMs, untilMs } = timeOf(bins, 0, binCount(bins));
  const [first, last] = [day(fromMs), day(untilMs - 1)];
  return `_${first === last ? first : `${first}_${last}`}`;
}

function day(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? 'undated' : date.toISOString().slice(0, 10);
}

/** The chart as it is drawn on screen, in the colours of the theme, with what it rests on. */
export function drawn(chart: Chart, said: BasisSaid): Drawing {
  switch (chart.kind) {
    case 'week':
      return drawnWeek(chart, said);
    case 'multiples':
      return drawnMultiples(chart, said);
    default:
      return drawnBars(chart, said);
  }
}

/** What a picture is drawn with: the colours of the theme, and its marks so far. */
type Pen = {
  marks: Mark[];
  colour(property: string): string;
  rect(x: number, y: number, width: number, height: number, fill: string): void;
  text(x: number, y: number, words: string, more?: Partial<Mark & { kind: 'text' }>): void;
};

/** A picture with its title, the filter, and what it rests on; `draw` fills in the rest. */
function framed(title: string, inner: number, said: BasisSaid, draw: (pen: Pen) => void): Drawing {
  const foot = linesOf(visible(said.footer), FOOT_CHARS);
  // There is room for two lines.
  const height = inner + Math.max(0, foot.length - 2) * FOOT_LINE;
  const colour = (property: string): string => resolveColour(document.body, property);
  const [ink, faint] = [colour('--ink'), colour('--ink-2')];
  const marks: Mark[] = [];
  const pen: Pen = {
    marks,
    colour,
    rect: (x, y, width, tall, fill) => marks.push({ kind: 'rect', x, y, width, height: tall, fill }),
    text: (x, y, words, more = {}) =>
      marks.push({ kind: 'text', x, y, text: words, size: 13, fill: faint, ...more }),
  };
  pen.rect(0, 0, WIDTH, height, colour('--panel'));
  pen.text(LEFT, 34, shorten(visible(title), TITLE_CHARS), { size: 20, bold: true, fill: ink });
  const { filter: text } = said.basis;
  const chosen = text === '' ? 'none: every event' : shorten(visible(text), FILTER_CHARS);
  pen.text(LEFT, 56, `Filter: ${chosen}`);
  draw(pen);
  foot.forEach((line, at) => {
    pen.text(LEFT, height - 14 - (foot.length - 1 - at) * FOOT_LINE, line, { size: 11 });
  });
  return { width: WIDTH, height, font: FONT, marks };
}

function drawnBars({ title, bins, rank, log = false }: BarChart, said: BasisSaid): Drawing {
  return framed(title, HEIGHT, said, (pen) => {
    const stacked = stackUp(bins);
    const count = binCount(bins);
    const { fromMs, untilMs } = timeOf(bins, 0, count);
    const most = Math.max(1, ...(stacked[0]?.sums ?? []));
    const top = heightOf(most, log);
    const [width, height] = [WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM];
    for (const step of log ? logTicks(most) : ticks(most)) {
      const y = TOP + height - (heightOf(step, log) / top) * height;
      pen.rect(LEFT, y, width, 1, pen.colour('--line'));
      pen.text(LEFT - 8, y + 4, formatShort(step), { anchor: 'end' });
    }
    const bar = width / Math.max(1, count);
    for (const { name: series, sums } of stacked) {
      const fill = pen.colour(seriesColour(series, rank(series)));
      sums.forEach((sum, at) => {
        if (sum === 0) return;
        const tall = (heightOf(sum, log) / top) * height;
        pen.rect(LEFT + at * bar, TOP + height - tall, Math.max(bar - 1, bar * 0.6), tall, fill);
      });
    }
    pen.text(LEFT, TOP + height + 20, covered(bins, fromMs, untilMs, log));
    legend(bins, rank, pen);
  });
}

function covered(bins: Bins, fromMs: number, untilMs: number, log: boolean): string {
  return `${formatRange(fromMs, untilMs)}, ${formatStep(bins.binMs)} per bar, ${shownZone()}${log ? ', log scale' : ''}`;
}

function drawnWeek({ title, counts, zone }: WeekChart, said: BasisSaid): Drawing {
  const cell = { width: (WIDTH - LEFT - RIGHT) / 24, height: 34 };
  const most = counts.reduce((max, count) => Math.max(max, count), 0);
  return framed(`${title}, ${zone}`, TOP + 7 * cell.height + BOTTOM, said, (pen) => {
    for (let hour = 0; hour < 24; hour += 1) pen.text(LEFT + hour * cell.width + 4, TOP - 6, String(hour));
    WEEKDAYS.forEach((day, row) => {
      const y = TOP + row * cell.height;
      pen.text(LEFT - 8, y + cell.height / 2 + 4, day.slice(0, 3), { anchor: 'end' });
      for (let hour = 0; hour < 24; hour += 1) {
        const count = counts[row * 24 + hour] ?? 0;
        const x = LEFT + hour * cell.width;
        const [width, height] = [cell.width - 2, cell.height - 2];
        pen.rect(x, y, width, height, pen.colour('--sunk'));
        if (count === 0) continue;
        // As strong as on screen; a picture's colours have no opacity, so the square grows instead.
        const side = Math.max(0.12, Math.sqrt(count / most));
        const [inner, tall] = [width * side, height * side];
        pen.rect(x + (width - inner) / 2, y + (height - tall) / 2, inner, tall, pen.colour('--accent-line'));
        pen.text(x + width / 2, y + height / 2 + 4, formatShort(count), {
          size: 11,
          anchor: 'middle',
          fill: pen.colour('--ink'),
        });
      }
    });
    pen.text(
      LEFT,
      TOP + 7 * cell.height + 20,
      `The area of a square is its share of ${formatCounted(most, 'event')}`,
    );
  });
}

function drawnMultiples({ title, answer, own, log }: MultiplesChart, said: BasisSaid): Drawing {
  const { charts, histogram } = answer;
  const count = binCount(histogram);
  const columns = 3;
  const box = { width: (WIDTH - LEFT - RIGHT) / columns, height: 110 };
  const rows = Math.max(1, Math.ceil(charts.length / columns));
  const largest = (counts: number[]): number => counts.reduce((most, one) => Math.max(most, one), 1);
  const top = histogram.series.reduce((most, { counts }) => Math.max(most, largest(counts)), 1);
  return framed(title, TOP + rows * box.height + BOTTOM, said, (pen) => {
    charts.forEach(({ value, events }, nth) => {
      const x = LEFT + (nth % columns) * box.width;
      const y = TOP + Math.floor(nth / columns) * box.height;
      const width = box.width - 24;
      const words = value === null ? '(none)' : value === '' ? '(empty)' : shorten(visible(value), 34);
      pen.text(x, y + 12, words, { fill: pen.colour('--ink') });
      pen.text(x + width, y + 12, formatCount(events), { anchor: 'end' });
      const counts = histogram.series[nth]?.counts ?? [];
      const scale = heightOf(own ? largest(counts) : top, log);
      const height = box.height - 40;
      pen.rect(x, y + 20 + height, width, 1, pen.colour('--line'));
      const bar = width / Math.max(1, count);
      counts.forEach((one, at) => {
        const tall = (heightOf(one, log) / scale) * height;
        if (one > 0)
          pen.rect(x + at * bar, y + 20 + height - tall, bar * 0.85, tall, pen.colour('--accent-line'));
      });
    });
    const { fromMs, untilMs } = timeOf(histogram, 0, count);
    const most = own ? 'each on a scale of its own' : `all up to ${formatCounted(top, 'event')} per bar`;
    pen.text(
      LEFT,
      TOP + rows * box.height + 12,
      `${charts.length} of ${formatCounted(answer.total, 'value')}, ${most}; ${covered(histogram, fromMs, untilMs, log)}`,
    );
  });
}

function legend(bins: Bins, rank: BarChart['rank'], pen: Pen): void {
  let x = LEFT;
  for (const { name: series } of bins.series.filter(({ counts }) => counts.length > 0)) {
    const words = shorten(visible(series) || '(none)', 24);
    pen.rect(x, 71, 10, 10, pen.colour(seriesColour(series, rank(series))));
    pen.text(x + 16, 81, words);
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
