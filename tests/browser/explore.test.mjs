// From a list to what stands behind it: names with their evidence, services over time, cross tables, events that a link
// finds again, and times in a zone.

import assert from 'node:assert/strict';
import { inBoth } from './support/browsers.mjs';
import { download } from './support/downloads.mjs';
import { applyFilter } from './support/filter.mjs';
import { countEvents, generate, placeRecords, record } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import {
  allGridRows,
  chips,
  figure,
  fragment,
  goTo,
  gridRows,
  open,
  pageUrl,
  settled,
  until,
} from './support/page.mjs';
import { place } from './support/work.mjs';

const generated = generate('explore.jsonl', { events: 3000, seed: 31, shape: '2.0' }).path;

const START = Date.UTC(2026, 2, 2, 8);
const ETL = '3f6f3a3e-8a3c-4b7e-9d9b-1c5a4b8e0f11';
const event = (minute, members) =>
  record({
    timestamp: START + minute * 60_000,
    requestId: `r ${minute}`,
    userIdentity: { email: 'ada@corp.example' },
    ...members,
  });
const ofJob = (minute, job, userId, email) =>
  event(minute, {
    serviceName: 'clusters',
    actionName: 'create',
    userIdentity: { email },
    requestParams: {
      cluster_name: `job-${job}-run-${minute}`,
      cluster_creator: 'JOB_LAUNCHER',
      user_id: userId,
    },
  });
const named = placeRecords('named.jsonl', [
  event(1, {
    serviceName: 'jobs',
    actionName: 'runNow',
    userIdentity: { email: ETL, subjectName: '<b>etl</b>' },
  }),
  event(2, {
    serviceName: 'jobs',
    actionName: 'runNow',
    userIdentity: { email: ETL, subjectName: '<b>etl</b>' },
  }),
  event(3, {
    serviceName: 'accounts',
    actionName: 'addPrincipalToGroup',
    requestParams: { targetUserId: '11', targetUserName: 'bob@corp.example' },
  }),
  ofJob(4, 7, '11', 'System-User'),
  ofJob(5, 8, '12', 'bob@corp.example'),
  ofJob(6, 8, '12', 'eve@corp.example'),
  event(7, { serviceName: 'novel', actionName: 'read', sourceIPAddress: '203.0.113.5' }),
  event(8, {
    serviceName: 'novel',
    actionName: 'read',
    sourceIPAddress: '203.0.113.6',
    response: { statusCode: 403, errorMessage: 'no' },
  }),
  event(9, { serviceName: 'novel', actionName: 'write', userIdentity: { email: 'eve@corp.example' } }),
]);
const immuta = place(
  'immuta.json',
  `${JSON.stringify({
    action: 'QUERY',
    actor: { type: 'USER_ACTOR', id: '7d5b2c10-0000-4a4a-8b8b-00000000bbbb', name: 'loader' },
    actionStatus: 'SUCCESS',
    eventTimestamp: '2026-03-02T11:03:59.000Z',
    id: 'i',
    customerId: 'c',
    targetType: 'DATASOURCE',
    targets: [],
    auditPayload: {},
  })}\n`,
);

async function load(page, hash, ...paths) {
  // Only another document forgets what is loaded, and leaving one asks.
  page.removeAllListeners('dialog');
  page.on('dialog', (dialog) => dialog.accept());
  await page.goto('about:blank');
  await open(page, hash);
  await chooseFiles(page, ...paths);
  await settled(page);
}

const text = (page, selector) => page.$eval(selector, (element) => element.innerText);
const click = (page, selector) => page.$eval(selector, (element) => element.click());

