/** What belongs to an event: its request, session, command, query and run, and its principal's events around it. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount, formatCounted, formatDuration, formatRange } from '../../base/format.ts';
import { shorten, visible } from '../../base/text.ts';
import { formatIn } from '../../base/zone.ts';
import type { LongAction, RelatedGroup, RelatedKind } from '../../engine/generated.ts';
import { Empty } from '../../widgets/panel.tsx';
import { type TimeBar, TimeBars } from '../../widgets/time-bars.tsx';
import { useAnswer } from '../ask.ts';
import { apply, chooseTime, showEvents } from '../filter/edits.ts';
import { zone } from '../people/zone.tsx';
import { showEvent } from '../state.ts';

const MINUTE_MS = 60_000;
/** Minutes on each side of the event. */
const WITHIN = [1, 5, 15, 60];
const BINS = 48;
const ID_CHARS = 24;

const KINDS: Record<RelatedKind, string> = {
  request: 'Same request',
  session: 'Same session',
  command: 'Same command',
  query: 'Same query',
  run: 'Same run',
  principal: 'Same principal',
};

/** The groups in which the event is not alone. */
export function RelatedEvents({ row }: { row: number }): JSX.Element {
  const [minutes, setMinutes] = useState(5);
  const { answer, error, stale } = useAnswer('related', {
    ask: 'related',
    row,
    withinMs: minutes * MINUTE_MS,
    bins: BINS,
  });
  const groups = answer?.groups.filter(({ total, kind }) => total > 1 || kind === 'principal') ?? [];
  return (
    <section class="fields related" aria-label="Related events" aria-busy={stale}>
      <h3>Related events</h3>
      {error !== null && <Empty>Related events cannot be shown: {error}</Empty>}
      {answer && groups.length === 0 && <p class="empty">No other event shares an id with this one.</p>}
      {groups.map((group) => (
        <Group key={group.kind} group={group} row={row}>
          {group.kind === 'principal' && (
            <select
              aria-label="Minutes before and after"
              value={String(minutes)}
              onChange={(event) => setMinutes(Number(event.currentTarget.value))}
            >
              {WITHIN.map((choice) => (
                <option key={choice} value={String(choice)}>
                  within {choice} min
                </option>
              ))}
            </select>
          )}
        </Group>
      ))}
    </section>
  );
}

type GroupProps = { group: RelatedGroup; row: number; children: JSX.Element | false };

function Group({ group, row, children }: GroupProps): JSX.Element {
  const { kind, id, filter, total, before, events, firstMs, lastMs, histogram, actions } = group;
  const bars = barsOf(group);
  const after = total - before - events.length;
  return (
    <div class="related-group" data-related={kind} data-count={total}>
      <div class="related-head">
        <b title={id === null ? undefined : visible(id)}>
          {KINDS[kind]} {id === null ? '(none)' : <code>{visible(shorten(id, ID_CHARS))}</code>}
        </b>
        <span>
          {formatCounted(total, 'event')}
          {firstMs !== null &&
            lastMs !== null &&
            lastMs > firstMs &&
            ` in ${formatDuration(lastMs - firstMs)}`}
        </span>
        {children}
        <button type="button" class="button small" onClick={() => showEvents(filter)}>
          Show
        </button>
      </div>
      {actions.map((action) => (
        <p key={action.row} class="related-action">
          {actionText(action)}
        </p>
      ))}
      {bars.length > 1 && (
        <TimeBars
          class="timeline"
          label={`${KINDS[kind]}: events over time`}
          bars={bars}
          bins={histogram.bins}
          fromMs={histogram.fromMs}
          binMs={histogram.binMs}
          time={null}
          onChoose={(range) => {
            apply(filter);
            chooseTime(range);
          }}
        />
      )}
      {total > 1 && (
        <ol class="related-events" aria-label={KINDS[kind]}>
          {before > 0 && <li class="absent">{formatCount(before)} earlier</li>}
          {events.map((event) => (
            <li key={event.row} data-row={event.row} aria-current={event.row === row ? 'true' : undefined}>
              <button
                type="button"
                class="value"
                disabled={event.row === row}
                onClick={() => showEvent(event.row, 'push')}
              >
                {event.timeMs === null ? 'no time' : formatIn(zone.value, event.timeMs)}
              </button>{' '}
              {visible(event.service ?? '')} <b>{visible(event.action ?? '(none)')}</b>{' '}
              <span class="outcome" data-outcome={event.outcome}>
                {visible(event.outcome ?? '')}
              </span>
              {kind !== 'principal' && event.principal !== null && ` ${visible(event.principal)}`}
            </li>
          ))}
          {after > 0 && <li class="absent">{formatCount(after)} later</li>}
        </ol>
      )}
    </div>
  );
}

function actionText({ action, result }: LongAction): string {
  const name = visible(action ?? '');
  if (result === null) return `${name}: no result is loaded`;
  return `${name} → ${visible(result.action ?? '')} after ${formatDuration(result.durationMs)}, ${result.outcome ?? 'outcome unknown'}`;
}

function barsOf({ histogram: { fromMs, binMs, series } }: RelatedGroup): TimeBar[] {
  const counts = series[0]?.counts ?? [];
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  return counts.flatMap((count, bin) => {
    const from = fromMs + bin * binMs;
    const name = `${formatRange(from, from + binMs)}: ${formatCounted(count, 'event')}`;
    return count === 0 ? [] : [{ bin, name, count, parts: [{ tone: 'other', share: count / most }] }];
  });
}
