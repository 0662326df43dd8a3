// A short bench that checks counts, not times: fifty thousand generated events, in the page and on the
// command line, against the generator's truth.

import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { test } from 'node:test';
import { readCounts } from '../../bench/page/counts.mjs';
import { watchPainting } from '../../bench/page/painted.mjs';
import { BROWSERS, launched } from './support/browsers.mjs';
import { analyze, generate } from './support/fixtures.mjs';
import { drop } from './support/give.mjs';
import { open } from './support/page.mjs';
import { work } from './support/work.mjs';

const EVENTS = 50_000;
const [CHROMIUM] = BROWSERS;
const WAIT_MS = 300_000;

const { path, truth } = generate('bench.jsonl', { events: EVENTS, seed: 1, badLines: 40, duplicates: 60 });
const { records, events, duplicates, bad_lines: problems } = truth.totals;

/** The generator's gold frames. */
const services = Object.fromEntries(
  Object.entries(truth.services).map(([name, service]) => [
    name,
    { events: service.events, actions: mapped(service.actions, total), keys: service.keys },
  ]),
);

test('fifty thousand events on the page are the generator’s, to the last key', {
  timeout: WAIT_MS,
}, async () => {
  const browser = await launched(CHROMIUM);
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  await open(page);
  await watchPainting(page);
  await page.evaluate(() => window.benchWatch('drop'));
  await drop(page, CHROMIUM, path);
  const end = await page.evaluate((waitMs) => window.benchFinished(waitMs), WAIT_MS);
  assert.deepEqual([end.state, end.events], ['ready', EVENTS]);
  const outcomes = Object.fromEntries(Object.entries(truth.outcomes).filter(([, count]) => count > 0));
  const expected = {
    records,
    events,
    duplicates,
    problems,
    silver: events,
    gold: events,
    outcomes,
    services,
  };
  assert.deepEqual(await readCounts(page), expected);
  await page.close();
});

test('fifty thousand events by the command line are the generator’s', () => {
  const summary = analyze([basename(path)], work);
  assert.deepEqual(summary.totals, { records, events, duplicates, problems });
  assert.equal(summary.silver.rows, events);
  assert.equal(summary.problems.length, problems);
  const gold = mapped(summary.gold, ({ rows, actions, columns }) => ({
    events: rows,
    actions,
    keys: columns.map((column) => column.replace('requestParams.', '')),
  }));
  const expected = mapped(services, ({ keys, ...rest }) => {
    const names = Object.keys(keys).sort();
    return { ...rest, keys: names.length > 0 ? names : ['placeholder'] };
  });
  assert.deepEqual(gold, expected);
  const emails = Object.fromEntries(truth.emails.map(({ name, events: count }) => [name, count]));
  assert.deepEqual(Object.fromEntries(summary.principals.map((one) => [one.email, one.events])), emails);
});

function mapped(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}

function total(outcomes) {
  return Object.values(outcomes).reduce((sum, count) => sum + count, 0);
}