inBoth('ids are called what the log has beside them, with the events that say so', async (page) => {
  await load(page, '#/people', named, immuta);
  const rows = (await gridRows(page, 'Principals')).map(({ cells }) => cells);
  const kinds = Object.fromEntries(rows.map(([name, kind]) => [name, kind]));
  assert.equal(kinds[`<b>etl</b> · ${ETL}`], 'service principal');
  assert.equal(kinds['loader · 7d5b2c10-0000-4a4a-8b8b-00000000bbbb'], 'service principal');
  // The sidebar counts the principals of the list.
  const count = await page.$eval('.nav a[aria-current] .nav-count', (element) => Number(element.textContent));
  assert.equal(count, await figure(page, 'principals'));

  await page.evaluate((id) => {
    location.hash = `#/people/email/${id}`;
  }, ETL);
  await settled(page);
  assert.match(
    await text(page, '.entity-names'),
    /^Called <b>etl<\/b> in 2 events that have subject_name beside email/,
  );
  await click(page, '.entity-names button');
  await settled(page);
  assert.equal(await figure(page, 'rows'), 2);

  await page.evaluate(() => {
    location.hash = '#/services/clusters';
  });
  await settled(page);
  const owners = await page.$$eval('tr[data-job]', (jobs) =>
    Object.fromEntries(
      jobs.map((job) => [
        job.dataset.job,
        [...job.querySelectorAll('[data-owner]')].map((owner) => owner.textContent).sort(),
      ]),
    ),
  );
  // Where the log has two, neither is said to be the owner.
  assert.deepEqual(owners, { 7: ['bob@corp.example'], 8: ['bob@corp.example?', 'eve@corp.example?'] });
  await click(page, 'tr[data-job="7"] [data-owner]');
  await settled(page);
  assert.equal(await figure(page, 'rows'), 1);
  assert.deepEqual((await gridRows(page, 'Events'))[0].cells.slice(1, 3), [
    'accounts',
    'addPrincipalToGroup',
  ]);
});

inBoth(
  'a service without an analysis of its own has times, outcomes, principals and addresses',
  async (page) => {
    await load(page, '#/services/novel', named);
    for (const [name, value] of [
      ['selected', 3],
      ['denied', 1],
      ['principals', 2],
      ['sourceAddresses', 3],
    ]) {
      assert.equal(await figure(page, name), value, name);
    }
    assert.match(await text(page, '.histogram .legend'), /success[\s\S]*denied/);
    const table = (title) =>
      page.$$eval(`[aria-label="${title}"] table tbody tr`, (rows) =>
        rows.map((row) => [
          ...JSON.parse(row.dataset.values),
          Number(row.querySelector('[data-count]').dataset.count),
          Number(row.querySelector('[data-part]').dataset.part),
        ]),
      );
    assert.deepEqual(await table('Principals'), [
      ['ada@corp.example', 2, 1],
      ['eve@corp.example', 1, 0],
    ]);
    assert.deepEqual(await table('Addresses'), [
      ['203.0.113.5', 1, 0],
      ['203.0.113.6', 1, 1],
      ['203.0.113.9', 1, 0],
    ]);
    await click(page, '[data-figure="denied"] button');
    await settled(page);
    assert.equal(await figure(page, 'selected'), 1);
    assert.equal((await chips(page)).length, 1);
  },
);

