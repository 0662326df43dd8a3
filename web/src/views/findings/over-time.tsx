/** Findings by severity over time; a click makes the time the filter. */
import type { JSX } from 'preact';
import type { TimeRange } from '../../base/filter.ts';
import { formatCounted, formatRange } from '../../base/format.ts';
import type { FindingsOverTime, Histogram } from '../../engine/generated.ts';
import { findings } from '../../engine/session.ts';
import { type TimeBar, TimeBars } from '../../widgets/time-bars.tsx';
import { useAnswer } from '../ask.ts';
import { chooseTime } from '../filter/edits.ts';
import { time } from '../filter/parsed.ts';
import { useSame } from '../same.ts';
import { filter } from '../state.ts';

/** As many as the overview's histogram has, so that the bars stand under its own. */
export const BINS = 120;

/** Findings over time under the filter; null until the rules have been evaluated. */
export function useFindingsOverTime(zoom: TimeRange | null = null): FindingsOverTime | null {
  const known = findings.value;
  const { answer } = useAnswer(
    'findingsOverTime',
    known ? { ask: 'findingsOverTime', filter: filter.value, bins: BINS, zoom } : null,
    known,
  );
  return useSame(known ? answer : null);
}

/** The strip. */
export function FindingsStrip({ shown }: { shown: FindingsOverTime }): JSX.Element {
  const { histogram, bins } = shown;
  return (
    <TimeBars
      class="findings-strip"
      label="Findings over time, by severity"
      bars={severityBars(histogram, bins)}
      bins={bins}
      fromMs={histogram.fromMs}
      binMs={histogram.binMs}
      time={time.value}
      onChoose={chooseTime}
    />
  );
}

/** How high the mark of a severity is: it can be told without its colour. */
const HEIGHTS: Record<string, number> = {
  informational: 0.25,
  low: 0.4,
  medium: 0.6,
  high: 0.8,
  critical: 1,
};

/** A bar per bin with findings, marked by the most serious of them. */
function severityBars({ fromMs, binMs, series }: Histogram, bins: number): TimeBar[] {
  const bars: TimeBar[] = [];
  // The most serious is the last series.
  const serious = [...series].reverse();
  for (let bin = 0; bin < bins; bin += 1) {
    const there = serious.filter(({ counts }) => (counts[bin] ?? 0) > 0);
    const [worst] = there;
    if (!worst) continue;
    const counted = there.map(({ name, counts }) => `${counts[bin]} ${name}`).join(', ');
    const from = fromMs + bin * binMs;
    bars.push({
      bin,
      name: `${formatRange(from, from + binMs)}: findings ${counted}`,
      count: there.reduce((sum, { counts }) => sum + (counts[bin] ?? 0), 0),
      parts: [{ tone: worst.name, share: HEIGHTS[worst.name] ?? 1 }],
    });
  }
  return bars;
}

/** The time that the strip covers, under it. */
export function StripScale({ shown }: { shown: FindingsOverTime | null }): JSX.Element | null {
  if (!shown || shown.bins === 0) return null;
  const { histogram, bins, undated } = shown;
  return (
    <p class="note strip-scale">
      {formatRange(histogram.fromMs, histogram.fromMs + bins * histogram.binMs)}
      {undated > 0 && `; ${formatCounted(undated, 'finding')} without a time`}
    </p>
  );
}
