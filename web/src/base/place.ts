/** Where a table is to go: a row by its number, or a time. */
export type TablePlace = { row: number } | { timeMs: number };

const ROW = /^\d{1,3}(?:[,. '\u2019\u00a0\u202f]?\d{3})*$|^\d+$/;
const TIME =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;

/** Reads a row's number, with or without separators, or a time, which is of UTC unless it says otherwise. */
export function readPlace(text: string): TablePlace | null {
  const trimmed = text.trim();
  if (ROW.test(trimmed)) return { row: Number(trimmed.replace(/\D/g, '')) };
  const time = TIME.exec(trimmed);
  if (!time) return null;
  const [, date, clock = '00:00', zone = 'Z'] = time;
  const offset = /^(z|utc)$/i.test(zone) ? 'Z' : zone.replace(/^(...):?/, '$1:');
  const timeMs = Date.parse(`${date}T${clock.length === 5 ? `${clock}:00` : clock}${offset}`);
  return Number.isNaN(timeMs) ? null : { timeMs };
}
