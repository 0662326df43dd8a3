// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** What an entity did, in order of time and with repeats folded; and actions whose result is an event of its own. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Entity } from '../../base/address.ts';
import { formatCount, formatCounted, formatDuration } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import { formatIn } from '../../base/zone.ts';
import type { Filter, LongAction, StoryStep } from '../../engine/generated.ts';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { Value } from '../../widgets/value.tsx';
import { useAnswer } from '../ask.ts';
import { MOST_ROWS, ShownMenu, titleOf } from '../export.tsx';
import { showEvents } from '../filter/edits.ts';
import { go, viewAddress } from '../state.ts';
import { partOf } from './question.ts';
import { zone, zoneName } from './zone.tsx';

/** Steps shown at a time. */
const PAGE = 50;

/** Long actions shown at a time. */
const FEW = 10;

/** Repeats with longer pauses are steps of their own. */
const PAUSES: [ms: number, name: string][] = [
  [60_000, '1 min'],
  [300_000, '5 min'],
  [3_600_000, '1 h'],
];

/** The beginning of a window, which is the first again when the filter changes. */
function useStart(of: Filter): [start: number, setStart: (start: number) => void] {
  const [held, setHeld] = useState({ of, start: 0 });
  return [held.of === of ? held.start : 0, (start) => setHeld({ of, start })];
}

type StoryProps = {
  entity: Entity;
  of: Filter;
  /** Whether steps name theirs. */
  principals: boolean;
};

/** The storyline. */
export function Story({ entity, of, principals }: StoryProps): JSX.Element | null {
  const [pauseMs, setPause] = useState(300_000);
  const [start, setStart] = useStart(of);
  const { answer, error } = useAnswer('entity.story', {
    ask: 'storyline',
    filter: of,
    pauseMs,
    start,
    count: PAGE,
  });
  if (error !== null) return <Failed title="Storyline" error={error} />;
  if (!answer || answer.events === 0) return null;
  return (
    <Panel
      title="Storyline"
      class="entity-board story"
      aside={
        <>
          <span>
            {formatCounted(answer.events, 'event')} in {formatCounted(answer.total, 'step')} ({zoneName()}),
            repeats folded over pauses up to
          </span>
          <span class="switch" role="group" aria-label="Longest pause between repeats">
            {PAUSES.map(([ms, name]) => (
              <button
                key={ms}
                type="button"
                aria-pressed={pauseMs === ms}
                onClick={() => {
                  setPause(ms);
                  setStart(0);
                }}
              >
                {name}
              </button>
            ))}
          </span>
        </>
      }
      menu={
        <ShownMenu
          title={titleOf(partOf(entity, 'Storyline'), answer.total)}
          question={{ ask: 'storyline', filter: of, pauseMs, start: 0, count: MOST_ROWS }}
          part={['steps']}
        />
      }
    >
      <ol class="story-steps" start={answer.start + 1}>
        {answer.steps.map((step) => (
          <Step key={step.row} step={step} principals={principals} />
        ))}
      </ol>
      <Pages
        start={answer.start}
        shown={answer.steps.length}
        total={answer.total}
        size={PAGE}
        onStart={setStart}
        what="step"
      />
    </Panel>
  );
}

function Failed({ title, error }: { title: string; error: string }): JSX.Element {
  return (
    <Panel title={title}>
      <Empty>This cannot be shown: {error}</Empty>
    </Panel>
  );
}

