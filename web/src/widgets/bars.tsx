/** A leaderboard: horizontal bars with a value and a count. A click filters, a second one undoes it. */
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { type Choice, choiceOf } from '../base/filter.ts';
import { formatCount } from '../base/format.ts';
import { visible } from '../base/text.ts';
import { CrossIcon, ExcludeIcon } from './icons.tsx';

/** A value, its count, and whether the filter includes or excludes it. */
export type Bar = { value: string | null; count: number; chosen: boolean; excluded: boolean };

/** A value in an answer of the core. */
type Leader = { value: string | null; events: number; chosen: boolean; excluded: boolean };

/** The bars of an answer's values. */
export function barsOf(leaders: Leader[]): Bar[] {
  return leaders.map(({ value, events, chosen, excluded }) => ({ value, count: events, chosen, excluded }));
}

type BarsProps = {
  label: string;
  /** The column of the values; only a label without `onChoose`. */
  column: string;
  bars: Bar[];
  onChoose?(value: string | null, choice: Choice): void;
  /** The text for the absent value. */
  absent?: string;
  /** The display name of a value, if it differs. */
  nameOf?(value: string): string;
  /** The meaning of a value, for its tooltip. */
  meaningOf?(value: string): string | null;
  /** The palette colour of the bars; neutral by default. */
  tone?: string;
};

/** The leaderboard: one tab stop; arrows move, Enter filters, + adds to the filter, x excludes. */
export function Bars(props: BarsProps): JSX.Element {
  const { bars, onChoose } = props;
  const [active, setActive] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const most = bars.reduce((max, { count }) => Math.max(max, count), 0);
  const stop = Math.min(active, bars.length - 1);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -bars.length, End: bars.length }[event.key];
    const bar = bars[stop];
    if (step !== undefined) {
      const next = Math.min(Math.max(stop + step, 0), bars.length - 1);
      setActive(next);
      list.current?.querySelectorAll<HTMLElement>('.bar')[next]?.focus();
    } else if ((event.key === 'x' || event.key === '+') && bar && onChoose) {
      onChoose(bar.value, event.key === 'x' ? 'without' : 'also');
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <ul class="bars" aria-label={props.label} data-column={props.column} ref={list} onKeyDown={onKeyDown}>
      {bars.map((bar, at) => (
        <BarRow
          key={bar.value === null ? 'null' : `=${bar.value}`}
          {...props}
          bar={bar}
          share={most > 0 ? bar.count / most : 0}
          stop={at === stop}
          onFocus={() => setActive(at)}
        />
      ))}
    </ul>
  );
}

/** Ids of which only the whole tells one from another. */
const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;
const UUID_END = 8;

/** The name; where there is no room for an id, its middle is left out. */
function BarName({ name, absent }: { name: string; absent: boolean }): JSX.Element {
  if (!UUID.test(name)) return <span class={absent ? 'bar-name absent' : 'bar-name'}>{name}</span>;
  return (
    <span class="bar-name id">
      <span>{name.slice(0, -UUID_END)}</span>
      <span>{name.slice(-UUID_END)}</span>
    </span>
  );
}

function BarRow(props: BarsProps & { bar: Bar; share: number; stop: boolean; onFocus(): void }): JSX.Element {
  const { bar, onChoose, absent = '(none)' } = props;
  const sense = bar.excluded ? 'except' : bar.chosen ? 'only' : null;
  const name =
    bar.value === null
      ? absent
      : bar.value === ''
        ? '(empty)'
        : visible(props.nameOf?.(bar.value) ?? bar.value);
  const meaning = bar.value === null ? null : (props.meaningOf?.(bar.value) ?? null);
  const title = meaning === null ? name : `${name}\n${meaning}`;
  const marks = {
    'data-value': bar.value ?? undefined,
    'data-null': bar.value === null ? '' : undefined,
    'data-count': bar.count,
  };
  const inside = (
    <>
      <span class="bar-fill" data-tone={props.tone} style={{ width: `${(props.share * 100).toFixed(2)}%` }} />
      <BarName name={name} absent={bar.value === null} />
      <span class="bar-count">{formatCount(bar.count)}</span>
    </>
  );
  if (!onChoose) {
    return (
      <li class="bar-row" title={title} {...marks}>
        <div class="bar">{inside}</div>
      </li>
    );
  }
  return (
    <li class={sense ? `bar-row ${sense}` : 'bar-row'} {...marks}>
      <button
        type="button"
        class="bar"
        title={title}
        aria-pressed={sense !== null}
        tabIndex={props.stop ? 0 : -1}
        onFocus={props.onFocus}
        // An excluded value is admitted again, whichever way it is clicked.
        onClick={(event) => onChoose(bar.value, bar.excluded ? 'without' : choiceOf(event))}
      >
        {inside}
      </button>
      <button
        type="button"
        class="bar-except"
        tabIndex={-1}
        title={sense === 'except' ? `Admit ${name} again` : `Exclude ${name}`}
        aria-label={sense === 'except' ? `Admit ${name} again` : `Exclude ${name}`}
        onClick={() => onChoose(bar.value, 'without')}
      >
        {sense === 'except' ? <CrossIcon /> : <ExcludeIcon />}
      </button>
    </li>
  );
}
