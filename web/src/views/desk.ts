/** Where the reader is and what is selected: the state that the URL fragment carries, as signals. */
import { computed, signal } from '@preact/signals';
import { type Address, HOME, type Link } from '../base/address.ts';
import { NO_FILTER } from '../base/filter.ts';
import type { Filter, Table } from '../engine/generated.ts';

/** The present address. Only `go` and the browser's history change it. */
export const address = signal<Address>(HOME);

/** What every view selects, as text. */
export const filter = computed<Filter>(() => address.value.filter);

/** Whether anything is filtered. */
export const filtered = computed(() => filter.value !== NO_FILTER);

/** A link whose filter the core has not read yet. */
export const linked = signal<Link | null>(null);

/** How the browser's history follows a change: by an entry that a step back undoes, in place, or not yet. */
export type Step = 'push' | 'replace' | 'quiet';

/** Hears of every change that `go` makes; the app writes it into the browser's history. */
export const history = { follow: (_address: Address, _step: Step): void => {} };

/** Changes a part of the address. */
export function go(change: Partial<Address>, step: Step = 'push'): void {
  const next = { ...address.value, ...change };
  address.value = next;
  history.follow(next, step);
}

/** The address of a view; what belongs to the view before, such as its order and columns, stays behind. */
export function viewAddress(view: Address['view'], service: string | null = null): Address {
  return { ...address.value, view, service, sort: null, columns: null, event: null, list: 'problems' };
}

/** Goes to a view. */
export function goTo(view: Address['view'], service: string | null = null): void {
  go(viewAddress(view, service));
}

/** Opens an event's detail beside the table, or closes it. */
export function showEvent(row: number | null, step: Step = 'push'): void {
  if (address.value.event !== row) go({ event: row }, step);
}

/** The table on screen, for the header's export; null where there is none. */
export const shownTable = signal<{ title: string; file: string; table: Table } | null>(null);

/** A whole frame under the present filter. */
export function frameTable(service: string | null): Table {
  return { service, filter: filter.value, columns: [], sort: null };
}