function Step({ step, principals }: { step: StoryStep; principals: boolean }): JSX.Element {
  const { firstMs, lastMs, events, principal, service, action, outcome, address, addresses } = step;
  const length = firstMs !== null && lastMs !== null ? lastMs - firstMs : 0;
  return (
    <li data-step={step.row} data-count={events}>
      <span class="entity-time">{firstMs === null ? 'no time' : formatIn(zone.value, firstMs)}</span>
      <span class="story-what">
        <span class="outcome" data-outcome={outcome ?? ''} title={outcome ?? undefined}>
          <Value text={action} absent="(no action)" />
        </span>{' '}
        <span class="story-service">
          <Value text={service} absent="(no service)" />
        </span>
        {outcome !== null && outcome !== 'success' && <span class={outcome}> {visible(outcome)}</span>}
      </span>
      <span class="story-from">
        {principals && (
          <>
            <Value text={principal} absent="(nobody named)" />{' '}
          </>
        )}
        <Value text={address} absent="" />
        {addresses > 1 && ` and ${formatCounted(addresses - 1, 'other address', 'other addresses')}`}
      </span>
      <button
        type="button"
        class="value"
        title={`Show ${events === 1 ? 'this event' : 'these events'}`}
        onClick={() => showEvents(step.filter)}
      >
        {events === 1 ? 'once' : `${formatCount(events)} times in ${formatDuration(length)}`}
      </button>
    </li>
  );
}

/** The long actions. */
export function LongActions({ entity, of }: { entity: Entity; of: Filter }): JSX.Element | null {
  const [start, setStart] = useStart(of);
  const { answer, error } = useAnswer('entity.longActions', {
    ask: 'longActions',
    filter: of,
    start,
    count: FEW,
  });
  if (error !== null) return <Failed title="Long actions" error={error} />;
  if (!answer || answer.total === 0) return null;
  return (
    <Panel
      title="Long actions"
      class="entity-board"
      aside={
        <span>
          {formatCount(answer.total)}
          {answer.unanswered > 0 && `, ${formatCount(answer.unanswered)} without a result in these logs`}
        </span>
      }
      menu={
        <ShownMenu
          title={titleOf(partOf(entity, 'Long actions'), answer.total)}
          question={{ ask: 'longActions', filter: of, start: 0, count: MOST_ROWS }}
          part={['actions']}
        />
      }
    >
      <table class="list" aria-label="Long actions">
        <thead>
          <tr>
            <th scope="col">Requested ({zoneName()})</th>
            <th scope="col">Action</th>
            <th scope="col">Principal</th>
            <th scope="col">Result</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {answer.actions.map((action) => (
            <ActionRow key={action.row} action={action} />
          ))}
        </tbody>
      </table>
      <Pages
        start={answer.start}
        shown={answer.actions.length}
        total={answer.total}
        size={FEW}
        onStart={setStart}
        what="action"
      />
    </Panel>
  );
}

function ActionRow({ action }: { action: LongAction }): JSX.Element {
  const { result } = action;
  return (
    <tr data-request={action.row}>
      <td>
        <EventButton row={action.row} text={formatIn(zone.value, action.startedMs)} />
      </td>
      <td>
        <Value text={action.service} /> <Value text={action.action} />
      </td>
      <td>
        <Value text={action.principal} absent="(none)" />
      </td>
      <td>
        {result === null ? (
          'none'
        ) : (
          <>
            <EventButton row={result.row} text={result.action ?? 'result'} />{' '}
            <span class={result.outcome ?? undefined}>
              <Value text={result.outcome} />
            </span>
          </>
        )}
      </td>
      <td>{result === null ? '–' : formatDuration(result.durationMs)}</td>
    </tr>
  );
}

function EventButton({ row, text }: { row: number; text: string }): JSX.Element {
  return (
    <button
      type="button"
      class="value"
      title="Show this event"
      onClick={() => go({ ...viewAddress('events'), event: row })}
    >
      {visible(text)}
    </button>
  );
}

type PagesProps = {
  start: number;
  shown: number;
  total: number;
  /** How many are shown at a time. */
  size: number;
  what: string;
  onStart(start: number): void;
};

function Pages({ start, shown, total, size, what, onStart }: PagesProps): JSX.Element | null {
  if (total <= shown) return null;
  return (
    <div class="pages">
      <button
        type="button"
        class="button small"
        disabled={start === 0}
        onClick={() => onStart(Math.max(0, start - size))}
      >
        Earlier {what}s
      </button>
      <span>
        {formatCount(start + 1)} – {formatCount(start + shown)} of {formatCount(total)}
      </span>
      <button
        type="button"
        class="button small"
        disabled={start + shown >= total}
        onClick={() => onStart(start + shown)}
      >
        Later {what}s
      </button>
    </div>
  );
}
