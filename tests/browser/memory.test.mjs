// The limits of memory: addresses above 2 GiB, and a load that stops before the 4 GiB of a 32-bit address space.
//
// The debugging protocol grows the engine's memory, so that a small log suffices; the core counts it as used.

import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { inBoth } from './support/browsers.mjs';
import { saveAs, summary } from './support/downloads.mjs';
import { analyze, generate, placeRecords, someRecords } from './support/fixtures.mjs';
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
import { ndjsonObjects } from './support/readers.mjs';
import { total } from './support/recount.mjs';
import { growMemory, memoryBytes } from './support/wasm.mjs';
import { work } from './support/work.mjs';

const GIB = 2 ** 30;
const MIB = 2 ** 20;
const options = {
  cannot: { firefox: 'nothing but Chromium’s debugging protocol reaches the engine’s memory' },
  timeout: 300_000,
};

const mixed = generate('mixed.jsonl', {
  events: 20_000,
  seed: 5,
  shape: 'mixed',
  badLines: 9,
  duplicates: 11,
});
const large = generate('a large one.json', { events: 300_000, seed: 8 });
const small = placeRecords('small.json', someRecords(20));

/**
 * Opens the page with a small log, because the debugger finds the memory only once the core has started; then
 * grows it.
 */
async function openGrown(page, bytes) {
  await open(page);
  await chooseFiles(page, small);
  await settled(page);
  await growMemory(page, bytes);
}

/** Adds a file and waits for all of its events. */
async function load(page, path, events) {
  await chooseFiles(page, path);
  await until(
    page,
    'all events',
    (all) => document.getElementById('app').dataset.events === all,
    String(events),
  );
  await settled(page);
}

/** Uses the page: queries, sorts, opens a record, exports. */
async function useEverything(page, name, events) {
  const counts = await reconciliation(page);
  assert.ok(counts.holds);
  assert.deepEqual([counts.events, counts.silver, counts.gold], [events, events, events]);
  await goTo(page, 'Overview');
  assert.equal(await figure(page, 'events'), events);
  assert.equal(total(await bars(page, 'outcome')), events);
  for (const hash of ['#/events?sort=-request_id', '#/events?event=7', '#/services/clusters']) {
    await page.evaluate((fragment) => {
      location.hash = fragment;
    }, hash);
    await settled(page);
    if (hash.includes('event=')) {
      const raw = await page.$eval(
        '[aria-label="Text of the original record"]',
        (element) => element.textContent,
      );
      assert.match(raw, /^\{/);
    }
  }
  const saved = await saveAs(page, name, 'Silver, everything', 'NDJSON', 'touchstone-silver.ndjson');
  assert.equal(ndjsonObjects(saved).length, events);
}

inBoth(
  'beyond 2 GiB of memory everything is as it is before',
  async (page, name) => {
    await openGrown(page, 2 * GIB + 64 * MIB);
    const events = 20 + mixed.truth.totals.events;
    await load(page, mixed.path, events);
    assert.ok((await memoryBytes(page)) > 2 * GIB + 64 * MIB, 'what is loaded lies beyond');
    assert.equal(await page.$eval('#app', (app) => app.dataset.wasmBytes), String(await memoryBytes(page)));
    await useEverything(page, name, events);
    await goTo(page, 'Inputs');
    assert.deepEqual(await summary(page, name), analyze([basename(small), basename(mixed.path)], work));
  },
  options,
);

inBoth(
  'near 4 GiB loading stops, and what is loaded stays usable',
  async (page, name) => {
    await openGrown(page, 4 * GIB - 352 * MIB);
    await chooseFiles(page, large.path);
    await until(page, 'a full memory', () => document.querySelector('[data-full]'));
    await settled(page);
    const { events, ...counts } = await reconciliation(page);
    assert.ok(events > 1000 && events < large.truth.totals.events, `${events} events`);
    assert.ok(counts.holds);
    const said = await page.$eval('[data-full]', (element) => element.innerText);
    assert.match(
      said,
      new RegExp(`Memory is full: loaded ${events.toLocaleString('en-US')} events, .* of .* in 2 files`),
    );
    assert.match(said, /touchstone analyze/);
    assert.match(await page.$eval('.strip-cost', (element) => element.innerText), /memory full/);
    await useEverything(page, name, events);
    assert.ok((await memoryBytes(page)) < 4 * GIB);

    await goTo(page, 'Inputs');
    const states = async () =>
      (await gridRows(page, 'Ledger of inputs')).map(({ cells }) => cells.slice(0, 2));
    assert.deepEqual(await states(), [
      ['small.json', 'complete'],
      ['a large one.json', 'stopped'],
    ]);
    const told = await summary(page, name);
    assert.deepEqual(
      told.inputs.map(({ state }) => state),
      ['complete', 'stopped'],
    );
    assert.equal(told.totals.events, events);

    const later = placeRecords('later.json', someRecords(20, 500));
    await chooseFiles(page, later);
    await until(page, 'the later file', () =>
      document.querySelector('[data-full]')?.innerText.includes('3 files'),
    );
    await settled(page);
    assert.equal(await strip(page, 'events'), events);
    assert.deepEqual((await states()).at(-1), ['later.json', 'stopped']);

    await page.click('[data-full] button');
    await settled(page, 'idle');
    await chooseFiles(page, small);
    await settled(page);
    assert.equal(await strip(page, 'events'), 20);
    assert.equal(await page.$('[data-full]'), null);
  },
  options,
);
