// Every panel of People, Compare and Findings, and every section of an event, has a menu that saves what it shows.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inBoth } from './support/browsers.mjs';
import { download } from './support/downloads.mjs';
import { generate } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import { open, settled, until } from './support/page.mjs';
import { ndjsonObjects } from './support/readers.mjs';
import { recount, tally } from './support/recount.mjs';

const { path } = generate('panels.jsonl', { events: 4000, seed: 73, shape: 'mixed' });
const { events } = recount(readFileSync(path, 'utf8'));
const [[busiest]] = tally(
  events.filter(({ email }) => email?.includes('@')),
  'email',
);

async function load(page, hash) {
  await open(page, hash);
  await chooseFiles(page, path);
  await settled(page);
  await until(page, 'the rules', () => document.querySelector('#app').dataset.looking === '');
  await settled(page);
}

/** The titles of the menus of a view. */
function menus(page) {
  return page.$$eval('main [aria-label^="Export "]', (all) =>
    all
      .filter((one) => one.matches('button') && one.ariaLabel !== 'Export findings')
      .map((one) => one.ariaLabel.replace('Export ', '')),
  );
}

/** Presses a format of a menu; both by script, since panels may be anywhere on a long page. */
async function press(page, title, format) {
  await page.evaluate((of) => {
    [...document.querySelectorAll('main button')].find((one) => one.ariaLabel === `Export ${of}`).click();
  }, title);
  await until(
    page,
    `the menu of ${title}`,
    (of, as) =>
      [...document.querySelectorAll('main button')].some((one) => one.ariaLabel === `Save ${of} as ${as}`),
    title,
    format,
  );
  await page.evaluate(
    (of, as) => {
      [...document.querySelectorAll('main button')]
        .find((one) => one.ariaLabel === `Save ${of} as ${as}`)
        .click();
    },
    title,
    format,
  );
  await until(page, `a word on ${title}`, () =>
    /Saved |could not/.test(document.querySelector('.notices')?.innerText ?? ''),
  );
  const text = await page.$eval('.notices', (notices) => notices.innerText);
  await page.click('.notices [aria-label="Close this message"]');
  return text;
}

/** Saves everything that the view offers, and returns the titles. */
async function saveAll(page) {
  const titles = await menus(page);
  assert.equal(new Set(titles).size, titles.length, `each menu has a name of its own: ${titles}`);
  for (const title of titles) {
    const text = await press(page, title, 'NDJSON');
    assert.match(text, /Saved touchstone-[^ ]+\.ndjson/, `${title}: ${text}`);
  }
  return titles;
}

inBoth('the list of principals and a principal’s page are saved panel by panel', async (page, name) => {
  await load(page, '#/people');
  const rows = ndjsonObjects(
    await download(name, 'touchstone-principals.ndjson', () => press(page, 'Principals', 'NDJSON')),
  );
  const one = rows.find(({ value }) => value === busiest);
  assert.equal(one.events, events.filter(({ email }) => email === busiest).length);
  await page.evaluate((value) => {
    location.hash = `#/people/email/${encodeURIComponent(value)}`;
  }, busiest);
  await page.waitForSelector('[data-entity="email"] [data-board]');
  await settled(page);
  const titles = await saveAll(page);
  for (const part of [
    'Events over time',
    'Hours and days of the week',
    'Services and actions',
    'What changed',
    'Storyline',
  ])
    assert.ok(titles.includes(`${part} of ${busiest}`), `${part} in ${titles}`);
});

inBoth('each board of Compare is saved with both counts', async (page, name) => {
  await load(page, '#/compare');
  // First, since Chromium drops what is saved by script once it has saved a few dozen files.
  const rows = ndjsonObjects(
    await download(name, 'touchstone-compared-by-service.ndjson', () =>
      press(page, 'Compared by Service', 'NDJSON'),
    ),
  );
  const titles = await saveAll(page);
  assert.ok(titles.length > 5, String(titles));
  const shown = await page.$$eval('[data-board="service_name"] tbody tr', (all) =>
    all.map((row) => [
      JSON.parse(row.dataset.values)[0],
      ...['before', 'after'].map((side) => Number(row.querySelector(`[data-side=${side}]`).dataset.count)),
    ]),
  );
  assert.deepEqual(
    rows.slice(0, shown.length).map(({ value, before, after }) => [value, before, after]),
    shown,
  );
});

inBoth('findings over time, a finding’s timeline and the rules are saved', async (page) => {
  await load(page, '#/findings');
  await page.waitForSelector('.finding-open');
  await page.click('.finding-open');
  await page.waitForSelector('.timeline');
  await settled(page);
  const titles = await saveAll(page);
  for (const start of ['Findings over time', 'Timeline of ', 'Rules'])
    assert.ok(
      titles.some((title) => title.startsWith(start)),
      `${start} in ${titles}`,
    );
});

inBoth('each section of an event is saved', async (page) => {
  await load(page, '#/events?event=5');
  await page.waitForSelector('.drawer .fields');
  const titles = await saveAll(page);
  for (const start of ['Fields of record', 'Request parameters of record', 'Location of record'])
    assert.ok(
      titles.some((title) => title.startsWith(start)),
      `${start} in ${titles}`,
    );
});
