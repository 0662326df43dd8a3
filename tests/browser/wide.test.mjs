// Logs with a distinct key, value or the like per event: time and memory must grow with their size, and no
// faster.

import assert from 'node:assert/strict';
import { inBoth } from './support/browsers.mjs';
import { chooseFiles } from './support/give.mjs';
import { goTo, gridRows, open, reconciliation, settled } from './support/page.mjs';
import { place } from './support/work.mjs';

/** Time limit for loading and viewing: many times what is needed, and far less than keys times events. */
const MOST_MS = 45_000;

const event = (nth, service, params) =>
  `{"serviceName":"${service}","actionName":"a","timestamp":${1_700_000_000_000 + nth},"requestParams":{${params}}}\n`;

const SHAPES = [
  {
    name: 'a key of its own in each event',
    events: 60_000,
    of: (nth) => event(nth, 's', `"key ${nth}":"v"`),
  },
  { name: 'thousands of keys', events: 20_000, of: (nth) => event(nth, 's', `"key ${nth % 8000}":"${nth}"`) },
];

for (const { name, events, of } of SHAPES) {
  const path = place(`${name}.json`, Array.from({ length: events }, (_, nth) => of(nth)).join(''));
  inBoth(`${name} is loaded, shown and filtered`, async (page, _, context) => {
    await open(page);
    const begun = performance.now();
    await chooseFiles(page, path);
    await settled(page);
    const loaded = performance.now();
    const counts = await reconciliation(page);
    assert.ok(counts.holds);
    assert.deepEqual([counts.events, counts.silver, counts.gold], [events, events, events]);
    for (const hash of ['#/services/s', '#/services/s?sort=requestParams.key%207', '#/overview']) {
      await page.evaluate((fragment) => {
        location.hash = fragment;
      }, hash);
      await settled(page);
    }
    await goTo(page, 'Events');
    assert.ok((await gridRows(page, 'Events')).length > 0);
    const seen = performance.now();
    context.diagnostic(
      `loaded in ${Math.round(loaded - begun)} ms, looked at in ${Math.round(seen - loaded)} ms`,
    );
    assert.ok(seen - begun < MOST_MS, `${Math.round(seen - begun)} ms`);
  });
}
