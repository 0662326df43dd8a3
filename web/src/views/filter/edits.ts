/** All changes of the filter: clicks, chips, typing, undo and redo. The core applies them in sequence. */
import { signal } from '@preact/signals';
import type { Address } from '../../base/address.ts';
import { type Choice, NO_FILTER, type TimeRange } from '../../base/filter.ts';
import { Superseded } from '../../base/latest.ts';
import { Trail } from '../../base/trail.ts';
import type { Clause, Edit, Filter, ZoneOffset } from '../../engine/generated.ts';
import { ask } from '../../engine/session.ts';
import { notice } from '../saving.ts';
import { filter, go, type Step, viewAddress } from '../state.ts';
import { changing, clearPreview, parse, previewTime } from './parsed.ts';

/** A change waiting in the queue. */
type Change = {
  step: Step;
  /** The new filter for the current one; null leaves it unchanged. */
  of(now: Filter): Promise<Filter | null>;
  /** The view that shows it; none to stay. */
  view?: Address['view'];
  /** What else of the address changes with it. */
  also?: Partial<Address>;
};

const trail = new Trail(NO_FILTER);

/** Increases with every filter change, so that undo and redo buttons update. */
export const steps = signal(0);

let waiting: Change[] = [];
/** Changes queued before the browser's history moved elsewhere are dropped. */
let era = 0;

/** Chooses a value of a column; choosing it again undoes that. */
export function choose(column: string, value: string | null, choice: Choice = 'only'): void {
  change('push', { kind: 'choose', column, value, choice });
}

/** Filters by a value of a column and by nothing else. */
export function chooseAlone(column: string, value: string | null): void {
  add({ step: 'push', of: () => edited(NO_FILTER, { kind: 'choose', column, value, choice: 'only' }) });
}

/** Filters by time; during a drag, only the latest range counts. */
export function chooseTime(range: TimeRange | null, step: Step = 'push', also: Partial<Address> = {}): void {
  previewTime(range);
  if (waiting.at(-1)?.step === 'quiet') waiting.pop();
  change(step, { kind: 'time', range }, also);
}

const DAY_MS = 86_400_000;

/** Filters by a UTC day, written as `2026-03-02`. */
export function chooseDay(date: string): void {
  const fromMs = Date.parse(`${date}T00:00:00Z`);
  chooseTime({ fromMs, untilMs: fromMs + DAY_MS });
}

/** Filters by a workspace, a service or both, and by a time, and by nothing else; `null` is all of them. */
export function chooseSeries(
  { workspace, service }: { workspace: string | null; service: string | null },
  range: TimeRange | null,
): void {
  const named: [column: string, value: string | null][] = [
    ['workspace_id', workspace],
    ['service_name', service],
  ];
  const chosen = named.filter(([, value]) => value !== null);
  const by = chosen.map(([column]) => column);
  // Events that name none share the empty text.
  const values = chosen.map(([, value]) => value || null);
  add({
    step: 'push',
    of: async () => {
      const of = await edited(NO_FILTER, { kind: 'group', filter: NO_FILTER, by, values });
      return range === null ? of : edited(of, { kind: 'time', range });
    },
  });
}

/** Clears the filter. */
export function clearFilter(): void {
  apply(NO_FILTER);
}

/** Applies a filter printed by the core. */
export function apply(text: Filter): void {
  add({ step: 'push', of: () => Promise.resolve(text) });
}

/** Compares a filter with another, both printed by the core. */
export function applyBoth(text: Filter, against: Filter): void {
  add({ step: 'push', of: () => Promise.resolve(text), also: { against } });
}

/** Compares a filter's events before and from a time within a range. */
export async function splitTime(of: Filter, fromMs: number, splitMs: number, untilMs: number): Promise<void> {
  const cut = (range: TimeRange): Promise<Filter> => edited(of, { kind: 'time', range });
  const before = await cut({ fromMs, untilMs: splitMs });
  applyBoth(await cut({ fromMs: splitMs, untilMs }), before);
}

/** Shows the events of a filter printed by the core, or one of them among the others: one step, which back undoes. */
export function showEvents(text: Filter, event: number | null = null): void {
  add({ step: 'push', of: () => Promise.resolve(text), view: 'events', also: { event } });
}

/** Adds the clauses of another filter. */
export function addFilter(text: Filter): void {
  change('push', { kind: 'add', filter: text });
}

/** Selects the events that a group of a breakdown counts. */
export function chooseGroup(within: Filter, by: string[], values: (string | null)[]): void {
  change('push', { kind: 'group', filter: within, by, values });
}

/** Selects the events of a group of the table on screen, and shows them instead of groups. */
export function openGroup(by: string[], values: (string | null)[]): void {
  change('push', { kind: 'group', filter: NO_FILTER, by, values }, { group: [], event: null });
}

/** As `chooseGroup`, and shows the events. */
export function showGroup(within: Filter, by: string[], values: (string | null)[]): void {
  const edit: Edit = { kind: 'group', filter: within, by, values };
  add({ step: 'push', of: (now) => edited(now, edit), view: 'events' });
}

/** Shows the events of a group under another filter than the current one. */
export function selectGroup(of: Filter, by: string[], values: (string | null)[]): void {
  const edit: Edit = { kind: 'group', filter: NO_FILTER, by, values };
  add({ step: 'push', of: () => edited(of, edit), view: 'events' });
}

/** Selects the events of a filter in an hour of the week of a zone. */
export function chooseHour(within: Filter, hour: number, zone: ZoneOffset[]): void {
  change('push', { kind: 'hourOfWeek', filter: within, hour, zone });
}

/** A chip's edit of its clause. */
export type ClauseEdit = { kind: 'remove' | 'negate' | 'switch' } | { kind: 'replace'; filter: Filter };

/** Edits a clause as shown. If the filter has changed meanwhile, edits the clause with the same text. */
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

/** Undoes the last change. */
export function undo(): void {
  retrace(() => trail.undo());
}

/** Redoes the last undone change. */
export function redo(): void {
  retrace(() => trail.redo());
}

/** Whether undo and redo are possible. */
export function canStep(): { undo: boolean; redo: boolean } {
  // Subscribes to changes.
  void steps.value;
  return { undo: trail.canUndo, redo: trail.canRedo };
}

/** The filters of this visit, newest first. */
export function recentFilters(): Filter[] {
  return trail.recent();
}

/** Handles a move of the browser's history to another filter; drops pending changes. */
export function arrive(text: Filter): void {
  era += 1;
  waiting = [];
  clearPreview();
  trail.visit(text);
  steps.value += 1;
}

function change(step: Step, edit: Edit, also: Partial<Address> = {}): void {
  add({ step, of: (now) => edited(now, edit), also });
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
      // A drag may end where its previous step already was.
      const place = { ...(next.view ? viewAddress(next.view) : {}), ...next.also };
      if (text !== filter.value || next.step !== 'quiet') go({ ...place, filter: text }, next.step);
    } catch (error) {
      clearPreview();
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
