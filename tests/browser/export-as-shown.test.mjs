// Everything that is shown is exported as shown: boards, charts, lists and details as the tables they are, charts
// also as pictures, rows on screen to the clipboard; long exports can be cancelled.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inBoth } from './support/browsers.mjs';
import { download, saveAs } from './support/downloads.mjs';
import { generate, record } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import { goTo, open, settled, until } from './support/page.mjs';
import { csvObjects, harmless, ndjsonObjects } from './support/readers.mjs';
import { recount, select } from './support/recount.mjs';
import { place } from './support/work.mjs';

const HOSTILE = '=1+1|<img src="http://127.0.0.1/x">[x](javascript:0)';
const made = readFileSync(generate('shown.jsonl', { events: 1200, seed: 51, shape: 'mixed' }).path, 'utf8');
const own = Array.from({ length: 5 }, (_, at) =>
  record({
    timestamp: Date.UTC(2026, 2, 3, 12) + at,
    requestId: `own ${at}`,
    userIdentity: { email: HOSTILE },
    requestParams: { name: HOSTILE },
  }),
);
const path = place('shown-too.jsonl', made + own.map((one) => `${JSON.stringify(one)}\n`).join(''));
const { events } = recount(readFileSync(path, 'utf8'));

async function load(page, hash = '') {
  await open(page, hash);
  await chooseFiles(page, path);
  await settled(page);
}

