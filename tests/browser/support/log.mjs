// A log that a test file is about: generated, counted again, and given to the page.

import { readFileSync } from 'node:fs';
import { open, settled } from './desk.mjs';
import { generate } from './fixtures.mjs';
import { chooseFiles } from './give.mjs';
import { recount, select } from './recount.mjs';

/**
 * A log by the generator's options: its path, its events as the test counts them, how many of them a filter of the recount
 * selects, and how the page is opened at a fragment and given it.
 */
export function generatedLog(name, options) {
  const { path } = generate(name, options);
  const { events } = recount(readFileSync(path, 'utf8'));
  return {
    path,
    events,
    count: (filter) => select(events, filter).length,
    async load(page, hash = '') {
      await open(page, hash);
      await chooseFiles(page, path);
      await settled(page);
    },
  };
}
