/** Rows of the fake engine and the little arithmetic over them. */
import type { Histogram, Input, Leader } from '../../src/engine/generated.ts';

/** A row of silver. */
export type Row = {
  cells: Record<string, string | null>;
  params: Record<string, string>;
  ms: number;
  input: number;
  offset: number;
  length: number;
};
/** A record of a log as a row of silver. */
// biome-ignore lint/suspicious/noExplicitAny: a record of a log may be anything.
export function toRow(log: any, input: Input, record: number, offset: number, length: number): Row {
  const iso = new Date(log.timestamp).toISOString();
  const status: number | undefined = log.response?.statusCode;
  const outcome =
    status === undefined
      ? 'unknown'
      : status === 401 || status === 403
        ? 'denied'
        : status >= 400
          ? 'failure'
          : 'success';
  const params: Record<string, string> = {};
  for (const [key, param] of Object.entries(log.requestParams ?? {}))
    if (param !== null) params[key] = typeof param === 'string' ? param : JSON.stringify(param);
  return {
    ms: log.timestamp,
    input: input.index,
    offset,
    length,
    params,
    cells: {
      event_time: iso.replace('T', ' ').replace('Z', ''),
      event_date: iso.slice(0, 10),
      date_time: iso.slice(0, 19).replace('T', ' '),
      service_name: log.serviceName,
      action_name: log.actionName,
      workspace_id: log.workspaceId ?? null,
      email: log.userIdentity?.email ?? null,
      source_ip_address: log.sourceIPAddress ?? null,
      user_agent: log.userAgent ?? null,
      request_id: log.requestId ?? null,
      status_code: status === undefined ? null : String(status),
      outcome,
      error_message: log.response?.errorMessage ?? null,
      result: log.response?.result ?? null,
      flattened: JSON.stringify(params),
      format: 'databricks_delivery',
      input: String(input.index),
      record: String(record),
    },
  };
}

/** A cell. */
export function value(row: Row, column: string): string | null {
  if (column.startsWith('requestParams.')) return row.params[column.slice(14)] ?? null;
  return row.cells[column] ?? null;
}

/** Events per value, most first. */
export function count(rows: Row[], column: string): Leader[] {
  const counts = new Map<string | null, number>();
  for (const row of rows) counts.set(value(row, column), (counts.get(value(row, column)) ?? 0) + 1);
  return [...counts]
    .map(([of, events]) => ({ value: of, events, chosen: false }))
    .sort((a, b) => b.events - a.events);
}

/** Counts per bin and series. */
export function histogram(rows: Row[], bins: number, of: (row: Row) => string): Histogram {
  if (rows.length === 0) return { fromMs: 0, binMs: 1, series: [] };
  const first = Math.min(...rows.map(({ ms }) => ms));
  const last = Math.max(...rows.map(({ ms }) => ms));
  const binMs =
    [60_000, 300_000, 900_000, 1_800_000, 3_600_000, 10_800_000, 86_400_000].find(
      (size) => (last - first) / size < bins - 1,
    ) ?? 604_800_000;
  const fromMs = Math.floor(first / binMs) * binMs;
  const names = [...new Set(rows.map(of))];
  const length = Math.floor((last - fromMs) / binMs) + 1;
  const series = names.map((name) => ({ name, counts: new Array<number>(length).fill(0) }));
  for (const row of rows) {
    const counts = series[names.indexOf(of(row))]?.counts;
    const bin = Math.floor((row.ms - fromMs) / binMs);
    if (counts) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { fromMs, binMs, series };
}
