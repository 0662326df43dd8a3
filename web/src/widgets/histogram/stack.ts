/** Arithmetic for a stacked histogram and its brush. */
import type { TimeRange } from '../../base/filter.ts';

/** Counts per bin; bin `i` starts at `fromMs + i * binMs`. */
export type Bins = {
  fromMs: number;
  binMs: number;
  /** Number of bins; without it, as many as the series have. */
  bins?: number;
  series: { name: string; counts: number[] }[];
};

/** The bins with exactly these series in this order; missing ones are zero. */
export function withSeries(bins: Bins, names: string[]): Bins {
  const known = new Map(bins.series.map(({ name, counts }) => [name, counts]));
  return { ...bins, series: names.map((name) => ({ name, counts: known.get(name) ?? [] })) };
}

/** The bins with their series from the bottom of a bar to its top. */
export function inOrder(bins: Bins, place: (name: string) => number): Bins {
  return { ...bins, series: [...bins.series].sort((a, b) => place(a.name) - place(b.name)) };
}

/** Number of bins. */
export function binCount(bins: Bins): number {
  return bins.series.reduce((max, { counts }) => Math.max(max, counts.length), bins.bins ?? 0);
}

/**
 * The series as drawn over one another: each is summed with those below, tallest first, so that later ones
 * cover it.
 */
export function stackUp(bins: Bins): { name: string; sums: number[] }[] {
  const sums = new Array<number>(binCount(bins)).fill(0);
  const stacked = bins.series.map(({ name, counts }) => {
    counts.forEach((count, at) => {
      sums[at] = (sums[at] ?? 0) + count;
    });
    return { name, sums: [...sums] };
  });
  return stacked.reverse();
}

/** The bins that a time range covers, from the first to before the last; all without a range. */
export function binsOf(bins: Bins, time: TimeRange | null): { first: number; end: number } {
  const count = binCount(bins);
  if (!time) return { first: 0, end: count };
  const first = Math.floor((time.fromMs - bins.fromMs) / bins.binMs);
  const end = Math.ceil((time.untilMs - bins.fromMs) / bins.binMs);
  const start = Math.min(Math.max(first, 0), Math.max(0, count - 1));
  return { first: start, end: Math.min(Math.max(end, start + 1), count) };
}

/** The time range of some bins. */
export function timeOf(bins: Bins, first: number, end: number): TimeRange {
  return { fromMs: bins.fromMs + first * bins.binMs, untilMs: bins.fromMs + end * bins.binMs };
}
