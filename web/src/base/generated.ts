// Made from crates/schema by its test `generated`; do not edit.

/** A column of silver: its name, its other name in filters, and what it means. */
export type SilverColumn = { name: string; short: string; numeric: boolean; meaning: string };

/** Silver's columns, in order. */
export const SILVER_COLUMNS: SilverColumn[] = [
  { name: 'event_time', short: 'time', numeric: false, meaning: 'When it happened' },
  { name: 'event_date', short: '', numeric: false, meaning: 'The UTC day' },
  { name: 'date_time', short: '', numeric: false, meaning: 'The time in whole seconds' },
  { name: 'service_name', short: 'service', numeric: false, meaning: 'The service that logged it' },
  { name: 'action_name', short: 'action', numeric: false, meaning: 'What was done' },
  { name: 'audit_level', short: 'level', numeric: false, meaning: 'Workspace or account level' },
  { name: 'account_id', short: 'account', numeric: false, meaning: 'The Databricks account' },
  { name: 'workspace_id', short: 'ws', numeric: false, meaning: 'The effective workspace' },
  { name: 'email', short: 'user', numeric: false, meaning: "The principal's e-mail address or application" },
  { name: 'subject_name', short: 'subject', numeric: false, meaning: "The identity's subject" },
  { name: 'run_by', short: '', numeric: false, meaning: 'Who started it' },
  { name: 'run_as', short: '', numeric: false, meaning: 'Whose rights it ran with' },
  { name: 'source_ip_address', short: 'ip', numeric: false, meaning: 'The address the request came from' },
  { name: 'source_port', short: 'port', numeric: true, meaning: 'The port the request came from' },
  { name: 'user_agent', short: 'agent', numeric: false, meaning: 'The client, as it calls itself' },
  { name: 'session_id', short: 'session', numeric: false, meaning: 'The session' },
  { name: 'request_id', short: 'request', numeric: false, meaning: 'The request; several events may share it' },
  { name: 'event_id', short: '', numeric: false, meaning: "The event's own id" },
  { name: 'status_code', short: 'status', numeric: true, meaning: "The response's status code" },
  { name: 'outcome', short: '', numeric: false, meaning: 'Success, denied, failure or unknown' },
  { name: 'error_message', short: 'error', numeric: false, meaning: "The response's error message" },
  { name: 'result', short: '', numeric: false, meaning: "The response's result" },
  { name: 'flattened', short: '', numeric: false, meaning: 'The request parameters as JSON' },
  { name: 'format', short: '', numeric: false, meaning: 'The format of the record' },
  { name: 'input', short: '', numeric: true, meaning: 'The file it was read from' },
  { name: 'record', short: '', numeric: true, meaning: "The record's number within its input" },
];

/** The leaderboards, in their order, and their headings. */
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
export const GOLD_COLUMNS = [
  'event_time',
  'action_name',
  'email',
  'outcome',
  'source_ip_address',
];
