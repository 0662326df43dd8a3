/** The events of a page over time; a selected time is the filter. */
import type { JSX } from 'preact';
import type { Histogram as Bins, Question } from '../engine/generated.ts';
import { Histogram } from '../widgets/histogram/histogram.tsx';
import { inOrder } from '../widgets/histogram/stack.ts';
import { ShownMenu } from './export.tsx';
import { chooseTime } from './filter/edits.ts';
import { time } from './filter/parsed.ts';
import { theme } from './theme.ts';

type TimeHistogramProps = {
  heading: string;
  /** What the exported chart and table are called. */
  title: string;
  bins: Bins;
  /** The question whose answer has the bins. */
  question: Question;
  /** A service's rank, which determines its colour; null for outcomes. */
  rank(name: string): number | null;
  /** Stacking order: smaller numbers are nearer to the bottom. */
  place(name: string): number;
};

/** The histogram, with a button for all of time and its menu. */
export function TimeHistogram(props: TimeHistogramProps): JSX.Element {
  const { heading, title, bins, question, rank, place } = props;
  return (
    <Histogram
      title={heading}
      bins={bins}
      time={time.value}
      rank={rank}
      place={place}
      theme={theme.value}
      onSelect={(range, settled) => chooseTime(range, settled ? 'push' : 'quiet')}
      aside={
        <>
          {time.value && (
            <button type="button" class="button small" onClick={() => chooseTime(null)}>
              Reset time
            </button>
          )}
          <ShownMenu
            title={title}
            question={question}
            part={['histogram']}
            chart={{ title, bins: inOrder(bins, place), rank }}
          />
        </>
      }
    />
  );
}
