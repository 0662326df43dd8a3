// The histogram zoomed in and back, its scale, small multiples, and hours of the week.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inBoth } from './support/browsers.mjs';
import { download } from './support/downloads.mjs';
import { generate } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import { choose, figure, fragment, histogram, open, settled } from './support/page.mjs';
import { csvObjects } from './support/readers.mjs';
import { recount, tally } from './support/recount.mjs';

const HOUR = 3_600_000;
const { path } = generate('zoom.jsonl', { events: 3000, seed: 72, days: 7 });
const { events } = recount(readFileSync(path, 'utf8'));

async function load(page, hash = '#/overview') {
  await open(page, hash);
  await chooseFiles(page, path);
  await settled(page);
}

/** Every bar counts the events of its time. */
async function agrees(page, of = events) {
  const bars = await histogram(page);
  for (const { fromMs, untilMs, sum } of bars) {
    const expected = of.filter(({ timeMs }) => timeMs >= fromMs && timeMs < untilMs).length;
    assert.equal(sum || 0, expected, new Date(fromMs).toISOString());
  }
  return bars;
}

async function brush(page, from, to) {
  const { x, y, width, height } = await (await page.$('section.histogram .u-over')).boundingBox();
  await page.mouse.move(x + width * from, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * to, y + height / 2, { steps: 5 });
  await page.mouse.up();
  await settled(page);
}

async function clickNamed(page, selector, text) {
  const clicked = await page.evaluate(
    (where, words) => {
      const found = [...document.querySelectorAll(where)].find((one) => one.innerText.includes(words));
      found?.click();
      return found !== undefined;
    },
    selector,
    text,
  );
  assert.ok(clicked, text);
  await settled(page);
}

inBoth('a chosen time is zoomed into, step by step, and each step leads back', async (page) => {
  await load(page);
  const whole = await agrees(page);
  await brush(page, 0.3, 0.6);
  const chosen = await figure(page, 'events');
  await clickNamed(page, 'section.histogram button', 'Zoom in');
  assert.equal(await figure(page, 'events'), chosen, 'zooming changes no figure');
  const zoomed = await agrees(page);
  assert.ok(zoomed[0].untilMs - zoomed[0].fromMs < whole[0].untilMs - whole[0].fromMs, 'bars are narrower');
  await brush(page, 0.4, 0.5);
  await clickNamed(page, 'section.histogram button', 'Zoom in');
  const address = await fragment(page);
  assert.equal((await page.$$('.zoom-path li')).length, 3);
  await agrees(page);
  await page.goto('about:blank');
  await load(page, address);
  assert.equal((await page.$$('.zoom-path li')).length, 3, 'a link carries the zoom');
  await page.evaluate(() => document.querySelectorAll('.zoom-path button')[1].click());
  await settled(page);
  assert.equal(await figure(page, 'events'), chosen, 'the time is that of the step');
  assert.deepEqual(await histogram(page), zoomed);
  await clickNamed(page, '.zoom-path button', 'All time');
  assert.deepEqual(await histogram(page), whole);
  assert.equal(await page.$('.zoom-path'), null);
  await page.goBack();
  await settled(page);
  assert.deepEqual(await histogram(page), zoomed);
});

inBoth('a filter leaves the axis of time as it is, also where it selects nothing', async (page) => {
  await load(page);
  const whole = await histogram(page);
  const ends = ({ fromMs, untilMs }) => [fromMs, untilMs];
  await choose(page, 'outcome', 'denied');
  const denied = await agrees(
    page,
    events.filter(({ outcome }) => outcome === 'denied'),
  );
  assert.deepEqual(denied.map(ends), whole.map(ends));
  await page.evaluate(() => {
    location.hash = '#/overview?v=2&filter=user:nobody';
  });
  await settled(page);
  assert.equal(await figure(page, 'events'), 0);
  assert.ok(await page.$('section.histogram .u-over'), 'the chart stays');
});

inBoth('the logarithmic scale makes rare events visible, and a link carries it', async (page) => {
  await load(page);
  await clickNamed(page, 'section.histogram button', 'Log scale');
  assert.match(await fragment(page), /scale=log/);
  assert.match(
    await page.$eval('section.histogram .panel-aside span', (one) => one.textContent),
    /log scale/,
  );
  await agrees(page);
});

inBoth('each value of a column has a chart of its own events', async (page, browserName) => {
  await load(page, '#/overview?split=email');
  await page.$eval('[aria-label^="Events over time by"]', (panel) => panel.scrollIntoView());
  await page.waitForSelector('.multiples li');
  await settled(page);
  const shown = await page.$$eval('.multiples li', (all) =>
    all.map((one) => [one.dataset.value ?? null, Number(one.dataset.count)]),
  );
  assert.deepEqual(shown, tally(events, 'email').slice(0, shown.length));
  assert.equal(shown.length, 12);
  const title = 'Events over time by principal';
  const saved = await download(browserName, 'touchstone-events-over-time-by-principal.csv', async () => {
    await page.click(`main [aria-label="Export ${title}"]`);
    await page.click(`main [aria-label="Save ${title} as CSV"]`);
  });
  for (const row of csvObjects(saved)) {
    const [from, until] = [Date.parse(row.from), Date.parse(row.until)];
    const of = events.filter(
      ({ email, timeMs }) => (email ?? '') === row.email && timeMs >= from && timeMs < until,
    );
    assert.equal(Number(row.events), of.length, `${row.email} ${row.from}`);
  }
  const [first] = shown;
  await page.click('.multiples li button');
  await settled(page);
  assert.equal(await figure(page, 'events'), first[1]);
});

inBoth(
  'hours of the week count the events of the filter, and a click selects them',
  async (page, browserName) => {
    await load(page);
    await page.$eval('[aria-label="Hours and days of the week"]', (panel) => panel.scrollIntoView());
    await page.waitForSelector('.heatmap td[data-count]:not([data-count="0"])');
    await settled(page);
    const counts = await page.$$eval('.heatmap td[data-hour]', (all) =>
      all.map((one) => Number(one.dataset.count)),
    );
    const expected = new Array(168).fill(0);
    for (const { timeMs } of events) expected[(Math.floor(timeMs / HOUR) + 72) % 168] += 1;
    assert.deepEqual(counts, expected);
    const title = 'Hours and days of the week, UTC';
    const svg = await download(browserName, 'touchstone-hours-and-days-of-the-week.svg', async () => {
      await page.click(`main [aria-label="Export ${title}"]`);
      await page.click(`main [aria-label="Save ${title} as SVG"]`);
    });
    assert.match(svg.toString('utf8'), /Hours and days of the week, UTC/);
    const busiest = counts.indexOf(Math.max(...counts));
    await page.click(`.heatmap td[data-hour="${busiest}"] button`);
    await settled(page);
    assert.equal(await figure(page, 'events'), counts[busiest]);
  },
);
