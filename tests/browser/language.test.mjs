// Typing filters: completion, errors at their position, and the runnable examples of the sheet.

import assert from 'node:assert/strict';
import { EXPRESSIONS } from '../../bench/page/expressions.mjs';
import { inBoth } from './support/browsers.mjs';
import { randomFilters } from './support/expressions.mjs';
import {
  applyFilter,
  boxText,
  candidates,
  mistake,
  pasteOver,
  typeOver,
  untilMistake,
} from './support/filter.mjs';
import { countEvents } from './support/fixtures.mjs';
import { focused } from './support/keys.mjs';
import { generatedLog } from './support/log.mjs';
import { chips, figure, fragment, open, settled, until } from './support/page.mjs';
import { select, tally } from './support/recount.mjs';

const { path, events, count, load } = generatedLog('spoken.jsonl', {
  events: 1500,
  seed: 17,
  shape: 'mixed',
  days: 3,
});
const clusters = count({ is: { service_name: ['clusters'] } });

inBoth('a filter is typed with nothing but keys, completed as it goes', async (page) => {
  await load(page, '#/overview');
  await page.keyboard.press('/');
  await settled(page);
  assert.equal((await focused(page)).role, 'combobox');
  const fields = (await candidates(page)).map(({ text }) => text);
  for (const field of ['service:', 'user:', 'time:']) assert.ok(fields.includes(field), fields.join());

  await page.keyboard.type('serv');
  await settled(page);
  assert.equal((await candidates(page))[0].text, 'service:');
  await page.keyboard.press('Tab');
  await settled(page);
  assert.equal(await boxText(page), 'service:');
  // Values are listed with the number of events they would select.
  const services = Object.fromEntries(tally(events, 'service_name'));
  const listed = await candidates(page);
  assert.ok(listed.length > 2);
  for (const { text, count: told } of listed.filter((one) => one.count !== null))
    assert.equal(told, services[text], text);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const option = await page.$eval('.filter-box input', (input) => {
    const active = document.getElementById(input.getAttribute('aria-activedescendant'));
    return { role: active.getAttribute('role'), selected: active.getAttribute('aria-selected') };
  });
  assert.deepEqual(option, { role: 'option', selected: 'true' });
  await page.keyboard.press('Enter');
  await settled(page);
  const chosen = listed[1].text;
  // A value completes a clause, so the next one can follow.
  assert.equal(await boxText(page), `service:${chosen} `);
  assert.ok((await candidates(page)).some(({ text }) => text === 'action:'));
  assert.deepEqual(await chips(page), [], 'nothing is filtered before Enter says so');
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(await figure(page, 'events'), services[chosen]);

  // Counts are under the rest of the filter.
  await page.keyboard.press('End');
  await page.keyboard.type(' outcome:');
  await settled(page);
  const outcomes = Object.fromEntries(tally(select(events, { is: { service_name: [chosen] } }), 'outcome'));
  const counted = (await candidates(page)).filter((one) => one.count !== null);
  assert.ok(counted.length > 0);
  for (const { text, count: told } of counted) assert.equal(told, outcomes[text], text);

  // Esc first closes the list, then discards the typed text; Tab leaves if there is nothing to complete.
  await page.keyboard.press('Escape');
  assert.deepEqual(await candidates(page), []);
  await page.keyboard.press('Escape');
  await settled(page);
  assert.equal(await boxText(page), `service:${chosen}`);
  await page.keyboard.press('Tab');
  assert.notEqual((await focused(page)).role, 'combobox');
});

inBoth('keys of request parameters are completed, and filter', async (page) => {
  await load(page, '#/overview');
  await typeOver(page, 'param.cluster_n');
  assert.equal((await candidates(page))[0].text, 'cluster_name:');
  await page.keyboard.press('Tab');
  await settled(page);
  assert.equal(await boxText(page), 'param.cluster_name:');
  await applyFilter(page, 'param.cluster_name:*');
  const named = events.filter((event) => (event.params.cluster_name ?? null) !== null).length;
  assert.ok(named > 0);
  assert.equal(await figure(page, 'events'), named);
});

inBoth('a mistake is shown at its place, and the last filter stays', async (page) => {
  await load(page, '#/overview');
  await applyFilter(page, 'service:clusters');
  const before = await fragment(page);
  await applyFilter(page, 'service:clusters nosuchfield:x');
  const wrong = await untilMistake(page);
  assert.equal(wrong.start, 17);
  assert.equal(wrong.marked, 'nosuchfield');
  assert.match(wrong.text, /^At character 18: /);
  const described = await page.$eval('.filter-box input', (input) => ({
    invalid: input.getAttribute('aria-invalid'),
    text: document.getElementById(input.getAttribute('aria-describedby')).textContent,
  }));
  assert.deepEqual(described, { invalid: 'true', text: wrong.text });
  assert.equal(await figure(page, 'events'), clusters);
  assert.deepEqual(await chips(page), ['service:clusters']);
  assert.equal(await fragment(page), before);
  // Corrected, it applies.
  await applyFilter(page, 'service:clusters action:create');
  assert.equal(await mistake(page), null);
  assert.equal(
    await figure(page, 'events'),
    count({ is: { service_name: ['clusters'], action_name: ['create'] } }),
  );
  // After a pause the error is shown without Enter.
  await typeOver(page, '(service:clusters');
  assert.match((await untilMistake(page)).text, /\)|bracket/);
});

