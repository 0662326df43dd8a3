/**
 * Converts the page's state to a URL fragment and back: view, filter, order, columns, and what selects the
 * open event; no other data.
 *
 *     #/events?v=2&filter=service:clusters%20-user:*@example.com&sort=-event_time
 *     #/people/email/ana@example.com?zone=Europe%2FBerlin
 *     #/evidence/sample?size=25&seed=2026-Q1&draw=systematic
 *     #/compare?v=2&filter=time:2026-03-05&against=time:2026-03-04
 *
 * Version 1 stored the filter as terms and is still read:
 *
 * #/events?is.service_name=clusters&not.email=~&time=2019-12-28T00:00:00.000Z..2019-12-29T00:00:00.000Z&sort=-event_time
 *
 * There, `~` is the absent value, and a leading `~` in a value is doubled.
 */

import { NO_FILTER, type TimeRange } from './filter.ts';

/** The version written. An address without a filter is the same in both versions. */
const VERSION = '2';

/** The views, by the names of their tabs. */
export const VIEWS = [
  'start',
  'overview',
  'findings',
  'people',
  'compare',
  'services',
  'events',
  'inputs',
  'evidence',
] as const;
export type View = (typeof VIEWS)[number];

/** The core groups by so many columns. */
const MAX_GROUPED = 2;

/** How the view Evidence draws a sample: how many events, by which seed and method, and for strata by which field. */
export type Draw = {
  size: number;
  seed: string;
  method: 'simple' | 'systematic' | 'stratified';
  /** The field of the strata. */
  by: string;
};

/** A column to sort by. */
export type Order = { column: string; descending: boolean };

/** A column or a request parameter with a value; null is the absent value. */
export type Entity = { column: string; value: string | null };

/** Everything that a link to the page can express. */
export type Address = {
  view: View;
  /** The gold frame shown in the view Services; `null` shows the list. */
  service: string | null;
  /** The section shown in the view Evidence; `null` shows the first. */
  section: string | null;
  /** The sample that is drawn in the view Evidence; `null` for none. */
  draw: Draw | null;
  /** The entity shown in the view People; `null` shows the list. */
  entity: Entity | null;
  /** The filter's text, as printed by the core. */
  filter: string;
  /** The first decides; none is by time. */
  sort: Order[];
  /** The columns of the table; `null` is the view's default. */
  columns: string[] | null;
  /** The columns that the table is grouped by, at most two. */
  group: string[];
  /** Whether two columns that are grouped by make a cross table. */
  cross: boolean;
  /** The silver row whose detail is open. */
  event: number | null;
  /** What selects that event by its content, which links carry; null until it is known. */
  eventKey: string | null;
  /** What the histogram stacks. */
  stack: 'outcome' | 'service_name';
  /** Whether the histogram's heights are logarithms. */
  log: boolean;
  /** The times that the histogram was zoomed to, each within the one before. */
  zoom: TimeRange[];
  /** The column with a small chart for each value; `null` for none. */
  split: string | null;
  /** The list shown under the ledger in Inputs. */
  list: List;
  /** The finding that is open, by its key. */
  finding: string | null;
  /** The filter that the view Compare compares with; `null` leaves the choice to the core. */
  against: string | null;
  /** The IANA name of the zone of display; `null` is UTC. */
  zone: string | null;
  /** What a copied link was made on, as `basis.ts` writes it; null if it does not tell. */
  on: string | null;
};

/** One column's clause in a version 1 filter. */
export type Term = { column: string; values: (string | null)[]; exclude: boolean };

/** A version 1 filter: a conjunction of terms and a time range. */
export type Terms = { terms: Term[]; time: TimeRange | null };

/** A decoded fragment. */
export type Link = {
  /** The address. Its filter is the link's text, which may be invalid. */
  address: Address;
  /** A version 1 filter, still to be converted to text by the core; the address then has none. */
  terms: Terms | null;
  /** An unknown version, whose filter was not read. */
  unknown: string | null;
};

/** The lists of Inputs, in display order. */
export const LISTS = ['problems', 'duplicates', 'conflicts', 'warnings'] as const;

/** A list of Inputs. */
export type List = (typeof LISTS)[number];

/** The address of the page when it opens. */
export const HOME: Address = {
  view: 'start',
  service: null,
  section: null,
  draw: null,
  entity: null,
  filter: NO_FILTER,
  sort: [],
  columns: null,
  group: [],
  cross: false,
  event: null,
  eventKey: null,
  stack: 'outcome',
  log: false,
  zoom: [],
  split: null,
  list: 'problems',
  finding: null,
  against: null,
  zone: null,
  on: null,
};

