// The table of events: any number of rows, in any order.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inBoth } from './support/browsers.mjs';
import { generate } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import { press } from './support/keys.mjs';
import { figure, fragment, gridRows, open, settled, until } from './support/page.mjs';
import { recount } from './support/recount.mjs';

const ROWS = 50_000;
const { path } = generate('many.jsonl', { events: ROWS, seed: 31 });
const { events } = recount(readFileSync(path, 'utf8'));
const few = generate('few.jsonl', { events: 300, seed: 32 }).path;
const COLUMNS = ['event_time', 'service_name', 'action_name', 'email', 'outcome'];

/** Few enough columns to be all on screen. */
const NARROW = `#/events?columns=${COLUMNS.join()}`;

async function load(page, hash, file = path) {
  await open(page, hash);
  await chooseFiles(page, file);
  await settled(page);
}

/** Compares texts by their UTF-8 bytes; the absent value is always last. */
function compare(a, b, sign) {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return sign * (typeof a === 'number' ? a - b : Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** The events sorted by a column; equal ones by time, then in file order. */
function ordered(column, sign = 1, from = events) {
  return [...from].sort(
    (a, b) => compare(a[column], b[column], sign) || a.timeMs - b.timeMs || a.record - b.record,
  );
}

/** Checks that the drawn rows are the expected ones. */
async function agrees(page, order) {
  const rows = await gridRows(page, 'Events');
  assert.ok(rows.length > 10, 'too few rows are drawn');
  for (const { index, row, cells } of rows) {
    const event = order[index - 1];
    assert.equal(row, event.row, `row ${index}`);
    const [time, service, action, email, outcome] = cells;
    assert.ok(time.startsWith(new Date(event.timeMs).toISOString().slice(0, 10)), time);
    const shown = [event.service_name, event.action_name, event.email ?? '–', event.outcome];
    assert.deepEqual([service, action, email, outcome], shown, `row ${index}`);
  }
  return rows;
}

/** Whether the row is fully visible in the grid. */
function isOnScreen(page, index) {
  return page.evaluate((at) => {
    const box = document.querySelector('.grid-scroll').getBoundingClientRect();
    const row = document.querySelector(`[role="row"][aria-rowindex="${at + 1}"]`)?.getBoundingClientRect();
    return row !== undefined && row.top >= box.top - 1 && row.bottom <= box.bottom + 1;
  }, index);
}

inBoth(
  'fifty thousand rows are scrolled to their end by keys, by the wheel and by the scroll bar',
  async (page) => {
    await load(page, NARROW);
    const byTime = ordered('timeMs');
    const grid = '[role="grid"][aria-label="Events"]';
    assert.equal(
      await page.$eval(grid, (element) => Number(element.getAttribute('aria-rowcount'))),
      ROWS + 1,
    );
    assert.equal(await figure(page, 'rows'), ROWS);
    await agrees(page, byTime);
    assert.ok((await page.$$(`${grid} [role="row"]`)).length < 150, 'only what is on screen is drawn');

    await page.focus('[role="gridcell"][data-active]');
    await press(page, 'End', 'Control');
    await settled(page);
    assert.equal((await agrees(page, byTime)).at(-1).index, ROWS);
    assert.ok(await isOnScreen(page, ROWS));
    await press(page, 'Home', 'Control');
    await settled(page);
    assert.equal((await agrees(page, byTime))[0].index, 1);

    await page.$eval('.grid-scroll', (box) => {
      box.scrollTop = box.scrollHeight;
    });
    await settled(page);
    assert.equal((await agrees(page, byTime)).at(-1).index, ROWS);
    assert.ok(await isOnScreen(page, ROWS));
    await page.$eval('.grid-scroll', (box) => {
      box.scrollTop = box.scrollHeight / 2;
    });
    await until(
      page,
      'the rows of the middle',
      (index) => {
        const rows = [
          ...document.querySelectorAll('[role="grid"][aria-label="Events"] [role="row"][aria-rowindex]'),
        ];
        return rows.some((row) => Math.abs(Number(row.getAttribute('aria-rowindex')) - index) < 100);
      },
      ROWS / 2,
    );
    await settled(page);
    const [middle] = await agrees(page, byTime);
    assert.ok(Math.abs(middle.index - ROWS / 2) < 100, `row ${middle.index}`);
    const { x, y } = await (await page.$('.grid-scroll')).boundingBox();
    await page.mouse.move(x + 200, y + 100);
    await page.mouse.wheel({ deltaY: 2400 });
    await settled(page);
    const [later] = await agrees(page, byTime);
    assert.ok(later.index > middle.index, 'the wheel goes on from there');
  },
);

inBoth('a column’s heading sorts by it, upwards, downwards, and not at all', async (page) => {
  await load(page, NARROW);
  const heading = '[role="columnheader"][data-column="email"]';
  const sortOf = () => page.$eval(heading, (element) => element.getAttribute('aria-sort'));
  for (const [sort, order] of [
    ['ascending', ordered('email')],
    ['descending', ordered('email', -1)],
    ['none', ordered('timeMs')],
  ]) {
    await page.click(heading);
    await settled(page);
    assert.equal((await sortOf()) ?? 'none', sort);
    assert.equal((await agrees(page, order))[0].index, 1);
    await page.$eval('.grid-scroll', (box) => {
      box.scrollTop = box.scrollHeight;
    });
    await settled(page);
    assert.equal((await agrees(page, order)).at(-1).index, ROWS);
  }
});

inBoth('columns are chosen from all there are, and go with the address', async (page) => {
  await load(page, '#/events', few);
  const shown = () =>
    page.$$eval('[role="columnheader"]', (headings) => headings.map((heading) => heading.dataset.column));
  const before = await shown();
  await page.click('[aria-label="Choose columns"]');
  await page.type('[aria-label="Find a column"]', 'request_id');
  await page.waitForFunction(() => document.querySelectorAll('.column-list input').length === 1);
  await page.click('.column-list input');
  await settled(page);
  await page.$eval('[aria-label="Find a column"]', (input) => {
    input.value = 'user_agent';
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await page.waitForFunction(() => document.querySelector('.column-list').textContent.includes('user_agent'));
  // The list has just moved under the pointer, so the click goes to the element instead of a position.
  await page.$eval('.column-list input', (box) => box.click());
  await page.waitForFunction(() => !location.hash.includes('user_agent'));
  const address = await fragment(page);
  const chosen = decodeURIComponent(/columns=([^&]*)/.exec(address)[1]).split(',');
  assert.ok(chosen.includes('request_id') && !chosen.includes('user_agent'), address);
  await page.keyboard.press('Escape');
  // A wide grid draws only the columns on screen; these are its first.
  assert.deepEqual(await shown(), chosen.slice(0, (await shown()).length));
  await page.goto('about:blank');
  await load(page, address, few);
  assert.deepEqual(await shown(), chosen.slice(0, (await shown()).length));
  assert.notDeepEqual(chosen, before);
});

inBoth('a row is opened by a click, and its neighbours from there', async (page) => {
  await load(page, '#/events', few);
  const order = ordered('timeMs', 1, recount(readFileSync(few, 'utf8')).events);
  await page.click('[role="row"][aria-rowindex="6"] [role="gridcell"]');
  await settled(page);
  const opened = () =>
    page.$eval('.drawer', (drawer) => drawer.getAttribute('aria-label').replaceAll(',', ''));
  assert.ok((await opened()).startsWith(`Record ${order[4].record} of `), await opened());
  await page.click('.drawer [aria-label="Row below"]');
  await settled(page);
  assert.ok((await opened()).startsWith(`Record ${order[5].record} of `), await opened());
  const email = await page.$eval('.drawer [data-field="email"] .field-value', (value) => value.textContent);
  assert.equal(email, order[5].email ?? '(none)');
  await page.click('.drawer [aria-label="Close"]');
  assert.equal(await page.$('.drawer'), null);
});
