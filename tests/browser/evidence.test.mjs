// Control totals and samples on the page: those of the command line, row for row, in both browsers.

import assert from 'node:assert/strict';
import { inBoth } from './support/browsers.mjs';
import { download } from './support/downloads.mjs';
import { commandLine, generate, once } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import { allGridRows, fragment, gridRows, open, settled, until } from './support/page.mjs';
import { place } from './support/work.mjs';

const LOG = 'evidence.jsonl';
const { path } = generate(LOG, {
  events: 20_000,
  seed: 41,
  days: 3,
  format: 'databricks_system_table',
  duplicates: 40,
  badLines: 5,
});

/** What the command line says of the log, which never changes. */
const told = once(commandLine);
const totals = JSON.parse(told(['totals', LOG, '--format', 'json'])).totals.rows;
const count = (number) => number.toLocaleString('en-US');

const load = async (page, hash) => {
  await open(page, hash);
  await settled(page, 'idle');
  await chooseFiles(page, path);
  await settled(page);
};
const text = (page, selector) => page.$eval(selector, (element) => element.textContent);
const fill = async (page, selector, value) => {
  await page.$eval(selector, (input) => input.select());
  await page.type(selector, value);
  await settled(page);
};

/** Drops a file of some text on the place for results. */
const dropResult = async (page, name, content) => {
  await page.$eval(
    '.result-drop',
    (target, file, body) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([body], file));
      for (const type of ['dragenter', 'dragover', 'drop'])
        target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
    },
    name,
    content,
  );
  await until(page, 'the comparison', () => document.querySelector('[data-comparison]'));
  await settled(page);
};

inBoth('control totals are those of the command line, and a result is compared', async (page, name) => {
  await load(page, '#/evidence/totals?v=2&filter=service:nothing');
  const rows = await allGridRows(page, 'Control totals');
  assert.deepEqual(
    rows.map(({ cells }) => cells),
    totals.map((row) => [
      row.event_date ?? '(no time)',
      row.service_name || '(no service)',
      count(row.records),
      count(row.ids),
      count(row.without_id),
      row.digest,
    ]),
  );
  const records = totals.reduce((sum, row) => sum + row.records, 0);
  assert.equal(await text(page, '[data-figure="total-records"]'), count(records));
  const digest = totals.reduce((sum, row) => sum + BigInt(row.digest), 0n);
  assert.equal(await text(page, '[data-figure="total-digest"]'), String(digest));

  assert.equal(await text(page, '[data-query]'), told(['totals', LOG, '--sql']));
  await page.select('.evidence-controls select', 'duckdb');
  await settled(page);
  await fill(page, '.table-name', 'lake.audit');
  assert.equal(
    await text(page, '[data-query="duckdb"]'),
    told(['totals', LOG, '--sql', 'duckdb', '--table', 'lake.audit']),
  );

  // The result of the query, pasted: equal. Then with a day that another has, dropped: that day, as the command line says.
  const csv = told(['totals', LOG, '--format', 'csv']);
  await page.$eval(
    '.result-drop textarea',
    (area, value) => {
      area.value = value;
      area.dispatchEvent(new InputEvent('input', { bubbles: true }));
    },
    csv,
  );
  await page.click('.result-drop .button.primary');
  await until(page, 'the comparison', () => document.querySelector('[data-comparison]'));
  await settled(page);
  assert.match(
    await text(page, '[data-comparison="equal"]'),
    new RegExp(`^Equal: ${totals.length} days of services`),
  );
  const changed = totals.slice(1).map((row, at) => ({ ...row, ids: row.ids + (at === 2 ? 1 : 0) }));
  const file = JSON.stringify(changed);
  await dropResult(page, 'result.json', file);
  place('result.json', file);
  const lines = told(['totals', LOG, '--compare', 'result.json'], [1]).trim().split('\n');
  assert.deepEqual(
    await page.$$eval('[data-difference]', (all) => all.map((row) => row.dataset.difference)),
    lines.slice(0, -1),
  );
  assert.equal(lines.length, 3);
  assert.equal(await page.$eval('#app', (app) => app.dataset.state), 'ready', 'a result is no log');
  await dropResult(page, 'rounded.csv', csv.replace(/\d{12,}$/m, '1.2E+18'));
  assert.match(
    await text(page, '[data-comparison="unreadable"]'),
    /^rounded\.csv cannot be compared: row \d+: the digest/,
  );

  const saved = await download(name, 'touchstone-control-totals.csv', async () => {
    await page.click('[aria-label="Export Control totals"]');
    await page.click('[aria-label="Save Control totals as CSV"]');
  });
  assert.equal(saved.toString('utf8').replace(/^\ufeff/, ''), csv);
});

inBoth('a sample has the rows of the command line, and a row opens its event', async (page, name) => {
  await load(page, '#/evidence/sample?v=2&filter=outcome:success');
  assert.equal(await page.$('[data-drawn]'), null, 'nothing is drawn before a seed is given');
  assert.equal(await page.$eval('.evidence-controls .primary', (button) => button.disabled), true);
  await fill(page, '.sample-size', '12');
  await fill(page, '.sample-seed', '2026 Q1');
  await page.keyboard.press('Enter');
  await settled(page);
  assert.match(await fragment(page), /size=12&seed=2026%20Q1/);
  const asked = ['sample', LOG, '--size', '12', '--seed', '2026 Q1', '--filter', 'outcome:success'];
  for (const [button, more] of [
    [1, []],
    [2, ['--systematic']],
    [3, ['--by', 'email']],
  ]) {
    await page.click(`[aria-label="Method"] button:nth-of-type(${button})`);
    await page.click('.evidence-controls .primary');
    await settled(page);
    const drawn = JSON.parse(told([...asked, ...more, '--format', 'json']));
    assert.deepEqual(
      (await gridRows(page, 'Sample')).map(({ cells }) => cells.slice(0, 5)),
      drawn.events.map((event, at) => [
        String(at + 1),
        event.key,
        event.event_time,
        event.service_name,
        event.action_name,
      ]),
      more.join(' '),
    );
    assert.equal(await text(page, '[data-figure="population"]'), `${count(drawn.population)} events`);
    assert.equal(await text(page, '[data-query]'), told([...asked, ...more, '--sql']));
    assert.ok((await text(page, '[data-recipe]')).includes(drawn.recipe.spreadsheet));
    const none = drawn.strata.filter((stratum) => stratum.drawn === 0).length;
    assert.equal(await page.$$eval('[data-undrawn]', (all) => Number(all[0]?.dataset.undrawn ?? 0)), none);
  }
  const sheet = await download(name, 'touchstone-sample.csv', async () => {
    await page.click('[aria-label="Export Sample"]');
    await page.click('[aria-label="Save Sample as CSV"]');
  });
  assert.equal(sheet.toString('utf8'), told([...asked, '--by', 'email', '--format', 'csv']));

  const [first] = JSON.parse(told([...asked, '--by', 'email', '--format', 'json'])).events;
  await page.click('[role="grid"][aria-label="Sample"] [role="gridcell"]');
  await settled(page);
  assert.match(await fragment(page), /^#\/events\?/);
  assert.equal(await text(page, '.drawer [data-field="event_id"] .field-value'), first.event_id);
});
