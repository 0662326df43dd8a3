// Preconditions of the other tests: the browsers are as strict as a user's, and the page starts in them.

import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { inBoth } from './support/browsers.mjs';
import { open, state } from './support/page.mjs';
import { place } from './support/work.mjs';

inBoth(
  'a local file cannot read the one beside it, as in a browser that nobody has relaxed',
  async (page) => {
    place('secret.txt', 'secret');
    const path = place(
      'reader.html',
      `<script>
        const ask = new XMLHttpRequest();
        ask.open('GET', 'secret.txt');
        ask.onload = () => { document.title = 'read: ' + ask.responseText; };
        ask.onerror = () => { document.title = 'refused'; };
        ask.send();
      </script>`,
    );
    await page.goto(pathToFileURL(path).href);
    await page.waitForFunction(() => document.title !== '', { polling: 20 });
    assert.equal(await page.title(), 'refused');
  },
  { expected: /secret\.txt|CORS|Cross-Origin|ERR_FAILED/ },
);

inBoth('the page starts from file:// and waits', async (page) => {
  await open(page);
  assert.deepEqual(await state(page), { state: 'idle', events: 0 });
  assert.equal(await page.title(), 'Start · Touchstone');
  assert.equal(await page.evaluate(() => location.protocol), 'file:');
});
