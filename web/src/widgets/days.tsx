/** Counts per day as vertical SVG bars: few bars, each labelled, without an axis. */
import type { JSX } from 'preact';
import { formatCount } from '../base/format.ts';

/** A day and its count. */
export type Day = { date: string; count: number };

type DaysProps = {
  label: string;
  days: Day[];
  noun: string;
  /** Called when a day is clicked. */
  onChoose?(date: string): void;
};

const HEIGHT = 96;
/** Of more days only the highest bars have their counts above them, which would overlap. */
const MOST_COUNTS = 12;

/** The bars; they are wide for one day and thin for a year. */
export function Days({ label, days, noun, onChoose }: DaysProps): JSX.Element {
  const maxCount = days.reduce((max, { count }) => Math.max(max, count), 0);
  const every = Math.ceil(days.length / 8);
  return (
    <ol class="days" aria-label={label}>
      {days.map(({ date, count }, at) => {
        const height =
          maxCount > 0 ? Math.max(count > 0 ? 2 : 0, Math.round((count / maxCount) * HEIGHT)) : 0;
        const name = `${date}: ${formatCount(count)} ${noun}`;
        return (
          <li key={date} data-value={date} data-count={count}>
            <button type="button" class="day" title={name} aria-label={name} onClick={() => onChoose?.(date)}>
              <span
                class="day-count"
                data-text={days.length <= MOST_COUNTS || count === maxCount ? formatCount(count) : ''}
              />
              <svg class="day-bar" width="100%" height={height} aria-hidden="true" focusable="false">
                <rect width="100%" height="100%" />
              </svg>
              <span
                class="day-name"
                data-text={at % every === 0 ? date.slice(days.length > 4 ? 5 : 0) : ''}
              />
            </button>
          </li>
        );
      })}
    </ol>
  );
}
