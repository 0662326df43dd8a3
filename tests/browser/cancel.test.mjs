// Cancelling while loading: what is loaded stays, reconciles, and can be queried and added to.

import assert from 'node:assert/strict';
import { inBoth } from './support/browsers.mjs';
import { generate, placeRecords, someRecords } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import {
  bars,
  figure,
  goTo,
  gridRows,
  open,
  reconciliation,
  settled,
  strip,
  until,
} from './support/page.mjs';
import { total } from './support/recount.mjs';

// About 230 MB: no browser finishes reading it before it is cancelled.
const { path, truth } = generate('a large one.json', { events: 300_000, seed: 8 });
const small = placeRecords('small.json', someRecords(20));
const waiting = placeRecords('waiting.json', someRecords(20, 500));

/** Gives the files and waits for the first events. */
async function begin(page, ...paths) {
  await open(page);
  await chooseFiles(page, ...paths);
  await until(page, 'some events', () => Number(document.getElementById('app').dataset.events) > 1000);
}

inBoth('loading can be cancelled: what is loaded is usable, and more can be added', async (page) => {
  await begin(page, path, waiting);
  await page.click('.loading button');
  await settled(page);
  const stopped = await reconciliation(page);
  assert.ok(stopped.holds);
  assert.ok(stopped.events > 0 && stopped.events < truth.totals.events, `${stopped.events} events`);
  assert.equal(await figure(page, 'events'), stopped.events);
  assert.equal(total(await bars(page, 'outcome')), stopped.events);

  await goTo(page, 'Inputs');
  const states = async () => (await gridRows(page, 'Ledger of inputs')).map(({ cells }) => cells.slice(0, 2));
  assert.deepEqual(await states(), [
    ['a large one.json', 'cancelled'],
    ['waiting.json', 'cancelled'],
  ]);
  await goTo(page, 'Events');
  assert.equal(await figure(page, 'rows'), stopped.events);

  await chooseFiles(page, small);
  await until(
    page,
    'the small file',
    (events) => document.getElementById('app').dataset.events === events,
    String(stopped.events + 20),
  );
  await settled(page);
  assert.equal(await strip(page, 'events'), stopped.events + 20);
  assert.ok((await reconciliation(page)).holds);
  await goTo(page, 'Inputs');
  assert.deepEqual((await states()).at(-1), ['small.json', 'complete']);
});

inBoth('loading can be cancelled by a key, and what was given again is read to its end', async (page) => {
  await begin(page, path);
  await page.keyboard.press('.');
  await settled(page);
  const { events } = await reconciliation(page);
  assert.ok(events < truth.totals.events);
  await chooseFiles(page, path);
  await until(
    page,
    'all events',
    (all) => document.getElementById('app').dataset.events === all,
    String(truth.totals.events),
  );
  await settled(page);
  const again = await reconciliation(page);
  assert.deepEqual(again, {
    records: truth.totals.events + events,
    events: truth.totals.events,
    duplicates: events,
    problems: 0,
    silver: truth.totals.events,
    gold: truth.totals.events,
    holds: true,
  });
});

inBoth('the dashboard is usable while the rest loads', async (page) => {
  await begin(page, path);
  await page.waitForSelector('main [data-column="outcome"] > li[data-value="denied"] .bar');
  const before = await figure(page, 'events');
  await page.click('main [data-column="outcome"] > li[data-value="denied"] .bar');
  await until(page, 'the filter', () => document.querySelector('[data-chip="outcome"]'));
  assert.equal(await page.$eval('#app', (app) => app.dataset.state), 'loading', 'the file is too small');
  assert.ok(before > 0);
  await settled(page);
  assert.equal(await figure(page, 'events'), truth.outcomes.denied);
  assert.equal(await figure(page, 'denied'), truth.outcomes.denied);
});
