// The fragment of the address is the page's state: back and forward, links, reloading. It never holds data.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inBoth } from './support/browsers.mjs';
import { generate } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import {
  chips,
  choose,
  figure,
  fragment,
  goTo,
  gridRows,
  open,
  settled,
  state,
  until,
} from './support/page.mjs';
import { recount, select } from './support/recount.mjs';

const { path } = generate('addressed.jsonl', { events: 1200, seed: 12 });
const { events } = recount(readFileSync(path, 'utf8'));
const clusters = select(events, { is: { service_name: ['clusters'] } });
const created = select(clusters, { is: { action_name: ['create'] } });

async function load(page) {
  await chooseFiles(page, path);
  await settled(page);
}

inBoth('back and forward go through views and filters', async (page) => {
  await open(page);
  await load(page);
  await choose(page, 'service_name', 'clusters');
  await choose(page, 'action_name', 'create');
  await goTo(page, 'Events');
  assert.equal(await figure(page, 'rows'), created.length);

  const back = async () => {
    await page.goBack();
    await settled(page);
  };
  await back();
  assert.equal(await figure(page, 'events'), created.length);
  await back();
  assert.equal(await figure(page, 'events'), clusters.length);
  await back();
  assert.equal(await figure(page, 'events'), events.length);
  assert.deepEqual(await chips(page), []);
  for (const [name, count] of [
    ['events', clusters.length],
    ['events', created.length],
    ['rows', created.length],
  ]) {
    await page.goForward();
    await settled(page);
    assert.equal(await figure(page, name), count);
  }
  assert.equal(await fragment(page), '#/events?v=2&filter=service:clusters%20action:create');
});

inBoth(
  'a reload keeps view, filter, order and columns, and no data; the same logs bring them to life',
  async (page) => {
    const hash = '#/events?v=2&filter=service:clusters&sort=-email&columns=email,action_name';
    await open(page, hash);
    await load(page);
    assert.equal(await figure(page, 'rows'), clusters.length);
    const shown = await gridRows(page, 'Events');
    assert.equal(shown[0].cells.length, 2);

    await page.reload();
    await page.waitForSelector('#choose-files');
    assert.deepEqual(await state(page), { state: 'idle', events: 0 });
    assert.equal(await fragment(page), hash);
    await until(page, 'the chips', () => document.querySelector('[data-chip]'));
    assert.deepEqual(await chips(page), ['service:clusters']);
    const text = await page.$eval('body', (body) => body.innerText);
    assert.match(text, /This link carries a filter/);
    for (const { email } of clusters) assert.ok(!text.includes(email), 'data outlives the reload');

    await load(page);
    assert.equal(await fragment(page), hash);
    assert.deepEqual(await gridRows(page, 'Events'), shown);
  },
);

/** Version 1 addresses, and what they select. */
const OLD = [
  ['is.service_name=clusters', { is: { service_name: ['clusters'] } }],
  ['is.service_name=clusters&is.service_name=accounts', { is: { service_name: ['clusters', 'accounts'] } }],
  [
    'not.service_name=clusters&not.outcome=success',
    { not: { service_name: ['clusters'], outcome: ['success'] } },
  ],
  ['is.workspace_id=~', { is: { workspace_id: [null] } }],
  [
    'is.service_name=clusters&time=2026-03-02T00:00:00.000Z..2026-03-02T12:30:15.250Z',
    {
      is: { service_name: ['clusters'] },
      time: [Date.parse('2026-03-02T00:00:00.000Z'), Date.parse('2026-03-02T12:30:15.250Z')],
    },
  ],
];

inBoth('addresses of before are read, and rewritten to say the same', async (page) => {
  await open(page);
  await load(page);
  for (const [old, filter] of OLD) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `#/overview?${old}`);
    await settled(page);
    assert.equal(await figure(page, 'events'), select(events, filter).length, old);
    await until(page, 'the address', () => location.hash.includes('v=2'));
    const rewritten = await fragment(page);
    assert.match(rewritten, /^#\/overview\?v=2&filter=/);
    if (old.includes('service_name=clusters')) {
      const mark = await page.$eval(
        'main [data-column="service_name"] > [data-value="clusters"]',
        (row) => row.className,
      );
      assert.equal(mark, old.startsWith('is.') ? 'bar-row only' : 'bar-row except', old);
    }
    await page.keyboard.press('c');
    await settled(page);
    await page.evaluate((hash) => {
      location.hash = hash;
    }, rewritten);
    await settled(page);
    assert.equal(await figure(page, 'events'), select(events, filter).length, rewritten);
    assert.equal(await fragment(page), rewritten);
  }
  // Also when the page opens: the core starts after the address is read.
  await page.goto('about:blank');
  await open(page, `#/events?${OLD[0][0]}`);
  await until(page, 'the chips', () => document.querySelector('[data-chip]'));
  assert.match(await fragment(page), /^#\/events\?v=2&filter=/);
  await load(page);
  assert.equal(await figure(page, 'rows'), clusters.length);
});

inBoth('nothing of the logs is kept in the browser', async (page) => {
  await open(page);
  await load(page);
  await goTo(page, 'Events');
  await goTo(page, 'Inputs');
  const kept = await page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    cookie: document.cookie,
    databases: (await indexedDB.databases()).length,
    caches:
      'caches' in window
        ? await caches.keys().then(
            (keys) => keys.length,
            () => 0,
          )
        : 0,
    state: history.state,
  }));
  assert.deepEqual(kept, { local: 0, session: 0, cookie: '', databases: 0, caches: 0, state: null });
});

inBoth(
  'a link that says what there is not is answered with words, and the rest of it holds',
  async (page) => {
    await open(
      page,
      '#/events?is.email=nobody&is.%00=1&sort=-nonsense&columns=&event=99999999&time=x..y&what=1',
    );
    await load(page);
    assert.match(await page.$eval('main', (main) => main.innerText), /Unknown column|selects no event/);
    await page.evaluate(() => {
      location.hash = '#/services/no%20such%3Cb%3Eservice';
    });
    await settled(page);
    assert.match(await page.$eval('main', (main) => main.innerText), /no such<b>service/);
    await page.evaluate(() => {
      location.hash = '#/nowhere?is.service_name=clusters';
    });
    await settled(page);
    await goTo(page, 'Overview');
    assert.equal(await figure(page, 'events'), clusters.length);
  },
);

inBoth('the detail of an event is a part of the address', async (page) => {
  await open(page, '#/events?event=7');
  await load(page);
  assert.match(await page.$eval('.drawer', (drawer) => drawer.getAttribute('aria-label')), /^Record 8 of /);
  // Its number, which depends on the order of loading, makes way for what selects it.
  await until(page, 'the event by its content', () => /event=time:/.test(location.hash));
  await page.keyboard.press('Escape');
  await settled(page);
  assert.equal(await fragment(page), '#/events');
});
