/** Formats numbers and times for the page: thousands separators, full times in the zone of display. */

import { local, shownZone } from './zone.ts';

const counts = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A count with thousands separators: `1,022,380`. */
export function formatCount(count: number): string {
  return Number.isFinite(count) ? counts.format(count) : '–';
}

/** A count and its noun, plural with `s` by default: `1 file`, `31 files`. */
export function formatCounted(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** A count in at most five characters, for narrow places: `980`, `18.4k`, `1.02M`. */
export function formatShort(count: number): string {
  if (!Number.isFinite(count)) return '–';
  const units = ['', 'k', 'M', 'G'];
  let value = count;
  let unit = 0;
  // 999.5 would round to a fourth digit, so the unit changes just before it.
  while (Math.abs(value) >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  if (unit === 0) return String(Math.round(value));
  const decimals = Math.abs(value) < 9.995 ? 2 : Math.abs(value) < 99.95 ? 1 : 0;
  return `${value.toFixed(decimals)}${units[unit]}`;
}

/** Bytes in decimal units, as in file managers: `812 MB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return '–';
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const decimals = unit === 0 || Math.abs(value) >= 99.95 ? 0 : Math.abs(value) >= 9.995 ? 1 : 2;
  return `${value.toFixed(decimals)} ${units[unit]}`;
}

/** A percentage; only none and all read `0 %` and `100 %`. */
export function formatShare(part: number, whole: number): string {
  if (!(whole > 0)) return '–';
  const percent = (part / whole) * 100;
  if (percent > 0 && percent < 0.1) return '<0.1 %';
  if (percent < 100 && percent > 99.9) return '>99.9 %';
  return `${percent === 0 || percent === 100 ? percent : percent.toFixed(1)} %`;
}

/** A duration in its two largest sensible units: `340 ms`, `3.1 s`, `2 min 05 s`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return '–';
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min ${pad(seconds % 60, 2)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${pad(minutes % 60, 2)} min`;
  return `${formatCount(Math.floor(hours / 24))} d ${pad(hours % 24, 2)} h`;
}

/** The width of a histogram bin: `30 min`, `1 day`. */
export function formatStep(ms: number): string {
  const units: [number, string][] = [
    [604_800_000, 'week'],
    [86_400_000, 'day'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ];
  for (const [size, name] of units) {
    if (ms >= size && ms % size === 0) {
      const count = ms / size;
      return `${formatCount(count)} ${count > 1 && name.length > 3 ? `${name}s` : name}`;
    }
  }
  return `${formatCount(ms)} ms`;
}

/** A full time and its zone: `2019-12-28 00:01:28.885 UTC`, without the `T` and `Z` of ISO. */
export function formatTime(ms: number | null): string {
  const text = localIso(ms);
  return text === null ? '–' : `${text.replace('T', ' ').replace('Z', '')} ${shownZone()}`;
}

/** A time as short as possible without loss: midnights are dates, whole minutes have no seconds. */
export function formatTimeShort(ms: number | null): string {
  const text = localIso(ms);
  if (text === null) return '–';
  const [date = '', time = ''] = text.replace('Z', '').split('T');
  if (time === '00:00:00.000') return date;
  if (time.endsWith(':00.000')) return `${date} ${time.slice(0, 5)}`;
  if (time.endsWith('.000')) return `${date} ${time.slice(0, 8)}`;
  return `${date} ${time}`;
}

/** A time range and its zone: two dates or two times, never one of each. */
export function formatRange(fromMs: number, untilMs: number): string {
  const [from, until] = [formatTimeShort(fromMs), formatTimeShort(untilMs)];
  const midnight = from.includes(':') || until.includes(':') ? ' 00:00' : '';
  const whole = (text: string): string => (text.includes(':') ? text : `${text}${midnight}`);
  return `${whole(from)} – ${whole(until)} ${shownZone()}`;
}

function localIso(ms: number | null): string | null {
  return isoTime(ms === null ? null : local(ms));
}

/** RFC 3339 in UTC with milliseconds, or null if the number is not a time. */
export function isoTime(ms: number | null): string | null {
  // ECMAScript dates end at ±8.64e15 ms; beyond that, toISOString throws.
  if (ms === null || !Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return null;
  return new Date(ms).toISOString();
}

/**
 * The label of a tick on a time axis with `stepMs` between ticks; `beforeMs` is the previous tick. The first one
 * has a date, and a time with it unless it is midnight.
 */
export function formatTick(atMs: number, stepMs: number, beforeMs: number | null): string {
  const ms = local(atMs);
  const previousMs = beforeMs === null ? null : local(beforeMs);
  const text = isoTime(ms);
  if (text === null) return '';
  const date = new Date(ms);
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  const isNewYear = previousMs === null || new Date(previousMs).getUTCFullYear() !== date.getUTCFullYear();
  const withYear = `${day} ${date.getUTCFullYear()}`;
  const withWeekday = `${WEEKDAYS[date.getUTCDay()]} ${day}`;
  if (stepMs > DAY_MS) return isNewYear ? withYear : day;
  if (ms % DAY_MS === 0) return isNewYear && previousMs !== null ? withYear : withWeekday;
  if (previousMs === null && stepMs >= 60_000) return `${day} ${text.slice(11, 16)}`;
  if (previousMs === null) return withWeekday;
  if (stepMs >= 60_000) return text.slice(11, 16);
  return stepMs >= 1000 ? text.slice(11, 19) : text.slice(11, 23);
}

const DAY_MS = 86_400_000;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