inBoth('random filters select as many events as on the command line', async (page, browser) => {
  // Typed in one browser, where every beginning of a filter is looked at; pasted in the other.
  const enter = browser === 'chromium' ? typeOver : pasteOver;
  await load(page, '#/overview');
  let telling = 0;
  for (const filter of randomFilters(events, { seed: 23, count: 25 })) {
    await enter(page, filter);
    assert.equal(await boxText(page), filter);
    await page.keyboard.press('Enter');
    await settled(page);
    assert.equal(await mistake(page), null, filter);
    const expected = countEvents(path, filter);
    assert.equal(await figure(page, 'events'), expected, filter);
    telling += expected > 0 && expected < events.length ? 1 : 0;
  }
  assert.ok(telling >= 10, `${telling} filters that tell events apart`);
});

inBoth('the examples of the sheet run on what is loaded', async (page) => {
  await load(page, '#/overview');
  await page.click('.header [aria-label="Help"]');
  await until(page, 'examples', () => document.querySelector('dialog[open] [data-example]'));
  await settled(page);
  const examples = await page.$$eval('dialog [data-example]', (list) =>
    list.map((button) => ({ filter: button.dataset.example, count: Number(button.dataset.count) })),
  );
  assert.ok(examples.length >= 5, `${examples.length} examples`);
  for (const { filter, count: told } of examples) {
    if (!(await page.$('dialog[open]'))) await page.click('.header [aria-label="Help"]');
    await until(page, 'examples', () => document.querySelector('dialog[open] [data-example]'));
    await page.evaluate((wanted) => {
      [...document.querySelectorAll('dialog [data-example]')]
        .find((button) => button.dataset.example === wanted)
        .click();
    }, filter);
    await settled(page);
    assert.equal(await page.$('dialog[open]'), null, 'the sheet makes way for what was chosen');
    assert.equal(await boxText(page), filter);
    assert.equal(await figure(page, 'events'), told, filter);
    assert.ok(told > 0, filter);
  }
});

/** Clicks an element by its text. */
async function clickNamed(page, selector, text) {
  await page.evaluate(
    (wanted, named) => {
      const found = [...document.querySelectorAll(wanted)].find((one) => one.textContent.includes(named));
      if (!found) throw new Error(`no ${named} among ${wanted}`);
      found.dataset.here = '';
    },
    selector,
    text,
  );
  await page.click('[data-here]');
  await settled(page);
  await page.evaluate(() => document.querySelector('[data-here]')?.removeAttribute('data-here'));
}

inBoth('a question of many parts is asked by clicks alone, and by typing alone', async (page) => {
  await open(page);
  await page.click('.start-buttons button:nth-of-type(3)');
  await settled(page);
  const example = async (part, button) => {
    await page.click('.header [aria-label="Help"]');
    await until(page, 'examples', () => document.querySelector('dialog[open] [data-example]'));
    await settled(page);
    await page.evaluate(
      (wanted, which) => {
        const rows = [...document.querySelectorAll('dialog .language-examples li')];
        rows
          .find((row) => row.querySelector('[data-example]').dataset.example.includes(wanted))
          .querySelector(which)
          .click();
      },
      part,
      button,
    );
    await settled(page);
  };
  // Denied requests of one person on a Tuesday outside office hours, from outside the company's network.
  await example('-hour:', 'button');
  await clickNamed(page, '.chip-text', 'weekday:');
  await clickNamed(page, '.chip [role="option"]', 'tue');
  await page.click('.chip .filter-apply');
  await settled(page);
  await page.click('[title="Filter: denied"]');
  await settled(page);
  await page.click('main [data-column="email"] > li .bar');
  await settled(page);
  assert.ok((await figure(page, 'events')) > 0);
  await example('-ip:', 'button:last-child');
  const clicked = await boxText(page);
  assert.match(clicked, /^weekday:tue -hour:8\.\.17 outcome:denied user:\S+ -ip:\S+$/);
  const found = await figure(page, 'events');

  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('c');
  await settled(page);
  await page.keyboard.press('/');
  await page.keyboard.type(clicked);
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(await figure(page, 'events'), found);
  assert.equal(await boxText(page), clicked);
});

inBoth('the filters that the bench measures are filters', async (page) => {
  await load(page, '#/overview');
  for (const { filter } of EXPRESSIONS) {
    await page.evaluate((text) => {
      location.hash = `#/overview?v=2&filter=${encodeURIComponent(text)}`;
    }, filter);
    await settled(page);
    assert.equal(await mistake(page), null, filter);
    assert.notEqual(await boxText(page), '', filter);
  }
});
