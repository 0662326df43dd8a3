// Keyboard only: it reaches everything, the focus is visible, and each key does what the sheet behind `?`
// says.

import assert from 'node:assert/strict';
import { inBoth } from './support/browsers.mjs';
import { focused, press, tabThrough, tabTo } from './support/keys.mjs';
import { generatedLog } from './support/log.mjs';
import { chips, figure, fragment, goTo, open, settled, state, strip } from './support/page.mjs';
import { select, tally } from './support/recount.mjs';

const { path, events, load } = generatedLog('keyed.jsonl', {
  events: 900,
  seed: 21,
  badLines: 3,
  duplicates: 3,
});
const services = tally(events, 'service_name');

const EVERYWHERE = [
  'button Skip to the view',
  'input Add files',
  'input Add folder',
  'combobox Filter',
  'button Help',
  ...['Start', 'Overview', 'Findings', 'People', 'Compare', 'Services', 'Events', 'Inputs'].map(
    (view) => new RegExp(`^a ${view}( |$)`),
  ),
];
/** A leaderboard has one tab stop: its first bar, until the user moves to another. */
const TOP = new RegExp(`^button ${services[0][0]} `);
const VIEWS = {
  '#/start': ['button Choose files', 'button Choose a folder', 'button Try the sample'],
  '#/overview': ['button Export', 'slider Start of the time filter', 'slider End of the time filter', TOP],
  '#/overview?v=2&filter=service:clusters': [
    'button Edit service:clusters',
    'button Exclude service:clusters',
    'button Switch off service:clusters',
    'button Remove service:clusters',
    'button Clear',
    'button Undo',
    /^button Copy address/,
  ],
  '#/findings': [
    /^button \d+\s*(critical|high|medium|low|informational)/,
    'button Tuning and own rules',
    /^button .* UTC: findings \d/,
    /^input Use Conflicting Records/,
    'button Conflicting Records',
  ],
  '#/services': [/^a clusters/, 'button Export events of clusters'],
  '#/services/clusters': [/^button JOB_LAUNCHER/, /^button 2026-03-0\d: \d+ created/],
  '#/events?event=3': ['button Choose columns', /^gridcell/, 'button Close', 'button Verbatim'],
  '#/inputs': [
    'button Download summary JSON',
    /^gridcell keyed\.jsonl/,
    /^button Problems/,
    /^button Duplicates/,
    'button Export problems',
  ],
};

inBoth('Tab reaches every control of every view, and the focus can be seen on each', async (page) => {
  await load(page);
  for (const [hash, controls] of Object.entries(VIEWS)) {
    await page.evaluate((fragment) => {
      location.hash = fragment;
    }, hash);
    await settled(page);
    const { stops, missed } = await tabThrough(page);
    const names = stops.map(({ name }) => name);
    assert.deepEqual(missed, [], `${hash}: not reached`);
    for (const wanted of [...EVERYWHERE, ...controls]) {
      const found = names.some((name) => (wanted instanceof RegExp ? wanted.test(name) : name === wanted));
      assert.ok(found, `${hash}: no ${wanted} among ${names.join(' | ')}`);
    }
    const unmarked = stops.filter(({ marked }) => !marked).map(({ name }) => name);
    assert.deepEqual(unmarked, [], `${hash}: the focus cannot be seen`);
    assert.deepEqual(
      stops.filter(({ tabIndex }) => tabIndex > 0),
      [],
      `${hash}: out of order`,
    );
  }
});

inBoth('the sample is opened, and files are chosen, by keys', async (page, name, context) => {
  await open(page);
  await tabTo(page, '.start-buttons button:nth-of-type(3)');
  await page.keyboard.press('Enter');
  await settled(page);
  const sample = (await state(page)).events;
  assert.ok(sample > 0);
  assert.equal(await fragment(page), '#/overview');

  // The browser's own dialog opens; its contents are outside of the page.
  let isReplaced = false;
  for (const reach of [() => tabTo(page, '#choose-files'), () => page.keyboard.press('a')]) {
    let chooser;
    try {
      const opened = page.waitForFileChooser({ timeout: name === 'firefox' ? 1500 : 10_000 });
      opened.catch(() => {});
      await reach();
      if (await page.evaluate(() => document.activeElement.id === 'choose-files'))
        await page.keyboard.press('Enter');
      chooser = await opened;
    } catch (error) {
      if (name === 'chromium') throw error;
      context.diagnostic(`Firefox’s protocol does not tell of the dialogue for files: ${error.message}`);
      return;
    }
    await chooser.accept([path]);
    // The sample is not mixed with the logs: the page asks first.
    if (!isReplaced) {
      await page.waitForSelector('dialog.confirm[open]');
      await tabTo(page, 'dialog.confirm .primary');
      await page.keyboard.press('Enter');
      isReplaced = true;
    }
    await page.waitForFunction(
      (all) => Number(document.getElementById('app').dataset.events) === all,
      {},
      events.length,
    );
    await settled(page);
    await page.evaluate(() => document.activeElement.blur());
  }
  assert.equal(await strip(page, 'events'), events.length);
});

