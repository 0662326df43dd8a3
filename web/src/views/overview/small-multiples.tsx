// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** Events over time in a chart for each value of a column, over the time of the histogram. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { choiceOf } from '../../base/filter.ts';
import { formatCount, formatCounted, formatRange, formatStep } from '../../base/format.ts';
import { SILVER_COLUMNS } from '../../base/generated.ts';
import { visible } from '../../base/text.ts';
import type { SmallMultiples as Answer, Question } from '../../engine/generated.ts';
import { binCount, timeOf } from '../../widgets/histogram/stack.ts';
import { MiniBars } from '../../widgets/mini-bars.tsx';
import { Panel } from '../../widgets/panel.tsx';
import { useSeen } from '../../widgets/seen.ts';
import { Value } from '../../widgets/value.tsx';
import { useAnswer } from '../ask.ts';
import { DIMENSIONS } from '../columns.ts';
import { ShownMenu } from '../export.tsx';
import { choose, chooseTime } from '../filter/edits.ts';
import { time } from '../filter/parsed.ts';
import { BINS } from '../findings/over-time.tsx';
import { address, filter, go } from '../state.ts';
import { zoomed } from './zoom.tsx';

const FEW = 12;
const MANY = 60;

/** Columns with a text of each record. */
const SINGLE = new Set(['flattened', 'event_time', 'date_time']);

/** What charts can be split by, with its name. */
const COLUMNS: [column: string, title: string][] = [
  ...Object.entries(DIMENSIONS),
  ...SILVER_COLUMNS.map(({ name }): [string, string] => [name, name]).filter(
    ([name]) => !(name in DIMENSIONS) && !SINGLE.has(name),
  ),
  ['weekday', 'weekday (UTC)'],
  ['hour', 'hour (UTC)'],
];

/** The panel. Asks only while it is on screen. */
export function SmallMultiples(): JSX.Element {
  const { split, log } = address.value;
  const [place, seen] = useSeen<HTMLDivElement>();
  const [more, setMore] = useState(false);
  const [own, setOwn] = useState(false);
  const question: Extract<Question, { ask: 'smallMultiples' }> | null =
    split === null
      ? null
      : {
          ask: 'smallMultiples',
          filter: filter.value,
          by: split,
          bins: BINS,
          most: more ? MANY : FEW,
          zoom: zoomed.value,
        };
  const { answer, error } = useAnswer('smallMultiples', seen ? question : null);
  // An answer about another column is none.
  const shown = split === null ? null : answer;
  const title = split === null ? 'Small multiples' : `Events over time by ${visible(titleOf(split))}`;
  return (
    <div ref={place} class={shown ? undefined : 'unasked'}>
      <Panel
        title={title}
        aside={
          <>
            {shown && <span>{told(shown)}</span>}
            <label class="split">
              Split by{' '}
              <select
                value={split ?? ''}
                onChange={({ currentTarget }) => go({ split: currentTarget.value || null }, 'replace')}
              >
                <option value="">nothing</option>
                {split !== null && !COLUMNS.some(([column]) => column === split) && (
                  <option value={split}>{visible(split)}</option>
                )}
                {COLUMNS.map(([column, name]) => (
                  <option key={column} value={column}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            {shown && (
              <span class="switch" role="group" aria-label="Scale of the charts">
                {[false, true].map((value) => (
                  <button
                    key={String(value)}
                    type="button"
                    aria-pressed={own === value}
                    onClick={() => setOwn(value)}
                  >
                    {value ? 'Own scale' : 'Same scale'}
                  </button>
                ))}
              </span>
            )}
          </>
        }
        menu={
          shown &&
          question && (
            <ShownMenu
              title={title}
              question={question}
              part={[]}
              chart={{ kind: 'multiples', title, answer: shown, own, log }}
            />
          )
        }
      >
        {error !== null && <p class="empty">{error}</p>}
        {split === null && <p class="empty">Choose a column to see each of its values over time.</p>}
        {shown && <Charts answer={shown} own={own} log={log} />}
        {shown && shown.total > FEW && (
          <button type="button" class="more" aria-expanded={more} onClick={() => setMore(!more)}>
            {more ? 'Show fewer' : `${formatCount(Math.min(shown.total, MANY) - FEW)} more`}
          </button>
        )}
      </Panel>
    </div>
  );
}

function Charts({ answer, own, log }: { answer: Answer; own: boolean; log: boolean }): JSX.Element {
  const { histogram, charts, by } = answer;
  const largest = (counts: number[]): number => counts.reduce((most, count) => Math.max(most, count), 0);
  const top = histogram.series.reduce((most, { counts }) => Math.max(most, largest(counts)), 0);
  return (
    <ul class="multiples">
      {charts.map(({ value, events }, at) => {
        const series = histogram.series[at];
        const name = value === null ? '(none)' : value === '' ? '(empty)' : visible(value);
        return (
          <li
            key={value}
            data-value={value ?? undefined}
            data-null={value === null || undefined}
            data-count={events}
          >
            <button
              type="button"
              title="Filter by the value; Alt excludes it, Shift adds it"
              aria-label={`${name}, ${formatCounted(events, 'event')}: toggle filter`}
              onClick={(event) => choose(by, value, choiceOf(event))}
            >
              <span class="multiples-value">
                <Value text={value} absent="(none)" />
              </span>
              <b>{formatCount(events)}</b>
            </button>
            <MiniBars
              name={name}
              bins={{ ...histogram, series: series ? [series] : [] }}
              top={own ? largest(series?.counts ?? []) : top}
              log={log}
              time={time.value}
              onChoose={chooseTime}
            />
          </li>
        );
      })}
    </ul>
  );
}

/** How many values there are, and the time that the charts cover. */
function told({ total, charts, histogram }: Answer): string {
  const count =
    charts.length < total
      ? `${charts.length} of ${formatCounted(total, 'value')}`
      : formatCounted(total, 'value');
  const bins = binCount(histogram);
  if (bins === 0) return count;
  const { fromMs, untilMs } = timeOf(histogram, 0, bins);
  return `${count} · ${formatRange(fromMs, untilMs)} · ${formatStep(histogram.binMs)} per bar`;
}

function titleOf(column: string): string {
  return DIMENSIONS[column]?.toLowerCase() ?? column;
}
