// Filtering by clicks: values, chips, the histogram, undo and redo, links. All of them edit one text.

import assert from 'node:assert/strict';
import { inBoth } from './support/browsers.mjs';
import {
  applyFilter,
  boxText,
  chipStates,
  clickWith,
  mistake,
  onChip,
  undoByKey,
  untilMistake,
} from './support/filter.mjs';
import { chooseFiles } from './support/give.mjs';
import { focused } from './support/keys.mjs';
import { generatedLog } from './support/log.mjs';
import { chips, choose, figure, goTo, pageUrl, settled, until } from './support/page.mjs';

const { path, events, count, load } = generatedLog('clicked.jsonl', {
  events: 1500,
  seed: 17,
  shape: 'mixed',
  days: 3,
});
const clusters = count({ is: { service_name: ['clusters'] } });

inBoth('clicks choose one value, Shift adds another, Alt excludes, all in the same text', async (page) => {
  await load(page, '#/overview');
  const bar = (column, value) =>
    page.$(`main .boards [data-column="${column}"] > li[data-value="${value}"] .bar`);
  await clickWith(page, await bar('service_name', 'clusters'));
  assert.equal(await figure(page, 'events'), clusters);
  await clickWith(page, await bar('service_name', 'accounts'), 'Shift');
  assert.equal(await figure(page, 'events'), count({ is: { service_name: ['clusters', 'accounts'] } }));
  assert.equal((await chips(page)).length, 1, 'one column, one clause');
  await clickWith(page, await bar('outcome', 'success'), 'Alt');
  const filter = { is: { service_name: ['clusters', 'accounts'] }, not: { outcome: ['success'] } };
  assert.equal(await figure(page, 'events'), count(filter));
  // Quick clicks are not lost, and without Shift the other values go.
  await page.evaluate(() => {
    for (const value of ['jobs', 'clusters'])
      document
        .querySelector(`main .boards [data-column="service_name"] [data-value="${value}"] .bar`)
        ?.click();
    document.querySelector('main .boards [data-column="outcome"] [data-value="success"] .bar').click();
  });
  await settled(page);
  assert.equal(await figure(page, 'events'), clusters);
  const typed = await boxText(page);
  await applyFilter(page, '');
  assert.equal(await figure(page, 'events'), events.length);
  await applyFilter(page, typed);
  assert.equal(await figure(page, 'events'), clusters);
});

inBoth('cells of a table take Shift and Alt, and open nothing then', async (page) => {
  await load(page, '#/events');
  const cell = (row) => page.$(`[role="row"][aria-rowindex="${row}"] [aria-colindex="2"]`);
  const service = await (await cell(2)).evaluate((one) => one.textContent);
  await clickWith(page, await cell(2), 'Alt');
  assert.equal(await figure(page, 'rows'), count({ not: { service_name: [service] } }));
  const other = await (await cell(2)).evaluate((one) => one.textContent);
  await clickWith(page, await cell(2), 'Shift');
  assert.equal(
    await figure(page, 'rows'),
    count({ is: { service_name: [other] }, not: { service_name: [service] } }),
  );
  assert.equal(await page.$('.drawer'), null);
  await clickWith(page, await cell(2));
  assert.ok(await page.$('.drawer'), 'without them the row opens');
});

inBoth('chips are edited in place, negated, switched off and on, and removed', async (page) => {
  await load(page, '#/overview');
  await applyFilter(page, 'service:clusters outcome:success');
  const both = count({ is: { service_name: ['clusters'], outcome: ['success'] } });
  assert.equal(await figure(page, 'events'), both);

  await onChip(page, 1, 'negate');
  assert.equal(await figure(page, 'events'), clusters - both);
  assert.deepEqual((await chipStates(page))[1], { text: '-outcome:success', negated: true, off: false });
  assert.equal((await focused(page)).name, 'Include -outcome:success', 'the focus stays on the chip');
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(await figure(page, 'events'), both);

  await onChip(page, 0, 'switch');
  assert.equal(await figure(page, 'events'), count({ is: { outcome: ['success'] } }));
  assert.deepEqual((await chipStates(page))[0], { text: 'service:clusters', negated: false, off: true });
  assert.equal(await boxText(page), '#service:clusters outcome:success');
  await onChip(page, 0, 'switch');
  assert.equal(await figure(page, 'events'), both);

  await onChip(page, 0, 'text');
  assert.equal((await focused(page)).role, 'combobox');
  await page.keyboard.press('End');
  for (let at = 0; at < 'clusters'.length; at += 1) await page.keyboard.press('Backspace');
  await page.keyboard.type('accounts');
  await settled(page);
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(
    await figure(page, 'events'),
    count({ is: { service_name: ['accounts'], outcome: ['success'] } }),
  );
  assert.deepEqual(await chips(page), ['service:accounts', 'outcome:success']);
  assert.equal((await focused(page)).name, 'Edit service:accounts');

  // An invalid filter is reported at the chip, and Esc restores the clause.
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.type(' bad:x');
  await page.keyboard.press('Enter');
  await until(page, 'a mistake in the chip', () => document.querySelector('.chip .filter-error'));
  await page.keyboard.press('Escape');
  await settled(page);
  assert.deepEqual(await chips(page), ['service:accounts', 'outcome:success']);

  await onChip(page, 0, 'remove');
  assert.equal(await figure(page, 'events'), count({ is: { outcome: ['success'] } }));
  await onChip(page, 0, 'remove');
  assert.equal(await figure(page, 'events'), events.length);
  assert.equal(await boxText(page), '');
});

