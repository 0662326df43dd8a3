// Columns and places of the table of events: several orders, moving, sizing, pinning, groups, going to a row or a time.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inBoth } from './support/browsers.mjs';
import { download } from './support/downloads.mjs';
import { generate } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import { press } from './support/keys.mjs';
import { fragment, gridRows, open, settled, until } from './support/page.mjs';
import { csvObjects } from './support/readers.mjs';
import { recount, tally } from './support/recount.mjs';

const { path } = generate('columns.jsonl', { events: 3000, seed: 71 });
const { events } = recount(readFileSync(path, 'utf8'));
const COLUMNS = ['event_time', 'service_name', 'action_name', 'email', 'outcome'];
const NARROW = `#/events?columns=${COLUMNS.join()}`;

async function load(page, hash) {
  await open(page, hash);
  await chooseFiles(page, path);
  await settled(page);
}

function byText(a, b, sign = 1) {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return sign * Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const inTime = (a, b) => a.timeMs - b.timeMs || a.record - b.record;

/** Checks that the drawn rows are the expected ones. */
async function agrees(page, order) {
  const rows = await gridRows(page, 'Events');
  assert.ok(rows.length > 10, 'too few rows are drawn');
  for (const { index, row } of rows) assert.equal(row, order[index - 1].row, `row ${index}`);
}

const heading = (column) => `[role="columnheader"][data-column="${column}"]`;

const headings = (page) =>
  page.$$eval('[role="columnheader"]', (all) => all.map((one) => one.dataset.column));

/** Left edge and width of a column's heading and of its first cell, which agree. */
async function edges(page, column) {
  const [head, cell] = await page.evaluate((id) => {
    const title = document.querySelector(`[role="columnheader"][data-column="${id}"]`);
    const row = document.querySelector('[role="row"][aria-rowindex="2"]');
    const place = title?.getAttribute('aria-colindex');
    const body = row?.querySelector(`[role="gridcell"][aria-colindex="${place}"]`);
    return [title, body].map((one) => {
      const { left, width } = one.getBoundingClientRect();
      return { left, width };
    });
  }, column);
  assert.ok(Math.abs(head.left - cell.left) < 1 && Math.abs(head.width - cell.width) < 1, column);
  return head;
}

inBoth('rows are sorted by several columns, which a link carries', async (page) => {
  await load(page, NARROW);
  const sorted = [...events].sort(
    (a, b) => byText(a.outcome, b.outcome) || byText(a.email, b.email, -1) || inTime(a, b),
  );
  await page.click(heading('outcome'));
  await settled(page);
  for (let click = 0; click < 2; click += 1) {
    await page.keyboard.down('Shift');
    await page.click(heading('email'));
    await page.keyboard.up('Shift');
    await settled(page);
  }
  await agrees(page, sorted);
  const address = await fragment(page);
  assert.match(address, /sort=outcome,-email/);
  assert.equal(await page.$eval(heading('outcome'), (one) => one.getAttribute('aria-sort')), 'ascending');
  assert.match(await page.$eval(heading('email'), (one) => one.textContent), /email2 descending/);
  await page.goBack();
  await settled(page);
  await agrees(
    page,
    [...events].sort((a, b) => byText(a.outcome, b.outcome) || byText(a.email, b.email) || inTime(a, b)),
  );
  await page.goto('about:blank');
  await load(page, address);
  await agrees(page, sorted);

  // By keys alone: the heading stays in hand.
  await page.focus('[role="gridcell"][data-active]');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await settled(page);
  await page.keyboard.press('ArrowRight');
  await press(page, 'Enter', 'Shift');
  await settled(page);
  assert.match(await fragment(page), /sort=event_time,service_name/);
});

inBoth('columns are moved, sized, pinned and hidden by keys', async (page) => {
  await load(page, NARROW);
  await page.focus('[role="gridcell"][data-active]');
  await page.keyboard.press(']');
  await settled(page);
  assert.deepEqual((await headings(page)).slice(0, 2), ['service_name', 'event_time']);
  assert.match(await fragment(page), /columns=service_name,event_time,/);
  assert.equal(
    await page.$eval('[role="gridcell"][data-active]', (cell) => cell.getAttribute('aria-colindex')),
    '2',
    'the column in hand moves along',
  );
  await page.keyboard.press('[');
  await settled(page);
  assert.deepEqual(await headings(page), COLUMNS);

  const before = (await edges(page, 'event_time')).width;
  await page.keyboard.press('>');
  await settled(page);
  assert.ok((await edges(page, 'event_time')).width > before);
  await page.keyboard.press('=');
  await settled(page);
  assert.equal((await edges(page, 'event_time')).width, before);

  // Pinned, the last column is the first and stays where it is.
  await page.keyboard.press('End');
  await page.keyboard.press('|');
  await settled(page);
  assert.equal((await headings(page))[0], 'outcome');
  await page.setViewport({ width: 620, height: 800 });
  await settled(page);
  const { left } = await edges(page, 'outcome');
  await page.$eval('.grid-scroll', (box) => {
    box.scrollLeft = 300;
  });
  await settled(page);
  assert.equal((await edges(page, 'outcome')).left, left);
  assert.ok((await edges(page, 'email')).left < left + 620);
  await page.setViewport({ width: 1440, height: 900 });
  await page.focus('[role="gridcell"][data-active]');
  await page.keyboard.press('Home');
  await page.keyboard.press('|');
  await settled(page);
  assert.deepEqual(await headings(page), COLUMNS);
  await page.keyboard.press('Home');
  await page.keyboard.press('-');
  await settled(page);
  assert.deepEqual(await headings(page), COLUMNS.slice(1));
});

inBoth(
  'a heading is dragged to its new place, and the menu does what the keys do',
  async (page, browserName) => {
    await load(page, NARROW);
    const centre = async (column) => {
      const { x, y, width, height } = await (await page.$(heading(column))).boundingBox();
      return [x + width / 2, y + height / 2];
    };
    await page.mouse.move(...(await centre('event_time')));
    await page.mouse.down();
    await page.mouse.move(...(await centre('service_name')), { steps: 4 });
    await page.mouse.move(...(await centre('action_name')), { steps: 4 });
    await page.mouse.up();
    await settled(page);
    assert.deepEqual(
      (await headings(page)).slice(0, 3),
      ['service_name', 'action_name', 'event_time'],
      browserName,
    );
    assert.ok(!(await fragment(page)).includes('sort='), 'a drag does not sort');
    await page.click('[role="row"][aria-rowindex="3"] [role="gridcell"][aria-colindex="2"]');
    await settled(page);
    await page.click('.cell-bar [aria-label="Column action_name"]');
    await page.evaluate(() => {
      [...document.querySelectorAll('.column-menu button')]
        .find((one) => one.innerText.includes('Sort descending'))
        .click();
    });
    await settled(page);
    assert.match(await fragment(page), /sort=-action_name/);
  },
);

inBoth('a row is gone to by its number, and a time to its first event', async (page) => {
  await load(page, NARROW);
  const byTime = [...events].sort(inTime);
  const goTo = async (text) => {
    await page.click('[aria-label="Go to a row or a time"]');
    await page.type('.go-to-form input', text);
    await page.keyboard.press('Enter');
    await settled(page);
  };
  const inHand = () =>
    page.evaluate(() => document.activeElement.closest('[role="row"]')?.getAttribute('aria-rowindex'));
  await goTo('2,500');
  await until(page, 'the row in hand', () => document.activeElement.closest('[role="row"]') !== null);
  assert.equal(await inHand(), '2501');
  await agrees(page, byTime);
  const middle = byTime[1700];
  await goTo(new Date(middle.timeMs).toISOString());
  const first = byTime.findIndex(({ timeMs }) => timeMs >= middle.timeMs);
  await until(
    page,
    'the time in hand',
    (at) => document.activeElement.closest(`[aria-rowindex="${at}"]`) !== null,
    first + 2,
  );
  await goTo('3001');
  assert.match(await page.$eval('.go-to-form [role="status"]', (one) => one.textContent), /from 1 to 3,000/);
  await page.keyboard.press('Escape');
  await goTo('2099-01-01');
  assert.match(await page.$eval('.go-to-form [role="status"]', (one) => one.textContent), /No event here/);
});

inBoth(
  'events are grouped by a column with counts, and a group opens as a filter',
  async (page, browserName) => {
    await load(page, NARROW);
    await page.click('[aria-label="Group by columns"]');
    await page.select('.group-by select', 'email');
    await settled(page);
    await page.keyboard.press('Escape');
    const counts = tally(events, 'email');
    const rows = await gridRows(page, 'Events, grouped by email');
    assert.ok(rows.length > 5);
    for (const { index, cells } of rows) {
      const [value, count] = counts[index - 1];
      assert.deepEqual([cells[0], cells[1]], [value ?? '–', count.toLocaleString('en-US')]);
    }
    const file = await download(browserName, 'touchstone-events-by-email.csv', async () => {
      await page.click('main [aria-label="Export Events by email"]');
      await page.click('main [aria-label="Save Events by email as CSV"]');
    });
    const saved = csvObjects(file);
    assert.deepEqual(
      saved.map(({ email, events: count }) => [email === '' ? null : email, Number(count)]),
      counts.map(([value, count]) => [value, count]),
    );
    const address = await fragment(page);
    assert.match(address, /group=email/);

    await page.focus('[role="gridcell"][data-active]');
    await page.keyboard.press('Enter');
    await settled(page);
    assert.ok(!(await fragment(page)).includes('group='));
    const [value, count] = counts[0];
    const of = events.filter(({ email }) => email === value).sort(inTime);
    assert.equal(of.length, count);
    await agrees(page, of);
    await page.goBack();
    await settled(page);
    assert.equal(await fragment(page), address);
  },
);