inBoth('two columns make a cross table, whose cells open their events', async (page, name) => {
  await load(page, '#/events?group=service_name,outcome', generated);
  await click(page, '[aria-label="Layout of the groups"] button:last-child');
  await settled(page);
  assert.match(await fragment(page), /as=crosstab/);
  const read = () =>
    page.$eval('.crosstab table', (table) => ({
      columns: [...table.tHead.rows[0].cells].map((cell) => cell.innerText.trim()),
      rows: [...table.tBodies[0].rows].map((row) => [
        JSON.parse(row.dataset.value),
        ...[...row.querySelectorAll('[data-count]')].map((cell) => Number(cell.dataset.count)),
      ]),
    }));
  const { columns, rows } = await read();
  assert.equal(columns.at(-1), 'Events');
  const outcomes = columns.slice(1, -1);
  for (const row of rows.slice(0, 3)) {
    const [service, ...counts] = row;
    assert.equal(counts.pop(), countEvents(generated, `service:${service}`));
    for (const [at, outcome] of outcomes.entries()) {
      assert.equal(
        counts[at],
        countEvents(generated, `service:${service} outcome:${outcome}`),
        `${service} ${outcome}`,
      );
    }
  }
  const file = await download(
    name,
    'touchstone-events-by-service_name-and-outcome-cross-table.csv',
    async () => {
      await click(page, '[aria-label^="Export Events by"]');
      await until(page, 'the menu', () =>
        document.querySelector('[aria-label^="Save Events by"][aria-label$="as CSV"]'),
      );
      await click(page, '[aria-label^="Save Events by"][aria-label$="as CSV"]');
    },
  );
  const lines = file.toString('utf8').replace('\ufeff', '').trim().split(/\r?\n/);
  assert.equal(lines[0], ['service_name', ...outcomes, 'others', 'total'].join(','));
  assert.equal(lines.length, rows.length + 1);
  const [service, ...counts] = rows[0];
  assert.equal(lines[1], [service, ...counts.slice(0, -1), 0, counts.at(-1)].join(','));

  const denied = outcomes.indexOf('denied');
  const at = rows.findIndex((row) => row[1 + denied] > 0);
  await click(page, `.crosstab tbody tr:nth-child(${at + 1}) td:nth-child(${denied + 2}) button`);
  await settled(page);
  assert.equal(await figure(page, 'rows'), rows[at][1 + denied]);
  assert.equal((await chips(page)).length, 2);
});

inBoth('a link finds its event by what it has, in whatever order files are loaded', async (page) => {
  await load(page, '#/events', named, generated);
  await applyFilter(page, 'service:novel action:write');
  await settled(page);
  await click(page, '[aria-label="Events"] [aria-rowindex="2"] [role="gridcell"]');
  await until(page, 'the event in the address', () => /event=[^&]*novel/.test(location.hash));
  const hash = await fragment(page);
  assert.doesNotMatch(hash, /event=\d/);
  const title = await text(page, '.drawer h2');
  // Others come first now, so that it has another number.
  await load(page, hash, generated, named);
  assert.equal(await text(page, '.drawer h2'), title);
  assert.equal(await fragment(page), hash);
  assert.equal(await page.$$eval('[role="row"][aria-selected="true"]', (marked) => marked.length), 1);
  await page.keyboard.press('Escape');
  await settled(page);
  assert.doesNotMatch(await fragment(page), /event=/);
  await page.goBack();
  await settled(page);
  await until(page, 'the event again', () => document.querySelector('.drawer [data-field="service_name"]'));

  await load(page, hash, immuta);
  assert.match(await text(page, '.drawer'), /Nothing that is loaded is the event of this link/);
  await page.click('.drawer [aria-label="Close"]');
  await settled(page);
  assert.equal(await page.$('.drawer'), null);
  assert.ok((await page.evaluate(() => location.href)).startsWith(pageUrl));
});

inBoth(
  'an event shows its time in the zone, and one of a finding is marked among its events',
  async (page) => {
    await load(page, '#/events?event=0&zone=Asia%2FTokyo', named);
    assert.match(
      await text(page, '.drawer [data-field="event_time"] .field-value'),
      /2026-03-02T08:01:00[\s\S]*2026-03-02T17:01:00.*\+09:00 Asia\/Tokyo/,
    );
    await load(page, '#/findings', generated);
    await until(page, 'the rules', () => document.querySelector('#app').dataset.looking === '');
    await settled(page);
    await click(page, '[data-finding] button, [data-finding] a');
    await settled(page);
    await until(page, 'its records', () =>
      document.querySelector('[aria-label="Records of the finding"] tbody tr'),
    );
    const count = await page.$$eval('[aria-label="Records of the finding"] tbody tr', (rows) => rows.length);
    await click(
      page,
      `[aria-label="Records of the finding"] tbody tr:nth-child(${Math.min(count, 3)}) button`,
    );
    await settled(page);
    await until(page, 'the event', () => document.querySelector('.drawer [data-field="service_name"]'));
    await settled(page);
    const marked = await page.$$eval('[role="row"][aria-selected="true"]', (rows) => rows.length);
    assert.equal(marked, 1);
    assert.ok((await allGridRows(page, 'Events')).length >= count);
    await goTo(page, 'Overview');
  },
);
