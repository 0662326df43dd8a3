// The frame around the views: start and its guides, what is loaded and how it is left, counts under the filter, the
// command palette, the zone of display. One page is loaded for each group of checks.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inBoth } from './support/browsers.mjs';
import { downloads } from './support/downloads.mjs';
import { generate } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import { press } from './support/keys.mjs';
import { figure, fragment, goTo, gridRows, open, settled, state, strip, until } from './support/page.mjs';
import { recount, tally } from './support/recount.mjs';

const logs = ['march.jsonl', 'april.jsonl'].map((name, at) => {
  const { path } = generate(name, { events: 700, seed: 31 + at, badLines: at, duplicates: 0 });
  return { name, path, events: recount(readFileSync(path, 'utf8')).events };
});
const [first, second] = logs;

const clickText = (page, selector, text) =>
  page.$$eval(
    selector,
    (list, wanted) => list.find((element) => element.textContent.trim() === wanted).click(),
    text,
  );

const confirm = async (page, answer) => {
  await until(page, 'the question', () => document.querySelector('dialog.confirm[open]'));
  await clickText(page, 'dialog.confirm button', answer);
  await until(page, 'the question to close', () => !document.querySelector('dialog.confirm[open]'));
};

/** Whether leaving the page would ask first. */
const asksToLeave = (page) =>
  page.evaluate(() => {
    const event = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  });

/** Waits until the page knows what it rests on. */
const hashed = async (page) => {
  await until(page, 'the hashes', () => document.getElementById('app').dataset.basis !== '');
  await settled(page);
};

const remove = async (page, name) => {
  const row = (await gridRows(page, 'Ledger of inputs')).find(({ cells }) => cells[0].endsWith(name));
  await clickText(
    page,
    `[aria-label="Ledger of inputs"] [role="row"][aria-rowindex="${row.index + 1}"] .link`,
    'Remove',
  );
};

inBoth(
  'start teaches, the sample is never mixed, inputs are removed and brought back',
  async (page, name) => {
    await open(page);
    await settled(page, 'idle');
    assert.equal(await asksToLeave(page), false);
    for (const [source, words] of [
      ['AWS', ['system.access.audit', 'aws s3 cp', 'auditlogs_']],
      ['Azure', ['Diagnostic settings', 'PT1H.json', 'TimeGenerated']],
      ['Google Cloud', ['gcloud storage cp', 'auditlogs_']],
      ['Immuta', ['exportConfig', 'AUDIT']],
    ]) {
      await clickText(page, '.start-sources .switch button', source);
      const guide = await page.$eval('.start-sources', (element) => element.innerText);
      for (const word of words) assert.ok(guide.includes(word), `${source}: ${word}`);
    }

    await clickText(page, '.start-buttons button', 'Try the sample');
    await settled(page);
    const sample = (await state(page)).events;
    assert.ok(sample > 0);
    assert.equal(await asksToLeave(page), false, 'the sample stays in the page');
    await chooseFiles(page, first.path);
    await confirm(page, 'Cancel');
    assert.equal((await state(page)).events, sample);
    await chooseFiles(page, first.path);
    await confirm(page, 'Replace');
    await until(
      page,
      'the logs',
      (all) => document.getElementById('app').dataset.events === String(all),
      first.events.length,
    );
    await settled(page);
    assert.equal(await asksToLeave(page), true);
    await goTo(page, 'Start');
    const steps = await page.$$eval('.start-next a', (links) => links.map((link) => link.hash));
    assert.equal(steps.length, 3);
    assert.equal(new Set(steps).size, 3);
    await clickText(page, '.start-buttons button', 'Try the sample');
    await confirm(page, 'Cancel');
    await page.click('.start-next a');
    await settled(page);
    assert.equal(await fragment(page), steps[0]);

    if (name === 'firefox') return;
    await chooseFiles(page, second.path);
    await settled(page);
    await goTo(page, 'Inputs');
    const both = first.events.length + second.events.length;
    assert.equal(await strip(page, 'events'), both);
    await remove(page, first.name);
    await confirm(page, 'Remove');
    await until(
      page,
      'the rest',
      (all) => document.getElementById('app').dataset.events === String(all),
      second.events.length,
    );
    await settled(page);
    assert.equal(await strip(page, 'events'), second.events.length);
    assert.equal(await page.$eval('[data-strip="reconciled"]', (mark) => mark.dataset.reconciled), 'true');
    await clickText(page, '.notices button', 'Undo');
    await until(page, 'both', (all) => document.getElementById('app').dataset.events === String(all), both);
    await settled(page);
    const order = (await gridRows(page, 'Ledger of inputs')).map(({ cells }) => cells[0]);
    assert.deepEqual(order, [first.name, second.name], 'in their places');
  },
);

