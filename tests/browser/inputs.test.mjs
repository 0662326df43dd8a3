// Records that are not events can be inspected: from the ledger to a list, and from its rows to the original
// text.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inBoth } from './support/browsers.mjs';
import { fixture, placeRecords, record, someRecords } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import { tabTo } from './support/keys.mjs';
import { fragment, goTo, gridRows, open, settled, until } from './support/page.mjs';
import { place } from './support/work.mjs';

const HOSTILE = '{"<img src=x onerror=alert(1)>": "\u202eevil", "a": nope}';
const old = someRecords(60);
const first = placeRecords('first.json', old);
const second = place(
  'second.json',
  [...old.slice(0, 40), record({ requestId: 'new' })].map((one) => `${JSON.stringify(one)}\n`).join(''),
);
const third = place('third.json', `${JSON.stringify(old[50])}\n${HOSTILE}\n17\n`);

const rawText = (page) => page.$eval('[aria-label="Text of the original record"]', (pre) => pre.textContent);
const title = (page) => page.$eval('.drawer h2', (heading) => heading.textContent);

async function load(page, ...paths) {
  await page.setViewport({ width: 1900, height: 900 });
  await open(page, '#/inputs');
  await chooseFiles(page, ...paths);
  await settled(page);
}

inBoth('a problem shows its record, as text alone, by keys alone', async (page) => {
  await load(page, first, third);
  await tabTo(page, '[role="grid"][aria-label="Problems"] [role="gridcell"]');
  await page.keyboard.press('Enter');
  await until(page, 'the record', () => document.querySelector('[aria-label="Text of the original record"]'));
  assert.equal(await title(page), 'Problem 1 of 2');
  assert.equal(await rawText(page), HOSTILE.replace('\u202e', '⟨U+202E⟩'));
  assert.equal(await page.$('.drawer img'), null);
  await page.keyboard.press('ArrowDown');
  await until(
    page,
    'the next record',
    () => document.querySelector('[aria-label="Text of the original record"]')?.textContent === '17',
  );
  assert.equal(await title(page), 'Problem 2 of 2');
  await page.keyboard.press('Escape');
  await until(page, 'the detail to close', () => !document.querySelector('.drawer'));
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'gridcell');
});

inBoth(
  'a switch shows the duplicates; each has its record and leads to the event that it repeats',
  async (page) => {
    await load(page, first, second, third);
    const counts = await page.$$eval('[data-list] b', (list) => list.map((element) => element.textContent));
    assert.deepEqual(counts, ['2', '41', '0', '0']);
    assert.equal(await page.$('[role="grid"][aria-label="Duplicates"]'), null);
    await tabTo(page, '[data-list="duplicates"]');
    await page.keyboard.press('Enter');
    await settled(page);
    assert.equal(await fragment(page), '#/inputs?list=duplicates');
    assert.equal(await page.evaluate(() => document.activeElement.dataset.list), 'duplicates');
    await page.click('[aria-label="Duplicates"] [aria-rowindex="4"] [role="gridcell"]');
    await until(page, 'the record', () =>
      document.querySelector('[aria-label="Text of the original record"]'),
    );
    assert.equal(await rawText(page), JSON.stringify(old[2]));
    await page.click('.drawer [aria-label="Repeated event"] button');
    await settled(page);
    assert.match(await fragment(page), /^#\/events\?event=./);
    assert.match(await page.$eval('.drawer h2', (title) => title.innerText), /^Record 3 /);
    await page.goBack();
    await settled(page);
    await page.click('[aria-label="Duplicates"] [aria-rowindex="3"] .link');
    await settled(page);
    assert.match(await fragment(page), /^#\/events\?event=./);
    assert.match(await page.$eval('.drawer h2', (title) => title.innerText), /^Record 2 /);
  },
);

inBoth('a count of the ledger leads to the input’s own problems and duplicates', async (page) => {
  await load(page, first, second, third);
  const follow = async (row, column) => {
    await page.click(`[aria-label="Ledger of inputs"] [data-row="${row}"] [aria-colindex="${column}"]`);
    await settled(page);
    return page.evaluate(() =>
      [...document.activeElement.closest('[role="row"]').querySelectorAll('[role="gridcell"]')]
        .slice(0, 2)
        .map((cell) => cell.textContent),
    );
  };
  const titles = await page.$$eval('[aria-label="Ledger of inputs"] [role="columnheader"]', (cells) =>
    cells.map((cell) => cell.textContent),
  );
  const [duplicates, problems] = ['duplicates', 'problems'].map((name) => titles.indexOf(name) + 1);
  assert.deepEqual(await follow(2, duplicates), ['third.json', '1']);
  assert.equal(await fragment(page), '#/inputs?list=duplicates');
  assert.deepEqual(await follow(1, duplicates), ['second.json', '1']);
  assert.deepEqual(await follow(2, problems), ['third.json', '2']);
  assert.equal(await fragment(page), '#/inputs');
});

inBoth('a record in an archive names its part, and is read again from there', async (page) => {
  const { path } = fixture('zip-of-all-sorts');
  await load(page, join(path, 'all-sorts.zip'));
  const [problem] = await gridRows(page, 'Problems');
  assert.match(problem.cells[0], /^all-sorts\.zip › ./);
  await page.click('[aria-label="Problems"] [role="gridcell"]');
  await until(page, 'the place', () => document.querySelector('.drawer [data-field="part"]'));
  await settled(page);
  const part = problem.cells[0].replace('all-sorts.zip › ', '');
  assert.equal(
    await page.$eval('.drawer [data-field="part"] .field-value', (value) => value.textContent),
    part,
  );
  // An archive member that is not a log has no record to show, and says so.
  assert.match(await page.$eval('.drawer', (element) => element.innerText), /no text of one to show/);
  // Every event can be read again from its archive member.
  await page.evaluate(() => {
    location.hash = '#/events?event=0';
  });
  await settled(page);
  assert.ok(await page.$('.drawer [data-field="part"]'));
  await page.click('[aria-label="Layout of the original record"] button:nth-of-type(2)');
  assert.equal(typeof JSON.parse(await rawText(page)), 'object');
});

inBoth('records of gzip and of Parquet are read again too', async (page) => {
  for (const [kind, file] of [
    ['duplicates-same-file', 'backup/auditlogs.json.gz'],
    ['parquet-system', null],
  ]) {
    const { path, expected } = fixture(kind);
    await load(page, join(path, file ?? expected.inputs[0].path));
    await goTo(page, 'Events');
    await page.evaluate(() => {
      location.hash = '#/events?event=1';
    });
    await settled(page);
    await page.click('[aria-label="Layout of the original record"] button:nth-of-type(2)');
    const shown = JSON.parse(await rawText(page));
    if (file) {
      const lines = readFileSync(join(path, 'auditlogs.json'), 'utf8').trim().split('\n');
      assert.deepEqual(shown, JSON.parse(lines[1]));
    }
    assert.equal(typeof shown, 'object');
  }
});

inBoth('each key of a service names the input that first brought it', async (page) => {
  const later = placeRecords(
    'later.json',
    someRecords(3, 300, (at) => ({ requestParams: { cluster_name: `c${at}`, spot_bid: '50' } })),
  );
  await load(page, first, later);
  await goTo(page, 'clusters');
  const since = await page.$$eval('tr[data-key]', (rows) =>
    rows.map((row) => [row.dataset.key, row.querySelector('[data-since]').innerText]),
  );
  assert.deepEqual(since, [
    ['cluster_name', 'first.json'],
    ['spot_bid', 'later.json'],
  ]);
});
