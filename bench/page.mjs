// Touchstone itself: drives Chromium from file:// and prints what it measured and what the page says is loaded.
//
//     node page.mjs FILE [--changes N] [--expressions ROUNDS] [--views ROUNDS] [--findings] [--rest MS] [--start-only]
//
// The page is dist/touchstone.html or what TOUCHSTONE_PAGE names. `--rest` is how long the opened page waits for its drop.

import { parseArgs } from 'node:util';
import { readCounts } from './page/counts.mjs';
import { measureExpressions } from './page/expressions.mjs';
import { readFindings, watchFindings } from './page/findings.mjs';
import { measureChanges } from './page/interaction.mjs';
import { measureLoad } from './page/load.mjs';
import { wasmMemory } from './page/memory.mjs';
import { openPage } from './page/open.mjs';
import { measureViews } from './page/views.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    changes: { type: 'string', default: '0' },
    expressions: { type: 'string', default: '0' },
    views: { type: 'string', default: '0' },
    findings: { type: 'boolean', default: false },
    rest: { type: 'string', default: '2000' },
    'start-only': { type: 'boolean', default: false },
  },
});

const { browser, page, start, fileBytes } = await openPage({ watchStart: values['start-only'] });
try {
  const told = { start, file_bytes: fileBytes, version: await browser.version() };
  if (!values['start-only']) {
    const [file] = positionals;
    if (file === undefined) throw new Error('which file is to be dropped?');
    if (values.findings) await watchFindings(page);
    Object.assign(told, await measureLoad(page, file, Number(values.rest)));
    // After an error or a crash, the page may answer nothing more.
    if (told.error === undefined) {
      if (values.findings) told.findings = await readFindings(page);
      told.memory = { ...(await wasmMemory(page)), frames_bytes: told.frames_bytes };
      told.interaction = await measureChanges(page, Number(values.changes));
      told.expressions = await measureExpressions(page, Number(values.expressions));
      told.views = await measureViews(page, Number(values.views));
      told.counts = await readCounts(page);
    }
  }
  console.log(JSON.stringify(told));
} finally {
  await browser.close();
}
