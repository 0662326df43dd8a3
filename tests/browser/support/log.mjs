// The log of a test file: generated, recounted, and given to the page.

import { readFileSync } from 'node:fs';
import { generate } from './fixtures.mjs';
import { chooseFiles } from './give.mjs';
import { open, settled } from './page.mjs';
import { recount, select } from './recount.mjs';

/**
 * A log by generator options: its path, its events as recounted by the test, the number selected by a filter,
 * and a function that opens the page at a fragment and gives it the log.
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