inBoth('undo and redo, by button and by key, and arrow up recalls', async (page) => {
  await load(page, '#/overview');
  const steps = ['service:clusters', 'service:clusters outcome:success', 'user:*'];
  for (const step of steps) await applyFilter(page, step);
  await undoByKey(page);
  assert.equal(await boxText(page), steps[1]);
  await page.click('[aria-label="Undo"]');
  await settled(page);
  assert.equal(await boxText(page), steps[0]);
  assert.equal(await figure(page, 'events'), clusters);
  await undoByKey(page, 'Shift');
  assert.equal(await boxText(page), steps[1]);
  await page.click('[aria-label="Redo"]');
  await settled(page);
  assert.equal(await boxText(page), steps[2]);
  assert.equal(await page.$eval('[aria-label="Redo"]', (button) => button.disabled), true);

  // In the box, keys belong to the box.
  await page.focus('.filter-box input');
  await page.keyboard.press('ArrowUp');
  assert.equal(await boxText(page), steps[1]);
  await page.keyboard.press('ArrowUp');
  assert.equal(await boxText(page), steps[0]);
  await page.keyboard.press('ArrowDown');
  assert.equal(await boxText(page), steps[1]);
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(
    await figure(page, 'events'),
    count({ is: { service_name: ['clusters'], outcome: ['success'] } }),
  );

  // The browser's back button is a step like any other.
  await page.goBack();
  await settled(page);
  assert.equal(await boxText(page), steps[2]);
  await page.goForward();
  await settled(page);
  assert.equal(await boxText(page), steps[1]);
});

inBoth(
  'a link carries the view, the filter and what selects the open event, and nothing else of the logs',
  async (page, name) => {
    // After a click, a page from disk may write the clipboard; only the test needs to read it back.
    await page.evaluateOnNewDocument(() => {
      Object.defineProperty(navigator, 'clipboard', {
        value: {
          writeText(text) {
            window.copied = text;
            return Promise.resolve();
          },
        },
      });
    });
    await load(page, '#/events?event=3&sort=-email');
    await applyFilter(page, 'service:clusters outcome:(success, denied)');
    await page.click('[aria-label^="Copy address"]');
    await until(page, 'the copy', () => window.copied !== undefined);
    const link = await page.evaluate(() => window.copied);
    // What it was made on is in it once the files are hashed.
    const plain = link.replace(/&on=1\.[0-9a-z]+$/, '');
    const [event] = /&event=time:[^&]*$/.exec(plain) ?? [''];
    assert.match(event, /^&event=time:\S+%20service:\S+%20action:\S+%20request:\S+$/);
    assert.equal(
      plain.slice(0, plain.length - event.length),
      `${pageUrl}#/events?v=2&filter=service:clusters%20outcome:%28success,%20denied%29&sort=-email`,
    );
    const rows = await figure(page, 'rows');
    await page.goto('about:blank');
    await page.goto(link);
    await page.waitForSelector('#choose-files');
    await until(page, 'the filter of the link', () => document.querySelectorAll('.chips > li').length === 2);
    const text = await page.$eval('body', (body) => body.innerText);
    assert.match(text, /This link carries a filter/, name);
    await chooseFiles(page, path);
    await settled(page);
    assert.equal(await figure(page, 'rows'), rows);
  },
);

inBoth('a link with a mistake shows it, and selects what was selected', async (page) => {
  await load(page, '#/overview?v=2&filter=service:clusters%20(');
  assert.ok((await untilMistake(page)).start >= 17);
  assert.equal(await figure(page, 'events'), events.length);
  await choose(page, 'service_name', 'clusters');
  assert.equal(await mistake(page), null);
  await page.evaluate(() => {
    location.hash = '#/events?v=9&filter=x';
  });
  await settled(page);
  assert.match(await page.$eval('.notices', (notices) => notices.innerText), /version 9/);
  assert.equal(await figure(page, 'rows'), events.length);
});

inBoth('the time that the histogram selects is a clause like any other', async (page) => {
  await load(page, '#/overview');
  const edge = '[role="slider"][aria-label="Start of the time filter"]';
  await page.focus(edge);
  for (const key of ['PageUp', 'PageUp', 'ArrowRight']) await page.keyboard.press(key);
  await settled(page);
  const [text] = await chips(page);
  assert.match(text, /^time:/);
  const within = await figure(page, 'events');
  assert.ok(within < events.length);
  await goTo(page, 'Events');
  assert.equal(await figure(page, 'rows'), within);
  await goTo(page, 'Overview');
  await onChip(page, 0, 'negate');
  assert.equal(await figure(page, 'events'), events.length - within);
});

inBoth('the brush goes with its clause, whichever way that goes', async (page) => {
  await load(page, '#/overview');
  const edge = '[role="slider"][aria-label="Start of the time filter"]';
  const ways = {
    'the key': async () => {
      await page.evaluate(() => document.activeElement.blur());
      await page.keyboard.press('c');
      await settled(page);
    },
    'the chip': () => onChip(page, 0, 'remove'),
    undo: () => undoByKey(page),
  };
  for (const [way, remove] of Object.entries(ways)) {
    await page.focus(edge);
    await page.keyboard.press('PageUp');
    await settled(page);
    assert.notEqual(await page.$eval(edge, (one) => one.ariaValueNow), '0', way);
    await remove();
    assert.equal(await page.$eval(edge, (one) => one.ariaValueNow), '0', way);
    assert.equal(await figure(page, 'events'), events.length, way);
  }
});
