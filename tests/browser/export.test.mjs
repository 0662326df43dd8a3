// Exports equal the loaded data: each file format, downloaded and read back by an independent reader, against
// the source.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { inBoth } from './support/browsers.mjs';
import { download, saveAs, saved } from './support/downloads.mjs';
import { commandLine, fixture, generate, record } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import { goTo, open, reconciliation, settled, showList, until } from './support/page.mjs';
import { csvObjects, harmless, ndjsonObjects, readParquet } from './support/readers.mjs';
import { recount, select } from './support/recount.mjs';
import { place, work } from './support/work.mjs';

/** Texts that a spreadsheet could take for a formula, a command, or the end of a cell. */
const FORMULAS = [
  '=HYPERLINK("http://127.0.0.1/?"&A1,"click")',
  '+1+1',
  "-2+3+cmd|' /C calc'!A0",
  '@SUM(1+1)*cmd',
  '\t=1+1',
  '\r=1+1',
  '＝1+1',
  'a,"b"\nc',
  '\u{1f600} é',
  '',
  '-17',
];
const hostile = FORMULAS.map((text, at) =>
  record({
    timestamp: Date.UTC(2026, 2, 3, 12) + at,
    requestId: `formula ${at}`,
    userAgent: text,
    userIdentity: { email: text },
    requestParams: {
      cluster_name: text,
      '=key()': text,
      nested: { a: [1, text], b: null },
      number: 1.5,
      none: null,
    },
  }),
);
const made = readFileSync(
  generate('made.jsonl', { events: 1500, seed: 41, shape: 'mixed', badLines: 4, duplicates: 6 }).path,
  'utf8',
);
const path = place('exported.jsonl', made + hostile.map((one) => `${JSON.stringify(one)}\n`).join(''));
const { events, problems, duplicates } = recount(readFileSync(path, 'utf8'));
const byTime = [...events].sort((a, b) => a.timeMs - b.timeMs || a.record - b.record);
const clusters = select(byTime, { is: { service_name: ['clusters'] } });

async function load(page, hash = '') {
  await open(page, hash);
  await chooseFiles(page, path);
  await settled(page);
}

inBoth(
  'silver is saved as CSV that no spreadsheet takes for formulas, as NDJSON, Parquet and Excel',
  async (page, name) => {
    await load(page);
    await silverAsCsv(page, name);
    await silverAsNdjson(page, name);
    await silverAsParquet(page, name);
    await silverAsExcel(page, name);
  },
);

/** Workbooks of the command line are read back cell by cell by openpyxl; the page's are the same bytes. */
async function silverAsExcel(page, name) {
  const bytes = await saveAs(page, name, 'Silver, everything', 'Excel', 'touchstone-silver.xlsx');
  const folder = `workbooks-${name}`;
  commandLine(['export', basename(path), '--out', folder, '--format', 'xlsx']);
  assert.ok(bytes.equals(readFileSync(join(work, folder, 'silver.xlsx'))), 'the bytes differ');
}

async function silverAsCsv(page, name) {
  const bytes = await saveAs(page, name, 'Silver, everything', 'CSV', 'touchstone-silver.csv');
  const basis = JSON.parse(await saved(name, 'touchstone-silver.csv.basis.json'));
  const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
  assert.equal(basis.inputs_sha256, createHash('sha256').update(`${sha256}\n`).digest('hex'));
  assert.deepEqual([basis.rows, basis.filter, basis.inputs[0].sha256], [events.length, '', sha256]);
  assert.deepEqual(
    [basis.totals.records, basis.totals.events, basis.totals.problems, basis.totals.duplicates],
    [events.length + problems.length + duplicates, events.length, problems.length, duplicates],
  );
  const rows = csvObjects(bytes);
  assert.equal(rows.length, events.length);
  rows.forEach((row, at) => {
    const event = byTime[at];
    assert.equal(Date.parse(row.event_time), event.timeMs);
    for (const column of [
      'service_name',
      'action_name',
      'email',
      'user_agent',
      'workspace_id',
      'outcome',
      'source_ip_address',
    ]) {
      assert.equal(row[column], harmless(event[column] ?? ''), `${column} of row ${at}`);
    }
    assert.equal(Number(row.record), event.record);
    for (const cell of Object.values(row)) assert.doesNotMatch(cell, /^[=+@\t\r＝＋＠]|^-(?![\d.]+$)/);
  });
}

