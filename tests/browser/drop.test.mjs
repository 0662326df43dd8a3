// Files and folders by drop and by choice: all of them arrive, exactly once, at any time.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { keys } from './support/analyses.mjs';
import { inBoth } from './support/browsers.mjs';
import { placeRecords, someRecords } from './support/fixtures.mjs';
import { chooseFiles, drag, drop, dropEntries } from './support/give.mjs';
import {
  figure,
  fragment,
  goTo,
  gridRows,
  open,
  reconciliation,
  settled,
  showList,
  strip,
} from './support/page.mjs';
import { work } from './support/work.mjs';

const FILES = 250;
const EACH = 3;

/** `logs/<half>/part-000.json` …, so that one folder has more children than a reader returns at once. */
const folder = join(work, 'logs');
for (let at = 0; at < FILES; at += 1) {
  const half = at < 210 ? 'many/deep' : 'few';
  const name = `logs/${half}/part-${String(at).padStart(3, '0')}.json`;
  placeRecords(name, someRecords(EACH, at * EACH));
}
const more = placeRecords('more.json', someRecords(10, FILES * EACH));

function counts(events, rest = {}) {
  return {
    records: events,
    events,
    duplicates: 0,
    problems: 0,
    silver: events,
    gold: events,
    holds: true,
    ...rest,
  };
}

inBoth('one file is dropped, and the overview shows it', async (page, name) => {
  await open(page);
  await drop(page, name, more);
  await settled(page);
  assert.equal(await fragment(page), '#/overview');
  assert.deepEqual(await reconciliation(page), counts(10));
  assert.equal(await figure(page, 'events'), 10);
});

inBoth('a folder of 250 files is dropped, of which a reader hands out 100 at a time', async (page) => {
  await open(page);
  const batches = await dropEntries(page, folder);
  await settled(page);
  assert.deepEqual(await reconciliation(page), counts(FILES * EACH));
  assert.deepEqual(await batches(), {
    logs: [2, 0],
    'logs/few': [40, 0],
    'logs/many': [1, 0],
    'logs/many/deep': [100, 100, 10, 0],
  });
  await goTo(page, 'Inputs');
  const [first] = await gridRows(page, 'Ledger of inputs');
  assert.equal(first.cells[0], 'logs/few/part-210.json');
  assert.equal(await page.$eval('[aria-label="Ledger of inputs"]', rowCount), FILES + 1);
});

inBoth(
  'a folder of 250 files is dropped by a drag from outside the window',
  async (page) => {
    await open(page);
    await drag(page, folder);
    await settled(page);
    assert.deepEqual(await reconciliation(page), counts(FILES * EACH));
  },
  { cannot: { firefox: 'Firefox’s protocol has no command for a drag of files from outside' } },
);

inBoth(
  'a folder is chosen with the input for folders',
  async (page) => {
    await open(page);
    const input = await page.$('#choose-folder');
    await input.uploadFile(folder);
    await settled(page);
    assert.deepEqual(await reconciliation(page), counts(FILES * EACH));
    await goTo(page, 'Inputs');
    const [first] = await gridRows(page, 'Ledger of inputs');
    assert.equal(first.cells[0], 'logs/few/part-210.json');
  },
  { cannot: { firefox: 'Firefox’s protocol sets files and no folder on an input' } },
);

inBoth('files and a folder are dropped together', async (page, name) => {
  await open(page);
  await dropEntries(page, more, folder);
  await settled(page);
  assert.deepEqual(await reconciliation(page), counts(FILES * EACH + 10));
  if (name === 'chromium') {
    await open(page);
    await page.reload();
    await drag(page, folder, more);
    await settled(page);
    assert.deepEqual(await reconciliation(page), counts(FILES * EACH + 10));
  }
});

inBoth(
  'a second drop adds to the first: what overlaps is a duplicate, what is new gets columns',
  async (page, name) => {
    const old = someRecords(40);
    const first = placeRecords('first.json', old);
    // The last ten again, one with its members in another order; then five with a key of their own.
    const again = old
      .slice(30)
      .map((record, at) => (at === 0 ? Object.fromEntries(Object.entries(record).reverse()) : record));
    const fresh = someRecords(5, 100, (at) => ({
      requestParams: { cluster_name: `c${at}`, spot_bid: '50' },
    }));
    const other = someRecords(3, 200, () => ({ serviceName: 'jobs', requestParams: { job_id: 7 } }));
    const second = placeRecords('second.json', [...again, ...fresh, ...other]);

    await open(page);
    await drop(page, name, first);
    await settled(page);
    await goTo(page, 'clusters');
    assert.deepEqual(await keys(page), { cluster_name: [40, 40] });
    // Adding files while viewing: the view stays, and its contents grow.
    await drop(page, name, second);
    await settled(page);
    assert.equal(await fragment(page), '#/services/clusters');
    assert.deepEqual(await reconciliation(page), counts(48, { records: 58, duplicates: 10 }));
    assert.deepEqual(await keys(page), { cluster_name: [45, 45], spot_bid: [5, 1] });
    assert.equal(await figure(page, 'selected'), 45);
    await goTo(page, 'jobs');
    assert.deepEqual(await keys(page), { job_id: [3, 1] });

    await goTo(page, 'Inputs');
    await showList(page, 'duplicates');
    const duplicates = await gridRows(page, 'Duplicates');
    const cells = (row, text) => row.cells.join() === text;
    const offset = Buffer.byteLength(`${JSON.stringify(again[0])}\n`);
    assert.ok(cells(duplicates[0], 'second.json,1,0,Show,first.json,31'), String(duplicates[0].cells));
    assert.ok(
      cells(duplicates[1], `second.json,2,${offset},Show,first.json,32`),
      String(duplicates[1].cells),
    );
    assert.equal(await page.$eval('[aria-label="Duplicates"] [role="grid"]', rowCount), 11);
  },
);

inBoth('the same file can be chosen twice, and counts once', async (page) => {
  await open(page);
  await chooseFiles(page, more);
  await settled(page);
  await chooseFiles(page, more);
  await page.waitForFunction(() => document.querySelector('[data-strip="duplicates"]').textContent === '10');
  await settled(page);
  assert.equal(await strip(page, 'records'), 20);
  assert.equal(await strip(page, 'events'), 10);
});

function rowCount(grid) {
  return Number(grid.getAttribute('aria-rowcount'));
}
