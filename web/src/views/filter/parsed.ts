/** The present filter as the core reads it: its clauses, which are the chips, and its range of time, which is the brush. */
import { computed, effect, signal, untracked } from '@preact/signals';
import type { TimeRange } from '../../base/filter.ts';
import { Superseded } from '../../base/latest.ts';
import type { Clause, Filter, Parsed } from '../../engine/generated.ts';
import { ask, started } from '../../engine/session.ts';
import { filter, filtered } from '../desk.ts';

const NOTHING: Parsed = { filter: '', clauses: [], time: null, error: null };

/** Stays that of the filter before until the present one has been read, so that chips do not flicker. */
const parsed = signal(NOTHING);
/** The range that a pointer has dragged to, while the filter is behind it. */
const foreseen = signal<{ range: TimeRange | null } | null>(null);

/** Whether changes of the filter are under way. */
export const changing = signal(false);

/** The clauses of the present filter. */
export const clauses = computed<Clause[]>(() => parsed.value.clauses);

/** The range of time that is filtered by, as far as it is one. */
export const time = computed<TimeRange | null>(() =>
  foreseen.value ? foreseen.value.range : parsed.value.time,
);

/** Shows a range of time before the filter has it. */
export function foresee(range: TimeRange | null): void {
  foreseen.value = { range };
}

/** Shows the filter's own range of time again. */
export function forgetForeseen(): void {
  foreseen.value = null;
}

/** What a text says as a filter. */
export function parse(slot: string, text: string): Promise<Parsed> {
  return ask(slot, { ask: 'parse', text });
}

/** Has every filter read that is gone to. */
export function followFilter(): void {
  effect(() => {
    const now = filter.value;
    if (!filtered.value) {
      parsed.value = NOTHING;
      if (!changing.peek()) foreseen.value = null;
    } else if (started.value) void untracked(() => read(now));
  });
}

async function read(text: Filter): Promise<void> {
  try {
    const found = await parse('filter.parsed', text);
    if (text !== filter.value) return;
    parsed.value = found;
    if (!changing.value) foreseen.value = null;
  } catch (error) {
    // A stopped engine has its own words.
    if (!(error instanceof Superseded)) console.warn('filter', error);
  }
}