async function silverAsNdjson(page, name) {
  const rows = ndjsonObjects(
    await saveAs(page, name, 'Silver, everything', 'NDJSON', 'touchstone-silver.ndjson'),
  );
  assert.equal(rows.length, events.length);
  rows.forEach((row, at) => {
    const event = byTime[at];
    for (const column of ['service_name', 'action_name', 'email', 'user_agent', 'workspace_id', 'outcome']) {
      assert.equal(row[column], event[column], `${column} of row ${at}`);
    }
    assert.deepEqual(
      [Date.parse(row.event_time), row.input, row.record],
      [event.timeMs, event.input, event.record],
    );
    assert.deepEqual(JSON.parse(row.flattened), event.flattened);
  });
}

async function silverAsParquet(page, name) {
  const bytes = await saveAs(page, name, 'Silver, everything', 'Parquet', 'touchstone-silver.parquet');
  const { file, metadata, rows } = readParquet(bytes);
  assert.equal(rows, events.length);
  const types = Object.fromEntries(
    metadata.schema
      .slice(1)
      .map(({ name: column, type, logical_type: logical }) => [column, logical?.type ?? type]),
  );
  assert.deepEqual(
    [types.event_time, types.event_date, types.email, types.status_code, types.record],
    ['TIMESTAMP', 'DATE', 'STRING', 'INT32', 'INTEGER'],
  );
  const read = await parquetReadObjects({ file });
  read.forEach((row, at) => {
    const event = byTime[at];
    assert.equal(row.event_time.getTime(), event.timeMs);
    assert.equal(
      row.event_date.toISOString().slice(0, 10),
      new Date(event.timeMs).toISOString().slice(0, 10),
    );
    for (const column of ['service_name', 'action_name', 'email', 'user_agent', 'workspace_id', 'outcome']) {
      assert.equal(row[column] ?? null, event[column], `${column} of row ${at}`);
    }
  });
}

inBoth('gold is saved too; in Parquet its request parameters are a struct of strings', async (page, name) => {
  await load(page, '#/services/clusters');
  await goldAsParquet(page, name);
  await goldAsText(page, name);
});

async function goldAsParquet(page, name) {
  const bytes = await saveAs(
    page,
    name,
    'Gold clusters, everything',
    'Parquet',
    'touchstone-gold-clusters.parquet',
  );
  const { file, metadata, rows } = readParquet(bytes);
  assert.equal(rows, clusters.length);
  const struct = metadata.schema.findIndex((element) => element.name === 'requestParams');
  const fields = metadata.schema.slice(struct + 1, struct + 1 + metadata.schema[struct].num_children);
  const keys = [...new Set(clusters.flatMap(({ params }) => Object.keys(params)))];
  assert.deepEqual(
    fields.map((field) => field.name),
    keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  );
  for (const field of fields) assert.equal(field.logical_type?.type, 'STRING', field.name);
  const read = await parquetReadObjects({ file });
  read.forEach((row, at) => {
    const absent = Object.fromEntries(keys.map((key) => [key, null]));
    const shown = Object.fromEntries(
      Object.entries(row.requestParams).map(([key, value]) => [key, value ?? null]),
    );
    assert.deepEqual(shown, { ...absent, ...clusters[at].params }, `row ${at}`);
  });
}

async function goldAsText(page, name) {
  const csv = await saveAs(page, name, 'Gold clusters, everything', 'CSV', 'touchstone-gold-clusters.csv');
  const rows = csvObjects(csv);
  assert.equal(rows.length, clusters.length);
  rows.forEach((row, at) => {
    for (const [key, text] of Object.entries(clusters[at].params)) {
      assert.equal(row[`requestParams.${key}`], harmless(text), `${key} of row ${at}`);
    }
  });
  const objects = ndjsonObjects(
    await saveAs(page, name, 'Gold clusters, everything', 'NDJSON', 'touchstone-gold-clusters.ndjson'),
  );
  assert.deepEqual(
    objects.map((row) => row.requestParams),
    clusters.map(({ params }) => sortedByKey(params)),
  );
}

function sortedByKey(params) {
  return Object.fromEntries(
    Object.entries(params).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  );
}

