// People: the list of principals, and the page of one entity. Every number equals what the command line counts for the
// same filter, and a click makes it the filter.

import assert from 'node:assert/strict';
import { inBoth } from './support/browsers.mjs';
import { applyFilter } from './support/filter.mjs';
import { countEvents, generate, placeRecords, record } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import { chips, figure, fragment, goTo, gridRows, open, settled, until } from './support/page.mjs';

const log = generate('people.jsonl', { events: 3000, seed: 17, shape: '2.0' }).path;

/** A day of one person: repeats, a refusal, two sessions, a cluster that starts. */
const DAY = Date.UTC(2026, 2, 2, 8);
const PERSON = 'ana/o’hara?@example.com';
const event = (minute, members) =>
  record({
    timestamp: DAY + minute * 60_000,
    userIdentity: { email: PERSON },
    requestId: `day ${minute}`,
    ...members,
  });
const day = [
  ...Array.from({ length: 30 }, (_, at) =>
    event(at / 10, {
      serviceName: 'unityCatalog',
      actionName: 'getTable',
      sessionId: 'one',
      requestId: `get ${at}`,
    }),
  ),
  event(10, {
    serviceName: 'secrets',
    actionName: 'getSecret',
    sessionId: 'two',
    sourceIPAddress: '198.51.100.77',
    response: { statusCode: 403, errorMessage: '<b>no</b>' },
  }),
  event(20, { serviceName: 'clusters', actionName: 'start', requestParams: { cluster_id: 'c-1' } }),
  event(26, {
    serviceName: 'clusters',
    actionName: 'startResult',
    userIdentity: { email: 'System-User' },
    requestParams: { clusterId: 'c-1' },
  }),
];
const story = placeRecords('a day.jsonl', day);

async function load(page, fragmentText, path) {
  await open(page, fragmentText);
  await chooseFiles(page, path);
  await settled(page);
}

/** Numbers of rows of a board, by their values. */
function board(page, columns) {
  return page.$$eval(`[data-board="${columns}"] tbody tr`, (rows) =>
    rows.map((row) => [
      JSON.parse(row.dataset.values),
      Number(row.querySelector('[data-count]').dataset.count),
    ]),
  );
}

inBoth('principals are listed, searched, sorted and opened', async (page) => {
  await load(page, '#/people', log);
  const rows = (await gridRows(page, 'Principals')).map(({ cells }) => cells);
  const events = rows.map((cells) => Number(cells[2].replaceAll(',', '')));
  assert.ok(events.length > 5);
  assert.deepEqual(
    events,
    [...events].sort((a, b) => b - a),
  );
  const nobody = rows.find(([name]) => name === '(nobody named)');
  if (nobody) assert.equal(Number(nobody[2].replaceAll(',', '')), countEvents(log, '-user:*'));
  const person = rows.find(([name]) => name.includes('@'));
  assert.equal(Number(person[2].replaceAll(',', '')), countEvents(log, `user:"${person[0]}"`));

  await page.type('.people-search', person[0].toUpperCase());
  await settled(page);
  assert.equal(await figure(page, 'principals'), 1);
  await page.click('.grid [role="row"][aria-rowindex="2"] [role="gridcell"]');
  await settled(page);
  assert.match(await fragment(page), /^#\/people\/email\//);
  assert.equal(await figure(page, 'of-entity'), countEvents(log, `user:"${person[0]}"`));
  await page.goBack();
  await settled(page);
  assert.equal(await fragment(page), '#/people');
});

inBoth('each number of an entity is that of the filter, and a click makes it the filter', async (page) => {
  await load(page, '#/people/service_name/clusters', log);
  const all = countEvents(log, 'service:clusters');
  assert.equal(await figure(page, 'of-entity'), all);
  assert.equal(await figure(page, 'denied'), countEvents(log, 'service:clusters outcome:denied'));
  const week = await page.$$eval('[data-hour]', (cells) => cells.map((cell) => Number(cell.dataset.count)));
  assert.equal(week.length, 168);
  assert.equal(
    week.reduce((sum, count) => sum + count, 0),
    all,
  );
  const principals = await board(page, 'email');
  assert.ok(principals.length > 1);
  for (const [[value], count] of principals.slice(0, 3)) {
    assert.equal(count, countEvents(log, `service:clusters user:"${value}"`), value);
  }
  const [[values, count]] = await board(page, 'service_name action_name');
  await page.click('[data-board="service_name action_name"] tbody tr [data-count] button');
  await settled(page);
  assert.equal(await figure(page, 'of-entity'), count);
  assert.deepEqual((await chips(page)).length, 2);
  assert.equal(count, countEvents(log, `service:${values[0]} action:${values[1]}`));
});

inBoth('a click on an hour selects it in the zone shown, which the link carries', async (page) => {
  await load(page, '#/people/service_name/clusters?zone=Asia%2FTokyo', log);
  assert.equal(await page.$eval('[data-zone]', (zone) => zone.dataset.zone), 'Asia/Tokyo');
  const cells = await page.$$eval('[data-hour]', (cells) => cells.map((cell) => Number(cell.dataset.count)));
  const most = cells.indexOf(Math.max(...cells));
  await page.click(`[data-hour="${most}"] button`);
  await settled(page);
  assert.equal(await figure(page, 'of-entity'), cells[most]);
  const utc = (most - 9 + 168) % 168;
  const weekday = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][Math.floor(utc / 24)];
  assert.equal(cells[most], countEvents(log, `service:clusters weekday:${weekday} hour:${utc % 24}`));
  assert.match(await fragment(page), /zone=Asia/);
  await page.select('.zone select', 'Asia/Kolkata');
  await settled(page);
  assert.ok(await page.$eval('[data-hour] button', (button) => button.ariaDisabled === 'true'));
});

