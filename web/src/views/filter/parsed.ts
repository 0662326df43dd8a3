/**
 * The current filter as parsed by the core: its clauses, shown as chips, and its time range, shown as the
 * brush.
 */
import { computed, effect, signal, untracked } from '@preact/signals';
import type { TimeRange } from '../../base/filter.ts';
import { Superseded } from '../../base/latest.ts';
import type { Clause, Filter, Parsed } from '../../engine/generated.ts';
import { ask, revision, started } from '../../engine/session.ts';
import { filter, filtered } from '../state.ts';

const NOTHING: Parsed = { filter: '', clauses: [], time: null, error: null };

/** Keeps the previous result until the current filter is parsed, so that chips do not flicker. */
const parsed = signal(NOTHING);
/** The range of a drag in progress, which the filter does not have yet. */
const previewed = signal<{ range: TimeRange | null } | null>(null);

/** Whether filter changes are pending. */
export const changing = signal(false);

/** The clauses of the current filter. */
export const clauses = computed<Clause[]>(() => parsed.value.clauses);

/** The filter's time range, if it has a single one. */
export const time = computed<TimeRange | null>(() =>
  previewed.value ? previewed.value.range : parsed.value.time,
);

/** Shows a time range before the filter has it. */
export function previewTime(range: TimeRange | null): void {
  previewed.value = { range };
}

/** Shows the filter's own time range again. */
export function clearPreview(): void {
  previewed.value = null;
}

/** How many answers are kept: a change of the filter parses two texts, and a user goes back and forth. */
const MAX_KNOWN = 16;
/** Answers by text. With more data, `last:24h` is another range. */
let known = { revision: -1, answers: new Map<string, Parsed>() };

/** Parses a text as a filter. The link, the chips and the box share an answer. */
export async function parse(slot: string, text: string): Promise<Parsed> {
  const at = revision.peek();
  if (known.revision !== at) known = { revision: at, answers: new Map() };
  const { answers } = known;
  const found = answers.get(text) ?? (await ask(slot, { ask: 'parse', text }));
  answers.set(text, found);
  for (const oldest of [...answers.keys()].slice(0, -MAX_KNOWN)) answers.delete(oldest);
  return found;
}

/** Parses every new filter. */
export function followFilter(): void {
  effect(() => {
    const now = filter.value;
    void revision.value;
    if (!filtered.value) {
      parsed.value = NOTHING;
      if (!changing.peek()) previewed.value = null;
    } else if (started.value) void untracked(() => read(now));
  });
}

async function read(text: Filter): Promise<void> {
  try {
    const found = await parse('filter.parsed', text);
    if (text !== filter.value) return;
    parsed.value = found;
    if (!changing.value) previewed.value = null;
  } catch (error) {
    // A stopped engine shows its own message.
    if (!(error instanceof Superseded)) console.warn('filter', error);
  }
}
