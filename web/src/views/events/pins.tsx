// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** Events that are kept at hand for an export. They are forgotten with the page, and when inputs are read again. */
import { effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { formatCount } from '../../base/format.ts';
import type { Filter } from '../../engine/generated.ts';
import { ask, progress } from '../../engine/session.ts';
import { SaveMenu } from '../export.tsx';
import { showEvents } from '../filter/edits.ts';
import { notice } from '../saving.ts';

/** The filters of the pinned events, each of one event. */
const pins = signal<Filter[]>([]);
/** The filter of all of them. */
const pinned = signal<Filter | null>(null);

effect(() => {
  if (progress.value === null) pins.value = [];
});

async function keep(next: Filter[]): Promise<void> {
  try {
    const { filter } = await ask('pins', { ask: 'anyOf', filters: next });
    pins.value = next;
    pinned.value = filter;
  } catch (error) {
    notice.value = { text: `Not pinned: ${error instanceof Error ? error.message : error}`, error: true };
  }
}

/** Pins an event, or takes it out. */
export function PinButton({ filter }: { filter: Filter }): JSX.Element {
  const isPinned = pins.value.includes(filter);
  return (
    <button
      type="button"
      class="button small"
      aria-pressed={isPinned}
      title="Keeps this event for an export of all pinned events"
      onClick={() =>
        keep(isPinned ? pins.value.filter((other) => other !== filter) : [...pins.value, filter])
      }
    >
      {isPinned ? 'Pinned' : 'Pin'}
    </button>
  );
}

/** What is pinned; nothing if nothing is. */
export function Pins(): JSX.Element | null {
  const filter = pinned.value;
  const count = pins.value.length;
  if (count === 0 || filter === null) return null;
  const table = { service: null, filter, columns: [], sort: [{ column: 'event_time', descending: false }] };
  return (
    <div class="pins" role="group" aria-label="Pinned events">
      <span>
        <b data-figure="pinned">{formatCount(count)}</b> {count === 1 ? 'pinned event' : 'pinned events'}
      </span>
      <button type="button" class="button small" onClick={() => showEvents(filter)}>
        Show
      </button>
      <SaveMenu title="pinned events" what={{ kind: 'table', table }} copied={{ kind: 'table', table }} />
      <button
        type="button"
        class="button small"
        onClick={() => {
          pins.value = [];
        }}
      >
        Unpin all
      </button>
    </div>
  );
}
