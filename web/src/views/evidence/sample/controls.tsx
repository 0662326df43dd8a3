// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** What is drawn and how: method, size and seed. Nothing is drawn before a person says so. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Draw } from '../../../base/address.ts';
import { formatCounted } from '../../../base/format.ts';
import { SILVER_COLUMNS } from '../../../base/generated.ts';
import { contents } from '../../../engine/session.ts';
import { Panel } from '../../../widgets/panel.tsx';
import { useAnswer } from '../../ask.ts';
import { DIMENSIONS } from '../../columns.ts';
import { address, filter, filtered, go } from '../../state.ts';

const METHODS: [Draw['method'], string, string][] = [
  ['simple', 'Simple', 'The events with the lowest keys'],
  ['systematic', 'Systematic', 'Every n-th event by time, from a start that the seed decides'],
  ['stratified', 'Stratified', 'Of each value of a field in proportion to its events'],
];

/** Columns with a text of each record. */
const SINGLE = new Set(['flattened', 'event_time', 'date_time', 'event_id']);

/** What a population can be divided by, with its name. */
const FIELDS: [column: string, title: string][] = [
  ...Object.entries(DIMENSIONS),
  ...SILVER_COLUMNS.map(({ name }): [string, string] => [name, name]).filter(
    ([name]) => !(name in DIMENSIONS) && !SINGLE.has(name),
  ),
  ['weekday', 'weekday (UTC)'],
  ['hour', 'hour (UTC)'],
];

const FIRST: Draw = { size: 25, seed: '', method: 'simple', by: 'email' };

/** The panel. */
export function SampleControls(): JSX.Element {
  const [plan, setPlan] = useState<Draw>(address.value.draw ?? FIRST);
  const isReady = Number.isInteger(plan.size) && plan.size > 0 && plan.seed !== '';
  const change = (part: Partial<Draw>): void => setPlan({ ...plan, ...part });
  const draw = (): void => {
    if (isReady) go({ draw: plan });
  };
  return (
    <Panel title="Draw a sample" aside={<Population />}>
      <div
        class="evidence-controls"
        role="group"
        aria-label="Draw a sample"
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.target instanceof HTMLInputElement) draw();
        }}
      >
        <span class="switch large" role="group" aria-label="Method">
          {METHODS.map(([method, text, hint]) => (
            <button
              key={method}
              type="button"
              title={hint}
              aria-pressed={plan.method === method}
              onClick={() => change({ method })}
            >
              {text}
            </button>
          ))}
        </span>
        {plan.method === 'stratified' && (
          <label>
            by{' '}
            <select value={plan.by} onChange={({ currentTarget }) => change({ by: currentTarget.value })}>
              {!FIELDS.some(([name]) => name === plan.by) && <option value={plan.by}>{plan.by}</option>}
              {FIELDS.map(([name, title]) => (
                <option key={name} value={name}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          Size{' '}
          <input
            type="number"
            class="sample-size"
            min={1}
            step={1}
            value={plan.size > 0 ? plan.size : ''}
            onInput={({ currentTarget }) => change({ size: currentTarget.valueAsNumber || 0 })}
          />
        </label>
        <label>
          Seed{' '}
          <input
            type="text"
            class="sample-seed"
            value={plan.seed}
            placeholder="anything, for instance 2026-Q1"
            spellcheck={false}
            autocomplete="off"
            onInput={({ currentTarget }) => change({ seed: currentTarget.value })}
          />
        </label>
        {plan.seed === '' && (
          <button type="button" class="button" onClick={() => change({ seed: randomSeed() })}>
            Offer a seed
          </button>
        )}
        <button type="button" class="button primary" disabled={!isReady} onClick={draw}>
          Draw
        </button>
      </div>
      <p class="note">{METHODS.find(([method]) => method === plan.method)?.[2]}.</p>
    </Panel>
  );
}

/** The population: how many events the filter selects. */
function Population(): JSX.Element {
  const { answer } = useAnswer('sample.population', { ask: 'serviceCounts', filter: filter.value });
  const all = contents.value?.totals.events ?? 0;
  return (
    <span>
      Population: <b data-figure="population">{formatCounted(answer?.events ?? 0, 'event')}</b>
      {filtered.value ? ` of ${formatCounted(all, 'event')}, those of the filter` : ', all that is loaded'}
    </span>
  );
}

/** A seed that nobody chose, once a person asks for one. */
function randomSeed(): string {
  return [...crypto.getRandomValues(new Uint8Array(8))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
