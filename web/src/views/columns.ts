/** Silver's columns on the page: headings and default columns. */
import { DIMENSIONS, SILVER_COLUMNS } from '../base/generated.ts';
import { visible } from '../base/text.ts';
import type { Column } from '../widgets/grid/model.ts';

export { DIMENSIONS, EVENT_COLUMNS, GOLD_COLUMNS } from '../base/generated.ts';

const SHORT = new Map(SILVER_COLUMNS.map(({ name, short }) => [name, short || name]));

const FORMATS: Record<string, string> = {
  databricks_delivery: 'delivery JSON',
  databricks_silver: 'silver table',
  databricks_system_table: 'system table',
  azure_diagnostic: 'Azure diagnostic',
  azure_log_analytics: 'Azure Log Analytics',
  immuta_uam: 'Immuta UAM',
  immuta_legacy: 'Immuta legacy',
};

/** Minimum widths that the first rows may not reveal: times may have microseconds. */
const MIN_CHARS: Record<string, number> = { outcome: 10, event_time: 27 };

const NUMERIC = new Set(SILVER_COLUMNS.filter((column) => column.numeric).map((column) => column.name));

/** The prefix of a gold frame's own columns. */
export const PARAMETER = 'requestParams.';

/** Silver's columns that no leaderboard names, and columns that panels derive from others. */
const TITLES: Record<string, string> = {
  ...DIMENSIONS,
  session_id: 'Session',
  event_date: 'Day (UTC)',
};

/** What a column is called in a heading. A request parameter keeps the name that the log gives it. */
export function columnTitle(column: string): string {
  if (column.startsWith(PARAMETER)) return visible(column.slice(PARAMETER.length));
  const words = column.replaceAll('_', ' ');
  return TITLES[column] ?? visible(words.charAt(0).toUpperCase() + words.slice(1));
}

/** A column's name in filters. */
export function shortName(column: string): string {
  return SHORT.get(column) ?? column.replace(PARAMETER, 'param.');
}

/** A format in words. */
export function formatName(format: string): string {
  return FORMATS[format] ?? format;
}

/** The grid columns for a frame's columns. */
export function gridColumns(columns: string[]): Column[] {
  return columns.map((id) => ({
    id,
    title: id.replace(PARAMETER, ''),
    sortable: true,
    numeric: NUMERIC.has(id),
    ...(id in MIN_CHARS ? { minChars: MIN_CHARS[id] } : {}),
  }));
}
