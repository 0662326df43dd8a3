// Recounts the same logs independently of the product: JSON.parse, plain objects, loops.

/** The records of delivery JSON: events, number of duplicates, and lines that are not records. */
export function recount(...texts) {
  const seen = new Set();
  const all = { records: 0, events: [], duplicates: 0, problems: [] };
  texts.forEach((text, input) => {
    let offset = 0;
    let number = 0;
    for (const line of text.split('\n')) {
      const length = Buffer.byteLength(line.replace(/\r$/, ''));
      if (line.trim() !== '') {
        number += 1;
        take(all, seen, line, { input, record: number, offset, length });
      }
      offset += Buffer.byteLength(line) + 1;
    }
  });
  return all;
}

function take(all, seen, line, where) {
  all.records += 1;
  const record = parse(line);
  if (record === undefined || !('serviceName' in record) || !('actionName' in record)) {
    all.problems.push(where);
    return;
  }
  const content = canonical(record);
  if (seen.has(content)) {
    all.duplicates += 1;
    return;
  }
  seen.add(content);
  const flattened = Object.fromEntries(
    Object.entries(record.requestParams ?? {}).filter(([, value]) => value !== null),
  );
  // As in gold: text as is, everything else as compact JSON.
  const params = Object.fromEntries(Object.entries(flattened).map(([key, value]) => [key, textOf(value)]));
  all.events.push({ ...eventOf(record), ...where, row: all.events.length, flattened, params });
}

function parse(line) {
  try {
    const value = JSON.parse(line);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function canonical(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const members = Object.keys(value).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}

function eventOf(record) {
  const params = record.requestParams ?? {};
  const accountLevel = record.auditLevel === 'ACCOUNT_LEVEL';
  const own = textOf(record.workspaceId) ?? textOf(record.orgId);
  return {
    timeMs: record.timestamp,
    service_name: record.serviceName,
    action_name: record.actionName,
    email: textOf(record.userIdentity?.email) ?? textOf(record.email),
    source_ip_address: textOf(record.sourceIPAddress)?.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1') ?? null,
    outcome: outcomeOf(record.response),
    workspace_id: accountLevel ? (textOf(params.workspace_id) ?? own) : own,
    user_agent: textOf(record.userAgent),
    format: 'databricks_delivery',
  };
}

function outcomeOf(response) {
  const status = response?.statusCode;
  if (status === undefined || status === null) return 'unknown';
  if (status === 401 || status === 403) return 'denied';
  if (status === 0) return response.errorMessage === undefined ? 'success' : 'failure';
  return status >= 100 && status < 400 ? 'success' : 'failure';
}

function textOf(value) {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The events that a filter selects: `{ is: { column: [values] }, not: { column: [values] }, time: [from, until] }`. */
export function select(events, { is = {}, not = {}, time } = {}) {
  return events.filter(
    (event) =>
      Object.entries(is).every(([column, values]) => values.includes(event[column])) &&
      Object.entries(not).every(([column, values]) => !values.includes(event[column])) &&
      (time === undefined || (event.timeMs >= time[0] && event.timeMs < time[1])),
  );
}

/** The count of each value, most first, then by value with the absent one last: `[value, count]` each. */
export function tally(events, column) {
  const counts = new Map();
  for (const event of events) counts.set(event[column], (counts.get(event[column]) ?? 0) + 1);
  return [...counts].sort(
    ([a, aCount], [b, bCount]) =>
      bCount - aCount ||
      Number(a === null) - Number(b === null) ||
      Buffer.compare(Buffer.from(a ?? ''), Buffer.from(b ?? '')),
  );
}

/** The sum of the counts of a tally. */
export function total(counts) {
  return counts.reduce((sum, [, count]) => sum + count, 0);
}