inBoth('leaders and the brush are moved by keys', async (page) => {
  await load(page);
  await tabTo(page, '[data-column="service_name"] .bar');
  await page.keyboard.press('ArrowDown');
  const [, [second, count]] = services;
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(await figure(page, 'events'), count);
  assert.deepEqual(await chips(page), [`service:${second}`]);
  assert.match((await focused(page)).name, new RegExp(`^${second}`));
  await page.keyboard.press('Enter');
  await settled(page);
  assert.deepEqual(await chips(page), []);
  await page.keyboard.press('x');
  await settled(page);
  assert.equal(await figure(page, 'events'), events.length - count);
  await page.keyboard.press('c');
  await settled(page);
  assert.equal(await figure(page, 'events'), events.length);

  await tabTo(page, '[role="slider"]', { back: true });
  for (const key of ['PageUp', 'ArrowRight', 'ArrowRight', 'ArrowLeft']) await page.keyboard.press(key);
  await settled(page);
  const edge = await page.evaluate(() => {
    const slider = document.activeElement;
    return { name: slider.getAttribute('aria-label'), now: Number(slider.getAttribute('aria-valuenow')) };
  });
  const [from, until] = await page.$$eval('section.histogram [role="slider"]', (sliders) =>
    sliders.map((slider) =>
      Date.parse(`${slider.getAttribute('aria-valuetext').replace(/ UTC$/, '').replace(' ', 'T')}Z`),
    ),
  );
  assert.equal(await figure(page, 'events'), select(events, { time: [from, until] }).length);
  assert.match(edge.name, /Start|End/);
  await page.keyboard.press('Delete');
  await settled(page);
  assert.equal(await figure(page, 'events'), events.length);
});

inBoth('the grid is walked, sorted and opened by keys', async (page) => {
  await load(page, '#/events');
  await tabTo(page, '[role="gridcell"]');
  const at = async (row, column) => {
    const { row: nowRow, column: nowColumn } = await focused(page);
    assert.deepEqual([nowRow, nowColumn], [row, column]);
  };
  await at(1, 1);
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
  await at(3, 2);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowLeft');
  await at(2, 1);
  await page.keyboard.press('End');
  const columns = Number(await page.$eval('[role="grid"]', (grid) => grid.getAttribute('aria-colcount')));
  await at(2, columns);
  await press(page, 'End', 'Control');
  await settled(page);
  await at(events.length, columns);
  await page.keyboard.press('PageUp');
  assert.ok((await focused(page)).row < events.length - 5);
  await press(page, 'Home', 'Control');
  await at(1, 1);

  await page.keyboard.press('Enter');
  await settled(page);
  assert.ok(await page.$('.drawer'), 'Enter opens the detail');
  await tabTo(page, '.drawer [aria-label="Close"]');
  await page.keyboard.press('Escape');
  await settled(page);
  assert.equal(await page.$('.drawer'), null, 'Esc closes it');
  await at(1, 1);

  // The heading is the row above the first.
  await page.keyboard.press('ArrowUp');
  assert.equal((await focused(page)).role, 'columnheader');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await settled(page);
  assert.match(await fragment(page), /sort=service_name/);
  assert.equal((await focused(page)).role, 'columnheader');
});

inBoth('menus, columns and the sheet of keys are used by keys', async (page) => {
  await load(page, '#/events');
  await tabTo(page, '.header [aria-label="Export"]');
  await page.keyboard.press('Enter');
  assert.match((await focused(page)).name, /^Save .* as Excel$/);
  await page.keyboard.press('ArrowDown');
  assert.match((await focused(page)).name, /^Save .* as CSV$/);
  await page.keyboard.press('Escape');
  assert.equal((await focused(page)).name, 'Export');
  assert.equal(await page.$('.popover-panel'), null);

  await tabTo(page, '[aria-label="Choose columns"]');
  await page.keyboard.press('Enter');
  await page.keyboard.type('session');
  await tabTo(page, '.column-list input');
  await page.keyboard.press(' ');
  await settled(page);
  assert.match(await fragment(page), /columns=.*session_id/);
  await page.keyboard.press('Escape');
  assert.equal((await focused(page)).name, 'Choose columns');

  await page.keyboard.press('?');
  await page.waitForSelector('dialog[open]');
  await tabTo(page, 'dialog .switch button:nth-of-type(2)');
  await page.keyboard.press('Enter');
  const sheet = await page.$eval('dialog[open]', (dialog) => dialog.innerText);
  for (const word of ['Overview', 'Choose files', 'Clear the filter', 'export menu', 'Enter', 'Esc']) {
    assert.ok(sheet.includes(word), word);
  }
  assert.ok(await page.evaluate(() => document.querySelector('dialog').contains(document.activeElement)));
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('dialog[open]'));
  assert.equal((await focused(page)).name, 'Choose columns', 'the focus comes back');

  for (const [key, view] of [
    ['1', 'start'],
    ['2', 'overview'],
    ['3', 'findings'],
    ['4', 'people'],
    ['5', 'compare'],
    ['6', 'services'],
    ['7', 'events'],
    ['8', 'inputs'],
    ['9', 'evidence'],
  ]) {
    await page.keyboard.press(key);
    await settled(page);
    assert.match(await fragment(page), new RegExp(`^#/${view}`));
  }
  await tabTo(page, 'nav a[title="Overview"]');
  await page.keyboard.press('Enter');
  await settled(page);
  assert.match(await fragment(page), /^#\/overview/);
  await goTo(page, 'Start');
});
