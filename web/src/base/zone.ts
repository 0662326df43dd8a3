/** Time zones: their offsets from UTC, which the core needs to tell hours and days, and times written in them. */

/** What a zone is ahead of UTC from a time on; the first holds before as well. */
export type ZoneOffset = { fromMs: number; offsetMs: number };

/** Shorter than any time between two changes: where summer time pauses for Ramadan, some are three weeks apart. */
const STEP_MS = 14 * 86_400_000;
/** Of a span of many centuries, steps are longer. */
const MAX_STEPS = 2400;
/** ECMAScript dates end here. */
const MAX_MS = 8.64e15;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The IANA name of this machine's zone. */
export function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The zones that the browser knows, by their IANA names. */
export function knownZones(): string[] {
  return Intl.supportedValuesOf('timeZone');
}

/** The zone of a link: null if it is UTC or no zone that the browser knows. */
export function zoneOf(name: string | null): string | null {
  if (name === null || name === 'UTC') return null;
  try {
    format(name);
    return name;
  } catch {
    return null;
  }
}

/** The offsets of a zone between two times, in order; none for UTC. */
export function offsetsOf(zone: string | null, fromMs: number, untilMs: number): ZoneOffset[] {
  if (zone === null) return [];
  const from = Math.max(fromMs, -MAX_MS);
  const until = Math.min(untilMs, MAX_MS);
  const offsets = [{ fromMs: from, offsetMs: offsetAt(zone, from) }];
  const step = Math.max(STEP_MS, Math.ceil((until - from) / MAX_STEPS));
  for (let before = from; before < until; before += step) {
    const after = Math.min(before + step, until);
    const offsetMs = offsetAt(zone, after);
    if (offsetMs === offsets.at(-1)?.offsetMs) continue;
    offsets.push({ fromMs: changeBetween(zone, before, after), offsetMs });
  }
  return offsets;
}

/** The offsets, of those in order, that hold at some time between two. */
export function holding(offsets: ZoneOffset[], fromMs: number, untilMs: number): ZoneOffset[] {
  const at = (ms: number): number => Math.max(0, offsets.filter((offset) => offset.fromMs <= ms).length - 1);
  return offsets.slice(at(fromMs), at(untilMs) + 1);
}

/** A time in a zone as `2026-03-05 10:30`; seconds where they are asked for. */
export function formatIn(zone: string | null, ms: number, seconds = true): string {
  const offset = zone === null ? 0 : offsetAt(zone, ms);
  if (Math.abs(ms + offset) > MAX_MS) return '–';
  return new Date(ms + offset)
    .toISOString()
    .replace('T', ' ')
    .slice(0, seconds ? -5 : -8);
}

/** The zone in which the page shows times; null is UTC. Files and the filter are in UTC, whatever it is. */
let shown: string | null = null;

/** Sets the zone of display. Whoever calls it draws everything anew. */
export function showIn(zone: string | null): void {
  shown = zone;
}

/** The name of the zone of display. */
export function shownZone(): string {
  return shown ?? 'UTC';
}

/** A time moved so that its UTC fields are those of the zone of display. */
export function local(ms: number): number {
  return shown === null || !(Math.abs(ms) <= MAX_MS) ? ms : ms + offsetAt(shown, ms);
}

const CELL = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)?Z?$/;

/** The text of a time of the core in the zone of display, with its offset: `2026-03-05T11:30:00.25+01:00`. */
export function localText(text: string): string {
  const [, date, time, fraction = ''] = CELL.exec(text) ?? [];
  const ms = date === undefined ? Number.NaN : Date.parse(`${date}T${time}Z`);
  if (shown === null || Number.isNaN(ms)) return text;
  const moved = local(ms);
  if (Math.abs(moved) > MAX_MS) return text;
  const ahead = (moved - ms) / 60_000;
  const pad = (part: number): string => String(Math.floor(part)).padStart(2, '0');
  const offset = `${ahead < 0 ? '-' : '+'}${pad(Math.abs(ahead) / 60)}:${pad(Math.abs(ahead) % 60)}`;
  return `${new Date(moved).toISOString().slice(0, -5)}${fraction}${offset}`;
}

/** The first time of the offset that holds at `after`. */
function changeBetween(zone: string, before: number, after: number): number {
  const wanted = offsetAt(zone, after);
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(zone, middle) === wanted) high = middle;
    else low = middle;
  }
  return high;
}

function offsetAt(zone: string, ms: number): number {
  const name = format(zone)
    .formatToParts(ms)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /GMT([+-])(\d+):?(\d+)?:?(\d+)?/.exec(name ?? '') ?? [];
  const ahead = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -ahead : ahead;
}

function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  formats.set(zone, made);
  return made;
}
