/** Every change of the filter: clicks, chips, what is typed, undo and redo. The core makes them, one after the other. */
import { signal } from '@preact/signals';
import { type Choice, NO_FILTER, type TimeRange } from '../../base/filter.ts';
import { Superseded } from '../../base/latest.ts';
import { Trail } from '../../base/trail.ts';
import type { Clause, Edit, Filter } from '../../engine/generated.ts';
import { ask } from '../../engine/session.ts';
import { filter, go, type Step } from '../desk.ts';
import { notice } from '../saving.ts';
import { changing, foresee, forgetForeseen, parse } from './parsed.ts';

/** A change that waits for its turn. */
type Change = {
  step: Step;
  /** The filter that comes of the present one; null leaves it. */
  of(now: Filter): Promise<Filter | null>;
};

const trail = new Trail(NO_FILTER);

/** Rises with every filter that is gone to, for those who show what undo and redo would do. */
export const steps = signal(0);

let waiting: Change[] = [];
/** Changes begun before the browser's history went elsewhere are dropped. */
let era = 0;

/** Chooses a value of a column, or lets it go where it is chosen so already. */
export function choose(column: string, value: string | null, choice: Choice = 'only'): void {
  change('push', { kind: 'choose', column, value, choice });
}

/** Filters by time; while a pointer still drags, only the newest range counts. */
export function chooseTime(range: TimeRange | null, step: Step = 'push'): void {
  foresee(range);
  if (waiting.at(-1)?.step === 'quiet') waiting.pop();
  change(step, { kind: 'time', range });
}

/** Lifts every filter. */
export function clearFilter(): void {
  apply(NO_FILTER);
}

/** Takes a filter as the core has written it. */
export function apply(text: Filter): void {
  add({ step: 'push', of: () => Promise.resolve(text) });
}

/** Adds the clauses of another filter. */
export function addFilter(text: Filter): void {
  change('push', { kind: 'add', filter: text });
}

/** What a chip can do to its clause. */
export type ClauseEdit = { kind: 'remove' | 'negate' | 'switch' } | { kind: 'replace'; filter: Filter };

/** Edits a clause as it was shown. Where the filter has changed meanwhile, the clause of the same text is meant. */
export function editClause(at: number, shown: Clause, edit: ClauseEdit): void {
  const based = filter.value;
  add({
    step: 'push',
    of: async (now) => {
      const found = now === based ? at : find((await parse('filter.clause', now)).clauses, at, shown);
      return found < 0 ? null : edited(now, { ...edit, clause: found });
    },
  });
}

/** Takes back the last change. */
export function undo(): void {
  retrace(() => trail.undo());
}

/** Makes the change again that was taken back. */
export function redo(): void {
  retrace(() => trail.redo());
}

/** What there is to undo and to redo. */
export function canStep(): { undo: boolean; redo: boolean } {
  // Read for its change.
  void steps.value;
  return { undo: trail.canUndo, redo: trail.canRedo };
}

/** The filters of this visit, the newest first. */
export function recentFilters(): Filter[] {
  return trail.recent();
}

/** Tells that the browser's history has gone to another filter; what was still to be done to the one before is dropped. */
export function arrive(text: Filter): void {
  era += 1;
  waiting = [];
  forgetForeseen();
  trail.visit(text);
  steps.value += 1;
}

function change(step: Step, edit: Edit): void {
  add({ step, of: (now) => edited(now, edit) });
}

async function edited(now: Filter, edit: Edit): Promise<Filter> {
  return (await ask('filter.edit', { ask: 'edit', filter: now, edit })).filter;
}

function add(next: Change): void {
  waiting.push(next);
  if (!changing.value) void work();
}

async function work(): Promise<void> {
  changing.value = true;
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const begun = era;
    try {
      const text = await next.of(filter.value);
      if (text === null || begun !== era) continue;
      if (next.step !== 'quiet') {
        trail.record(text);
        steps.value += 1;
      }
      // A drag may end where the last of its steps has been already.
      if (text !== filter.value || next.step !== 'quiet') go({ filter: text }, next.step);
    } catch (error) {
      forgetForeseen();
      if (error instanceof Superseded) continue;
      notice.value = {
        text: `The filter stays as it is: ${error instanceof Error ? error.message : error}`,
        error: true,
      };
    }
  }
  changing.value = false;
}

function retrace(step: () => Filter | null): void {
  add({
    step: 'push',
    of: () => {
      const text = step();
      return Promise.resolve(text);
    },
  });
}

function find(now: Clause[], at: number, shown: Clause): number {
  if (now[at]?.text === shown.text) return at;
  return now.findIndex(({ text }) => text === shown.text);
}
