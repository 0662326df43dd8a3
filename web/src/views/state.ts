/** The page's state: the address that the URL fragment carries, as signals. */
import { computed, signal } from '@preact/signals';
import { type Address, type Entity, HOME, type Link } from '../base/address.ts';
import { NO_FILTER } from '../base/filter.ts';
import type { Filter, Table } from '../engine/generated.ts';

/** The current address. Only `go` and the browser's history change it. */
export const address = signal<Address>(HOME);

/** The current filter, as text. */
export const filter = computed<Filter>(() => address.value.filter);

/** Whether a filter is set. */
export const filtered = computed(() => filter.value !== NO_FILTER);

/** A link whose filter the core has not parsed yet. */
export const linked = signal<Link | null>(null);

/** How the browser's history records a change: as a new entry, in place, or not yet. */
export type Step = 'push' | 'replace' | 'quiet';

/** Called with every change by `go`; the app writes it to the browser's history. */
export const history = { follow: (_address: Address, _step: Step): void => {} };

/** Changes parts of the address. */
export function go(change: Partial<Address>, step: Step = 'push'): void {
  const next = { ...address.value, ...change };
  // Another event has another key.
  if (change.event !== undefined && change.eventKey === undefined) next.eventKey = null;
  address.value = next;
  history.follow(next, step);
}

/** The address of a view, without the order and columns of the current one. */
export function viewAddress(view: Address['view'], service: string | null = null): Address {
  return {
    ...address.value,
    view,
    service,
    section: null,
    entity: null,
    sort: [],
    columns: null,
    group: [],
    cross: false,
    event: null,
    eventKey: null,
    list: 'problems',
    finding: null,
    against: null,
  };
}

/** The address of an entity's page. */
export function entityAddress(entity: Entity): Address {
  return { ...viewAddress('people'), entity };
}

/** Goes to a view. */
export function goTo(view: Address['view'], service: string | null = null): void {
  go(viewAddress(view, service));
}

/** Opens or closes an event's detail beside the table. */
export function showEvent(row: number | null, step: Step = 'push'): void {
  const { event, eventKey } = address.value;
  if (event !== row || (row === null && eventKey !== null)) go({ event: row }, step);
}

/** The table on screen, for the header's export; null if there is none. */
export const shownTable = signal<{ title: string; table: Table } | null>(null);

/** A whole frame under the current filter. */
export function frameTable(service: string | null): Table {
  return { service, filter: filter.value, columns: [], sort: [] };
}
