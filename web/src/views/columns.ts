/** What the page knows of silver's columns: how to call them in a heading, and which a table shows at first. */
import type { Column } from '../widgets/grid/model.ts';

/** The leaderboards of the overview, in their order, and their headings. */
export const DIMENSIONS: Record<string, string> = {
  service_name: 'Service',
  action_name: 'Action',
  email: 'Principal',
  source_ip_address: 'Source address',
  outcome: 'Outcome',
  workspace_id: 'Workspace',
  user_agent: 'User agent',
  format: 'Format',
};

const SHORT: Record<string, string> = {
  service_name: 'service',
  action_name: 'action',
  source_ip_address: 'source',
  workspace_id: 'workspace',
};

const FORMATS: Record<string, string> = {
  databricks_delivery: 'delivery JSON',
  databricks_silver: 'silver table',
  databricks_system_table: 'system table',
  azure_diagnostic: 'Azure diagnostic',
  azure_log_analytics: 'Azure Log Analytics',
  immuta_uam: 'Immuta UAM',
  immuta_legacy: 'Immuta legacy',
};

/** Room that the first rows may not ask for: times may have microseconds. */
const LEAST_CHARS: Record<string, number> = { outcome: 10, event_time: 27 };

const NUMERIC = new Set(['status_code', 'source_port', 'input', 'record']);

/** What the events table shows until the reader chooses. */
export const EVENT_COLUMNS = [
  'event_time',
  'service_name',
  'action_name',
  'email',
  'outcome',
  'status_code',
  'source_ip_address',
  'workspace_id',
  'user_agent',
  'error_message',
];

/** What a gold table shows before its request parameters. */
export const GOLD_COLUMNS = ['event_time', 'action_name', 'email', 'outcome', 'source_ip_address'];

/** The prefix of a gold frame's own columns. */
export const PARAMETER = 'requestParams.';

/** A column's name as a chip shows it: short, and without the prefix that every parameter has. */
export function shortName(column: string): string {
  return SHORT[column] ?? column.replace(PARAMETER, '');
}

/** A format in words. */
export function formatName(format: string): string {
  return FORMATS[format] ?? format;
}

/** The columns of a grid over a frame. */
export function gridColumns(columns: string[]): Column[] {
  return columns.map((id) => ({
    id,
    title: id.replace(PARAMETER, ''),
    sortable: true,
    numeric: NUMERIC.has(id),
    ...(id in LEAST_CHARS ? { chars: LEAST_CHARS[id] } : {}),
  }));
}
