// The section Completeness: what was taken out of a month is named and drawn, and a click leads to the events.

import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { inBoth } from './support/browsers.mjs';
import { record } from './support/fixtures.mjs';
import { dropEntries } from './support/give.mjs';
import { fragment, open, settled, until } from './support/page.mjs';
import { place } from './support/work.mjs';

const HOUR_MS = 3_600_000;
const FIRST = Date.UTC(2026, 2, 2);
const DAYS = 28;
const date = (day) => new Date(FIRST + day * 24 * HOUR_MS).toISOString().slice(0, 10);

/** Two services with an event an hour; one lacks a Wednesday, the other has twice as many. */
const SILENT_DAY = 9;
/** Nothing of this day was delivered. */
const MISSING_DAY = 16;
/** An event of the day before is in this day's folder. */
const MIXED_DAY = 4;

const events = Array.from({ length: DAYS * 24 }, (_, hour) => ({ day: Math.floor(hour / 24), hour })).flatMap(
  ({ day, hour }) => {
    const of = (serviceName, minute) =>
      record({
        serviceName,
        timestamp: FIRST + hour * HOUR_MS + minute * 60_000,
        requestId: `${serviceName} ${hour} ${minute}`,
      });
    if (day === MISSING_DAY) return [];
    return [of('jobs', 1), of('jobs', 2), ...(day === SILENT_DAY ? [] : [of('clusters', 3)])].map((one) => ({
      day,
      one,
    }));
  },
);
const moved = events.find(({ day }) => day === MIXED_DAY - 1);
moved.day = MIXED_DAY;
let folder = '';
for (let day = 0; day < DAYS; day += 1) {
  const lines = events.filter((event) => event.day === day).map(({ one }) => JSON.stringify(one));
  if (lines.length > 0) folder = place(`month/date=${date(day)}/audit.json`, `${lines.join('\n')}\n`);
}
folder = dirname(dirname(folder));

const texts = (page, selector) =>
  page.$$eval(selector, (all) => all.map((element) => element.textContent.trim()));
const said = (page) => page.$eval('.heat-said', (element) => element.textContent);

inBoth('what a month lacks is named, drawn, and a click away', async (page) => {
  await open(page);
  await dropEntries(page, folder);
  await until(page, 'everything is read', () => document.getElementById('app').dataset.state === 'ready');
  await page.evaluate(() => {
    location.hash = '#/evidence?v=2&filter=service:jobs';
  });
  await settled(page);

  const silences = await texts(page, '[data-silence] > span');
  assert.equal(silences.length, 2, silences.join('\n'));
  assert.match(
    silences[0],
    /^No event from 2026-03-18T00:.* to 2026-03-19T00:.*, where comparable days have/,
  );
  assert.match(silences[1], /^No event of service clusters from 2026-03-1.*, where comparable days have/);
  assert.deepEqual(await texts(page, '[data-folder="missing"]'), [`${date(MISSING_DAY)}: no folder.`]);
  assert.deepEqual(
    await page.$$eval('[data-outside]', (rows) =>
      rows.map((row) => [row.dataset.outside, ...[...row.cells].slice(1, 3).map((cell) => cell.textContent)]),
    ),
    [[`month/date=${date(MIXED_DAY)}/audit.json`, date(MIXED_DAY), '1']],
  );
  assert.ok((await texts(page, '.plain-list li')).length > 3);

  // Every day is counted, whatever the filter.
  await page.click('.heat-panel .disclosure-title');
  const count = (service) => events.filter(({ one }) => one.serviceName === service).length;
  assert.deepEqual(
    await page.$$eval('[data-grid-row]', (rows) =>
      rows.map((row) => [...row.cells].map((cell) => cell.textContent.replaceAll(',', ''))),
    ),
    [
      ['Everything', String(events.length), '27', '28', '1'],
      ['jobs', String(count('jobs')), '27', '28', '1'],
      ['clusters', String(count('clusters')), '26', '28', '2'],
    ],
  );

  // By keys: down to clusters, right to the silent day.
  await page.focus('.heat-cells');
  for (const key of ['ArrowDown', 'ArrowDown', ...Array(SILENT_DAY).fill('ArrowRight')])
    await page.keyboard.press(key);
  assert.equal(
    await said(page),
    `Wednesday, ${date(SILENT_DAY)}: 0 events of clusters; usually 24; 24 hours unusually silent`,
  );
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(await page.$eval('.heat-panel h2', (heading) => heading.textContent), 'Events by hour');
  assert.match(await fragment(page), /zoom=2026-03-11T00:00:00.000Z..2026-03-12T00:00:00.000Z/);
  await page.focus('.heat-cells');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Home');
  assert.equal(await said(page), `Wednesday, ${date(SILENT_DAY)} 00:00: 2 events of jobs; usually 2`);
  await page.keyboard.press('Enter');
  await settled(page);
  assert.match(decodeURIComponent(await fragment(page)), /filter=service:jobs time:2026-03-11T00&/);
  await page.click('.zoom-path .link-button');
  await settled(page);
  assert.doesNotMatch(await fragment(page), /zoom=/);
  assert.match(await fragment(page), /filter=/, 'the filter stays');

  await page.click('[data-silence]:last-child .button');
  await settled(page);
  assert.match(
    decodeURIComponent(await fragment(page)),
    /filter=service:clusters time:2026-03-\d+\.\.2026-03-\d+/,
  );

  // In a narrow window the cells scroll, the page does not.
  await page.setViewport({ width: 390, height: 800 });
  await settled(page);
  const [wide, cells] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.querySelector('.heat-cells').scrollWidth,
  ]);
  assert.ok(wide <= 390, `${wide} pixels wide`);
  assert.ok(cells > 100);
});