inBoth('a table is saved as it is shown: its filter, order and columns', async (page, name) => {
  await load(page, '#/events?is.outcome=denied&is.outcome=failure&sort=-record&columns=record,email,outcome');
  const shown = select(events, { is: { outcome: ['denied', 'failure'] } }).sort(
    (a, b) => b.record - a.record,
  );
  const expected = shown.map((event) => ({
    record: event.record,
    email: event.email,
    outcome: event.outcome,
  }));
  assert.ok(expected.length > 10);
  const objects = ndjsonObjects(
    await saveAs(page, name, 'Events, as shown', 'NDJSON', 'touchstone-silver.ndjson'),
  );
  assert.deepEqual(objects, expected);
  const csv = await saveAs(page, name, 'Events, as shown', 'CSV', 'touchstone-silver.csv');
  const text = (row) => ({
    record: String(row.record),
    email: harmless(row.email ?? ''),
    outcome: row.outcome,
  });
  assert.deepEqual(csvObjects(csv), expected.map(text));
  const parquet = readParquet(
    await saveAs(page, name, 'Events, as shown', 'Parquet', 'touchstone-silver.parquet'),
  );
  const read = await parquetReadObjects({ file: parquet.file });
  assert.deepEqual(
    read.map((row) => ({ ...row, record: Number(row.record), email: row.email ?? null })),
    expected,
  );
  const filtered = ndjsonObjects(
    await saveAs(page, name, 'Silver, filtered', 'NDJSON', 'touchstone-silver.ndjson'),
  );
  assert.deepEqual(
    filtered.map((row) => row.record).sort((a, b) => b - a),
    shown.map((event) => event.record),
  );
});

inBoth('problems and duplicates are saved too', async (page, name) => {
  await load(page);
  assert.equal((await reconciliation(page)).problems, problems.length);
  await goTo(page, 'Inputs');
  for (const [what, count] of [
    ['problems', problems.length],
    ['duplicates', duplicates],
  ]) {
    await showList(page, what);
    const bytes = await saveList(page, name, what, 'NDJSON', `touchstone-${what}.ndjson`);
    const rows = ndjsonObjects(bytes);
    assert.equal(rows.length, count);
    if (what === 'problems') {
      assert.deepEqual(
        rows.map(({ record: number, offset }) => [number, offset]),
        problems.map((problem) => [problem.record, problem.offset]),
      );
    }
  }
});

inBoth('records are saved raw too, to the very byte', async (page, name) => {
  const { path: folder, expected } = fixture('delivery-with-bad-lines');
  const file = join(folder, 'bad-lines.json');
  const lines = linesOf(readFileSync(file));
  const numbers = expected.problems.map((problem) => problem.record);
  const pick = (isProblem) => lines.filter((_, at) => numbers.includes(at + 1) === isProblem);
  await open(page);
  await chooseFiles(page, file);
  await settled(page);
  await goTo(page, 'Inputs');
  const bad = await saveList(page, name, 'problems', 'Original records', 'touchstone-problems-raw.txt');
  // One of them is not UTF-8, so no step may have treated the bytes as text.
  assert.deepEqual(bad, Buffer.concat(pick(true)));
  const saved = await saveAs(
    page,
    name,
    'Silver, everything',
    'Original records',
    'touchstone-silver-raw.ndjson',
  );
  const sorted = (list) => [...list].sort(Buffer.compare).map(String);
  assert.deepEqual(sorted(linesOf(saved)), sorted(pick(false)));

  await chooseFiles(page, file);
  await until(
    page,
    'the duplicates',
    () => document.querySelector('[data-list=duplicates] b').textContent === '8',
  );
  await settled(page);
  await showList(page, 'duplicates');
  const again = await saveList(page, name, 'duplicates', 'Original records', 'touchstone-duplicates-raw.txt');
  assert.deepEqual(again, Buffer.concat(pick(false)));
});

/** The lines with their line feeds. */
function linesOf(bytes) {
  const lines = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(10, start) + 1 || bytes.length;
    lines.push(bytes.subarray(start, end));
    start = end;
  }
  return lines;
}

/** Exports the problems or duplicates with their panel's menu. */
function saveList(page, browserName, what, format, file) {
  return download(browserName, file, async () => {
    await page.click(`main [aria-label="Export ${what}"]`);
    await page.click(`main [aria-label="Save ${what} as ${format}"]`);
  });
}
