/**
 * The state of the page as a URL fragment, and back: view, filter, order, columns, selected event; never data.
 *
 *     #/events?is.service_name=clusters&not.email=~&time=2019-12-28T00:00:00.000Z..2019-12-29T00:00:00.000Z&sort=-event_time
 *
 * The absent value is `~`; a value that begins with `~` has it doubled.
 */

import type { Filter, Term, TimeRange } from './filter.ts';
import { isoTime } from './format.ts';

/** The views, as their tabs are named. */
export const VIEWS = ['start', 'overview', 'services', 'events', 'inputs'] as const;
export type View = (typeof VIEWS)[number];

/** A column to sort by. */
export type Order = { column: string; descending: boolean };

/** Everything that a link to the page can say. */
export type Address = {
  view: View;
  /** The gold frame shown in the view Services; `null` lists them. */
  service: string | null;
  filter: Filter;
  sort: Order | null;
  /** The columns of the table; `null` is the view's own choice. */
  columns: string[] | null;
  /** The silver row whose detail is open. */
  event: number | null;
  /** What the histogram stacks. */
  stack: 'outcome' | 'service_name';
  /** Which list stands under the ledger of Inputs. */
  list: List;
};

/** The lists of Inputs, in the order in which they are shown. */
export const LISTS = ['problems', 'duplicates', 'conflicts', 'warnings'] as const;

/** A list of Inputs. */
export type List = (typeof LISTS)[number];

/** The address of the page as it opens. */
export const HOME: Address = {
  view: 'start',
  service: null,
  filter: { terms: [], time: null },
  sort: null,
  columns: null,
  event: null,
  stack: 'outcome',
  list: 'problems',
};

/** The fragment of an address, with its `#`. */
export function encodeAddress(address: Address): string {
  const frame =
    address.view === 'services' && address.service !== null ? `/${writeService(address.service)}` : '';
  const pairs: string[] = [];
  for (const term of address.filter.terms) {
    const key = `${term.exclude ? 'not' : 'is'}.${encodePart(term.column)}`;
    for (const value of term.values) pairs.push(`${key}=${encodePart(markAbsent(value))}`);
  }
  const { time } = address.filter;
  if (time) pairs.push(`time=${writeTime(time.fromMs)}..${writeTime(time.untilMs)}`);
  if (address.sort)
    pairs.push(`sort=${address.sort.descending ? '-' : ''}${encodePart(address.sort.column)}`);
  if (address.columns) pairs.push(`columns=${address.columns.map(encodePart).join(',')}`);
  if (address.event !== null) pairs.push(`event=${address.event}`);
  if (address.stack !== 'outcome') pairs.push(`stack=${address.stack}`);
  if (address.list !== 'problems') pairs.push(`list=${address.list}`);
  return `#/${address.view}${frame}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
}

/** The address of a fragment. What it does not understand it leaves out: a link may come from anywhere. */
export function decodeAddress(fragment: string): Address {
  const text = fragment.replace(/^#?\/?/, '');
  const mark = text.indexOf('?');
  const path = (mark < 0 ? text : text.slice(0, mark)).split('/');
  const address: Address = { ...HOME, filter: { terms: [], time: null } };
  const view = VIEWS.find((name) => name === path[0]);
  if (view) address.view = view;
  if (view === 'services' && path[1]) address.service = unmarkAbsent(decodePart(path[1])) ?? '';
  for (const pair of mark < 0 ? [] : text.slice(mark + 1).split('&')) {
    const equals = pair.indexOf('=');
    if (equals > 0) readPair(address, pair.slice(0, equals), pair.slice(equals + 1));
  }
  return address;
}

function readPair(address: Address, key: string, value: string): void {
  if (key.startsWith('is.') || key.startsWith('not.')) {
    const column = decodePart(key.slice(key.indexOf('.') + 1));
    if (column)
      addValue(address.filter.terms, column, key.startsWith('not.'), unmarkAbsent(decodePart(value)));
  } else if (key === 'time') {
    address.filter.time = readTime(value);
  } else if (key === 'sort') {
    const descending = value.startsWith('-');
    const column = decodePart(descending ? value.slice(1) : value);
    if (column) address.sort = { column, descending };
  } else if (key === 'columns') {
    const columns = [...new Set(value.split(',').map(decodePart).filter(Boolean))];
    address.columns = columns.length > 0 ? columns : null;
  } else if (key === 'event') {
    address.event = /^\d{1,10}$/.test(value) ? Number(value) : null;
  } else if (key === 'stack' && value === 'service_name') {
    address.stack = value;
  } else if (key === 'list') {
    address.list = LISTS.find((list) => list === value) ?? 'problems';
  }
}

function addValue(terms: Term[], column: string, exclude: boolean, value: string | null): void {
  const term = terms.find((one) => one.column === column && one.exclude === exclude);
  if (!term) terms.push({ column, values: [value], exclude });
  else if (!term.values.includes(value)) term.values.push(value);
}

function readTime(text: string): TimeRange | null {
  const [from = '', until = ''] = decodePart(text).split('..');
  const fromMs = Date.parse(from);
  const untilMs = Date.parse(until);
  return untilMs > fromMs ? { fromMs, untilMs } : null;
}

function writeTime(ms: number): string {
  return isoTime(ms) ?? '';
}

/** Records that name no service have the empty text for one, which a path cannot show. */
function writeService(service: string): string {
  return service === '' ? '~' : encodePart(markAbsent(service));
}

function markAbsent(value: string | null): string {
  if (value === null) return '~';
  return value.startsWith('~') ? `~${value}` : value;
}

function unmarkAbsent(text: string): string | null {
  if (text === '~') return null;
  return text.startsWith('~') ? text.slice(1) : text;
}

/** A lone surrogate makes encodeURIComponent throw; no well-formed UTF-8 holds one, but a typed link may. */
function encodePart(text: string): string {
  // In a fragment these read as themselves, and links stay legible.
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(/%40|%3A|%2F/g, (code) =>
    code === '%40' ? '@' : code === '%3A' ? ':' : code,
  );
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
