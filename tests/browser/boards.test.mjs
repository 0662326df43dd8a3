// A board's counts equal what the filter with that value selects: for every board and value, a click leads to
// as many events as the board says, whatever the value contains.

import assert from 'node:assert/strict';
import { inBoth } from './support/browsers.mjs';
import { generate, placeRecords, record } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import { figure, open, settled } from './support/page.mjs';

const BOARDS = 8;
const TEST_MS = 240_000;
const SHOWN_MS = 10_000;

/** Texts that the filter language, a regular expression, an address or a page could misinterpret. */
const HOSTILE = [
  '',
  ' ',
  'two words',
  ' blanks around ',
  '"quoted"',
  "it's",
  'back\\slash\\',
  'line\nend\r\n\ttab',
  'a\u202eb\u200ec\u0000d',
  'Clusters',
  'CLUSTERS',
  'İstanbul ıI',
  'straße',
  'ä\u0308 ÄÄ',
  '🔒 emoji',
  'wild*card?',
  '*',
  '-minus',
  '#hash',
  '(brackets) OR (none)',
  'OR',
  'AND NOT',
  '(none)',
  '(empty)',
  'a, b',
  'a..b',
  '~/regex/i',
  '~10.0.0.0/8',
  '10.0.0.0/8',
  '::ffff:10.0.0.1',
  '>=400',
  '="equals"',
  'service:clusters',
  'last:24h',
  '007',
  '1e3',
  '<img src=x onerror=window.ran=1>',
  '%41&is.email=x#y?z',
  '~',
  '~~',
  'x'.repeat(3000),
];

/** Number of columns that can hold any text; each has a board. */
const COLUMNS = 6;

/**
 * Every text in every column, some more often per column, so that each text appears on at least one board.
 */
const records = HOSTILE.flatMap((_, at) =>
  Array.from({ length: 1 + (at % COLUMNS) }, (_, again) => {
    const text = (column) => HOSTILE[(at + column) % HOSTILE.length];
    return record({
      timestamp: Date.UTC(2026, 2, 2, 9, at, again),
      serviceName: text(0),
      actionName: text(1),
      userIdentity: { email: text(2) },
      sourceIPAddress: text(3),
      workspaceId: text(4),
      orgId: text(4),
      userAgent: text(5),
      requestId: `${at} ${again}`,
      requestParams: { [text(0) || 'empty']: text(1) },
    });
  }),
);
const absent = Array.from({ length: 5 }, (_, at) => {
  const { userIdentity, sourceIPAddress, workspaceId, orgId, userAgent, ...rest } = record();
  return { ...rest, requestId: `absent ${at}`, timestamp: Date.UTC(2026, 2, 3, 9, at) };
});

const ordinary = generate('boards.jsonl', { events: 2500, seed: 31, shape: 'mixed' }).path;
const hostile = placeRecords('hostile boards.jsonl', [...records, ...absent]);

/**
 * Does things with a row of a board, one after another: waits after each until the page has answered and shows what is
 * expected. Returns the text of the filter's box before and after. All in the page: there are hundreds of clicks, and
 * each step across the browser's protocol costs more than the click.
 */
async function leads(page, row, steps, where) {
  const { seen, before, after } = await page.evaluate(
    async (row, steps, waitMs) => {
      const app = document.getElementById('app');
      const box = () => document.querySelector('.filter-box input');
      const look = () => {
        const item = document.querySelector(row);
        const events = document.querySelector('[data-figure="events"]').textContent;
        return {
          events: Number(events.replaceAll(',', '')),
          chips: document.querySelectorAll('.chips > li').length,
          count: Number(item.dataset.count),
          class: item.className,
        };
      };
      const act = (deed) => {
        if (deed === 'focus on the box') box().focus();
        if (!deed.startsWith('click')) return;
        const click = { bubbles: true, cancelable: true, altKey: deed === 'click with Alt' };
        document.querySelector(row).querySelector('.bar').dispatchEvent(new MouseEvent('click', click));
      };
      const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      const before = box().value;
      const seen = [];
      for (const [deed, expected] of steps) {
        act(deed);
        const begun = performance.now();
        const isThere = () =>
          JSON.stringify(look()) === JSON.stringify(expected) && app.dataset.asking === '0';
        while (!isThere() && performance.now() - begun < waitMs) await frame();
        seen.push(look());
      }
      // The box may follow a frame later.
      await frame();
      return { seen, before, after: box().value };
    },
    row,
    steps,
    SHOWN_MS,
  );
  for (const [at, [deed, expected]] of steps.entries())
    assert.deepEqual(seen[at], expected, `${where}: ${deed}`);
  return { before, after };
}

/** Clicks every value of every board, and returns the values. */
async function clickThrough(page, path) {
  await open(page, '#/overview');
  await chooseFiles(page, path);
  await settled(page);
  const all = await figure(page, 'events');
  const boards = await page.$$eval('main .boards [data-column]', (lists) =>
    lists.map((list) => ({
      column: list.dataset.column,
      counts: [...list.children].map((row) => Number(row.dataset.count)),
      names: [...list.children].map((row) => row.textContent),
      values: [...list.children].map((row) => row.dataset.value ?? null),
    })),
  );
  assert.equal(boards.length, BOARDS);
  for (const { column, counts, names } of boards) {
    assert.ok(counts.length > 0, column);
    for (const [at, count] of counts.entries()) {
      const row = `main .boards [data-column="${column}"] > li:nth-child(${at + 1})`;
      const where = `${column}: ${names[at]}`;
      // The board ignores its own clause and marks the values that it names.
      const only = { events: count, chips: 1, count, class: 'bar-row only' };
      const onIt = [
        ['click', only],
        ['focus on the box', only],
      ];
      const { after: text } = await leads(page, row, onIt, where);
      // The box holds the applied text; typing it again gives the same filter.
      await page.keyboard.press('Enter');
      await settled(page);
      // Excluding it leaves all others.
      const away = [
        ['nothing', only],
        ['click with Alt', { events: all - count, chips: 1, count, class: 'bar-row except' }],
        ['click', { events: all, chips: 0, count, class: 'bar-row' }],
      ];
      assert.deepEqual(await leads(page, row, away, where), { before: text, after: '' }, where);
    }
  }
  assert.equal(await page.evaluate(() => window.ran ?? null), null);
  return new Set(boards.flatMap(({ values }) => values));
}

inBoth(
  'every value of every board leads to as many events as it says',
  (page) => clickThrough(page, ordinary),
  {
    timeout: TEST_MS,
  },
);

inBoth(
  'so does every value that a log can be made of to mislead a filter',
  async (page) => {
    const clicked = await clickThrough(page, hostile);
    const missed = HOSTILE.filter((text) => !clicked.has(text));
    assert.ok(missed.length <= 3, `on no board: ${missed.join(' | ')}`);
    assert.ok(clicked.has(null));
  },
  { timeout: TEST_MS },
);
