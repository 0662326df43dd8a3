/** A row of small bars over time, each a button; the arrow keys move between them. */
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { TimeRange } from '../base/filter.ts';

/** A part of a bar: a tone of the style sheet, and its share of the row's height. */
type Part = { tone: string; share: number };

/** A bar that is drawn. Tests and scripts find it by `bin` and `count`. */
export type TimeBar = { bin: number; name: string; count: number; parts: Part[] };

type TimeBarsProps = {
  label: string;
  /** Those that hold something, in order of time. */
  bars: TimeBar[];
  /** How many bins there are, drawn or not. */
  bins: number;
  fromMs: number;
  binMs: number;
  /** The range that is marked as chosen. */
  time: TimeRange | null;
  class?: string;
  onChoose(time: TimeRange): void;
};

/** The row. It is one tab stop. */
export function TimeBars(props: TimeBarsProps): JSX.Element {
  const { bars, bins, fromMs, binMs, time } = props;
  const root = useRef<HTMLUListElement>(null);
  const [at, setAt] = useState(0);
  const active = Math.min(at, Math.max(0, bars.length - 1));
  const rangeOf = (bin: number): TimeRange => ({
    fromMs: fromMs + bin * binMs,
    untilMs: fromMs + (bin + 1) * binMs,
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = {
      ArrowRight: active + 1,
      ArrowLeft: active - 1,
      Home: 0,
      End: bars.length - 1,
    }[event.key];
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const next = Math.min(Math.max(to, 0), bars.length - 1);
    setAt(next);
    root.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <ul
      class={props.class ? `time-bars ${props.class}` : 'time-bars'}
      aria-label={props.label}
      ref={root}
      onKeyDown={onKeyDown}
    >
      {bars.map(({ bin, name, count, parts }, nth) => {
        const range = rangeOf(bin);
        return (
          <li
            key={bin}
            style={{ left: `${(bin / Math.max(1, bins)) * 100}%`, width: `${100 / Math.max(1, bins)}%` }}
          >
            <button
              type="button"
              title={name}
              aria-label={name}
              aria-pressed={time !== null && time.fromMs === range.fromMs && time.untilMs === range.untilMs}
              tabIndex={nth === active ? 0 : -1}
              data-bin={bin}
              data-count={count}
              onFocus={() => setAt(nth)}
              onClick={() => props.onChoose(range)}
            >
              {parts.map(({ tone, share }) => (
                <span key={tone} data-tone={tone} style={{ height: `${Math.max(share * 100, 8)}%` }} />
              ))}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
