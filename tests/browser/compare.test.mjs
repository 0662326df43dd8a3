// Compare: two filters side by side, counted as the command line counts them, ordered by G², and carried by the link.

import assert from 'node:assert/strict';
import { inBoth } from './support/browsers.mjs';
import { countEvents, generate } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import { figure, fragment, open, settled } from './support/page.mjs';

const log = generate('compare.jsonl', { events: 3000, seed: 23, shape: '2.0' }).path;

function differences(page, column) {
  return page.$$eval(`[data-board="${column}"] tbody tr`, (rows) =>
    rows.map((row) => ({
      value: JSON.parse(row.dataset.values)[0],
      change: row.querySelector('[data-change]').dataset.change,
      before: Number(row.querySelector('[data-side="before"]').dataset.count),
      after: Number(row.querySelector('[data-side="after"]').dataset.count),
      surprise: Number(row.querySelector('[data-surprise]').dataset.surprise),
    })),
  );
}

/** What the two sides are called. */
function sideNames(page) {
  return page.$$eval('.side', (sides) => sides.map((side) => side.getAttribute('aria-label')));
}

/** 2 Σ O ln(O / E) over events with and without the value on both sides. */
function logLikelihood(a, b, allA, allB) {
  const total = allA + allB;
  return (
    2 *
    [
      [a, a + b, allA],
      [b, a + b, allB],
      [allA - a, total - a - b, allA],
      [allB - b, total - a - b, allB],
    ]
      .filter(([observed]) => observed > 0)
      .reduce(
        (sum, [observed, row, column]) => sum + observed * Math.log((observed * total) / (row * column)),
        0,
      )
  );
}

inBoth('two filters are compared value by value, and the link carries both', async (page) => {
  await open(page, '#/compare?v=2&filter=outcome:denied&against=service:clusters');
  await chooseFiles(page, log);
  await settled(page);
  const [before, after] = [countEvents(log, 'service:clusters'), countEvents(log, 'outcome:denied')];
  assert.equal(await figure(page, 'before-events'), before);
  assert.equal(await figure(page, 'after-events'), after);
  const services = await differences(page, 'service_name');
  assert.ok(services.length > 2);
  for (const [at, one] of services.entries()) {
    const clause = `service:="${one.value}"`;
    assert.equal(one.before, countEvents(log, `service:clusters ${clause}`));
    assert.equal(one.after, countEvents(log, `outcome:denied ${clause}`));
    const expected = logLikelihood(one.before, one.after, before, after);
    assert.ok(
      Math.abs(one.surprise - expected) < 1e-6 * Math.max(1, expected),
      `${one.surprise} ${expected}`,
    );
    assert.ok(at === 0 || one.surprise <= services[at - 1].surprise);
    const change = one.before === 0 ? 'new' : one.after === 0 ? 'gone' : null;
    if (change) assert.equal(one.change, change);
  }
  // They overlap in time, so neither is called before the other.
  assert.deepEqual(await sideNames(page), ['A', 'B']);
  // The sides are exchanged, edited, and a mistake changes nothing.
  await page.click('[title="Exchange the sides"]');
  await settled(page);
  assert.equal(await figure(page, 'before-events'), after);
  assert.match(await fragment(page), /filter=service:clusters&against=outcome:denied/);
  await page.click('[aria-label="A: filter"]', { count: 3 });
  await page.type('[aria-label="A: filter"]', 'service:(');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.side-mistake');
  assert.equal(await figure(page, 'before-events'), after);
  await page.click('[aria-label="A: filter"]', { count: 3 });
  await page.type('[aria-label="A: filter"]', 'service:jobs');
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(await figure(page, 'before-events'), countEvents(log, 'service:jobs'));
  await page.goBack();
  await settled(page);
  assert.equal(await figure(page, 'before-events'), after);
});

inBoth(
  'without another filter the halves of the time are compared; a number shows its events',
  async (page) => {
    await open(page, '#/compare');
    await chooseFiles(page, log);
    await settled(page);
    const sum = (await figure(page, 'before-events')) + (await figure(page, 'after-events'));
    assert.equal(sum, countEvents(log, 'time:*'));
    assert.deepEqual(await sideNames(page), ['Before', 'After']);
    const [first] = await differences(page, 'action_name');
    const side = first.after > 0 ? 'after' : 'before';
    await page.click(`[data-board="action_name"] tbody tr [data-side="${side}"] button`);
    await settled(page);
    assert.match(await fragment(page), /^#\/events/);
    assert.equal(await figure(page, 'rows'), first[side]);
  },
);