inBoth(
  'counts follow the filter; the palette finds views, values and commands; times have a zone',
  async (page, name) => {
    const [[service, count], [other]] = tally(first.events, 'service_name');
    await open(page);
    await chooseFiles(page, first.path);
    await settled(page);
    await page.evaluate((text) => {
      location.hash = `#/services?v=2&filter=service:${text}`;
    }, service);
    await settled(page);
    await until(
      page,
      'the count of Events',
      (wanted) => document.querySelector('nav a[title="Events"] .nav-count')?.textContent === String(wanted),
      count,
    );
    const counts = await page.$$eval('tr[data-service]', (rows) =>
      Object.fromEntries(
        rows.map((row) => [row.dataset.service, Number(row.querySelector('[data-count]').dataset.count)]),
      ),
    );
    assert.equal(counts[service], count);
    assert.equal(counts[other], 0);

    // Ctrl K opens from anywhere, the filter box included.
    await page.keyboard.press('/');
    await press(page, 'k', 'Control');
    await until(page, 'the palette', () => document.querySelector('.palette[open] input'));
    await page.keyboard.type('inputs');
    await page.keyboard.press('Enter');
    await settled(page);
    assert.match(await fragment(page), /^#\/inputs/);
    const [[user]] = tally(first.events, 'email').filter(([value]) => /^[a-z.]+@/.test(value ?? ''));
    await press(page, 'k', 'Control');
    await until(page, 'the palette', () => document.querySelector('.palette[open] input'));
    assert.equal(
      await page.$eval('.palette [data-item]', (item) => item.innerText.includes('Recent filter')),
      true,
    );
    await page.keyboard.type(user);
    await until(
      page,
      'the value',
      (wanted) => document.querySelector(`.palette [data-item="${wanted}"]`),
      user,
    );
    await page.click(`.palette [data-item="${user}"]`);
    await settled(page);
    assert.ok((await fragment(page)).startsWith(`#/people/email/${user}`));

    // The sheet lists the same commands.
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('?');
    await page.waitForSelector('dialog[open] .switch');
    await page.click('dialog .switch button:nth-of-type(2)');
    assert.ok((await page.$eval('dialog[open]', (sheet) => sheet.innerText)).includes('Ctrl K'));
    await page.keyboard.press('Escape');

    await page.keyboard.press('c');
    await page.select('.header .zone select', 'Asia/Tokyo');
    await page.evaluate(() => {
      location.hash = '#/events?zone=Asia%2FTokyo';
    });
    await settled(page);
    const [{ cells }] = await gridRows(page, 'Events');
    assert.match(cells[0], /\+09:00$/);
    const times = first.events.map(({ timeMs }) => timeMs);
    assert.ok(times.includes(Math.floor(Date.parse(cells[0]))), cells[0]);
    await page.evaluate(() => {
      location.hash = '#/overview?zone=Asia%2FTokyo';
    });
    await settled(page);
    assert.match(await page.$eval('.histogram .panel-aside', (aside) => aside.innerText), /Asia\/Tokyo/);
    if (name === 'firefox') return;
    await page.click('.header [aria-label="Export"]');
    assert.match(await page.$eval('.header .popover-panel', (menu) => menu.innerText), /files are in UTC/);
    const [csv] = await downloads(name, ['touchstone-silver.csv'], () =>
      page.click('[aria-label="Save Silver, everything as CSV"]'),
    );
    assert.doesNotMatch(csv.toString(), /\+09:00/);

    // A copied link knows what it was made on.
    await page.evaluate(() => {
      navigator.clipboard.writeText = (text) => {
        window.copied = text;
        return Promise.resolve();
      };
    });
    await hashed(page);
    await clickText(page, '.filter-tools button', 'Copy address');
    const link = new URL(await page.evaluate(() => window.copied)).hash;
    assert.match(link, /on=1\.[0-9a-z]+/);
    for (const [path, told] of [
      [first.path, false],
      [second.path, true],
    ]) {
      await page.goto('about:blank');
      await open(page, link);
      await chooseFiles(page, path);
      await settled(page);
      await hashed(page);
      assert.equal((await page.$('[data-other-files]')) !== null, told, path);
    }
    assert.ok((await figure(page, 'events')) > 0);
  },
);
