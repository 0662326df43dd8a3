// hyparquet: silver columns and a gold table per service, from an export of system.access.audit as Parquet.
//
//     node hyparquet.mjs FILE

import { readFileSync } from 'node:fs';
import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { report } from './report.mjs';

const { version } = JSON.parse(
  readFileSync(new URL('../../node_modules/hyparquet/package.json', import.meta.url), 'utf8'),
);
const begun = performance.now();
const file = await asyncBufferFromFile(process.argv[2]);
const metadata = await parquetMetadataAsync(file);
const silver = new Map();
const gold = new Map();
let from = 0;
// One row group at a time, column by column: all rows as objects do not fit into memory.
for (const group of metadata.row_groups) {
  const until = from + Number(group.num_rows);
  const columns = new Map();
  const onChunk = ({ columnName, columnData }) => {
    const held = columns.get(columnName) ?? [];
    held.push(columnData);
    columns.set(columnName, held);
  };
  await parquetRead({ file, metadata, rowStart: from, rowEnd: until, onChunk });
  take(columns);
  from = until;
}
const seconds = (performance.now() - begun) / 1000;
report(seconds, counts(), `hyparquet ${version}`);

function take(columns) {
  const group = new Map([...columns].map(([name, chunks]) => [name, chunks.flatMap((chunk) => [...chunk])]));
  for (const [name, values] of group) {
    if (name === 'request_params') continue;
    if (!silver.has(name)) silver.set(name, []);
    silver.get(name).push(values);
  }
  const services = group.get('service_name');
  const actions = group.get('action_name');
  const params = group.get('request_params');
  for (let row = 0; row < services.length; row += 1) {
    const service = services[row];
    let table = gold.get(service);
    if (table === undefined) {
      table = { rows: [], actions: [], keys: new Map() };
      gold.set(service, table);
    }
    const at = table.rows.length;
    table.rows.push(from + row);
    table.actions.push(actions[row]);
    for (const { key, value } of entries(params[row])) {
      if (value === null || value === undefined) continue;
      let values = table.keys.get(key);
      if (values === undefined) {
        values = [];
        table.keys.set(key, values);
      }
      values[at] = value;
    }
  }
}

/** A map is read as a list of entries or as an object. */
function entries(params) {
  if (params === null || params === undefined) return [];
  if (Array.isArray(params)) return params;
  return Object.entries(params).map(([key, value]) => ({ key, value }));
}

function counts() {
  const services = {};
  for (const [service, { rows, actions, keys }] of gold) {
    const byAction = {};
    for (const action of actions) byAction[action] = (byAction[action] ?? 0) + 1;
    // Absent values are holes, which `reduce` skips.
    const filled = [...keys].map(([key, values]) => [key, values.reduce((count) => count + 1, 0)]);
    services[service] = { events: rows.length, actions: byAction, keys: Object.fromEntries(filled) };
  }
  const events = Object.values(services).reduce((sum, service) => sum + service.events, 0);
  return { records: from, events, services };
}