/** The fragment of an address, with its `#`. */
export function encodeAddress(address: Address): string {
  const frame =
    address.view === 'services' && address.service !== null ? `/${writeService(address.service)}` : '';
  const entity = address.view === 'people' && address.entity ? writeEntity(address.entity) : '';
  const section =
    address.view === 'evidence' && address.section !== null ? `/${encodePart(address.section)}` : '';
  const pairs: string[] = [];
  if (address.filter !== NO_FILTER || address.against !== null) pairs.push(`v=${VERSION}`);
  if (address.filter !== NO_FILTER) pairs.push(`filter=${encodeFilter(address.filter)}`);
  if (address.against !== null) pairs.push(`against=${encodeFilter(address.against)}`);
  if (address.sort.length > 0) pairs.push(`sort=${address.sort.map(writeOrder).join(',')}`);
  if (address.columns) pairs.push(`columns=${address.columns.map(encodePart).join(',')}`);
  if (address.group.length > 0) pairs.push(`group=${address.group.map(encodePart).join(',')}`);
  if (address.cross && address.group.length === MAX_GROUPED) pairs.push('as=crosstab');
  if (address.eventKey !== null) pairs.push(`event=${encodeFilter(address.eventKey)}`);
  else if (address.event !== null) pairs.push(`event=${address.event}`);
  if (address.stack !== 'outcome') pairs.push(`stack=${address.stack}`);
  if (address.log) pairs.push('scale=log');
  if (address.zoom.length > 0) pairs.push(`zoom=${address.zoom.map(writeTime).join(',')}`);
  if (address.split !== null) pairs.push(`split=${encodePart(address.split)}`);
  if (address.list !== 'problems') pairs.push(`list=${address.list}`);
  if (address.finding !== null) pairs.push(`finding=${encodePart(address.finding)}`);
  if (address.draw !== null) pairs.push(...writeDraw(address.draw));
  if (address.zone !== null) pairs.push(`zone=${encodePart(address.zone)}`);
  if (address.on !== null) pairs.push(`on=${encodePart(address.on)}`);
  return `#/${address.view}${frame}${section}${entity}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
}

/** Decodes a fragment. Ignores what it does not understand, since a link may come from anywhere. */
export function decodeAddress(fragment: string): Link {
  const text = fragment.replace(/^#?\/?/, '');
  const mark = text.indexOf('?');
  const path = (mark < 0 ? text : text.slice(0, mark)).split('/');
  const address: Address = { ...HOME };
  const view = VIEWS.find((name) => name === path[0]);
  if (view) address.view = view;
  if (view === 'services' && path[1]) address.service = unmarkAbsent(decodePart(path[1])) ?? '';
  if (view === 'evidence' && path[1]) address.section = decodePart(path[1]);
  if (view === 'people') address.entity = readEntity(path);
  const pairs: [key: string, value: string][] = [];
  for (const pair of mark < 0 ? [] : text.slice(mark + 1).split('&')) {
    const equals = pair.indexOf('=');
    if (equals > 0) pairs.push([pair.slice(0, equals), pair.slice(equals + 1)]);
  }
  address.draw = readDraw(new Map(pairs));
  const version = pairs.find(([key]) => key === 'v')?.[1] ?? null;
  const terms: Terms = { terms: [], time: null };
  for (const [key, value] of pairs) {
    if (version === null) readTerm(terms, key, value);
    else if (version === VERSION && key === 'filter') address.filter = decodePart(value);
    else if (version === VERSION && key === 'against') address.against = decodePart(value);
    readPair(address, key, value);
  }
  return {
    address,
    terms: terms.terms.length > 0 || terms.time ? terms : null,
    unknown: version === null || version === VERSION ? null : version,
  };
}

function readTerm(into: Terms, key: string, value: string): void {
  if (key.startsWith('is.') || key.startsWith('not.')) {
    const column = decodePart(key.slice(key.indexOf('.') + 1));
    if (column) addValue(into.terms, column, key.startsWith('not.'), unmarkAbsent(decodePart(value)));
  } else if (key === 'time') {
    into.time = readTime(value);
  }
}

function readPair(address: Address, key: string, value: string): void {
  if (key === 'sort') {
    address.sort = readOrders(value);
  } else if (key === 'columns') {
    const columns = readColumns(value);
    address.columns = columns.length > 0 ? columns : null;
  } else if (key === 'group') {
    address.group = readColumns(value).slice(0, MAX_GROUPED);
  } else if (key === 'scale') {
    address.log = value === 'log';
  } else if (key === 'zoom') {
    address.zoom = readZoom(value);
  } else if (key === 'split') {
    address.split = decodePart(value) || null;
  } else if (key === 'event') {
    // Links used to carry the row.
    address.event = /^\d{1,10}$/.test(value) ? Number(value) : null;
    const key = decodePart(value);
    address.eventKey = address.event === null && key.includes(':') ? key : null;
  } else if (key === 'as') {
    address.cross = value === 'crosstab';
  } else if (key === 'stack' && value === 'service_name') {
    address.stack = value;
  } else if (key === 'finding') {
    address.finding = decodePart(value) || null;
  } else if (key === 'zone') {
    address.zone = decodePart(value) || null;
  } else if (key === 'on') {
    address.on = decodePart(value) || null;
  } else if (key === 'list') {
    address.list = LISTS.find((list) => list === value) ?? 'problems';
  }
}

function writeDraw({ size, seed, method, by }: Draw): string[] {
  const draw = { simple: [], systematic: ['draw=systematic'], stratified: [`draw=by:${encodePart(by)}`] };
  return [`size=${size}`, `seed=${encodePart(seed)}`, ...draw[method]];
}

function readDraw(pairs: Map<string, string>): Draw | null {
  const [size = '', seed = '', draw = ''] = ['size', 'seed', 'draw'].map((key) =>
    decodePart(pairs.get(key) ?? ''),
  );
  if (!/^[1-9]\d{0,8}$/.test(size) || seed === '') return null;
  const by = draw.startsWith('by:') ? draw.slice(3) : '';
  const method = draw === 'systematic' ? 'systematic' : by === '' ? 'simple' : 'stratified';
  return { size: Number(size), seed, method, by: by || 'email' };
}

function writeOrder({ column, descending }: Order): string {
  return `${descending ? '-' : ''}${encodePart(column)}`;
}

/** A column that is named twice is sorted by once. */
function readOrders(value: string): Order[] {
  const orders = value.split(',').map((text) => {
    const descending = text.startsWith('-');
    return { column: decodePart(descending ? text.slice(1) : text), descending };
  });
  return orders.filter(
    ({ column }, at) => column !== '' && orders.findIndex((other) => other.column === column) === at,
  );
}

function readColumns(value: string): string[] {
  return [...new Set(value.split(',').map(decodePart).filter(Boolean))];
}

function writeTime({ fromMs, untilMs }: TimeRange): string {
  return `${isoWithin(fromMs)}..${isoWithin(untilMs)}`;
}

/** A `Date` reaches so far from 1970, in milliseconds; filters reach further. */
const MAX_DATE_MS = 8.64e15;

function isoWithin(ms: number): string {
  return new Date(Math.min(Math.max(ms, -MAX_DATE_MS), MAX_DATE_MS)).toISOString();
}

/** Ranges up to one that is unreadable or not within the one before. */
function readZoom(value: string): TimeRange[] {
  const zoom: TimeRange[] = [];
  for (const text of value.split(',')) {
    const range = readTime(text);
    const around = zoom.at(-1);
    if (!range || (around && (range.fromMs < around.fromMs || range.untilMs > around.untilMs))) break;
    zoom.push(range);
  }
  return zoom;
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

/** Records without a service have the empty text, which a path cannot show. */
function writeService(service: string): string {
  return service === '' ? '~' : encodePart(markAbsent(service));
}

function writeEntity({ column, value }: Entity): string {
  return `/${encodePart(column)}/${encodePart(markAbsent(value))}`;
}

function readEntity([, column, value]: string[]): Entity | null {
  if (!column || value === undefined) return null;
  return { column: decodePart(column), value: unmarkAbsent(decodePart(value)) };
}

function markAbsent(value: string | null): string {
  if (value === null) return '~';
  return value.startsWith('~') ? `~${value}` : value;
}

function unmarkAbsent(text: string): string | null {
  if (text === '~') return null;
  return text.startsWith('~') ? text.slice(1) : text;
}

/** A lone surrogate makes encodeURIComponent throw. Well-formed UTF-8 has none, but a typed link may. */
function encodePart(text: string): string {
  // These characters are allowed in fragments and keep links readable.
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(/%40|%3A|%2F/g, (code) =>
    code === '%40' ? '@' : code === '%3A' ? ':' : code,
  );
}

/** Keeps a filter readable, except for characters that programs take for the end of a link. */
function encodeFilter(filter: string): string {
  return encodePart(filter)
    .replace(/%2F|%2C|%3D/g, (code) => decodeURIComponent(code))
    .replace(/[!'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