inBoth('a person’s day: steps, sessions, a long action, and hostile names', async (page) => {
  await load(page, `#/people/email/${encodeURIComponent(PERSON)}`, story);
  assert.equal(await figure(page, 'of-entity'), 32);
  assert.equal(await page.$eval('.view-title', (title) => title.textContent), PERSON);
  const steps = await page.$$eval('[data-step]', (steps) =>
    steps.map((step) => [Number(step.dataset.count), step.querySelector('button').textContent]),
  );
  assert.deepEqual(steps, [
    [30, '30 times in 2 min 54 s'],
    [1, 'once'],
    [1, 'once'],
  ]);
  const sessions = await page.$$eval('[data-session]', (rows) =>
    rows.map((row) => row.dataset.session).sort(),
  );
  assert.ok(sessions.includes('one') && sessions.includes('two'));
  const request = await page.$eval('[data-request]', (row) => row.textContent);
  assert.match(request, /startResult/);
  assert.match(request, /6 min 00 s/);
  assert.deepEqual(await board(page, 'action_name error_message'), [[['getSecret', '<b>no</b>'], 1]]);
  // An address of the person leads to the page of the address, and back.
  // Boards outside of the window are laid out as they come into view, so a place on screen may move.
  await page.$eval('[data-board="source_ip_address"] a[href*="198.51.100.77"]', (link) => link.click());
  await settled(page);
  assert.match(await fragment(page), /^#\/people\/source_ip_address\/198\.51\.100\.77/);
  assert.equal(await figure(page, 'of-entity'), 1);
  await page.goBack();
  await settled(page);
  // A step's number shows its events.
  await page.click('[data-step] button');
  await settled(page);
  assert.match(await fragment(page), /^#\/events/);
  assert.equal(await figure(page, 'rows'), 30);
});

inBoth('the detail of an event leads to the page of its principal', async (page) => {
  await load(page, '#/events?event=0', story);
  await page.click('.drawer [data-field="email"] a');
  await settled(page);
  assert.match(await fragment(page), /^#\/people\/email\//);
  assert.equal(await figure(page, 'of-entity'), 32);
  await goTo(page, 'People');
  await until(page, 'the list', () => document.querySelector('[data-figure="principals"]'));
  assert.equal(await figure(page, 'principals'), 2);
});

const many = placeRecords(
  'many steps.jsonl',
  Array.from({ length: 205 }, (_, at) =>
    event(at, { actionName: `a${at}`, sessionId: `s${at}`, requestId: `many ${at}` }),
  ),
);

inBoth('a long story is told in pages, and a list says what it leaves out', async (page) => {
  await load(page, `#/people/email/${encodeURIComponent(PERSON)}`, many);
  const shown = () => page.$eval('.story .pages span', (span) => span.textContent);
  const turn = async (name) => {
    await page.$$eval(
      '.story .pages button',
      (buttons, wanted) => buttons.find((button) => button.textContent === wanted).click(),
      name,
    );
    await settled(page);
  };
  assert.equal(await shown(), '1 – 50 of 205');
  for (let times = 0; times < 4; times += 1) await turn('Later steps');
  assert.equal(await shown(), '201 – 205 of 205');
  await turn('Earlier steps');
  assert.equal(await shown(), '151 – 200 of 205');
  // By script: lists that come near while the page scrolls there take their size only then.
  await page.$eval('[aria-label$="more: Sessions, latest first"]', (button) => button.click());
  await settled(page);
  const fewer = await page.$eval(
    '[aria-label$="fewer: Sessions, latest first"]',
    (button) => button.textContent,
  );
  assert.equal(fewer, 'The first 200 of 205; show fewer');
  // Under another filter the story begins again.
  await applyFilter(page, 'action:a1*');
  assert.equal(await shown(), '1 – 50 of 111');
  await page.$eval('[data-session] a', (link) => link.click());
  await settled(page);
  assert.match(await fragment(page), /^#\/people\/session_id\//);
  assert.equal(await figure(page, 'sessions'), 1);
  assert.match(await page.$eval('[data-step]', (step) => step.textContent), /ana\/o’hara/);
});