/** How many events have each value of a column. */
function counted(list, column) {
  const counts = new Map();
  for (const event of list) {
    const value = event[column] ?? null;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** Exports what is named so by its own menu. */
function save(page, browserName, title, format, stem, ending) {
  return download(browserName, `${stem}.${ending}`, async () => {
    await idle(page);
    await page.click(`main [aria-label="Export ${title}"]`);
    await page.click(`main [aria-label="Save ${title} as ${format}"]`);
    await until(page, `a word on ${title}`, () =>
      (document.querySelector('.notices')?.innerText ?? '').includes('Saved '),
    );
    await page.click('.notices [aria-label="Close this message"]');
  });
}

function idle(page) {
  return until(page, 'nothing being saved', () => {
    const button = document.querySelector('.header [aria-label="Export"]');
    return button !== null && !button.disabled;
  });
}

inBoth('a board is saved with every value, under the filter, in each form', async (page, name) => {
  await load(page, `#/overview?v=2&filter=${encodeURIComponent('service:clusters')}`);
  const expected = counted(select(events, { is: { service_name: ['clusters'] } }), 'action_name');
  const rows = csvObjects(await save(page, name, 'Action', 'CSV', 'touchstone-action', 'csv'));
  assert.deepEqual(
    new Map(rows.map((row) => [row.action_name, Number(row.events)])),
    new Map([...expected].map(([value, count]) => [harmless(value ?? ''), count])),
  );
  const objects = ndjsonObjects(await save(page, name, 'Action', 'NDJSON', 'touchstone-action', 'ndjson'));
  assert.deepEqual(new Map(objects.map((row) => [row.action_name, row.events])), expected);
  const markdown = (await save(page, name, 'Action', 'Markdown', 'touchstone-action', 'md')).toString();
  assert.match(markdown, /^\*\*Action\*\*\n\nFilter: service:clusters\. Times are UTC\.\n/);
  assert.equal(markdown.trim().split('\n').length, 8 + expected.size);
  const workbook = await save(page, name, 'Action', 'Excel', 'touchstone-action', 'xlsx');
  assert.equal(workbook.subarray(0, 4).toString('latin1'), 'PK\u0003\u0004');
});

inBoth('what logs say is no formula, no markup and no link in any form', async (page, name) => {
  await load(page, `#/overview?v=2&filter=${encodeURIComponent('request:own*')}`);
  const title = await page.evaluate(
    () => document.querySelector('.bars[data-column=email]')?.closest('.panel')?.ariaLabel ?? '',
  );
  const stem = `touchstone-${title.toLowerCase().replace(/[^a-z]+/g, '-')}`;
  const [row] = csvObjects(await save(page, name, title, 'CSV', stem, 'csv'));
  assert.equal(row.email, `'${HOSTILE}`);
  const markdown = (await save(page, name, title, 'Markdown', stem, 'md')).toString();
  assert.ok(markdown.includes('\\|\\<img src='), markdown);
  assert.ok(!/[^\\](<img|\[x\])/.test(markdown), markdown);
});

/** What the dialog says that a table or chart rests on. */
async function basisOf(page, title) {
  await page.click(`main [aria-label="Export ${title}"]`);
  await page.click(`main [aria-label="Basis of ${title}"]`);
  await page.waitForSelector('dialog [data-footer]');
  const said = await page.$eval('dialog [data-footer]', (one) => one.textContent);
  const inputs = await page.$$eval('dialog.basis tbody tr', (all) => all.length);
  assert.ok(inputs > 0, 'its inputs are listed');
  await page.click('dialog.basis [aria-label="Close"]');
  return said;
}

inBoth('a chart is saved as the table it is, and as pictures', async (page, name) => {
  await load(page, '#/overview');
  const title = 'Events over time';
  const rows = csvObjects(await save(page, name, title, 'CSV', 'touchstone-events-over-time', 'csv'));
  const dated = events.filter(({ timeMs }) => timeMs !== null && !Number.isNaN(timeMs));
  assert.equal(
    rows.reduce((sum, row) => sum + Number(row.total), 0),
    dated.length,
  );
  for (const row of rows) {
    const inside = dated.filter(
      ({ timeMs }) => timeMs >= Date.parse(row.from) && timeMs < Date.parse(row.until),
    );
    const { from, until: end, total, ...series } = row;
    assert.equal(inside.length, Number(total), `${from} to ${end}`);
    const counts = counted(inside, 'outcome');
    for (const [outcome, count] of Object.entries(series))
      assert.equal(counts.get(outcome) ?? 0, Number(count));
  }
  const svg = (await save(page, name, title, 'SVG', 'touchstone-events-over-time', 'svg')).toString();
  assert.match(svg, /<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  for (const words of [title, 'Filter: none: every event', 'UTC', 'Touchstone'])
    assert.ok(svg.includes(words), words);
  // The footer says what the dialog says.
  const said = await basisOf(page, title);
  const foot = svg.match(/font-size="11"[^>]*>([^<]*)</g).map((one) => one.replace(/.*>(.*)<$/, '$1'));
  assert.equal(foot.join(' '), said);
  assert.match(
    said,
    new RegExp(`^${events.length} of ${events.length} events, no filter, .*SHA-256 [0-9a-f]{64}\\) `),
  );
  const png = await save(page, name, title, 'PNG', 'touchstone-events-over-time', 'png');
  assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
  // Width and height of the header.
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [2400, 920]);
});

inBoth('lists of services, files and details are saved', async (page, name) => {
  await load(page, '#/services');
  const services = ndjsonObjects(
    await save(page, name, 'Services', 'NDJSON', 'touchstone-services', 'ndjson'),
  );
  assert.deepEqual(
    new Map(services.map((row) => [row.service, row.events])),
    new Map([...counted(events, 'service_name')].map(([service, count]) => [service ?? '', count])),
  );
  await goTo(page, 'Inputs');
  const [file] = ndjsonObjects(await save(page, name, 'Files', 'NDJSON', 'touchstone-files', 'ndjson'));
  assert.equal(file.events, events.length);
  assert.equal(file.state, 'complete');
  await goTo(page, 'Events');
  await page.waitForSelector('main [role=row][aria-rowindex] [role=gridcell]');
  await page.evaluate(() => document.querySelector('main [role=gridcell]').click());
  await page.keyboard.press('Enter');
  await page.waitForSelector('main [aria-label^="Export Fields of record"]');
  const title = await page.evaluate(() =>
    document.querySelector('main [aria-label^="Export Fields of record"]').ariaLabel.replace('Export ', ''),
  );
  const stem = `touchstone-${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
  const fields = ndjsonObjects(await save(page, name, title, 'NDJSON', stem, 'ndjson'));
  const number = Number(/[\d,]+$/.exec(title)[0].replaceAll(',', ''));
  const event = events.find((one) => one.record === number);
  assert.ok(fields.length > 10);
  for (const column of ['service_name', 'action_name', 'email']) {
    assert.equal(fields.find((row) => row.name === column).value, event[column], column);
  }
});

inBoth('file names say what a file holds', async (page, name) => {
  await load(page, `#/events?v=2&filter=${encodeURIComponent('service:clusters time:2026-03-03')}`);
  const said = await page.evaluate(() => document.querySelector('[data-figure=rows]')?.textContent);
  assert.notEqual(said, '0');
  await saveAs(
    page,
    name,
    'Events, as shown',
    'CSV',
    'touchstone-silver_service-clusters-time-2026-03-03_2026-03-03.csv',
  );
});

inBoth('rows on screen are copied', async (page) => {
  await load(page, '#/events?sort=record&columns=record,service_name,email');
  await page.evaluate(() => {
    globalThis.copied = [];
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: async (text) => void globalThis.copied.push(text) },
    });
  });
  const sorted = [...events].sort((a, b) => a.record - b.record);
  const copy = async (format) => {
    await idle(page);
    await page.click('main [aria-label="Export Events, as shown"]');
    await page.click(`main [aria-label="Copy visible rows as ${format}"]`);
    await until(page, `a copy as ${format}`, () => globalThis.copied.length > 0);
    return page.evaluate(() => globalThis.copied.splice(0)[0]);
  };
  const objects = JSON.parse(await copy('JSON'));
  assert.ok(objects.length >= 5 && objects.length < 200, `${objects.length} rows`);
  assert.deepEqual(
    objects,
    sorted
      .slice(0, objects.length)
      .map(({ record: number, service_name, email }) => ({ record: number, service_name, email })),
  );
  const lines = (await copy('TSV')).trimEnd().split('\n');
  assert.equal(lines[0], 'record\tservice_name\temail');
  assert.equal(lines.length, objects.length + 1);
  assert.match(await copy('Markdown'), /\| ---: \| --- \| --- \|\n\| 1 \|/);
});

inBoth('an export is cancelled, and the page goes on', async (page, name) => {
  await load(page, '#/events');
  const clicked = await page.evaluate(async () => {
    document.querySelector('.header [aria-label="Export"]').click();
    await new Promise((resolve) => setTimeout(resolve, 50));
    document.querySelector('.header [aria-label="Save Silver, everything as Excel"]').click();
    for (let turn = 0; turn < 200; turn += 1) {
      const cancel = [...document.querySelectorAll('.notices button')].find(
        (one) => one.textContent === 'Cancel',
      );
      if (cancel) {
        cancel.click();
        return true;
      }
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    return false;
  });
  assert.ok(clicked, 'no button cancels the export');
  await until(page, 'a word on it', () =>
    (document.querySelector('.notices')?.innerText ?? '').includes('Cancelled: '),
  );
  await page.click('.notices [aria-label="Close this message"]');
  const rows = csvObjects(await saveAs(page, name, 'Silver, everything', 'CSV', 'touchstone-silver.csv'));
  assert.equal(rows.length, events.length);
});
